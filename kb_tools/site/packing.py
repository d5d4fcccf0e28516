"""Numbers as text that JavaScript reads with one call a number, and that gzip makes small.

A number is the character of that code; the first are left out, which JSON would write as escapes. In UTF-8, small numbers
take one byte, those below two thousand two: that is a number of variable length without any code to unpack it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import sub

FIRST = 35
"""The character of 0: behind the quotation mark."""

LARGEST = 50_000
"""The codes above are taken by the halves of rare characters."""


def packed(documents: Sequence[int], impacts: bytes) -> str:
    """Postings: the distance of each document to the one before, then the impacts.

    A distance that is too large for one character is gone in steps: documents that are passed by with an impact of 0.
    """
    distances = list(map(sub, documents, [-1, *documents]))
    if max(distances, default=0) <= LARGEST:
        return text(distances) + text(impacts)
    steps: list[int] = []
    with_steps: list[int] = []
    for distance, impact in zip(distances, impacts, strict=True):
        passed = (distance - 1) // LARGEST
        steps += [*[LARGEST] * passed, distance - passed * LARGEST]
        with_steps += [*[0] * passed, impact]
    return text(steps) + text(with_steps)


def text(numbers: Iterable[int]) -> str:
    """Whole numbers from 0 to LARGEST."""
    return "".join([chr(FIRST + number) for number in numbers])
