"""Open an index and answer queries from it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from kb_tools.article.trust import Trust, trust
from kb_tools.config import Settings
from kb_tools.query.understand import SymptomQuery, understand
from kb_tools.search import ranking
from kb_tools.search.analysis import Analyzer
from kb_tools.search.engines.whoosh.reader import open_segment
from kb_tools.search.facets import facet
from kb_tools.search.lexicon import IndexLexicon, Live
from kb_tools.search.update import Index
from kb_tools.search.why import Explainer, Why
from kb_tools.search.wordlist import WordList

PHRASE_CANDIDATES = 2000
"""How many articles that have all words of a phrase are read to see whether they stand together."""


class Hit(NamedTuple):
    """An article that answers a query."""

    score: int
    card: Mapping[str, Any]
    """The article's facts, see card.py."""
    why: Why
    trust: Trust

    def as_dict(self) -> dict[str, Any]:
        """The hit as ``kb search --json`` prints it; documented in docs/manual/search.md, stable."""
        card = self.card
        return {
            "id": card["id"],
            "path": card["path"],
            "title": card["title"],
            "score": self.score,
            "url": card["url"],
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


class Results(NamedTuple):
    """The answer to a query."""

    query: SymptomQuery
    hits: tuple[Hit, ...]
    took_ms: float
    """From the query to the hits, without opening the index."""

    def as_dict(self) -> dict[str, Any]:
        return {
            "query": self.query.text,
            "hits": [hit.as_dict() for hit in self.hits],
            "took_ms": self.took_ms,
            "unknown_codes": list(self.query.unknown_codes),
        }


class Searcher:
    """Answers queries from one state of an index."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self.settings = settings
        self.analyzer = Analyzer(settings.language)
        self.documents = index.state.documents
        self._segments: list[Live] = []
        base = 0
        for segment in index.state.segments:
            reader = open_segment(index.folder, segment.name, segment.documents)
            words = WordList(index.folder, segment.name)
            self._segments.append(Live(reader, base, frozenset(segment.deleted), words))
            base += segment.documents
        self._lexicon = IndexLexicon(self._segments, index.folder / index.state.vocabulary)

    def search(self, text: str, limit: int = 10, filters: Mapping[str, tuple[str, ...]] | None = None,
               today: date | None = None) -> Results:  # fmt: skip
        """Find the articles that fit best, the best first."""
        started = time.perf_counter()
        query = understand(text, self.analyzer, self._lexicon, filters)
        weighed = ranking.weigh(query.terms, self._lexicon, self.documents)
        wanted = ranking.filtered(dict(query.filters), self._segments)
        ranked = ranking.rank(weighed, self._segments, PHRASE_CANDIDATES if query.phrases else limit, wanted)
        if query.phrases:
            ranked = self._with_phrases(ranked, query, limit)
        weights = {item.term: item.weight for item in weighed}
        explainer = Explainer(weights, self.analyzer)
        hits = tuple(self._hit(score, document, explainer, today or date.today()) for score, document in ranked)
        return Results(query, hits, round((time.perf_counter() - started) * 1000, 3))

    def rank(self, text: str, limit: int) -> list[str]:
        """Only the paths of the best articles: for measuring."""
        query = understand(text, self.analyzer, self._lexicon)
        weighed = ranking.weigh(query.terms, self._lexicon, self.documents)
        return [self.card(document)["path"] for _, document in ranking.rank(weighed, self._segments, limit, None)]

    def card(self, document: int) -> dict[str, Any]:
        """The facts of one article."""
        segment = next(segment for segment in reversed(self._segments) if segment.base <= document)
        facts: dict[str, Any] = json.loads(segment.reader.card(document - segment.base))
        return facts

    def named(self, name: str) -> list[str]:
        """The paths of the articles with this id or path, else of all whose id begins with it."""
        for exact in (facet("id", name), facet("path", name), facet("path", f"{name}.md")):
            if paths := self._paths(exact):
                return paths
        found = [path for term in self.ids(name) for path in self._paths(facet("id", term))]
        return sorted(set(found))

    def ids(self, prefix: str = "") -> list[str]:
        """All ids that begin with *prefix*."""
        start = facet("id", prefix)
        skip = len(facet("id", ""))
        terms = {term for segment in self._segments for term in segment.reader.terms(start)}
        return sorted(term[skip:] for term in terms if self._paths(term))

    def _paths(self, term: str) -> list[str]:
        paths = []
        for segment in self._segments:
            if postings := segment.reader.postings(term):
                paths.extend(
                    self.card(segment.base + document)["path"] for document in postings.having() if document not in segment.deleted
                )
        return paths

    def _hit(self, score: int, document: int, explainer: Explainer, today: date) -> Hit:
        card = self.card(document)
        judged = trust(
            today,
            confidence=card.get("confidence", ""),
            last_reviewed=_day(card.get("last_reviewed")),
            review_days=card.get("review_days"),
            status=card.get("status", ""),
            expires=_day(card.get("expires")),
        )
        return Hit(score, card, explainer.why(card, lambda: self._body(card["path"])), judged)

    def _with_phrases(self, ranked: list[tuple[int, int]], query: SymptomQuery, limit: int) -> list[tuple[int, int]]:
        found = []
        for score, document in ranked:
            card = self.card(document)
            texts = [card["title"], *card.get("symptoms", ()), *card.get("error_codes", ()), self._body(card["path"])]
            terms = f" {' '.join(term for text in texts for term in [*self.analyzer.own_terms(self.analyzer.tokens(text)), '|'])} "
            if all(f" {' '.join(phrase)} " in terms for phrase in query.phrases):
                found.append((score, document))
                if len(found) == limit:
                    break
        return found

    def _body(self, path: str) -> str:
        """An article's Markdown, from its file; empty when the file has gone meanwhile."""
        try:
            with open(os.path.join(self.settings.docs, path), encoding="utf-8-sig", errors="replace") as file:
                text = file.read(1_000_000)
        except OSError:
            return ""
        if text.startswith("---"):
            end = text.find("\n---", 3)
            return text[end + 4 :] if end > 0 else text
        return text


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
