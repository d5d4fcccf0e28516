"""Can this article be believed today?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kb_tools.article.trust import Flags, trust

TODAY = date(2026, 11, 20)


def judged(**fields: Any) -> Any:
    return trust(TODAY, **{"confidence": "", "last_reviewed": None, "review_days": None, **fields})


@pytest.mark.parametrize(
    ("days_ago", "holds_for", "stale"), [(90, 90, False), (91, 90, True), (0, 0, False), (1, 0, True), (-5, 3, False)]
)
def test_stale_from_the_day_after_the_review_is_due(days_ago: int, holds_for: int, stale: bool) -> None:
    found = judged(last_reviewed=TODAY - timedelta(days=days_ago), review_days=holds_for)
    assert found.stale is stale
    assert found.review_due == TODAY - timedelta(days=days_ago - holds_for)


@pytest.mark.parametrize("fields", [{}, {"last_reviewed": date(2001, 1, 1)}, {"review_days": 1}])
def test_without_a_date_or_a_length_nothing_is_overdue(fields: dict[str, Any]) -> None:
    found = judged(**fields)
    assert (found.stale, found.review_due) == (False, None)


def test_a_review_that_holds_beyond_the_calendar() -> None:
    assert judged(last_reviewed=date(9999, 1, 1), review_days=9999 * 365).review_due == date.max


@pytest.mark.parametrize(
    ("status", "expires", "expected"),
    [
        ("known-issue", None, True),
        ("known-issue", TODAY, True),
        ("known-issue", TODAY - timedelta(days=1), False),
        ("solved", None, False),
        ("", TODAY, False),
    ],
)
def test_a_known_issue_until_it_expires(status: str, expires: date | None, expected: bool) -> None:
    assert judged(status=status, expires=expires).known_issue is expected


def test_the_warning_comes_first() -> None:
    found = judged(confidence="not-validated", status="known-issue", last_reviewed=date(2026, 1, 1), review_days=30)
    assert found.summary == "KNOWN ISSUE, STALE since 2026-01-31, not validated, reviewed 2026-01-01"
    assert judged(confidence="validated").summary == "validated, never reviewed"


def test_what_agents_say_is_wrong_comes_before_what_is_only_overdue() -> None:
    flags = Flags(1, "no such button", "2026-11-20T09:30:00+01:00")
    found = judged(last_reviewed=date(2026, 1, 1), review_days=30, flags=flags)
    assert found.summary == "FLAGGED 2026-11-20, STALE since 2026-01-31, reviewed 2026-01-01"
    assert judged(status="known-issue", flags=flags).summary.startswith("KNOWN ISSUE, FLAGGED")
    assert judged(flags=flags._replace(times=3)).summary == "FLAGGED 3 times, last 2026-11-20, never reviewed"
    assert found.as_dict()["flags"] == {"count": 1, "said": "no such button", "at": "2026-11-20T09:30:00+01:00"}


def test_what_is_not_known_is_null() -> None:
    assert judged().as_dict() == {
        "confidence": None, "last_reviewed": None, "review_due": None, "stale": False, "known_issue": False,
        "flags": None, "summary": "never reviewed",
    }  # fmt: skip
