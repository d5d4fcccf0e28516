"""The nouns of an article: plain, frozen data that every other part of kb works on.

What an article has many of is a tuple: it is made and remembered in a fraction of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from kb_tools.article.plain import Paragraph

NodeKind = Literal["plain", "quoted", "tagged", "alias", "list", "fields"]
LinkKind = Literal["inline", "image", "reference", "definition", "autolink", "html"]


class Span(NamedTuple):
    """A place in a file. Lines and columns count from 1, columns in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Heading(NamedTuple):
    """A heading as the reader sees it and the anchor the built site gives it."""

    level: int
    text: str
    """Without markup: what the page shows."""
    anchor: str
    """The id in the built page: attr_list id, or Python-Markdown's slug, numbered when it repeats."""
    span: Span


class Link(NamedTuple):
    """Something in the text that points somewhere."""

    kind: LinkKind
    target: str
    """As written (entities and backslashes resolved), without title and angle brackets."""
    text: str
    span: Span
    """The target in the source, or the whole reference where the target stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that did not keep it from being read."""

    slug: str
    message: str
    span: Span
    hint: str = ""


class Node(NamedTuple):
    """A value of the front matter as it was written. A tuple: there are dozens in an article, and each is read."""

    path: tuple[str | int, ...]
    """The keys and numbers that lead to it: ("symptoms", 0)."""
    kind: NodeKind
    """Only a plain text is something else to YAML than a text: 0x1F, NO."""
    text: str
    """Empty for a list and for fields."""
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def span(self) -> Span:
        return Span(self.line, self.column, self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, as far as the next heading."""

    kind: str
    """symptoms, say, check, fix, escalation, cause, workaround; empty for any other."""
    heading: str
    level: int
    line: int
    """Where the heading stands; 1 for the text above the first heading."""
    paragraphs: tuple[Paragraph, ...] = ()
    """What is read below the heading, without markup, as far as the next heading of any level."""


@dataclass(frozen=True, slots=True)
class Article:
    """One Markdown file: what its front matter says, in kb's own words, and its sections."""

    path: str
    """Below the docs folder, with forward slashes."""
    id: str
    """Permanent; the path without its suffix where the front matter gives none."""
    title: str
    kind: str = ""
    symptoms: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    applies_to: tuple[str, ...] = ()
    audience: str = ""
    confidence: str = ""
    owner: str = ""
    last_reviewed: date | None = None
    review_days: int | None = None
    """How long a review holds, in days; None where the article does not say."""
    ask: str = ""
    escalate_to: str = ""
    cause_id: str = ""
    status: str = ""
    since: str = ""
    next_update: str = ""
    expires: date | None = None
    workaround: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    reviewed_hash: str = ""
    """Names the text that was read in the last review (reviewed.py)."""
    redirects: tuple[str, ...] = ()
    """Previous names, which lead here on the site."""
    excluded: bool = False
    """The front matter asks that no search finds it (Material's ``search: exclude: true``)."""
    sections: tuple[Section, ...] = ()
    body: str = ""
    """The Markdown below the front matter, lines ended by \\n."""
    first_line: int = 1
    """The line of the file on which the body starts."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line on which each front matter field stands, by the name the file uses."""
    nodes: tuple[Node, ...] = ()
    """All values of the front matter in the order of the file; none where MkDocs cannot load it."""
    problems: tuple[Problem, ...] = ()
