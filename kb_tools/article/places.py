"""What did a scan find, and where in the file does it stand?"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from kb_tools.article.masks import Hidden
from kb_tools.article.model import Heading, Span

if TYPE_CHECKING:
    from kb_tools.article.inline import Inline

BlockKind = Literal["text", "heading", "code", "row", "term", "title", "definition", "abbreviation"]
Chunk = tuple[str, "int | list[int]"]
"""A text and where it stands: one offset when it stands in one piece, else the offset of each of its lines."""


class Block(NamedTuple):
    """Text that Python-Markdown reads as one. A tuple, not a dataclass: this is the indexing hot path."""

    kind: BlockKind
    text: str
    at: int | list[int]
    level: int = 0
    """Of a heading; of a row the number of columns."""

    @property
    def start(self) -> int:
        """At which offset does it start?"""
        return self.at if isinstance(self.at, int) else self.at[0]

    def offset(self, index: int) -> int:
        """Where in the source is this index of the text?"""
        if isinstance(self.at, int):
            return self.at + index
        line_start = self.text.rfind("\n", 0, index) + 1
        return self.at[self.text.count("\n", 0, line_start)] + index - line_start


class Definition(NamedTuple):
    """`[label]: target "title"`."""

    label: str
    target: str
    at: int
    """The offset of the target."""


class Blocks:
    """What a scan found, in the order of the page: that of the source, with the footnotes at the end."""

    __slots__ = (
        "_line_starts", "_original", "_original_lines", "blocks", "definitions", "first_line", "footnotes", "headings",
        "hidden", "inline", "references", "source",
    )  # fmt: skip

    def __init__(self, original: str, source: str, first_line: int) -> None:
        self.source = source
        """The text with tabs expanded and line ends unified: what all offsets count in."""
        self.first_line = first_line
        self.blocks: list[Block] = []
        self.hidden: list[Hidden] = []
        """Fences, raw HTML and comments."""
        self.definitions: list[Definition] = []
        self.references: dict[str, str] = {}
        """Label in lower case -> target; the last definition wins."""
        self.footnotes: dict[str, int] = {}
        """Label -> offset."""
        self.inline: list[tuple[Block, Inline]] | None = None
        """What stands within the texts, once somebody wanted to know (links.py)."""
        self.headings: tuple[Heading, ...] | None = None
        """The headings, likewise (headings.py)."""
        self._original = original
        self._original_lines: list[str] | None = None
        self._line_starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """At which offset does each line start?"""
        if self._line_starts is None:
            self._line_starts = [0, *accumulate(map((1).__add__, map(len, self.source.split("\n"))))]
            self._line_starts.pop()
        return self._line_starts

    def line(self, offset: int) -> int:
        """On which line of the file is this offset?"""
        return bisect_right(self.line_starts, offset) - 1 + self.first_line

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, in the file as it is, tabs and all."""
        index = bisect_right(self.line_starts, offset) - 1
        column = offset - self.line_starts[index]
        if self._original_lines is None:
            # Looked for once: an article may be long and have many links.
            self._original_lines = self._original.split("\n") if "\t" in self._original else []
        if self._original_lines:
            column = _unexpanded(self._original_lines[index], column)
        return index + self.first_line, column + 1

    def span(self, start: int, end: int) -> Span:
        """The place in the file between two offsets."""
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(line, column, end_line, end_column)

    def lines_of_code(self) -> frozenset[int]:
        """Which lines of the file are code, fences included?"""
        lines: set[int] = set()
        for item in self.hidden:
            if item.kind == "fence":
                lines.update(range(self.line(item.start), self.line(max(item.start, item.end - 1)) + 1))
        for block in self.blocks:
            if block.kind == "code":
                lines.update(range(self.line(block.start), self.line(block.offset(len(block.text))) + 1))
        return frozenset(lines)


def _unexpanded(line: str, column: int) -> int:
    width = 0
    for index, character in enumerate(line):
        if width >= column:
            return index
        width += 4 - width % 4 if character == "\t" else 1
    return len(line) + max(0, column - width)


def offsets_of(lines: list[str], at: int | list[int]) -> list[int]:
    """Where does each of these lines start?"""
    if isinstance(at, int):
        offsets = []
        for line in lines:
            offsets.append(at)
            at += len(line) + 1
        return offsets
    return at


def without_leading_lines(text: str, at: int | list[int]) -> Chunk:
    rest = text.lstrip("\n")
    count = len(text) - len(rest)
    return rest, at + count if isinstance(at, int) else at[count:]
