"""Where the browser's logarithm might round another way than Python's.

A term's weight is a whole number, rounded from a product with a logarithm (kb_tools/search/ranking.py). Everything in it but
the logarithm is computed alike to the last bit everywhere. Logarithms may differ in their last bits, which matters only
where the product lies next to a half. That is so rare that most knowledge bases never see it; where it happens, the
browser is told the logarithm.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb_tools.query import understand
from kb_tools.search.ranking import UNIT, idf

LAST_BITS = 2**-48
"""How far two logarithms may lie apart, in parts of themselves: sixteen times what any browser's maker allows."""

FACTORS = (
    understand.SYNONYM * understand.PAIR,
    understand.PART,
    understand.CORRECTED_TWICE,
    understand.JOINED,
    understand.CORRECTED,
    understand.CODE,
    understand.CERTAIN_CODE,
    # A word that is said again counts half as much more, up to as many words as are read.
    *(1 + number / 2 for number in range(understand.MAX_WORDS)),
)
"""All that a term of a query may be multiplied by."""


def close_calls(frequencies: Iterable[int], documents: int) -> dict[int, float]:
    """The frequencies with which a weight might be rounded another way, and the logarithm that decides."""
    found = {}
    for frequency in sorted(set(frequencies)):
        value = idf(frequency, documents)
        for factor in FACTORS:
            product = UNIT * factor * value
            if abs(product % 1 - 0.5) <= product * LAST_BITS:
                found[frequency] = value
                break
    return found
