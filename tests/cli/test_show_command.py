"""kb show: which article, which part of it, and how it looks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from trees import article, kb, write


@pytest.mark.parametrize(
    "name",
    ["mail-bounce", "mail-b", "m", "mail/bounce.md", "mail/bounce", "./mail/bounce.md", "mail\\bounce.md",
     ".\\mail\\bounce.md"],
)  # fmt: skip
def test_article_by_id_by_the_beginning_of_its_id_or_by_path(team: Path, name: str) -> None:
    done = kb(team, "show", name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Mail comes back with 550 5.1.1\n")


def test_article_without_an_id_goes_by_its_path(team: Path) -> None:
    assert "mailbox is full" in kb(team, "show", "old style").stdout
    assert "mailbox is full" in kb(team, "show", "old style.md").stdout


def test_page_that_no_search_finds_can_be_read_by_its_path(team: Path) -> None:
    page = "# Zebra\n\nShort.\n"
    write(team, {"kb.toml": 'exclude = ["/manual/"]', "docs/manual/style.md": page, "secret.md": "# No\n"})
    assert kb(team, "search", "zebra").returncode == 1
    for name in ("manual/style.md", "manual/style", "manual\\style.md"):
        assert "Short." in kb(team, "show", name).stdout
    for name in ("../secret.md", "manual/../../secret.md", str(team / "secret.md")):
        assert kb(team, "show", name).returncode == 3


def test_id_that_is_the_beginning_of_another_is_found(team: Path) -> None:
    write(team, {"docs/vpn/short.md": article("Short", "short", id="vpn-80")})
    assert kb(team, "show", "vpn-80").stdout.startswith("Short")


def test_beginning_of_several_ids_names_them(team: Path) -> None:
    done = kb(team, "show", "vpn-80")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "vpn/vpn-800.md" in done.stderr
    assert "vpn/vpn-809.md" in done.stderr


def test_unknown_article_has_a_way_out(team: Path) -> None:
    done = kb(team, "show", "mail-bouncer")
    assert done.returncode == 3
    assert "Did you mean mail-bounce?" in done.stderr
    done = kb(team, "show", "zebra")
    assert done.returncode == 3
    assert "kb search zebra" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "/", "*", "\x1b[31m", "x" * 5000, "mail", "mail/"])
def test_odd_names_are_only_unknown(team: Path, name: str) -> None:
    done = kb(team, "show", "--", name)
    assert done.returncode == 3 or (name == "mail" and done.returncode == 0), done.stderr
    assert "fault in kb" not in done.stderr
    assert "root:" not in done.stdout
    assert "\x1b" not in done.stderr


def test_head_says_what_it_is_whether_to_trust_it_and_where_it_goes(team: Path) -> None:
    head = kb(team, "show", "mail-bounce").stdout.split("\n\n")[0].splitlines()
    assert head == [
        "Mail comes back with 550 5.1.1",
        "validated, reviewed 2026-01-05",
        "mail · 550 5.1.1",
        "If that fails: mail-team",
        "mail/bounce.md  [mail-bounce]",
    ]


def test_section(team: Path) -> None:
    shown = kb(team, "show", "mail-bounce", "--section", "fix").stdout
    assert "1. Ask for the address." in shown
    assert "They should see:" in shown
    assert "other side" not in shown
    assert "No such mailbox" not in shown
    assert "No such mailbox" in kb(team, "show", "mail-bounce", "--section", "cause").stdout


def test_section_that_is_not_there_names_those_that_are(team: Path) -> None:
    done = kb(team, "show", "vpn-809", "--section", "escalation")
    assert done.returncode == 3
    assert "It has: fix, say." in done.stderr
    assert kb(team, "show", "vpn-809", "--section", "nonsense").returncode == 2
    assert "leave out --section" in kb(team, "show", "old style", "--section", "fix").stderr


def test_plain_is_for_a_ticket(team: Path) -> None:
    shown = kb(team, "show", "mail-bounce", "--plain").stdout
    assert "Is the address spelt right?" in shown
    assert not re.search(r"[*`#]|\x1b", shown)
    assert "1. Ask for the address.\n\n    They should see: a typo." in shown
    assert shown.endswith("Source: [mail-bounce] Mail comes back with 550 5.1.1\n")


def test_plain_names_the_page_where_the_site_has_an_address(team: Path) -> None:
    write(team, {"mkdocs.yml": "site_name: x\nsite_url: https://kb.example.org\n"})
    shown = kb(team, "show", "mail-bounce", "--plain", "--section", "say").stdout
    assert shown.endswith("\nhttps://kb.example.org/mail/bounce/\n")
    assert "address spelt" not in shown


MARKED = """# Heading

!!! warning "Stop"
    Not *this* one.

??? note
    Folded.

=== "Windows"

    ```
    ipconfig /all   # not *marked*
    ```

| Light | Means |
|---|---|
| **red** | [call](x.md) |

Text with <kbd>Ctrl</kbd>, `code`, ~~old~~ and a
second line.

- one
    - two
"""


def test_plain_keeps_what_the_dialect_means(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A", MARKED)})
    shown = kb(tmp_path, "show", "a", "--plain").stdout
    for wanted in ("Stop:\n    Not this one.", "Note:\n    Folded.", "Windows:", "ipconfig /all   # not *marked*",
                   "Light  Means\nred  call", "Text with Ctrl, code,", "- one\n    - two"):  # fmt: skip
        assert wanted in shown
    for marks in ("!!!", "???", "===", "|", "**", "```", "(x.md)"):
        assert marks not in shown


def test_article_that_went_after_it_was_indexed_is_no_fault(team: Path) -> None:
    kb(team, "index")
    (team / "docs/mail/bounce.md").unlink()
    done = kb(team, "show", "mail-bounce")
    assert done.returncode == 3
    assert "fault in kb" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_terminal_gets_it_readable(team: Path) -> None:
    from terminal import on_terminal

    write(
        team,
        {"docs/a.md": article("A long one", f"# A\n\n!!! warning\n    Careful.\n\n1. {'word ' * 60}", id="a-long")},
    )
    screen = on_terminal(team, "show", "a-long")
    assert screen.status == 0
    assert "A long one" in screen.plain
    assert "Warning" in screen.plain
    assert max(len(line.rstrip()) for line in screen.plain.splitlines()) <= 80
    assert "\x1b" not in on_terminal(team, "show", "a-long", environment={"NO_COLOR": "1"}).text
