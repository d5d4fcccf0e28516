"""The answer to a query, as data: what the terminal, JSON and the browser show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kb_tools.article.trust import Trust
from kb_tools.query.understand import SymptomQuery
from kb_tools.search.ranking import Share
from kb_tools.search.why import Why

NEIGHBOURS_FROM = 0.7
"""A second article with this share of the first one's score could be the right one as well."""


class Hit(NamedTuple):
    """An article that answers a query."""

    score: int
    card: Mapping[str, Any]
    """The article's facts, see card.py."""
    why: Why
    trust: Trust
    nudge: str = ""
    """What moved it up or down apart from its words."""
    shares: tuple[Share, ...] = ()
    """What each term added to the score; only where an explanation was asked for."""

    def as_dict(self) -> dict[str, Any]:
        """The hit as ``kb search --json`` prints it; documented in docs/manual/search.md, stable."""
        card = self.card
        return {
            "id": card["id"],
            "path": card["path"],
            "title": card["title"],
            "score": self.score,
            # Empty for the page at the root of a site whose address nobody knows.
            "url": card.get("url", ""),
            "kind": card.get("kind"),
            "why": self.why.as_dict(),
            "first_step": card.get("first_step"),
            "trust": self.trust.as_dict(),
            "escalate_to": card.get("escalate_to"),
            "ask": card.get("ask"),
            "owner": card.get("owner"),
            "audience": card.get("audience"),
            "products": card.get("products", []),
            "applies_to": card.get("applies_to", []),
            "error_codes": card.get("error_codes", []),
            "symptoms": card.get("symptoms", []),
        }


class Question(NamedTuple):
    """What to ask the caller when several articles fit alike."""

    text: str
    between: tuple[str, ...]
    """The ids of the articles it tells apart."""


class Results(NamedTuple):
    """The answer to a query."""

    query: SymptomQuery
    hits: tuple[Hit, ...]
    took_ms: float
    """From the query to the hits, without opening the index."""

    @property
    def question(self) -> Question | None:
        """The question that tells the first hits apart, where they share what was asked for."""
        return question_between(self.hits)

    def as_dict(self) -> dict[str, Any]:
        question = self.question
        return {
            "query": self.query.text,
            "hits": [hit.as_dict() for hit in self.hits],
            "took_ms": self.took_ms,
            "unknown_codes": list(self.query.unknown_codes),
            "corrected": {said: list(taken) for said, taken in self.query.corrected.items()},
            "question": {"text": question.text, "between": list(question.between)} if question else None,
        }


def question_between(hits: Sequence[Hit]) -> Question | None:
    """The first of the top hits' questions, when at least two fit nearly alike and match the same words."""
    if not hits:
        return None
    first = hits[0]
    alike = [hit for hit in hits[:4] if hit.score >= NEIGHBOURS_FROM * first.score and _share_words(first, hit)]
    if len(alike) < 2:
        return None
    for hit in alike:
        text = hit.card.get("ask") or hit.card.get("check", "")
        if text.endswith("?"):
            return Question(text, tuple(hit.card["id"] for hit in alike))
    return None


def _share_words(left: Hit, right: Hit) -> bool:
    """Do the lines that matched have half of the words that matched in common?"""
    words = [{hit.why.text[start:end].lower() for start, end in hit.why.marks} for hit in (left, right)]
    return 2 * len(words[0] & words[1]) >= min(map(len, words)) > 0
