"""Which versions does a text mean? "5.1", "5.*", ">= 5.2", "5.2 and later", ">= 5, < 5.3" as a range that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

Version = tuple[tuple[int, int, str], ...]
"""Parts that compare as people expect: 5.9 < 5.10, 22H2 < 23H2. A longer version lies after the one that it begins with."""

MOST = 200
"""Characters; nobody writes so much about a version."""

_LAST = (2, 0, "")
"""After every part that a version can have."""

_PART = re.compile(r"\d{1,18}|[a-z]+", re.I)
_VERSION = re.compile(r"v?(?=\d)[\da-z]+(?:[._ -][\da-z]+)*", re.I)
_COMPARED = re.compile(r"(<=|>=|<|>|==?)\s*(.+)", re.S)
_WORDED = re.compile(
    r"(.+?)\s*(?:\+|,?\s+(?:and|or)\s+(later|newer|above|up|earlier|older|below)(?:\s+(?:versions?|releases?))?)",
    re.S | re.I,
)
_SPAN = re.compile(r"(.+?)(?:\s+(?:-|to|through)\s+|\s*–\s*)(.+)|(\d+(?:\.\d+)*)-(\d+(?:\.\d+)*)", re.S | re.I)
_TALK = re.compile(
    r"\b(?:and|or|to|through|until|since|from|than|but|not|except|later|newer|above|up|earlier|older|below)\b"
)
"""Words that no version has: whoever writes them means more than one."""
_WILD = re.compile(r"(.+?)[._]?(?:\*|(?<=[._])x)", re.S | re.I)


class Range(NamedTuple):
    """The versions from *low* on, up to but without *high*; None: without end."""

    low: Version
    high: Version | None


ALL = Range((), None)


def ranges(text: str) -> Range | None:
    """The versions that *text* means; None where it cannot be told. "5.1" means 5.1.3 as well."""
    if len(text) > MOST:
        return None
    parts = text.split(",") if _COMPARED.match(text.strip()) else [text]
    found: Range | None = ALL
    for part in parts:
        one = _range(part.strip())
        found = _both(found, one) if found is not None and one is not None else None
    return found


def covers(wide: Iterable[Range], narrow: Range) -> bool:
    """Is every version in *narrow* also in one of the *wide* ranges?"""
    reached = narrow.low
    for low, high in sorted(wide, key=lambda each: each.low):
        if low > reached:
            return False
        if high is None:
            return True
        reached = max(reached, high)
        if narrow.high is not None and reached >= narrow.high:
            return True
    return False


def _range(text: str) -> Range | None:
    if text == "*":
        return ALL
    if between := _SPAN.fullmatch(text):
        first, last = _range(between[1] or between[3]), _range(between[2] or between[4])
        return _both(Range(first.low, None), Range((), last.high)) if first and last else None
    if compared := _COMPARED.fullmatch(text):
        sign, text = compared.group(1), compared.group(2).strip()
    elif worded := _WORDED.fullmatch(text):
        sign, text = "<=" if (worded.group(2) or "").lower() in ("earlier", "older", "below") else ">=", worded.group(1)
    else:
        sign = "="
    if wild := _WILD.fullmatch(text):
        text = wild.group(1)
    if not _VERSION.fullmatch(text) or _TALK.search(text.lower()):
        return None
    low = tuple(
        (1, int(part), "") if part.isdigit() else (0, 0, part) for part in _PART.findall(text.lower().lstrip("v"))
    )
    high = _after(low)
    return {
        "<": Range((), low), "<=": Range((), high), ">": Range(high, None), ">=": Range(low, None),
    }.get(sign, Range(low, high))  # fmt: skip


def _after(version: Version) -> Version:
    """The first version that does not begin with this one."""
    kind, number, _ = version[-1]
    return (*version[:-1], (1, number + 1, "")) if kind else (*version, _LAST)


def _both(one: Range, other: Range) -> Range | None:
    low = max(one.low, other.low)
    ends = [each.high for each in (one, other) if each.high is not None]
    high = min(ends) if ends else None
    return Range(low, high) if high is None or low < high else None
