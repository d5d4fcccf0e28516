"""Is it a table, and what are its cells? A pipe in code or after a backslash does not split."""

from __future__ import annotations

import re
from bisect import bisect_right

_PIPES_AND_TICKS = re.compile(r"(\\\\)|(\\`+)|(`+)|(\\\|)|(\|)")
_END_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")


def cells(row: str, has_border: bool = True) -> list[tuple[int, str]]:
    """The cells of a table row, each with its index in the row; a pipe in code does not split."""
    start, end = 0, len(row)
    while start < end and row[start] == " ":
        start += 1
    while end > start and row[end - 1] == " ":
        end -= 1
    if has_border:
        if row.startswith("|", start, end):
            start += 1
        if end > start and row[end - 1] == "|" and _END_BORDER.search(row[max(start, end - 50) : end]):
            end -= 1
    pipes: list[int] = []
    ticks: list[tuple[int, int, int]] = []
    for found in _PIPES_AND_TICKS.finditer(row, start, end):
        group = found.lastindex
        if group == 2:
            ticks.append((found.start(), found.end(), found.end() - found.start() - 2))
        elif group == 3:
            ticks.append((found.start(), found.end(), found.end() - found.start()))
        elif group == 5:
            pipes.append(found.start())
    if ticks:
        regions = _code_regions(ticks)
        starts = [region[0] for region in regions]
        pipes = [pipe for pipe in pipes if (at := bisect_right(starts, pipe)) == 0 or pipe >= regions[at - 1][1]]
    found_cells = []
    for pipe in [*pipes, end]:
        found_cells.append((start, row[start:pipe]))
        start = pipe + 1
    return found_cells


def _code_regions(ticks: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Pair runs of backticks of one length, first come first served."""
    following: dict[int, list[int]] = {}
    for index, (_, _, length) in enumerate(ticks):
        following.setdefault(length, []).append(index)
    regions = []
    index = 0
    while index < len(ticks):
        start, _, length = ticks[index]
        same = following[length]
        at = bisect_right(same, index)
        if length and at < len(same):
            index = same[at]
            regions.append((start, ticks[index][1]))
        index += 1
    return regions


def columns(header: str, separator: str, lines: list[str], start: int, end: int) -> int:
    """How many columns has the table that these two rows begin? 0: it is none."""
    if set(separator) - set("|:- ") or not separator.strip():
        return 0
    header = header.strip(" ")
    border = header.startswith("|") or bool(_END_BORDER.search(header[-50:]))
    count = len(cells(header, border))
    if count == 1:
        if not border:
            return 0
        for index in range(start + 1, end):
            row = lines[index].strip(" ")
            if not row.startswith("|") and not _END_BORDER.search(row[-50:]):
                return 0
    return count if len(cells(separator, border)) == count else 0
