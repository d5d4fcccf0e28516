"""One article as the rules for a single article see it: read once, each part when it is first asked for."""

from __future__ import annotations

from functools import cached_property

from kb_tools.article.anchors import anchors
from kb_tools.article.blocks import scan
from kb_tools.article.headings import headings
from kb_tools.article.links import links
from kb_tools.article.model import Article, Heading, Link
from kb_tools.article.places import Blocks
from kb_tools.article.read import decode, read_article
from kb_tools.config import Settings


class Source:
    """An article, its text, and what stands where in it."""

    def __init__(self, article: Article, content: bytes, file: str, *, is_answer: bool = True) -> None:
        self.article = article
        self.is_answer = is_answer and not article.excluded
        """May it be the answer to a caller? Not so the manual, overview pages, and what excludes itself from searches."""
        self.content = content
        """The bytes of the file."""
        self.file = file
        """The path from the root."""

    @classmethod
    def read(cls, path: str, content: bytes, settings: Settings, file: str, *, is_answer: bool = True) -> Source:
        return cls(read_article(path, content, settings), content, file, is_answer=is_answer)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the whole file, front matter included, without line ends; line 1 is lines[0]."""
        return decode(self.content)[0].split("\n")

    @cached_property
    def blocks(self) -> Blocks:
        """The Markdown below the front matter; its places count in lines of the file."""
        return scan(self.article.body, self.article.first_line)

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

    def line(self, *fields: str) -> int:
        """The line of the first of these front matter fields that is there; else 1."""
        return next((self.article.lines[field] for field in fields if field in self.article.lines), 1)
