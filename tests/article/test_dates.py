"""Is the same text the same day, whoever asks?"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.dates import day_in, day_of, moment, told

FORMATS = ("%d.%m.%Y", "%m/%d/%Y", "%B %d, %Y")
DAY = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-31", DAY),
        ("2026-10-31T09:00:00Z", DAY),
        ("2026-10-31 in the evening", DAY),
        ("2026-10-31x", None),
        ("2026-02-30", None),
        ("31.10.2026", DAY),
        ("10/31/2026", DAY),
        ("31/10/2026", None),
        ("October 31, 2026", DAY),
        ("31.10.2026 ", None),
        ("", None),
        ("soon", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert day_of(text, FORMATS) == expected
    # Asked again, it was remembered; without the formats, it is still not.
    assert day_of(text, FORMATS) == expected
    assert day_of(text) == (expected if text.startswith("2026") else None)


def test_the_first_format_that_fits_counts() -> None:
    assert day_in("01/02/2026", ("%m/%d/%Y", "%d/%m/%Y")) == date(2026, 1, 2)
    assert day_in("01/02/2026", ("%d/%m/%Y", "%m/%d/%Y")) == date(2026, 2, 1)
    assert day_in("2026-10-31", FORMATS) is None


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(FORMATS))
def test_what_is_written_is_read(day: date, pattern: str) -> None:
    assert day_of(day.strftime(pattern), (pattern,)) == day == day_of(str(day)) == moment(str(day))


@given(st.datetimes(timezones=st.none()))
def test_a_moment_has_its_day(now: datetime) -> None:
    assert moment(str(now)) == now
    assert day_of(str(now)) == now.date()


@given(st.text(max_size=30), st.sampled_from([(), FORMATS]))
def test_any_text_may_be_asked(text: str, formats: tuple[str, ...]) -> None:
    for found in (day_of(text, formats), moment(text, formats)):
        assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2026-11-22T05:00:00+00:00", "2026-11-22 05:00 UTC"), ("2026-11-22T05:00+01:00", "2026-11-22 05:00 +01:00"),
        ("2026-11-22 05:00", "2026-11-22 05:00"), ("2026-11-22 05:00 Z", "2026-11-22 05:00 UTC"),
        ("2026-11-22", "2026-11-22"), ("at three", "at three"), ("", ""),
    ],
)  # fmt: skip
def test_a_time_is_told_as_people_read_it(text: str, says: str) -> None:
    assert told(text) == says
