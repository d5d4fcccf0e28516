"""The impacts of common terms, rounded.

A term's impact is multiplied by its weight, which is small where many articles have the term (ranking.py): one step of
"the" adds 1 to a score of thousands, one step of the rarest word 150. So the impacts of common terms are rounded, as far
as that moves a score by less than such a step. Their lists are the longest that a browser fetches, and become a third as
long. That is why the terminal rounds, too: both must count alike.
"""

from __future__ import annotations

from functools import cache

STEPS = ((2, 16), (4, 8), (8, 5), (16, 4), (32, 3), (64, 2))
"""Where more than one in so many articles has a term: what its impacts are multiples of."""

SHORT = 256
"""Lists of fewer articles cost little as they are: a small knowledge base is ranked by what is known to the last unit."""

MOST = 255


def step(frequency: int, documents: int) -> int:
    """What the impacts of a term that so many of the articles have are multiples of."""
    if frequency < SHORT:
        return 1
    return next((size for share, size in STEPS if frequency * share > documents), 1)


def rounded(impacts: bytes, frequency: int, documents: int) -> bytes:
    """A term's impacts, the coarser the more common it is. What has the term still has it, and what has not, has not."""
    size = step(frequency, documents)
    return impacts if size == 1 else impacts.translate(_table(size))


@cache
def _table(size: int) -> bytes:
    """For each impact the nearest multiple that is one."""
    nearest = ((2 * impact + size) // (2 * size) for impact in range(1, MOST + 1))
    return bytes([0, *(size * min(max(1, times), MOST // size) for times in nearest)])
