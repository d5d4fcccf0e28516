"""Is every nudge small, said, and right?"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.trust import Trust, trust
from kb_tools.search.nudges import CONFIDENCE, KNOWN_ISSUE, STALE, Ranked, lifted, nudged

TODAY = date(2026, 11, 21)


def judged(confidence: str = "", *, stale: bool = False, known_issue: bool = False) -> Trust:
    return trust(
        TODAY,
        confidence=confidence,
        last_reviewed=date(2020, 1, 1) if stale else TODAY,
        review_days=90,
        status="known-issue" if known_issue else "",
        expires=None,
    )


@pytest.mark.parametrize(
    ("judgement", "score", "said"),
    [
        (judged("validated"), 1000, ""),
        (judged(), 1000, ""),
        (judged("something else"), 1000, ""),
        (judged("not-validated"), 970, "not-validated -3 %"),
        (judged("wip"), 900, "wip -10 %"),
        (judged("archived"), 600, "archived -40 %"),
        (judged("validated", stale=True), 950, "stale -5 %"),
        (judged("validated", known_issue=True), 1500, "known issue +50 %"),
    ],
)
def test_one_nudge(judgement: Trust, score: int, said: str) -> None:
    assert nudged(1000, judgement) == (score, said)


def test_nudges_add_up_and_all_are_said() -> None:
    score, said = nudged(1000, judged("wip", stale=True, known_issue=True))
    assert score == 1000 * (90 * STALE // 100 * KNOWN_ISSUE // 100) // 100
    assert said == "wip -10 %, stale -5 %, known issue +50 %"


def test_the_better_trusted_comes_first_and_nothing_is_hidden() -> None:
    def score(confidence: str) -> int:
        return nudged(1000, judged(confidence))[0]

    assert score("validated") > score("not-validated") > score("wip") > score("archived") > 0
    for confidence, stale, known in product(["", "validated", *CONFIDENCE], [False, True], [False, True]):
        found, _ = nudged(100, judged(confidence, stale=stale, known_issue=known))
        assert isinstance(found, int)
        assert found > 50


def ranked(*scores: int) -> list[Ranked]:
    return [(score, number, {}, judged(), "wip -10 %" if number % 2 else "") for number, score in enumerate(scores)]


def test_an_article_with_the_code_stands_just_above_the_others() -> None:
    assert [item[:2] + item[4:] for item in lifted(ranked(90, 50, 70, 40), {1, 2})] == [
        (90, 0, ""),
        (91, 1, "wip -10 %, has the code +41"),
        (111, 2, "has the code +41"),
        (40, 3, "wip -10 %"),
    ]


def test_nothing_is_lifted_that_stands_above_already() -> None:
    for found, exact in ((ranked(90, 50), {0}), (ranked(90, 50), {0, 1}), (ranked(90, 50), set()), ([], {0})):
        assert lifted(found, exact) == found


@given(st.lists(st.integers(1, 50), max_size=12), st.sets(st.integers(0, 11)))
def test_those_with_the_code_come_first_in_their_own_order(scores: list[int], exact: set[int]) -> None:
    found = ranked(*scores)

    def order(items: list[Ranked]) -> list[int]:
        return [item[1] for item in sorted(items, key=lambda item: (-item[0], item[1]))]

    before, after = order(found), order(lifted(found, exact))
    assert after == [number for number in before if number in exact] + [
        number for number in before if number not in exact
    ]
