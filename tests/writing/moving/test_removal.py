"""An article goes: what pointed to it points to another, or nothing goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from moves import base_of
from trees import article, write

from kb_tools.config import load_settings
from kb_tools.corpus.flags import Flag, OpenFlags
from kb_tools.errors import KbError
from kb_tools.writing.changes import apply
from kb_tools.writing.flagging import raising
from kb_tools.writing.moving.plan import Plan
from kb_tools.writing.moving.remove import plan_removal
from kb_tools.writing.reviewing import reviewed

OLD = article("Old", "![own](own.png) ![shared](shared.png) [x](#fix)\n\n## Fix\n\n## Why\n", id="old",
              redirects="[older.md]")  # fmt: skip
NEW = article("New", "![shared](shared.png)\n\n## Fix\n", id="new")
LINKS = "[*one*](old.md#fix) [two](./old.md#why 'T') ![x](shared.png)\n\n[three][3] [3]\n\n[3]: old.md\n"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return write(tmp_path, {
        "docs/old.md": OLD, "docs/new.md": NEW, "docs/links.md": LINKS, "docs/own.png": b"\0", "docs/shared.png": b"\1",
    })  # fmt: skip


def remove(team: Path, name: str, instead: str = "", **options: bool) -> Plan:
    plan = plan_removal(base_of(team), team, name, instead, **options)
    apply(team, plan.changes)
    return plan


def test_another_takes_its_place(team: Path) -> None:
    plan = remove(team, "old", "docs/new.md")
    assert not (team / "docs/old.md").exists()
    assert (team / "docs/links.md").read_text() == (
        "[*one*](new.md#fix) [two](./new.md 'T') ![x](shared.png)\n\n[three][3] [3]\n\n[3]: new.md\n"
    )
    assert (team / "docs/new.md").read_text() == NEW.replace(
        "id: new\n", "id: new\nredirects:\n  - older.md\n  - old.md\n"
    )
    assert plan.notes == [
        "docs/links.md:1: #why is not there; the link leads to the page",
        "only this article showed docs/own.png; --with-images removes them, too",
    ]
    assert (team / "docs/own.png").exists()


def test_a_line_that_told_the_two_apart_is_said(team: Path) -> None:
    write(team, {"docs/new.md": NEW.replace("## Fix", "No light at all? See [Old](old.md).\n\n## Fix")})
    line = next(n for n, text in enumerate((team / "docs/new.md").read_text().splitlines(), 1) if "No light" in text)
    plan = remove(team, "old", "new")
    assert f"docs/new.md:{line} told the two apart, and leads to its own article now" in plan.notes


def test_with_its_images(team: Path) -> None:
    remove(team, "old", "new", with_images=True)
    assert sorted(path.name for path in (team / "docs").iterdir()) == ["links.md", "new.md", "shared.png"]


def test_nothing_goes_while_links_lead_to_it(team: Path) -> None:
    write(team, {"mkdocs.yml": "nav:\n  - old.md\n", "README.md": "[x](docs/old.md)\n"})
    with pytest.raises(KbError, match=r"5 links lead to it: .*docs/links.md:5, README.md:1, mkdocs.yml:2"):
        remove(team, "old")
    assert (team / "docs/old.md").read_text() == OLD


def test_by_force_links_become_their_text(team: Path) -> None:
    write(team, {"mkdocs.yml": "nav:\n  - links.md\n  - Old: old.md\n  - new.md\n"})
    remove(team, "old", force=True)
    assert (team / "docs/links.md").read_text() == "*one* two ![x](shared.png)\n\nthree 3\n\n"
    assert (team / "mkdocs.yml").read_text() == "nav:\n  - links.md\n  - new.md\n"


def test_by_force_html_is_left_to_people(team: Path) -> None:
    write(team, {"docs/links.md": '<a href="old.md">x</a>\n'})
    with pytest.raises(KbError, match="written in HTML"):
        remove(team, "old", force=True)
    assert (team / "docs/old.md").exists()


PHRASES = """\
- said: "1"
  expect: [old]
- said: "2"
  expect: [new, old]
- said: "3"
  expect: [old, new]
- said: "4"
  expect:
    - old.md
    - new
- said: "5"
  expect: old  # he says
  not: links
- said: "6"
  expect: links
  not: [old]
"""


def test_phrases_expect_the_other(team: Path) -> None:
    write(team, {"phrases.yml": PHRASES})
    remove(team, "old", "new")
    assert (team / "phrases.yml").read_text() == PHRASES.replace("[old]", "[new]").replace("[new, old]", "[new]").replace(
        "[old, new]", "[new]").replace("    - old.md\n", "").replace("expect: old ", "expect: new ")  # fmt: skip


def test_phrases_need_an_article(team: Path) -> None:
    write(team, {"phrases.yml": PHRASES, "docs/links.md": "# L\n"})
    with pytest.raises(KbError, match=r"callers' phrases name it: phrases.yml:2, 4, 6, 9, 12, 16"):
        remove(team, "old", force=True)


def test_what_is_expected_now_is_unwanted_no_more(team: Path) -> None:
    phrases = "- said: x\n  expect: new\n  not: [old]\n- said: y\n  not:\n  - old.md\n  - links\n  expect: [new]\n"
    write(team, {"phrases.yml": phrases})
    plan = remove(team, "old", "new", with_images=True)
    assert (team / "phrases.yml").read_text() == phrases.replace("  not: [old]\n", "").replace("  - old.md\n", "")
    assert "phrases.yml:3: old is unwanted no more" in plan.notes


def test_what_is_expected_in_its_place_is_unwanted_no_more(team: Path) -> None:
    phrases = "- said: x\n  expect: [old]\n  not: [new]\n- said: y\n  expect: [old.md]\n  not: [links, new.md]\n"
    write(team, {"phrases.yml": phrases + "- said: z\n  expect: [links]\n  not: [new]\n"})
    plan = remove(team, "old", "new", with_images=True)
    assert (team / "phrases.yml").read_text() == (
        "- said: x\n  expect: [new]\n- said: y\n  expect: [new.md]\n  not: [links]\n"
        "- said: z\n  expect: [links]\n  not: [new]\n"
    )
    assert "phrases.yml:3: new is unwanted no more" in plan.notes


def test_a_phrase_on_one_line_is_left_to_people(team: Path) -> None:
    phrases = "- {said: x, expect: new, not: [old]}\n"
    write(team, {"phrases.yml": phrases})
    with pytest.raises(KbError, match=r"phrases.yml:1: "):
        remove(team, "old", "new")
    assert (team / "phrases.yml").read_text() == phrases
    assert (team / "docs/old.md").exists()


def test_the_map_of_the_plugin_leads_to_the_other(team: Path) -> None:
    whole = "plugins:\n  - redirects:\n      redirect_maps:\n        gone.md: old.md\n"
    write(team, {"mkdocs.yml": whole})
    remove(team, "old", "new")
    assert (team / "mkdocs.yml").read_text() == whole.replace("old.md", "new.md") + "        old.md: new.md\n"


@pytest.mark.parametrize(
    ("name", "instead", "says"),
    [
        ("docs", "", "not below the docs folder"),
        ("sub", "", "is a folder"),
        ("own.png", "", "is no article"),
        ("old", "old.md", "instead of itself"),
        ("old", "newer", "there is no file, folder or article 'newer'"),
    ],
)
def test_what_cannot_be(team: Path, name: str, instead: str, says: str) -> None:
    write(team, {"docs/sub/x.md": "# X\n"})
    with pytest.raises(KbError) as error:
        remove(team, name, instead)
    assert says in str(error.value)


def test_what_was_said_about_it_goes_with_it(team: Path) -> None:
    for number, (name, said) in enumerate((("old", "step 2 is gone"), ("new", "no picture"))):
        flag = Flag(name, said, "2026-01-01T10:00:00+00:00", "Ada", f"flags/{name}/20260101T100000Z-000{number}.json")
        apply(team, raising(flag))
    plan = remove(team, "old", "new", with_images=True)
    assert "its flag goes with it: step 2 is gone (2026-01-01, Ada)" in plan.notes
    assert [flag.said for flag in OpenFlags(team).all()] == ["no picture"]


def test_the_other_is_still_as_it_was_read(team: Path) -> None:
    apply(team, reviewed(load_settings(team), "docs/new.md", NEW.encode(), "Ada", date(2026, 1, 1)))
    remove(team, "old", "new", with_images=True)
    assert "  - old.md" in (team / "docs/new.md").read_text()
    assert base_of(team).articles["new.md"].is_as_reviewed
