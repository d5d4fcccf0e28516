"""SymptomQuery + postings -> scores, in whole numbers.

    score = sum over terms of  weight * impact,   weight = round(UNIT * factor * idf)
    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))     (BM25's, never negative; n of N articles have the term)

Whole numbers, so that a browser that adds up the same postings gets the same order to the last article.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nlargest
from itertools import accumulate
from typing import NamedTuple

from kb_tools.query.understand import QueryTerm
from kb_tools.search.engines import Postings
from kb_tools.search.facets import facet
from kb_tools.search.lexicon import Found, IndexLexicon, Live

UNIT = 16

MAX_TERMS = 48
"""A speech of forty words has some eighty terms; without the lightest of them it finds the same in half the time."""


class Weighed(NamedTuple):
    """A term of the query with its postings in each segment."""

    term: str
    weight: int
    frequency: int
    """How many articles have it."""
    postings: Found

    @property
    def bound(self) -> int:
        """The most it can add to a score."""
        return self.weight * max(postings.most for postings in self.postings if postings is not None)


def weigh(terms: Iterable[QueryTerm], lexicon: IndexLexicon, documents: int) -> list[Weighed]:
    """Look the terms up; those that no article has are left out, and of a long speech those that count least."""
    found = []
    for item in terms:
        frequency, postings = lexicon.look_up(item.term)
        if frequency:
            found.append(Weighed(item.term, weight(item.factor, frequency, documents), frequency, postings))
    return sorted(found, key=lambda item: -item.weight)[:MAX_TERMS]


def weight(factor: float, frequency: int, documents: int) -> int:
    """How much a term counts in this query."""
    idf = math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
    return max(1, round(UNIT * factor * idf))


def rank(
    weighed: Sequence[Weighed], segments: Sequence[Live], limit: int, wanted: set[int] | None = None
) -> list[tuple[int, int]]:
    """The best documents as (score, document), best first; equal scores in the order of documents.

    The terms that can add most come first. As soon as all the others together cannot lift a new document to the place of
    the last of the best, only the documents seen so far are looked at (Turtle & Flood, "Query evaluation: strategies and
    optimizations", 1995: max score). The result is the same as that of adding everything up.

    Args:
        wanted: only these documents; None: all.
    """
    ordered = sorted(weighed, key=lambda item: -item.bound)
    rest = [*accumulate((item.bound for item in reversed(ordered)), initial=0)][::-1]
    scores = [[0] * segment.reader.documents for segment in segments]
    seen: list[set[int]] = [set() for _ in segments]
    least, position = 0, 0
    while position < len(ordered) and rest[position] >= least:
        item = ordered[position]
        for number, postings in enumerate(item.postings):
            if postings is not None:
                _add(scores[number], item.weight, postings)
                seen[number].update(_allowed(postings.documents, segments[number], wanted))
        position += 1
        if position < len(ordered) and _pays(ordered[position], seen):
            least = _last_of_the_best(scores, seen, limit)
    for position in range(position, len(ordered)):
        item = ordered[position]
        for number, postings in enumerate(item.postings):
            if postings is None:
                continue
            needed = least - rest[position]
            hopeful = seen[number] = {document for document in seen[number] if scores[number][document] >= needed}
            if len(postings.documents) < 8 * len(hopeful):
                _add(scores[number], item.weight, postings)
            else:
                _add_to(scores[number], item.weight, postings, hopeful)
    best = [
        (scores[number][document], -segments[number].base - document)
        for number, documents in enumerate(seen)
        for document in documents
        if scores[number][document] >= least
    ]
    return [(score, -document) for score, document in nlargest(limit, best)]


def _add(scores: list[int], factor: int, postings: Postings) -> None:
    for document, impact in zip(postings.documents, postings.impacts, strict=True):
        scores[document] += factor * impact


def _add_to(scores: list[int], factor: int, postings: Postings, documents: Iterable[int]) -> None:
    """Add only to these documents: a search for each instead of a walk over all."""
    having, impacts = postings.documents, postings.impacts
    for document in documents:
        place = bisect_left(having, document)
        if place < len(having) and having[place] == document:
            scores[document] += factor * impacts[place]


def _allowed(documents: Sequence[int], segment: Live, wanted: set[int] | None) -> Iterable[int]:
    if wanted is not None:
        return [document for document in documents if segment.base + document in wanted]
    if segment.deleted:
        return [document for document in documents if document not in segment.deleted]
    return documents


def _pays(item: Weighed, seen: Sequence[set[int]]) -> bool:
    """Is looking for the last of the best cheaper than adding the next term to all its documents?"""
    return 2 * item.frequency > sum(map(len, seen))


def _last_of_the_best(scores: Sequence[list[int]], seen: Sequence[set[int]], limit: int) -> int:
    found = [scores[number][document] for number, documents in enumerate(seen) for document in documents]
    if len(found) < limit:
        return 0
    return nlargest(limit, found)[-1]


def filtered(filters: dict[str, tuple[str, ...]], segments: Sequence[Live]) -> set[int] | None:
    """The documents that fit all filters, each with any of its values; None where there are none to fit."""
    result: set[int] | None = None
    for name, values in filters.items():
        fitting = set()
        for value in values:
            for segment in segments:
                if postings := segment.reader.postings(facet(name, value)):
                    fitting.update(segment.base + document for document in postings[0] if document not in segment.deleted)
        result = fitting if result is None else result & fitting
    return result
