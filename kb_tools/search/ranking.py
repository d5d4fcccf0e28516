"""SymptomQuery + postings -> scores, in whole numbers.

    score = sum over terms of  weight * impact,   weight = round(UNIT * factor * idf)
    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))     (BM25's, never negative; n of N articles have the term)

Whole numbers, so that a browser that adds up the same postings gets the same order to the last article.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import NamedTuple

from kb_tools.query.understand import QueryTerm
from kb_tools.search.facets import facet
from kb_tools.search.lexicon import Found, IndexLexicon, Live

UNIT = 16


class Weighed(NamedTuple):
    """A term of the query with its postings in each segment."""

    term: str
    weight: int
    frequency: int
    """How many articles have it."""
    postings: Found


def weigh(terms: Iterable[QueryTerm], lexicon: IndexLexicon, documents: int) -> list[Weighed]:
    """Look the terms up; those that no article has are left out."""
    found = []
    for item in terms:
        frequency, postings = lexicon.look_up(item.term)
        if frequency:
            found.append(Weighed(item.term, weight(item.factor, frequency, documents), frequency, postings))
    return found


def weight(factor: float, frequency: int, documents: int) -> int:
    """How much a term counts in this query."""
    idf = math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
    return max(1, round(UNIT * factor * idf))


def rank(weighed: Sequence[Weighed], segments: Sequence[Live], limit: int, wanted: set[int] | None) -> list[tuple[int, int]]:
    """The best documents as (score, document), best first; equal scores in the order of documents.

    Args:
        wanted: only these documents; None: all.
    """
    size = segments[-1].base + segments[-1].reader.documents if segments else 0
    scores = [0] * size
    for item in weighed:
        factor = item.weight
        for segment, postings in zip(segments, item.postings, strict=True):
            if postings is None:
                continue
            base = segment.base
            if base:
                for document, impact in zip(*postings, strict=True):
                    scores[base + document] += factor * impact
            else:
                for document, impact in zip(*postings, strict=True):
                    scores[document] += factor * impact
    for segment in segments:
        for document in segment.deleted:
            scores[segment.base + document] = 0
    if wanted is not None:
        candidates = [(scores[document], -document) for document in wanted if scores[document]]
    else:
        candidates = [(score, -document) for document, score in enumerate(scores) if score]
    return [(score, -document) for score, document in nlargest(limit, candidates)]


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
