"""A small knowledge base for the commands, and a terminal to see them on."""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import article, settle, write

BOUNCE = article(
    "Mail comes back with 550 5.1.1",
    "# Mail comes back with 550 5.1.1\n\n## Say\n\n\"The other side does not know that address.\"\n\n"
    "## Check\n\nIs the *address* spelt `right`?\n\n"
    "## Fix\n\n1. Ask for the address.\n\n    *They should see:* a typo.\n\n"
    "## If that fails\n\nSend it to **mail-team**.\n\n## Why\n\nNo such mailbox.",
    id="mail-bounce", symptoms="\n  - my mail comes back\n  - it says user unknown", error_codes='["550 5.1.1"]',
    products="[mail]", audience="public", confidence="validated", owner="mail-team", last_reviewed="2026-01-05",
    review_interval="9y", escalate_to="mail-team", ask='"Does it say 5.1.1?"', kind="fault",
)  # fmt: skip
VPN = "## Say\n\nWe try another way in.\n\n## Fix\n\n1. Use the phone's hotspot.\n"

FILES = {
    "docs/mail/bounce.md": BOUNCE,
    "docs/vpn/vpn-809.md": article("VPN is blocked, error 809", VPN, id="vpn-809", products="[vpn]",
                                   audience="internal", confidence="validated",
                                   symptoms="\n  - the VPN does not connect in the hotel"),
    "docs/vpn/vpn-800.md": article("VPN finds no server, error 800", VPN, id="vpn-800", products="[vpn]",
                                   audience="internal", confidence="wip"),
    "docs/old style.md": "# Größe des Postfachs\n\nThe mailbox is full.\n",
}  # fmt: skip


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A team's folder with four articles, one of them without any front matter."""
    return settle(write(tmp_path / "team", FILES))
