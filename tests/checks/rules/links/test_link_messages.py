"""What is said about a link, and what is put in its place: each case of a rule in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from checks.marked import check
from trees import write

SITE = {"mkdocs.yml": "site_name: Test\n"}


def said(
    folder: Path, rule: str, text: str, others: Mapping[str, str], name: str = "docs/a.md"
) -> tuple[str, str, str]:
    """Message, hint, and what `--fix` writes."""
    (found,) = check(write(folder, {**SITE, **others, name: text}), rule)
    return found.message, found.hint, found.edits[0].text if found.edits else ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#b", ("this page has no place #b", "Link to a heading that is there, or give one the id.", "")),
        ("b.md#q", ("docs/b.md has no place #q", "Link to a heading that is there, or give one the id.", "")),
        ("b.md#first-tings", ("docs/b.md has no place #first-tings", "Did you mean #first-things?", "")),
        ("b.md#first--things",
         ("docs/b.md has no place #first--things", "MkDocs calls it #first-things.", "b.md#first-things")),
        ("b.md#L12", ("docs/b.md has no place #L12", "Lines have no places on the site: link to a heading.", "")),
        ("c.md#x", ("docs/c.md has no place #x", "The page has no headings: link to the page itself.", "")),
    ],
)  # fmt: skip
def test_a_dead_anchor(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    others = {"docs/b.md": "# First things\n", "docs/c.md": "Text.\n"}
    assert said(tmp_path, "anchor-dead", f"# A\n\n[there]({target})\n", others) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[v](/vpn/)", ("/vpn/ works only when the site is at the root of its server", "Write ../vpn.md.", "../vpn.md")),
        ("[v](/vpn.md)", ("/vpn.md is absolute: on the site it leads to nothing", "Write ../vpn.md.", "../vpn.md")),
        ("[v](/mail/)", ("/mail/ is absolute, and there is no docs/mail",
                         "Write the path from this article, or the whole address of the other site.", "")),
        ('<a href="/vpn/">v</a>',
         ("/vpn/ works only when the site is at the root of its server", "Write ../../vpn/.", "../../vpn/")),
    ],
)  # fmt: skip
def test_an_absolute_link(text: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    assert said(tmp_path, "link-absolute", f"{text}\n", {"docs/vpn.md": "# V\n"}, "docs/guides/a.md") == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("VPN.md", ("VPN.md works on Windows and macOS only: the file is vpn.md", "Write vpn.md.", "vpn.md")),
        ("g\\mail.md", ("g\\mail.md works on Windows only: it has backslashes", "Write g/mail.md.", "g/mail.md")),
        ("caf\u00e9.md", ("caf\u00e9.md differs from cafe\u0301.md in how its letters are composed",
                          "Write cafe\u0301.md.", "cafe\u0301.md")),
    ],
)  # fmt: skip
def test_a_name_in_another_case_or_form(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    others = {"docs/vpn.md": "# V\n", "docs/g/mail.md": "# M\n", "docs/cafe\u0301.md": "# C\n"}
    assert said(tmp_path, "link-case", f"[there]({target})\n", others) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("vpm.md", ("the navigation names vpm.md, which is not there", "Did you mean vpn.md?", "")),
        (
            "zebra.md",
            ("the navigation names zebra.md, which is not there", "Correct the path, or take the entry out.", ""),
        ),
    ],
)
def test_a_page_of_the_navigation(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    site = f"site_name: Test\nnav:\n  - vpn.md\n  - {target}\n  - https://example.org/\n  - pictures/\n"
    assert said(tmp_path, "link-dead", "# V\n", {"mkdocs.yml": site}, "docs/vpn.md") == expected
