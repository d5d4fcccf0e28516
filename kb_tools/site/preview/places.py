"""Which lines of an article does each block of its page show?

Markdown's own parser forgets lines, and marks put into the source would change what it makes of it. So the words of both
are laid side by side: they are the same words in the same order, but for addresses, and what plugins add.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser

ATTRIBUTE = "data-kb-lines"
"""The first and the last line of a block, as 12-15."""

_BLOCKS = frozenset(
    "p h1 h2 h3 h4 h5 h6 li pre td th dt dd summary figcaption caption blockquote div label".split()
)  # fmt: skip
_CLOSE = 40_000
"""Pairs of words that are compared one by one; between marks that are further apart, nothing is known."""

_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(f"[{_IDEOGRAPHS}]|[^\\W_{_IDEOGRAPHS}]+")
_LINE_END = re.compile(r"\r\n|\r|\n")

Pair = tuple[int, int]


def with_places(html: str, source: str, first_line: int = 1) -> str:
    """The HTML with the lines of each block in its tag.

    Args:
        source: the file it was made of.
        first_line: where its text begins, below the front matter.
    """
    words: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(_LINE_END.split(source), 1):
        if number >= first_line:
            found = _words(line)
            words += found
            lines += [number] * len(found)
    page = _Page(html)
    shown: dict[int, tuple[int, int]] = {}
    for ours, theirs in _aligned(words, [word for word, _ in page.words]):
        block, line = page.words[theirs][1], lines[ours]
        first, last = shown.get(block, (line, line))
        shown[block] = min(first, line), max(last, line)
    parts, position = [], 0
    for block, offset in enumerate(page.blocks):
        if block in shown:
            first, last = shown[block]
            parts += [html[position:offset], f' {ATTRIBUTE}="{first}-{last}"']
            position = offset
    return "".join([*parts, html[position:]])


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


class _Page(HTMLParser):
    """The blocks of a page, and its words, each with the innermost block that it is in."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[int] = []
        """Where there is room for an attribute."""
        self.words: list[tuple[str, int]] = []
        self._open: list[tuple[str, int]] = []
        self._starts = [0]
        self._starts += [found.end() for found in re.finditer("\n", html)]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.handle_data(next((value for name, value in attrs if name == "alt" and value), ""))
        elif tag in _BLOCKS:
            line, column = self.getpos()
            self._open.append((tag, len(self.blocks)))
            self.blocks.append(self._starts[line - 1] + column + 1 + len(tag))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self.cdata_elem is None:
            self.words += [(word, self._open[-1][1]) for word in _words(data)]


def _aligned(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Pair]:
    """Words of one that are words of the other, in the order of both."""
    one = other = 0
    for mark in (*_marks(ours, theirs), (len(ours), len(theirs))):
        if 0 < (mark[0] - one) * (mark[1] - other) <= _CLOSE:
            matcher = SequenceMatcher(None, ours[one : mark[0]], theirs[other : mark[1]], autojunk=False)
            for match in matcher.get_matching_blocks():
                yield from ((one + match.a + step, other + match.b + step) for step in range(match.size))
        if mark[0] < len(ours):
            yield mark
        one, other = mark[0] + 1, mark[1] + 1


def _marks(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """Where three words in a row occur once in each: as many as are in the order of both."""
    places = _once(theirs)
    pairs = [(place, places[words]) for words, place in _once(ours).items() if words in places]
    ends: list[int] = []
    """The least place at which a row of this length ends."""
    rows: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(rows[length - 1] if length else -1)
        ends[length:], rows[length:] = [place, *ends[length + 1 :]], [number, *rows[length + 1 :]]
    chosen: list[Pair] = []
    number = rows[-1] if rows else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """Three words in a row -> their place, where there is only one; in order."""
    places: dict[tuple[str, str, str], int] = {}
    for place, three in enumerate(zip(words, words[1:], words[2:], strict=False)):
        places[three] = -1 if three in places else place
    return {three: place for three, place in places.items() if place >= 0}
