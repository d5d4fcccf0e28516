"""What is remembered of an article: all that the rules about the whole knowledge base may ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from kb_tools.article.model import Link, Span
from kb_tools.article.reviewed import review_hash
from kb_tools.checks.finding import Found
from kb_tools.checks.similar import sketch
from kb_tools.checks.source import Source
from kb_tools.checks.suppress import Suppression, suppressions


class Facts(NamedTuple):
    """One article in short. A tuple of plain values: thousands of these are kept and loaded at once."""

    path: str
    """Below the docs folder, with forward slashes."""
    file: str
    """From the root."""
    id: str
    title: str
    kind: str
    symptoms: tuple[str, ...]
    products: tuple[str, ...]
    applies_to: tuple[str, ...]
    audience: str
    confidence: str
    owner: str
    last_reviewed: date | None
    review_days: int | None
    ask: str
    escalate_to: str
    status: str
    since: str
    next_update: str
    expires: date | None
    is_answer: bool
    """May it be the answer to a caller? Not so the manual and overview pages."""
    lines: Mapping[str, int]
    """The line on which each front matter field stands, by the name the file uses."""
    first_line: int
    """The line on which the body starts."""
    links: tuple[Link, ...]
    anchors: frozenset[str]
    sketch: tuple[int, ...]
    """For near-duplicates (similar.py)."""
    words: int
    suppressions: tuple[Suppression, ...]
    redirects: tuple[tuple[str, Span], ...] = ()
    """Previous names, and where they stand."""
    reviewed_hash: str = ""
    is_as_reviewed: bool = False
    """Its text, and the day of its review, are those that reviewed_hash names."""
    found: tuple[tuple[str, Found], ...] = ()
    """Rule id and finding, of the rules that look at this article alone."""

    def line(self, *fields: str) -> int:
        """The line of the first of these front matter fields that is there; else 1."""
        return next((self.lines[field] for field in fields if field in self.lines), 1)


def facts_of(source: Source, found: tuple[tuple[str, Found], ...] = ()) -> Facts:
    """Keep of an article what others may ask about it."""
    article = source.article
    words, hashes = sketch(article)
    return Facts(
        path=article.path,
        file=source.file,
        id=article.id,
        title=article.title,
        kind=article.kind,
        symptoms=article.symptoms,
        products=article.products,
        applies_to=article.applies_to,
        audience=article.audience,
        confidence=article.confidence,
        owner=article.owner,
        last_reviewed=article.last_reviewed,
        review_days=article.review_days,
        ask=article.ask,
        escalate_to=article.escalate_to,
        status=article.status,
        since=article.since,
        next_update=article.next_update,
        expires=article.expires,
        is_answer=source.is_answer,
        lines=dict(article.lines),
        first_line=article.first_line,
        links=source.links,
        anchors=source.anchors,
        sketch=hashes,
        words=words,
        suppressions=suppressions(source),
        redirects=_redirects(source),
        reviewed_hash=article.reviewed_hash,
        is_as_reviewed=_is_as_reviewed(source),
        found=found,
    )


def _is_as_reviewed(source: Source) -> bool:
    named, day = source.article.reviewed_hash, source.article.last_reviewed
    return bool(named) and review_hash(source.content, source.names, day) == named


def _redirects(source: Source) -> tuple[tuple[str, Span], ...]:
    if not source.article.redirects:
        return ()
    field = source.front.path("redirects")
    return tuple(
        (node.text, node.span)
        for node in source.article.nodes
        if node.path[: len(field or ())] == field and node.kind not in ("list", "fields")
    )
