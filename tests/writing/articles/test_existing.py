"""Is it there already? Told by how far the first hit stands out, and by how much of the words it has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from trees import Files, article

from kb_tools.checks.base import Base
from kb_tools.writing.articles.existing import codes_in, covered, find_existing, is_answered


@pytest.mark.parametrize(("said", "expected"), [
    ("it says my mailbox is full", True),
    ("the red lamp of my router is dark", True),
    ("the mailbox door of the garage makes a terrible grinding noise since monday", False),
    ("purple elephants", False),
    ("", False),
])  # fmt: skip
def test_is_answered(team: Base, said: str, expected: bool) -> None:
    assert is_answered(team.searcher, find_existing(team.searcher, said)) is expected


def test_one_of_many_alike_is_no_answer(base_of: Callable[[Files], Base]) -> None:
    words = ("red", "green", "blue", "white", "left", "right")
    base = base_of({f"docs/{word}.md": article(f"Router light {word}", "The lamp is dark.") for word in words})
    assert not is_answered(base.searcher, find_existing(base.searcher, "the router lamp is dark"))
    assert is_answered(base.searcher, find_existing(base.searcher, "the router lamp is dark, the green one"))


def test_words_that_no_article_has_are_not_covered(team: Base) -> None:
    def share(said: str) -> float:
        results = find_existing(team.searcher, said)
        return covered(team.searcher, results, results.hits[0])

    assert share("mailbox full") == 1
    assert 0 < share("mailbox full xylophone trombone") < 0.5


def test_codes_are_taken_as_they_were_written(team: Base) -> None:
    said = [
        "it says Error 0x8007000E and ORA-00942",
        "the error is oh x eight double oh seven triple oh five",
        "for 20 minutes",
    ]
    assert codes_in(said, team.searcher) == ("0x8007000E", "ORA-00942", "80070005")
