"""Lines of a terminal. It has cells, not characters: Japanese takes two, a combining mark none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prompt_toolkit.utils import get_cwidth

from kb_tools.cli.output import clean

Line = list[tuple[str, str]]
"""Pieces of one row, each with the name of its style."""

_UNEVEN = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u180e\u200b-\u200f\u2028\u2029\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
"""What terminals give different widths: joiners, marks of direction, variants and skins of emoji, flags."""

_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_PILE = re.compile(f"({_MARK}{{2}}){_MARK}+")
"""More combining marks on a letter than any language has: they would grow into the rows above."""


def cells(text: str) -> int:
    """How many cells a text takes; as the library that paints it counts them."""
    return len(text) if text.isascii() else get_cwidth(text)


def harmless(text: str) -> str:
    """Text from an article or a query that every terminal shows equally wide. White space stays."""
    if text.isascii() and text.isprintable():
        return text
    return _PILE.sub(r"\1", _UNEVEN.sub("", clean(text)))


def row(text: str) -> str:
    """The same for one row."""
    return " ".join(harmless(text).split())


def cut(text: str, room: int) -> str:
    """Text in *room* cells at most."""
    return text if cells(text) <= room else _head(text, room - 1)[0].rstrip() + "…" if room > 0 else ""


def _head(text: str, room: int) -> tuple[str, str]:
    """As much of a text as *room* cells hold, and the rest."""
    if text.isascii():
        return text[: max(room, 0)], text[max(room, 0) :]
    used = 0
    for index, character in enumerate(text):
        used += cells(character)
        if used > room:
            return text[:index], text[index:]
    return text, ""


def parts(text: str, room: int) -> Iterator[str]:
    """The whole text, one letter after the other, in parts of *room* cells."""
    if text.isascii():
        yield from (text[start : start + room] for start in range(0, len(text) or 1, room))
        return
    start = used = 0
    for index, character in enumerate(text):
        size = cells(character)
        used += size
        if used > room and index > start:
            yield text[start:index]
            start, used = index, size
    yield text[start:]


def wrap(text: str, room: int, most: int = 0) -> list[str]:
    """Text in rows of *room* cells; of more than *most*, the last ends with an ellipsis."""
    room = max(room, 2)
    rows: list[str] = []
    current, used = "", 0
    for word in text.split():
        size = cells(word)
        if current and used + 1 + size <= room:
            current, used = f"{current} {word}", used + 1 + size
            continue
        if current:
            rows.append(current)
        if size > room:
            *full, word = parts(word, room)
            rows += full
            size = cells(word)
        current, used = word, size
    if current:
        rows.append(current)
    if most and len(rows) > most:
        rows = [*rows[: most - 1], cut(" ".join(rows[most - 1 : most + 1]), room)]
        if not rows[-1].endswith("…"):
            rows[-1] = f"{_head(rows[-1], room - 1)[0].rstrip()}…"
    return rows


def width(line: Iterable[tuple[str, str]]) -> int:
    """The cells that a line takes."""
    return sum(cells(text) for _, text in line)


def fitted(line: Line, room: int) -> Line:
    """A line of exactly *room* cells."""
    result = clipped(line, room)
    left = room - width(result)
    return [*result, ("", " " * left)] if left > 0 else result


def clipped(line: Line, room: int) -> Line:
    """A line of *room* cells at most. Empty cells behind it need not be painted, which takes as long as full ones."""
    result: Line = []
    left = room
    for style, text in line:
        size = cells(text)
        if size > left:
            text = cut(text, left)
            size = cells(text)
        result.append((style, text))
        left -= size
        if left <= 0:
            break
    return result


def marked(text: str, marks: Iterable[tuple[int, int]], room: int) -> Line:
    """One row of a text around its marks, which are underlined. The marks are places in the text as it came."""
    pieces: Line = []
    position = 0
    for start, end in marks:
        pieces += [("why", text[position:start]), ("mark", text[start:end])]
        position = end
    pieces.append(("why", text[position:]))
    # Tabs and line feeds are spaces here: each piece keeps its own, or words would run together.
    pieces = [(style, re.sub(r"\s+", " ", harmless(piece))) for style, piece in pieces if piece]
    before = cells(pieces[0][1]) if pieces and pieces[0][0] == "why" else 0
    if width(pieces) > room and before > room // 2:
        keep = room // 4
        # Of all that stands in front, so much has more cells than are kept, whatever marks are on the letters.
        words = pieces[0][1][-4 * (keep + 1) :]
        while words and cells(words) > keep:
            words = words.partition(" ")[2] if " " in words.rstrip() else words[-keep:] if len(words) > keep else ""
        pieces[0] = ("why", f"…{words}")
    return clipped(pieces, room)
