"""Are fields found under the names a team uses, and told when they make no sense?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kb_tools.article.fields import Fields
from kb_tools.article.front_matter import split
from kb_tools.config import Settings


def fields(block: str, *date_formats: str, **names: tuple[str, ...]) -> Fields:
    front, _ = split(f"---\n{block}\n---\n")
    assert front.problems == ()
    return Fields(front, Settings(Path(), Path(), fields=tuple(names.items()), date_formats=date_formats))


@pytest.mark.parametrize(
    ("block", "texts"),
    [
        ("", ()),
        ("tags:", ()),
        ("tags: ' '", ()),
        ("tags: []", ()),
        ("tags: {}", ()),
        ("tags: vpn", ("vpn",)),
        ("tags: [vpn, ' dns ', '', [deep, [deeper]]]", ("vpn", "dns", "deep", "deeper")),
        ("tags:\n  - error: 809\n  - plain", ("error: 809", "plain")),
        ("tags: {a: b, c: [d, e]}", ("a: b", "c: d e")),
    ],
)
def test_a_list_of_texts_whatever_it_was_written_as(block: str, texts: tuple[str, ...]) -> None:
    assert fields(block).texts("tags") == texts
    assert fields(block).text("tags") == (texts[0] if texts else "")


@pytest.mark.parametrize(
    ("block", "owner"),
    [
        ("owner: us\nms.author: them", "us"),
        ("owner:\nms.author: them", "them"),
        ("ms.author: them\nwriter: him", "them"),
        ("writer: him", "him"),
        ("ms:\n  author: nested", "nested"),
        ("ms.author: flat\nms:\n  author: nested", "flat"),
        ("ms: text", ""),
        ("author: somebody", ""),
    ],
)
def test_a_teams_own_names(block: str, owner: str) -> None:
    assert fields(block, owner=("ms.author", "writer")).text("owner") == owner


@pytest.mark.parametrize(
    ("written", "formats", "expected"),
    [
        ("2026-10-01", (), date(2026, 10, 1)),
        ("2026-10-01T12:30:00Z", (), date(2026, 10, 1)),
        ("2026-10-01 12:30", (), date(2026, 10, 1)),
        ("10/01/2026", ("%d.%m.%Y", "%m/%d/%Y"), date(2026, 10, 1)),
        ("1. Oktober 2026", ("%d.%m.%Y",), None),
        ("10/01/2026", (), None),
        ("2026-13-01", (), None),
        ("2026-02-30", (), None),
        ("20 26-1", (), None),
        ("9999-12-31", (), date(9999, 12, 31)),
        ("0000-01-01", (), None),
        ("soon", (), None),
        ("", (), None),
    ],
)
def test_days(written: str, formats: tuple[str, ...], expected: date | None) -> None:
    found = fields(f"title: a\nlast_reviewed: {written}", *formats)
    assert found.date("last_reviewed") == expected
    if expected or not written:
        assert found.problems == []
    else:
        (problem,) = found.problems
        assert (problem.slug, problem.span.line) == ("date-unreadable", 3)
        assert repr(written) in problem.message


@pytest.mark.parametrize(
    ("written", "expected"),
    [("90d", 90), ("1 day", 1), ("12w", 84), ("6m", 180), ("6 months", 180), ("1Y", 365), ("0d", 0), ("90", None), ("-90d", None),
     ("1.5y", None), ("ninety days", None), ("99999d", None), ("1h", None), ("1dd", None)],
)  # fmt: skip
def test_lengths_of_time(written: str, expected: int | None) -> None:
    found = fields(f"review_interval: {written}")
    assert found.days("review_interval") == expected
    assert [(problem.slug, problem.span.line) for problem in found.problems] == (
        [] if expected is not None else [("interval-unreadable", 2)]
    )


def test_a_problem_stands_where_the_teams_name_does() -> None:
    found = fields("title: a\n\nms.date: soon", last_reviewed=("ms.date",))
    assert found.date("last_reviewed") is None
    assert found.problems[0].span.line == 4


@pytest.mark.parametrize(
    ("block", "expected"),
    [("search:\n  exclude: true", True), ("search: {exclude: 'Yes'}", True), ("search:\n  exclude: false", False),
     ("search:\n  boost: 2", False), ("search: exclude", False), ("title: a", False)],
)  # fmt: skip
def test_an_article_that_asks_to_be_left_out(block: str, expected: bool) -> None:
    assert fields(block).excludes_itself() is expected
