"""A heading gets another anchor, and every link to it follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from moves import base_of
from trees import write

from kb_tools.config import load_settings
from kb_tools.errors import KbError
from kb_tools.writing.changes import apply
from kb_tools.writing.moving.heading import plan_heading
from kb_tools.writing.moving.plan import Plan
from kb_tools.writing.reviewing import reviewed

ATTR_LIST = "markdown_extensions: [attr_list]\n"
ONE = "# One\n\n[toc](#the-fix) [other](#the-fix_1)\n\n## The fix\n\n## The fix ##\n\nUnder\n-----\n"
TWO = "[x](one.md#the-fix 'T') [y](one.md#the-fix_1) [z](#the-fix) <a href=\"../one/#the-fix\">w</a>\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return write(tmp_path, {"docs/one.md": ONE, "docs/two.md": TWO, "mkdocs.yml": ATTR_LIST})


def rename(team: Path, old: str, new: str, title: str = "") -> Plan:
    plan = plan_heading(base_of(team), team, old, new, title)
    apply(team, plan.changes)
    return plan


def texts(team: Path) -> tuple[str, str]:
    return (team / "docs/one.md").read_text(), (team / "docs/two.md").read_text()


def test_another_anchor_alone(team: Path) -> None:
    plan = rename(team, "one.md#the-fix", "one.md#fix")
    assert texts(team) == (
        ONE.replace("#the-fix)", "#fix)").replace("#the-fix_1", "#the-fix").replace("## The fix\n", "## The fix {#fix}\n"),
        TWO.replace("#the-fix ", "#fix ").replace("/#the-fix", "/#fix").replace("#the-fix_1", "#the-fix"),
    )  # fmt: skip
    assert (plan.links, plan.files) == (5, 2)


def test_another_text(team: Path) -> None:
    rename(team, "one.md#the-fix_1", "one.md#the-cure", "The *cure*")
    one, two = texts(team)
    assert "## The fix\n\n## The *cure* ##\n" in one
    assert "[toc](#the-fix) [other](#the-cure)" in one
    assert two == TWO.replace("#the-fix_1", "#the-cure")


def test_another_text_in_place_of_an_anchor(team: Path) -> None:
    rename(team, "docs/one.md#under", "#Über & drüber")
    assert "\nÜber & drüber\n-----\n" in texts(team)[0]


@pytest.mark.parametrize(("title", "is_as_read"), [("", True), ("The cure", False)])
def test_new_words_are_something_to_read_and_links_are_not(team: Path, title: str, is_as_read: bool) -> None:
    for name in ("one", "two"):
        file = f"docs/{name}.md"
        apply(team, reviewed(load_settings(team), file, (team / file).read_bytes(), "Ada", date(2026, 1, 1)))
    rename(team, "one.md#the-fix", "one.md#cure", title)
    articles = base_of(team).articles
    assert (articles["one.md"].is_as_reviewed, articles["two.md"].is_as_reviewed) == (is_as_read, True)


def test_both(team: Path) -> None:
    rename(team, "one.md#the-fix", "one.md#cure", "How to mend it")
    assert "## How to mend it {#cure}\n" in texts(team)[0]


def test_an_anchor_that_stands_there_is_replaced(team: Path) -> None:
    write(team, {"docs/one.md": "## Fix {: #old .class }\n\n[x](#old)\n", "mkdocs.yml": "site_name: x\n"})
    rename(team, "one.md#old", "one.md#new")
    assert texts(team)[0] == "## Fix {: #new .class }\n\n[x](#new)\n"


def test_line_ends_stay(team: Path) -> None:
    write(team, {"docs/one.md": b"\xef\xbb\xbf## Fix\r\n\r\n[x](#fix)"})
    rename(team, "one.md#fix", "one.md#cure", "Cure")
    assert (team / "docs/one.md").read_bytes() == b"\xef\xbb\xbf## Cure\r\n\r\n[x](#cure)"


@pytest.mark.parametrize(
    ("old", "new", "site", "says"),
    [
        ("one.md#the-fxi", "one.md#fix", ATTR_LIST, "there is no heading #the-fxi"),
        ("one.md#the-fix", "two.md#fix", ATTR_LIST, "another article"),
        ("one.md#the-fix", "one.md#under", ATTR_LIST, "#under is there already"),
        ("one.md#the-fix", "one.md#", ATTR_LIST, "no new name"),
        ("one.md#the-fix", "one.md#fix", "site_name: x\n", "needs attr_list"),
        ("one.md#the-fix", "one.md#fix", "", "no mkdocs.yml"),
    ],
)
def test_what_cannot_be(team: Path, old: str, new: str, site: str, says: str) -> None:
    (team / "mkdocs.yml").unlink()
    write(team, {"mkdocs.yml": site} if site else {})
    with pytest.raises(KbError) as error:
        rename(team, old, new)
    assert says in str(error.value)
    assert texts(team) == (ONE, TWO)
