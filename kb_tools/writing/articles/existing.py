"""Is there an article for this already?

Measured on 414 phrases that callers said, held out from the articles: with the article that answers them, and once more
as if that article had not been written. The test below recognized 61 of 100 that were answered, and took 12 of 100 for
answered that were not. The score alone, at the same 12, recognized 50.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb_tools.query.understand import understand
from kb_tools.search import ranking
from kb_tools.search.analysis import STOP_WORDS
from kb_tools.search.results import Hit, Results
from kb_tools.search.searcher import Searcher

SHOWN = 3
"""Hits that a writer looks at before writing another article."""

AHEAD = 2.0
"""How far an answer stands before the fourth hit, as its score by the other's; neighbors of one topic are alike..."""

COVERED = 0.25
"""... and how much of what was said it must have, rare words counting more."""

_FOURTH = 3


def find_existing(searcher: Searcher, said: str) -> Results:
    """What a search finds: one hit more than is needed to compare."""
    return searcher.search(said, max(SHOWN, _FOURTH) + 1, explain=True)


def is_answered(searcher: Searcher, results: Results) -> bool:
    """Is the first hit, by all signs, what was asked for?"""
    hits = results.hits
    if not hits:
        return False
    fourth = hits[_FOURTH].score if len(hits) > _FOURTH else 0
    return hits[0].score >= AHEAD * fourth and covered(searcher, results, hits[0]) >= COVERED


def covered(searcher: Searcher, results: Results, hit: Hit) -> float:
    """The share of what was asked for that an article has, each word by its weight; *it* and *the* and pairs aside."""
    lexicon, documents = searcher.lexicon, searcher.documents
    weights = {
        term.term: ranking.weight(term.factor, lexicon.frequency(term.term), documents)
        for term in results.query.terms
        if " " not in term.term
        and term.said not in STOP_WORDS
        and (lexicon.frequency(term.term) or term.origin == "word")
    }
    has = {share.term for share in hit.shares}
    return sum(weight for term, weight in weights.items() if term in has) / (sum(weights.values()) or 1)


def codes_in(texts: Sequence[str], searcher: Searcher) -> tuple[str, ...]:
    """The error codes in what was said, as it was written; spoken ones in figures."""
    found: dict[str, str] = {}
    for text in texts:
        tokens = searcher.analyzer.tokens(text)
        for code in understand(text, searcher.analyzer, searcher.lexicon).codes:
            if not code.certain:
                continue
            said = " ".join(tokens[code.first : code.last + 1])
            place = text.lower().find(said)
            written = text[place : place + len(said)] if place >= 0 and any(map(str.isdigit, said)) else code.term
            found.setdefault(code.term, written)
    return tuple(found.values())
