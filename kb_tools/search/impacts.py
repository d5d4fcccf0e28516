"""How much a term says about an article, as a whole number from 1 to 255.

For each field a term's count is damped and set against the field's length, as in BM25 (Robertson & Zaragoza, "The
Probabilistic Relevance Framework: BM25 and Beyond", 2009), and the fields are added up:

    impact = sum over fields of  weight * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / pivot))

How rare a term is over all articles is not part of it: that belongs to the query (ranking.py), so that an article's
impacts stay as they are when others come and go. The pivot is the field's usual length, rounded to half powers of two so
that it seldom changes; an index updated article by article is then the same as one built anew.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

SCALE = 12
"""Impact units for a weight of 1. A term that fills every field at once would exceed 255 and is held there."""


class Field(NamedTuple):
    """A part of an article that is weighed by itself."""

    name: str
    weight: float
    """How much its words say about the article, against those of the body."""
    k1: float
    """How soon more of the same word adds nothing."""
    b: float
    """How much a long field is held against it (0 to 1)."""
    pairs: float
    """The weight of two words that stand side by side here; 0: not indexed."""


FIELDS: tuple[Field, ...] = (
    Field("title", 3.0, 1.2, 0.75, 1.0),
    Field("heading", 2.0, 1.2, 0.75, 1.0),
    Field("symptoms", 2.0, 1.2, 0.75, 0.5),
    Field("codes", 3.0, 1.2, 0.0, 0.0),
    Field("meta", 0.5, 1.2, 0.0, 0.0),
    Field("body", 1.0, 1.2, 1.0, 0.0),
)


def pivots(totals: Sequence[int], counts: Sequence[int]) -> tuple[float, ...]:
    """The usual length of each field: the mean over the articles that have it, rounded to half powers of two."""
    return tuple(_rounded(total / count) if count else 1.0 for total, count in zip(totals, counts, strict=True))


def _rounded(mean: float) -> float:
    return float(2 ** (round(2 * math.log2(max(mean, 1.0))) / 2))


class Damping:
    """One field's part of the formula, for articles whose field has the same length: tf -> share of the impact."""

    __slots__ = ("_by_count", "_norm", "_top", "pair")

    def __init__(self, field: Field, length: int, pivot: float) -> None:
        top = SCALE * (field.k1 + 1)
        self._norm = field.k1 * (1 - field.b + field.b * length / pivot)
        self._top = top * field.weight
        self.pair = top * field.pairs / (1 + self._norm)
        # Most counts are small: divide once for each count, not once for each term.
        self._by_count = [self._top * tf / (tf + self._norm) for tf in range(16)]

    def __call__(self, tf: int) -> float:
        return self._by_count[tf] if tf < 16 else self._top * tf / (tf + self._norm)
