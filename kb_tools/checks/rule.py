"""What a rule is: data and one pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb_tools.checks.finding import Found, Severity

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.options import Options
    from kb_tools.checks.source import Source

ArticleCheck = Callable[["Source", "Options"], Iterator[Found]]
"""Looks at one article and nothing else, not even at the clock: what it finds is remembered until the file changes."""

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

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return (self.doc or self.slug).strip().partition("\n")[0].rstrip(".")

    def answers_to(self, name: str) -> bool:
        """Is it meant by this name: its id, its slug, or the beginning of its id (KB2: all link rules)?"""
        return name.lower() == self.slug or (name[:2].upper() == "KB" and self.id.startswith(name.upper()))
