"""What a rule is: data and one pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from kb_tools.checks.finding import Found, Severity

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.options import Options
    from kb_tools.checks.source import Source

ArticleCheck = Callable[["Source", "Options"], Iterator[Found]]
"""Looks at one article and nothing else, not even at the clock: what it finds is remembered until the file changes."""

FAMILIES: Mapping[str, str] = MappingProxyType({
    "KB1": "form", "KB2": "links", "KB3": "external", "KB4": "freshness", "KB5": "findability", "KB6": "safety",
    "KB7": "speech", "KB8": "suppressions",
})  # fmt: skip
"""How the ids of a family begin -> its name."""

BaseCheck = Callable[["Base"], Iterator[Found]]
"""Looks at the facts of all articles, at other files, at git, at today's date."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong."""

    id: str
    """KB and three digits; permanent. A retired id is never given to another rule."""
    slug: str
    """What is wrong, in two or three words: link-dead."""
    severity: Severity
    doc: str | None
    """The rule's page in Markdown, its module's docstring: what, why, example, fix."""
    article: ArticleCheck | None = None
    base: BaseCheck | None = None
    external: bool = False
    """Asks other servers: runs only with --external."""
    secret: bool = False
    """What it finds must not be spread: its messages mask it, and reports blank it out of the line they show."""

    searches: bool = False
    """Searches for every title: the search index is made while the articles are read, and the searches run beside the other
    rules."""

    @property
    def family(self) -> str:
        return FAMILIES[self.id[:3]]

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return (self.doc or self.slug).strip().partition("\n")[0].rstrip(".")

    def answers_to(self, name: str) -> bool:
        """Is it meant by this name: its id, its slug, its family, or the beginning of its id (KB2: all link rules)?"""
        if name[:2].upper() == "KB":
            return len(name) > 2 and self.id.startswith(name.upper())
        return name.lower() in (self.slug, self.family)
