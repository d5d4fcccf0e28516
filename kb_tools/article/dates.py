"""What day does a text name? The one answer for front matter, its history, and what `kb init` finds in a team's articles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

_BEFORE_OFFSET = re.compile(r"[ \t]+(?=[+-]\d\d(?::?\d\d)?$)")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?[ \t]*(Z|z|[+-]\d\d:\d\d)?")
_UNIVERSAL = re.compile(r"[ \t]*(?:UTC|GMT|Z)$", re.I)


def day_of(text: str, date_formats: Iterable[str] = ()) -> date | None:
    """The day that a text names: 2026-10-31, with or without a time, or in one of these formats."""
    if text[10:11] in ("", "T", " "):
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            pass
    return day_in(text, date_formats)


def moment(text: str, date_formats: Iterable[str] = ()) -> date | datetime | None:
    """A day, or a day with a time: 2026-11-21, 2026-11-21 15:00, 2026-11-21T15:00+01:00; None where it is neither."""
    text = _BEFORE_OFFSET.sub("", text.strip())
    text = _UNIVERSAL.sub("+00:00", text)
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return day_in(text, date_formats)


def told(text: str) -> str:
    """A time for people: 2026-11-22T05:00:00+01:00 as 2026-11-22 05:00 +01:00; any other text as it is."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return text
    zone = " UTC" if found[3] in ("Z", "z", "+00:00", "-00:00") else f" {found[3]}" if found[3] else ""
    return f"{found[1]} {found[2]}{zone}"


def day_in(text: str, date_formats: Iterable[str]) -> date | None:
    """The day that a text names in the first of these formats that fits."""
    return next((day for pattern in date_formats if (day := _parsed(text, pattern)) is not None), None)


@lru_cache(maxsize=4096)
def _parsed(text: str, pattern: str) -> date | None:
    # strptime is slow, and a team's articles share few days.
    try:
        return datetime.strptime(text, pattern).date()
    except ValueError:
        return None
