"""Open an index and answer queries from it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb_tools.article.trust import Flags, Trust, trust
from kb_tools.config import Settings
from kb_tools.query.understand import SymptomQuery, understand
from kb_tools.search import nudges, ranking
from kb_tools.search.analysis import Analyzer
from kb_tools.search.engines.whoosh.reader import open_segment
from kb_tools.search.facets import facet
from kb_tools.search.lexicon import IndexLexicon, Live
from kb_tools.search.results import Hit, Results
from kb_tools.search.update import Index
from kb_tools.search.why import Explainer
from kb_tools.search.wordlist import WordList

if TYPE_CHECKING:
    from kb_tools.corpus.flags import OpenFlags
    from kb_tools.search.standing import Standings

PHRASE_CANDIDATES = 2000
"""How many articles that have all words of a phrase are read to see whether they stand together."""

_UNQUOTED = str.maketrans('"“”„', "    ")


class Searcher:
    """Answers queries from one state of an index."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self.settings = settings
        self.folder = index.folder
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
        self.generation = f"{index.state.generation} {index.state.manifest}"
        """Names what the index holds: another one after every change."""

    def search(
        self,
        text: str,
        limit: int = 10,
        filters: Mapping[str, tuple[str, ...]] | None = None,
        *,
        explain: bool = False,
        today: date | None = None,
    ) -> Results:
        """Find the articles that fit best, the best first.

        Args:
            explain: also tell what each term added to each score.
            today: the day to judge trust on.
        """
        started = time.perf_counter()
        query = understand(text, self.analyzer, self._lexicon, filters)
        weighed = ranking.weigh(query.terms, self._lexicon, self.documents)
        explainer = Explainer({item.term: item.weight for item in weighed}, self.analyzer)
        hits = []
        for score, document, card, judged, nudge in self._ranked(query, weighed, limit, today or date.today()):
            reason = explainer.why(card, lambda path=card["path"]: self.body(path))  # type: ignore[misc]
            judged = judged._replace(flags=self.flags_of(card["id"]))
            shares = ranking.shares(weighed, self._segments, document) if explain else ()
            hits.append(Hit(score, card, reason, judged, nudge, shares))
        return Results(query, tuple(hits), round((time.perf_counter() - started) * 1000, 3))

    def rank(self, text: str, limit: int) -> list[dict[str, Any]]:
        """Only the facts of the best articles: for measuring."""
        query = understand(text, self.analyzer, self._lexicon)
        weighed = ranking.weigh(query.terms, self._lexicon, self.documents)
        return [card for _, _, card, _, _ in self._ranked(query, weighed, limit, date.today())]

    def finds(self, path: str, text: str, among: int) -> bool:
        """Is this article among the first for a query? Far quicker than a search where it is.

        Quotes in the query are no syntax here. An article that is in no index is missing nowhere.
        """
        # Names that differ in case alone share a term.
        documents = [
            number for number in self._lexicon.documents(facet("path", path)) if self.card(number)["path"] == path
        ]
        if not documents:
            return True
        text = text.translate(_UNQUOTED)
        weighed = ranking.weigh(understand(text, self.analyzer, self._lexicon).terms, self._lexicon, self.documents)
        if self._standings.stands_out(weighed, documents[0], among):
            return True
        return any(card["path"] == path for card in self.rank(text, among))

    @property
    def segments(self) -> Sequence[Live]:
        """Where the postings are."""
        return self._segments

    @property
    def lexicon(self) -> IndexLexicon:
        """The articles' words and the team's vocabulary."""
        return self._lexicon

    @cached_property
    def _standings(self) -> Standings:
        # Imported here: no search of an agent needs it.
        from kb_tools.search.standing import Standings

        return Standings(self._segments)

    def flags_of(self, article: str) -> Flags | None:
        """What agents say is wrong with the article of this id. They do not move it up or down."""
        return self.flags.summary(article) if self.flags is not None else None

    def forget_flags(self) -> None:
        """Look anew, the next time: somebody has flagged an article or answered a flag."""
        self.__dict__.pop("flags", None)

    @cached_property
    def flags(self) -> OpenFlags | None:
        """The open flags; None where nobody has ever flagged anything."""
        if not os.path.isdir(os.path.join(self.settings.root, "flags")):
            return None
        # Imported here: few searches need it.
        from kb_tools.corpus.flags import OpenFlags

        return OpenFlags(self.settings.root)

    def has(self, term: str) -> bool:
        """Does any article have this term?"""
        return self._lexicon.frequency(term) > 0

    def _ranked(
        self, query: SymptomQuery, weighed: Sequence[ranking.Weighed], limit: int, today: date
    ) -> list[nudges.Ranked]:
        """The best articles, the best first."""
        wanted = ranking.filtered(query.filters, self._segments)
        if query.phrases:
            having = ranking.having_all(
                {term for phrase in query.phrases for term in phrase}, self._lexicon, self._segments
            )
            wanted = having if wanted is None else wanted & having
        pool = PHRASE_CANDIDATES if query.phrases else limit + nudges.POOL
        ranked = ranking.rank(weighed, self._segments, pool, wanted)
        exact = self._having_code(query) if wanted is None else self._having_code(query) & wanted
        if exact:
            ranked = [
                *ranking.rank(weighed, self._segments, pool, exact),
                *(item for item in ranked if item[1] not in exact),
            ]
        found = []
        for score, document in ranked:
            card = self.card(document)
            if query.phrases and not self._has_phrases(card, query):
                continue
            judged = _judged(card, today)
            score, nudge = nudges.nudged(score, judged)
            found.append((score, document, card, judged, nudge))
            if query.phrases and len(found) >= limit + nudges.POOL:
                break
        if exact:
            found = nudges.lifted(found, exact)
        found.sort(key=lambda item: (-item[0], item[2]["path"]))
        return found[:limit]

    def _having_code(self, query: SymptomQuery) -> set[int]:
        """The documents that have a code that the caller read out, and that can be nothing else."""
        certain = (code.term for code in query.codes if code.known and code.certain)
        return {document for term in certain for document in self._lexicon.documents(term)}

    def card(self, document: int) -> dict[str, Any]:
        """The facts of one article."""
        segment = next(segment for segment in reversed(self._segments) if segment.base <= document)
        facts: dict[str, Any] = json.loads(segment.reader.card(document - segment.base))
        return facts

    def cards(self) -> Iterator[dict[str, Any]]:
        """The facts of all articles."""
        for segment in self._segments:
            for document in range(segment.reader.documents):
                if document not in segment.deleted:
                    yield self.card(segment.base + document)

    def named(self, name: str) -> list[str]:
        """The paths of the articles with this id or path, else of all whose id begins with it."""
        for exact in (facet("id", name), facet("path", name), facet("path", f"{name}.md")):
            if paths := self._paths(exact):
                return paths
        found = [path for term in self.ids(name) for path in self._paths(facet("id", term))]
        return sorted(set(found))

    def card_at(self, path: str) -> dict[str, Any] | None:
        """The facts of the article with this path; None where no search finds it."""
        cards = map(self.card, self._lexicon.documents(facet("path", path)))
        return next((card for card in cards if card["path"] == path), None)

    def ids(self, prefix: str = "") -> list[str]:
        """All ids that begin with *prefix*."""
        start = facet("id", prefix)
        skip = len(facet("id", ""))
        terms = {term for segment in self._segments for term in segment.reader.terms(start)}
        return sorted(term[skip:] for term in terms if self._paths(term))

    def _paths(self, term: str) -> list[str]:
        return [self.card(document)["path"] for document in self._lexicon.documents(term)]

    def _has_phrases(self, card: Mapping[str, Any], query: SymptomQuery) -> bool:
        texts = [card["title"], *card.get("symptoms", ()), *card.get("error_codes", ()), self.body(card["path"])]
        own_terms, tokens = self.analyzer.own_terms, self.analyzer.tokens
        terms = f" {' '.join(term for text in texts for term in [*own_terms(tokens(text)), '|'])} "
        return all(f" {' '.join(phrase)} " in terms for phrase in query.phrases)

    def body(self, path: str) -> str:
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


def _judged(card: Mapping[str, Any], today: date) -> Trust:
    return trust(
        today,
        confidence=card.get("confidence", ""),
        last_reviewed=_day(card.get("last_reviewed")),
        review_days=card.get("review_days"),
        status=card.get("status", ""),
        expires=_day(card.get("expires")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
