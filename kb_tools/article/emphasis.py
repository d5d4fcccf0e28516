"""Which `*` and `_` of a text are emphasis, and so not shown? Python-Markdown's pairing, without the elements."""

from __future__ import annotations

import re

_RUN = re.compile(r"\*+|_+")
_WORD = re.compile(r"\w").match


def emphasis_marks(masked: str, first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
    """The places of the marks of emphasis in (a part of) a text whose code, escapes and targets are masked.

    A run of marks that can close takes from the nearest of its kind that can open.
    """
    marks: list[tuple[int, int]] = []
    openers: list[list[int]] = []  # start, end, original length, whether it could also close, whether it is `_`
    limit = len(masked) if last is None else last
    for found in _RUN.finditer(masked, first, limit):
        start, end = found.span()
        smart = masked[start] == "_"
        before = masked[start - 1] if start > first else " "
        after = masked[end] if end < limit else " "
        opens, closes = not after.isspace(), not before.isspace()
        if smart:
            opens = opens and not _WORD(before)
            closes = closes and not _WORD(after)
        length = end - start
        both = opens and closes
        while closes and openers and start < end:
            index = len(openers) - 1
            while index >= 0:
                _, _, original, ambiguous, low_line = openers[index]
                # CommonMark's rule of three: `*a**b*` is not two emphases.
                thirds = (original + length) % 3 == 0 and (original % 3 or length % 3)
                if low_line == smart and not ((both or ambiguous) and thirds):
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
            openers.append([start, end, length, int(both), int(smart)])
    return marks
