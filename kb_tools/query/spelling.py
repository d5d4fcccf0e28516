"""What a mistyped word may have been: the words of the articles that are one or two typing mistakes away.

A mistake is a letter too many, too few, wrong, or swapped with its neighbour (optimal string alignment distance). Words of
four letters may hold one, words of eight may hold two. Codes never come here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

SHORTEST = 4
TWO_FROM = 8

Words = Callable[[str, int], Iterable[str]]
"""Gives the words of the articles that begin with a letter and have a length."""


def allowed(word: str) -> int:
    """How many mistakes a word of this length may hold."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= TWO_FROM else 1


def corrections(word: str, words: Words) -> list[tuple[int, str]]:
    """The words that *word* may have been, each behind its distance, the nearest first.

    The first letter is right more often than not: only where it can have been swapped, doubled or left out is another one
    looked at.
    """
    most = allowed(word)
    found = {}
    for first in dict.fromkeys((word[0], word[1])) if most else ():
        for length in range(len(word) - most, len(word) + most + 1):
            for candidate in words(first, length):
                distance = within(word, candidate, most)
                if distance is not None and candidate != word:
                    # A wrong first letter is one more thing that must have gone wrong.
                    found[candidate] = distance
    return sorted((distance, candidate) for candidate, distance in found.items())


def completions(beginning: str, words: Words, longest: int = 8) -> Iterator[str]:
    """The words that an unfinished one may become."""
    for length in range(len(beginning) + 1, len(beginning) + longest):
        for candidate in words(beginning[0], length):
            if candidate.startswith(beginning):
                yield candidate


def within(left: str, right: str, most: int) -> int | None:
    """The distance of two words, or None where it is larger than *most* (at most 2)."""
    if abs(len(left) - len(right)) > most:
        return None
    start, end_left, end_right = 0, len(left), len(right)
    while start < end_left and start < end_right and left[start] == right[start]:
        start += 1
    while end_left > start and end_right > start and left[end_left - 1] == right[end_right - 1]:
        end_left -= 1
        end_right -= 1
    a, b = left[start:end_left], right[start:end_right]
    longer = max(len(a), len(b))
    if longer <= 1:
        return longer if longer <= most else None
    if len(a) == len(b) == 2 and a[0] == b[1] and a[1] == b[0]:
        return 1
    if most < 2 or longer > 4:
        return None
    distance = _alignment(a, b)
    return distance if distance <= most else None


def _alignment(a: str, b: str) -> int:
    """Optimal string alignment distance of two short strings (Boytsov, "Indexing methods for approximate dictionary
    searching", 2011, section 2.2)."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        current = [i]
        for j, right in enumerate(b, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]
