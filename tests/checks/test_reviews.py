"""Due days and promised times, in every time zone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from checks.marked import base, check
from hypothesis import given
from hypothesis import strategies as st
from trees import article, write

from kb_tools.checks.reviews import has_passed, plus, promised_update

TODAY = date(2026, 11, 21)


@pytest.fixture(params=["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def promise(folder: Path, text: str, settings: str = "") -> date | datetime | None:
    write(folder, {"kb.toml": settings, "docs/a.md": article("A", status="known-issue", next_update=f'"{text}"')})
    (facts,) = found = base(folder)
    return promised_update(facts, found.settings.date_formats)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11-21 15:00", datetime(2026, 11, 21, 15)),
        ("2026-11-21T15:00:30", datetime(2026, 11, 21, 15, 0, 30)),
        ("2026-11-21T15:00Z", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("2026-11-21 15:00 UTC", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("2026-11-21 16:00+01:00", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("2026-11-21 16:00 +01:00", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("2026-11-21 10:00 -0500", datetime(2026, 11, 21, 15, tzinfo=UTC)),
        ("21.11.2026", date(2026, 11, 21)),
        ("tomorrow", None),
        ("2026-02-30", None),
        ("15:00", None),
    ],
)
def test_a_promise_as_people_write_it(tmp_path: Path, text: str, expected: date | datetime | None) -> None:
    assert promise(tmp_path, text, 'date_formats = ["%d.%m.%Y"]\n') == expected


def test_a_day_is_over_when_the_next_begins() -> None:
    assert not has_passed(TODAY, TODAY)
    assert has_passed(TODAY, TODAY + timedelta(days=1))


def test_an_offset_is_honored_wherever_the_check_runs(zone: str) -> None:
    now = datetime.now(UTC)
    today = datetime.now().date()
    for hours in (-11, 0, 5.5, 13):
        there = now.astimezone(__import__("datetime").timezone(timedelta(hours=hours)))
        assert has_passed(there - timedelta(minutes=2), today)
        assert not has_passed(there + timedelta(minutes=2), today)


def test_without_an_offset_it_is_local_time(zone: str) -> None:
    now = datetime.now()
    assert has_passed(now - timedelta(minutes=2), now.date(), now)
    assert not has_passed(now + timedelta(minutes=2), now.date(), now)


def test_as_of_another_day_the_clock_does_not_count(zone: str) -> None:
    assert not has_passed(datetime(2020, 5, 5, 0, 1), date(2020, 5, 5))
    assert has_passed(datetime(2020, 5, 4, 23, 59), date(2020, 5, 5))


def test_the_ends_of_the_calendar(zone: str) -> None:
    assert has_passed(datetime.min, TODAY)
    assert not has_passed(datetime.max, TODAY)
    assert has_passed(datetime.min.replace(tzinfo=UTC), TODAY)
    assert not has_passed(datetime.max.replace(tzinfo=UTC), TODAY)


def test_plain_days_are_the_same_everywhere(zone: str, tmp_path: Path) -> None:
    fields = {"last_reviewed": "2026-05-24", "review_interval": "180d"}
    write(tmp_path, {"docs/a.md": article("A", **fields)})
    (finding,) = check(tmp_path, "KB401")
    assert finding.message == "the review is 1 day overdue: it held until 2026-11-20"
    assert check(tmp_path, "KB401", today=date(2026, 11, 20)) == ()


@given(st.dates(), st.integers(-10_000_000, 10_000_000))
def test_a_day_later_is_never_out_of_the_calendar(day: date, days: int) -> None:
    assert date.min <= plus(day, days) <= date.max


def test_what_is_found_is_the_same_finding_tomorrow(tmp_path: Path) -> None:
    """The fingerprint holds while the days go by, so that a baseline holds too."""
    write(tmp_path, {"docs/a.md": article("A", last_reviewed="2026-01-01", review_interval="30d")})
    (today,), (tomorrow,) = check(tmp_path, "KB4"), check(tmp_path, "KB4", today=date(2026, 11, 22))
    assert today.message != tomorrow.message
    assert today.fingerprint == tomorrow.fingerprint


@pytest.mark.parametrize("change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_line_ends_and_byte_order_marks_move_no_place(tmp_path: Path, change: object) -> None:
    text = article("A", last_reviewed="2026-01-01", review_interval="30d")
    write(tmp_path, {"docs/a.md": change(text)})  # type: ignore[operator]
    (finding,) = check(tmp_path, "KB401")
    assert (finding.line, finding.column, finding.span.end_column) == (3, 16, 26)


@pytest.mark.parametrize(
    ("slug", "fields"),
    [
        ("stale", {"last_reviewed": "2026-01-01", "review_interval": "30d"}),
        ("never-reviewed", {"kind": "fault"}),
        ("reviewed-in-future", {"last_reviewed": "2030-01-01", "review_interval": "30d"}),
        ("known-issue-expired", {"status": "known-issue", "expires": "2026-01-01", "next_update": "2026-01-01"}),
        ("next-update-overdue", {"status": "known-issue", "expires": "2027-01-01", "next_update": "2026-01-01"}),
        ("known-issue-open-ended", {"status": "known-issue", "next_update": "2027-01-01"}),
    ],
)
def test_one_mistake_is_found_once(tmp_path: Path, slug: str, fields: dict[str, object]) -> None:
    write(tmp_path, {"docs/a.md": article("A", **fields)})
    assert [finding.slug for finding in check(tmp_path, "KB4")] == [slug]
