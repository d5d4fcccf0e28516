"""The error codes, in order, each with the articles that have it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from kb_tools.site.overview.entry import Entry
from kb_tools.site.overview.writing import Group, Listing, Row, plain
from kb_tools.wording import counted

OTHER = "Other"
_PARTS = re.compile(r"\d+|\D+")


def codes(entries: Sequence[Entry]) -> Listing:
    """By error code: 5.1.2 before 5.1.10."""
    found = sorted(
        {(_order(code), code, entry.key, entry.path, entry.title) for entry in entries for code in entry.error_codes}
    )
    groups = [
        Group(first, [Row(code, path, f"– {plain(title)}") for _, code, _, path, title in rows])
        for first, rows in groupby(found, key=lambda item: _first(item[1]))
    ]
    merged: dict[str, list[Row]] = {}
    for group in groups:
        merged.setdefault(group.name, []).extend(group.rows)
    # Not in the order of the codes: 403 comes before 1603, but 1 before 4.
    names = sorted(merged, key=lambda name: (name == OTHER, not name.isdecimal(), name))
    number = len({code for _, code, *_ in found})
    return Listing(
        "codes",
        "By error code",
        counted(number, "code"),
        [Group(name, merged[name]) for name in names],
        has_letters=True,
    )


def _order(code: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers by their size, and before letters."""
    parts = _PARTS.findall(code.casefold().removeprefix("0x"))
    return tuple((0, int(part[:40]), part) if part.isdecimal() else (1, 0, part) for part in parts)


def _first(code: str) -> str:
    """0x8007 stands at 8."""
    bare = code.strip().casefold().removeprefix("0x") or code.strip()
    first = next((char for char in bare if char.isalnum()), "")
    return first.upper() if first else OTHER
