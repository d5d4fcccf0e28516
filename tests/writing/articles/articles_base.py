"""The articles of a small team, for new ones to stand among."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from trees import article

from kb_tools.checks.base import Base
from kb_tools.checks.checking import load
from kb_tools.checks.options import load_options
from kb_tools.config import load_settings

BODY = "# X\n\n## Say\n\nOne moment.\n\n## Fix\n\n1. Restart it.\n\n## If that fails\n\nSend it on.\n"

FILES = {
    **{f"docs/net/a{number}.md": article(f"Router light number {number}", BODY, id=f"router-{number}", kind="fault",
                                         products="[router]", owner="net-team", audience="public", escalate_to="noc",
                                         symptoms=f"\n  - the {word} lamp is dark", review_interval="90d")
       for number, word in enumerate(("red", "green", "blue"))},
    "docs/mail/full.md": article("Mailbox is full", BODY, id="mail-full", kind="fault", products="[mail]",
                                 owner="mail-team", audience="internal", escalate_to="mail-desk",
                                 symptoms="\n  - it says my mailbox is full"),
}  # fmt: skip


def load_base(folder: Path) -> Base:
    settings = load_settings(folder)
    return load(settings, load_options(settings), date.today(), searches=True)
