"""The form rules at their edges: the first case that counts, and the last one that does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checks.marked import check
from checks.reading_one import found
from trees import article, write

from kb_tools.checks.finding import at


@pytest.mark.parametrize(("since", "expected"), [("2026-11-22", 0), ("2026-11-23", 1)])
def test_tomorrow_has_begun_somewhere(since: str, expected: int, tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("Mail is down", kind="known-issue", since=since)})
    assert len(check(tmp_path, "date-in-future", today=date(2026, 11, 21))) == expected


def test_a_path_that_another_article_has_taken_for_its_id(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A", id="b", kind="fault"), "docs/b.md": "# B\n"})
    (each,) = check(tmp_path, "duplicate-id")
    assert (each.path, each.line) == ("docs/b.md", 1)
    assert each.message == "the id 'b' belongs to docs/a.md already"


def test_only_what_the_team_maps_is_held_to_known_values_everywhere(tmp_path: Path) -> None:
    settings = '[fields]\nconfidence = "state"\n'
    write(tmp_path, {"kb.toml": settings, "docs/a.md": article("A", state="valid", audience="everybody")})
    (each,) = check(tmp_path, "field-invalid")
    assert each.message.startswith("state is 'valid'")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("confidence: [validated]", "confidence must be one of: wip, not-validated, validated, archived"),
        ("title: {a: b}", "title holds fields; it must be one text"),
        ("title: [a]", "title holds a list; it must be one text"),
        ("symptoms: {a: b}", "symptoms holds fields; it must be a list of texts"),
        ("symptoms: [{a: b}]", "symptoms holds fields where a text belongs"),
        ("symptoms: [[a]]", "symptoms holds a list in a list"),
    ],
)
def test_what_a_field_holds_instead(line: str, message: str) -> None:
    (each,) = found("field-invalid", f"---\nkind: fault\n{line}\n---\n")
    assert each.message == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A\n\n# B\n", "a second heading of the first level; the title is on line 1"),
        ("# A\n\n# B\n\n# C\n", "a second heading of the first level, one of 2 more; the title is on line 1"),
    ],
)
def test_how_many_headings_are_too_many(text: str, message: str) -> None:
    (each,) = found("several-h1", text)
    assert (each.message, each.span) == (message, at(3))


def test_two_headings_that_one_line_makes_are_nobodys_mistake() -> None:
    text = '<details markdown="1"># A { #i }- =<details markdown="1">#```\n<!--!!! note\na\n\n```\n\n'
    assert not found("several-h1", text)


def test_a_title_that_is_a_heading_is_found_at_its_line() -> None:
    long = "VPN " * 20
    (each,) = found("title-too-long", f"---\nkind: fault\n---\n## Before\n\nText.\n\n# {long}\n")
    assert each.span == at(8)
    assert not found("title-too-long", f"---\nkind: fault\ntitle: {'x' * 70}\n---\n")
    assert found("title-too-long", f"---\nkind: fault\ntitle: {'x' * 71}\n---\n")


def test_a_missing_field_is_shown_by_an_example() -> None:
    hints = {each.key: each.hint for each in found("field-missing", "---\nkind: fault\n---\n")}
    assert hints["owner"] == "Add a line such as: owner: network-team"
    assert hints["review_interval"] == 'Add a line such as: review_interval: "90d"'
    assert hints["audience"] == "Add audience: internal or public."


@pytest.mark.parametrize(
    "text", ["## Fix\n## Check\n\nx\n", "## Fix\n---\n", "## Fix\n\n***\n", "Fix\n---\n## Check\n\nx\n"]
)
def test_a_section_with_nothing_but_a_rule_is_empty(text: str) -> None:
    assert [each.span.line for each in found("section-empty", text)] == [1]


@pytest.mark.parametrize("text", ["## Fix\nx", "## Fix\n\n```\n```\n", "## Fix\n<img src=x>\n## Check\n\nx\n"])
def test_a_section_with_something_is_not(text: str) -> None:
    assert not found("section-empty", text)
