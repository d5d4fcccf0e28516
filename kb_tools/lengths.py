"""Lengths of time as people write them in settings and on the command line: 90d, 12w, 6m, 1y."""

from __future__ import annotations

import re

_LENGTH = re.compile(r"(\d{1,4})\s*([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def days_in(text: str) -> int | None:
    """How many days that is; None where it is no length of time."""
    found = _LENGTH.fullmatch(text.strip())
    return int(found[1]) * _DAYS[found[2]] if found else None
