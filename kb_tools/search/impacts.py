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

SCALE = 10
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
    inner: bool
    """Whether the words within names (KubeNodeNotReady) count as well."""


FIELDS: tuple[Field, ...] = (
    Field("title", 3.0, 1.2, 0.9, 1.3, True),
    # The first heading, where it says more than the title.
    Field("heading", 1.5, 1.2, 0.9, 1.3, True),
    Field("symptoms", 3.0, 1.2, 0.75, 1.0, True),
    Field("codes", 3.0, 1.2, 0.0, 0.0, False),
    # Products, versions, tags, and the words of the path.
    Field("meta", 1.4, 1.2, 0.0, 0.0, True),
    Field("body", 1.0, 2.5, 0.8, 0.0, False),
)
"""Found by trying neighbours of plain BM25 on three labelled sets at once; benchmarks/README.md has the figures. The
neighbourhood is flat: no single value decides."""


def pivots(totals: Sequence[int], counts: Sequence[int]) -> tuple[float, ...]:
    """The usual length of each field: the mean over the articles that have it, rounded to half powers of two."""
    return tuple(_rounded(total / count) if count else 1.0 for total, count in zip(totals, counts, strict=True))


def _rounded(mean: float) -> float:
    return float(2 ** (round(2 * math.log2(max(mean, 1.0))) / 2))


MOST = 15
"""A term that stands in a field more often than this counts as if it stood there this often: it adds next to nothing."""


def damped(field: Field, length: int, pivot: float) -> tuple[list[float], float]:
    """One field's part of the formula for a field of this length: the shares for tf = 0 to MOST, and a pair's share."""
    norm = field.k1 * (1 - field.b + field.b * length / pivot)
    top = SCALE * (field.k1 + 1)
    return [top * field.weight * tf / (tf + norm) for tf in range(MOST + 1)], top * field.pairs / (1 + norm)
