"""The source line of a finding and where below it the carets go: in the cells of a terminal, not in characters."""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import category, east_asian_width

from kb_tools.article.model import Span
from kb_tools.checks.reports.words import printable

_TAB = 4
_CUT = "…"


class Excerpt(NamedTuple):
    """What of a line is shown."""

    text: str
    at: int
    """In which cell the carets begin."""
    width: int
    """How many there are."""


def excerpt(line: str, span: Span, room: int) -> Excerpt | None:
    """The part of a line around *span*, in *room* cells; nothing where there is nothing to see."""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    if end <= start:
        # A place without an end: all that follows on the line.
        end = max(len(line.rstrip()), start)
    if not line.strip() or start < 0:
        return None
    # Of a line as long as a book, only this much can matter.
    first, last = max(0, start - 4 * room), min(len(line), start + 4 * room)
    cells = _cells(line[first:last])
    begins = [0]
    for _, width in cells:
        begins.append(begins[-1] + width)
    left, marked, right = 0, start - first, min(end, last) - first
    stop = len(cells)
    if begins[-1] > room or first or last < len(line):
        # A third of the room for what stands before, unless it all fits; never cut between a letter and its accents.
        while begins[marked] - begins[left] > room // 3 and begins[min(right, stop)] - begins[left] > room - 2:
            left += 1
        while left < marked and not cells[left][1]:
            left += 1
        while begins[stop] - begins[left] > room - 2:
            stop -= 1
    before = _CUT if left or first else ""
    after = _CUT if stop < len(cells) or last < len(line) else ""
    at = len(before) + begins[marked] - begins[left]
    width = max(1, begins[min(right, stop)] - begins[marked])
    return Excerpt(before + "".join(text for text, _ in cells[left:stop]) + after, at, width)


def _cells(text: str) -> list[tuple[str, int]]:
    """Each character as it is shown, and how many cells it takes."""
    if text.isascii() and text.isprintable():
        return [(character, 1) for character in text]
    cells, column = [], 0
    for character, shown in zip(text, printable(text), strict=True):
        if character == "\t":
            width = _TAB - column % _TAB
            shown = " " * width
        else:
            width = _width(shown)
        cells.append((shown, width))
        column += width
    return cells


def _width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    joins = category(character) in ("Mn", "Me", "Cf") and character != "\u00ad"
    # The second and third part of a Hangul syllable are drawn into the first.
    return 0 if joins or "\u1160" <= character <= "\u11ff" else 1
