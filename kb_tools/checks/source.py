"""One article as the rules for a single article see it: read once, each part when it is first asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

from kb_tools.article.anchors import anchors
from kb_tools.article.headings import headings
from kb_tools.article.links import links
from kb_tools.article.model import Heading, Link, Span
from kb_tools.article.read import Reading, read
from kb_tools.checks.front.values import Front
from kb_tools.config import Settings


class Source:
    """An article, its text, and what stands where in it."""

    def __init__(
        self, reading: Reading, content: bytes, file: str, *, is_answer: bool = True,
        names: Mapping[str, Sequence[str]] = MappingProxyType({}), date_formats: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.article, self.text, self.blocks = reading
        self.is_answer = is_answer and not self.article.excluded
        """May it be the answer to a caller? Not so the manual, overview pages, and what excludes itself from searches."""
        self.content = content
        """The bytes of the file."""
        self.file = file
        """The path from the root."""
        self.names = names
        """Our front matter field -> the team's names for it."""
        self.date_formats = date_formats
        """How the team writes dates."""

    @classmethod
    def read(cls, path: str, content: bytes, settings: Settings, file: str, *, is_answer: bool = True) -> Source:
        return cls.of(read(path, content, settings), content, settings, file, is_answer=is_answer)

    @classmethod
    def of(cls, reading: Reading, content: bytes, settings: Settings, file: str, *, is_answer: bool = True) -> Source:
        """An article that is read already."""
        return cls(reading, content, file, is_answer=is_answer, names=dict(settings.fields),
                   date_formats=settings.date_formats)  # fmt: skip

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole file, front matter included, without line ends; line 1 is lines[0]."""
        return self.text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.lines)]

    def span(self, start: int, end: int) -> Span:
        """The place of a stretch of the whole text."""
        first, last = bisect_right(self._line_starts, start), bisect_right(self._line_starts, end)
        return Span(first, start - self._line_starts[first - 1] + 1, last, end - self._line_starts[last - 1] + 1)

    @cached_property
    def front(self) -> Front:
        """The front matter, value by value."""
        return Front(self.article.nodes, self.article.lines, self.names, self.lines)

    @property
    def is_held(self) -> bool:
        """Is it held to kb's own form? Only who says of what kind the article is has taken that on."""
        return bool(self.article.kind)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        return links(self.blocks)

    @cached_property
    def anchors(self) -> frozenset[str]:
        return anchors(self.blocks)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return headings(self.blocks)

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The lines of the file that are code."""
        return self.blocks.lines_of_code()

    @property
    def has_front_matter(self) -> bool:
        return self.article.first_line > 1
