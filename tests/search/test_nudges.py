"""Is every nudge small, said, and right?"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from kb_tools.article.trust import Trust, trust
from kb_tools.search.nudges import CONFIDENCE, KNOWN_ISSUE, STALE, nudged

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
