"""SymptomQuery + postings -> scores, in whole numbers.

    score = sum over terms of  weight * impact,   weight = round(UNIT * factor * idf)
    idf   = ln(1 + (N - n + 0.5) / (n + 0.5))     (BM25's, never negative; n of N articles have the term)

Whole numbers, so that a browser that adds up the same postings gets the same order to the last article. The impacts of
common terms are rounded (coarse.py).
"""

from __future__ import annotations

import json
import math
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from kb_tools.query.understand import QueryTerm
from kb_tools.search import coarse
from kb_tools.search.engines import Postings
from kb_tools.search.facets import facet
from kb_tools.search.lexicon import Found, IndexLexicon, Live

UNIT = 16

MAX_TERMS = 48
"""A speech of forty words has some eighty terms; the lightest of them change nothing and are left out."""


class Weighed(NamedTuple):
    """A term of the query with its postings in each segment."""

    term: str
    weight: int
    frequency: int
    """How many articles have it."""
    postings: Found


def weigh(terms: Iterable[QueryTerm], lexicon: IndexLexicon, documents: int) -> list[Weighed]:
    """Look the terms up; those that no article has are left out, and of a long speech those that count least."""
    found = []
    for item in terms:
        frequency, postings = lexicon.look_up(item.term)
        if frequency:
            if coarse.step(frequency, documents) > 1:
                postings = tuple([_rounded(one, frequency, documents) for one in postings])
            found.append(Weighed(item.term, weight(item.factor, frequency, documents), frequency, postings))
    return sorted(found, key=lambda item: -item.weight)[:MAX_TERMS]


def _rounded(postings: Postings | None, frequency: int, documents: int) -> Postings | None:
    if postings is None:
        return None
    impacts = coarse.rounded(postings.impacts, frequency, documents)
    return Postings(postings.frequency, postings.documents, impacts)


def weight(factor: float, frequency: int, documents: int) -> int:
    """How much a term counts in this query."""
    return max(1, round(UNIT * factor * idf(frequency, documents)))


def idf(frequency: int, documents: int) -> float:
    """How rare a term is."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def rank(
    weighed: Sequence[Weighed], segments: Sequence[Live], limit: int, wanted: set[int] | None = None
) -> list[tuple[int, int]]:
    """The best documents as (score, document), best first; equal scores in the order of their paths.

    Args:
        wanted: only these documents; None: all.
    """
    best: list[tuple[int, int]] = []
    for number, segment in enumerate(segments):
        base, size = segment.base, segment.reader.documents
        scores = add_up([(item.weight, item.postings[number]) for item in weighed], size)
        if wanted is not None:
            candidates = [document - base for document in wanted if base <= document < base + size]
            scores = [scores[document] for document in candidates]
        else:
            for document in segment.deleted:
                scores[document] = 0
            candidates = list(range(size))
        least = max([1, *nlargest(limit, scores)[-1:]])
        # Within a segment, documents are in the order of their paths.
        best += nlargest(limit, [
            (score, -base - document) for document, score in zip(candidates, scores, strict=True) if score >= least
        ])  # fmt: skip
    best.sort(reverse=True)
    return _by_path([(score, -document) for score, document in best], segments)[:limit]


def _by_path(ranked: list[tuple[int, int]], segments: Sequence[Live]) -> list[tuple[int, int]]:
    """The same, with equal scores in the order of paths across segments, too: a path is only looked up for a tie."""
    if len(segments) == 1:
        return ranked
    ordered: list[tuple[int, int]] = []
    for _, equal in groupby(ranked, lambda item: item[0]):
        group = list(equal)
        ordered += sorted(group, key=lambda item: _path(item[1], segments)) if len(group) > 1 else group
    return ordered


def _path(document: int, segments: Sequence[Live]) -> str:
    segment = next(segment for segment in reversed(segments) if segment.base <= document)
    path: str = json.loads(segment.reader.card(document - segment.base))["path"]
    return path


class Share(NamedTuple):
    """What one term added to one article's score."""

    term: str
    weight: int
    impact: int
    frequency: int


def shares(weighed: Sequence[Weighed], segments: Sequence[Live], document: int) -> tuple[Share, ...]:
    """What each term added to the score of a document, the largest first."""
    number = max(index for index, segment in enumerate(segments) if segment.base <= document)
    local = document - segments[number].base
    found = []
    for item in weighed:
        postings = item.postings[number]
        if postings is not None and (impact := postings.impact(local)):
            found.append(Share(item.term, item.weight, impact, item.frequency))
    return tuple(sorted(found, key=lambda share: (-share.weight * share.impact, share.term)))


def add_up(terms: Iterable[tuple[int, Postings | None]], size: int) -> list[int]:
    """The scores of all documents of a segment.

    Dense postings are added up all documents at once: as one long whole number with 32 bits for each document, which
    Python multiplies and adds as fast as the machine can. The postings left to be added one by one are short.
    """
    total = 0
    sparse = []
    for factor, postings in terms:
        if postings is None:
            continue
        if postings.is_dense:
            lanes = bytearray(4 * size)
            lanes[::4] = postings.impacts
            total += factor * int.from_bytes(lanes, "little")
        else:
            sparse.append((factor, postings))
    scores = _unpacked(total, size) if total else [0] * size
    for factor, postings in sparse:
        for document, impact in zip(postings.documents, postings.impacts, strict=True):
            scores[document] += factor * impact
    return scores


def _unpacked(total: int, size: int) -> list[int]:
    """A long number's 32-bit pieces."""
    pieces = array("I")
    pieces.frombytes(total.to_bytes(4 * size, "little"))
    if sys.byteorder == "big":
        pieces.byteswap()
    return pieces.tolist()


def filtered(filters: Mapping[str, tuple[str, ...]], segments: Sequence[Live]) -> set[int] | None:
    """The documents that fit all filters, each with any of its values; None where there are none to fit."""
    result: set[int] | None = None
    for name, values in filters.items():
        fitting: set[int] = set()
        for value in values:
            for segment in segments:
                if postings := segment.reader.postings(facet(name, value)):
                    fitting.update(segment.numbers(postings))
        result = fitting if result is None else result & fitting
    return result


def having_all(terms: Iterable[str], lexicon: IndexLexicon, segments: Sequence[Live]) -> set[int]:
    """The documents that have every one of these terms, wherever they stand."""
    result: set[int] | None = None
    for _, postings in sorted((lexicon.look_up(term) for term in terms), key=lambda found: found[0]):
        found = (segment.numbers(item) for segment, item in zip(segments, postings, strict=True) if item is not None)
        having = {number for numbers in found for number in numbers}
        result = having if result is None else result & having
    return result or set()
