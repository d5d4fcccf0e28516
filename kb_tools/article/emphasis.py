"""Which `*` and `_` of a text are emphasis, and so not shown? Python-Markdown's pairing, without the elements."""

from __future__ import annotations

import re

_STAR = re.compile(r"\*+")
_LOW_LINE = re.compile(r"_+")
_WORD = re.compile(r"\w").match


def emphasis_marks(masked: str) -> list[tuple[int, int]]:
    """The places of the marks of emphasis in a text whose code, escapes and targets are masked."""
    marks: list[tuple[int, int]] = []
    if "*" in masked:
        marks += _pair(masked, _STAR, smart=False)
    if "_" in masked:
        marks += _pair(masked, _LOW_LINE, smart=True)
    return marks


def _pair(masked: str, runs: re.Pattern[str], smart: bool) -> list[tuple[int, int]]:
    """Pair runs of one mark: a run that can close takes from the nearest that can open."""
    marks: list[tuple[int, int]] = []
    openers: list[list[int]] = []  # start, end, original length, 1 when it could also close
    for found in runs.finditer(masked):
        start, end = found.span()
        before, after = masked[start - 1 : start] if start else " ", masked[end : end + 1] or " "
        opens, closes = not after.isspace(), not before.isspace()
        if smart:
            opens = opens and not _WORD(before)
            closes = closes and not _WORD(after)
        length = end - start
        both = opens and closes
        while closes and openers and start < end:
            index = len(openers) - 1
            while index >= 0:
                _, _, original, ambiguous = openers[index]
                # CommonMark's rule of three: `*a**b*` is not two emphases.
                if not ((both or ambiguous) and (original + length) % 3 == 0 and (original % 3 or length % 3)):
                    break
                index -= 1
                if len(openers) - index > 8:
                    index = -1
            if index < 0:
                break
            del openers[index + 1 :]
            opener = openers[-1]
            size = min(opener[1] - opener[0], end - start, 2)
            marks.append((opener[1] - size, opener[1]))
            marks.append((start, start + size))
            opener[1] -= size
            start += size
            if opener[0] == opener[1]:
                openers.pop()
        if opens and start < end:
            openers.append([start, end, length, int(both)])
    return marks
