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
    """The words that *word* may have been, each behind its distance; those two mistakes away only where none is nearer.

    The first letter is right more often than not: another one is only looked at where the first two may have been
    swapped, or one is too many in front.
    """
    for most in range(1, allowed(word) + 1):
        if found := _corrections(word, words, most):
            return sorted((distance, candidate) for candidate, distance in found.items())
    return []


def _corrections(word: str, words: Words, most: int) -> dict[str, int]:
    letters = frozenset(word)
    found = {}
    for first in dict.fromkeys(word[:2]):
        for length in range(len(word) - most, len(word) + most + 1):
            for candidate in words(first, length):
                if len(letters.difference(candidate)) > most or candidate == word:
                    # Each letter that the candidate does not have is a mistake: nine of ten candidates end here.
                    continue
                distance = within(word, candidate, most)
                if distance is not None:
                    found[candidate] = distance
    return found


def completions(beginning: str, words: Words, longest: int = 8) -> Iterator[str]:
    """The words that an unfinished one may become."""
    for length in range(len(beginning) + 1, len(beginning) + longest):
        for candidate in words(beginning[0], length):
            if candidate.startswith(beginning):
                yield candidate


def within(left: str, right: str, most: int) -> int | None:
    """The distance of two words, or None where it is larger than *most*.

    Where the words differ first, one mistake was made; after it the rest must be alike but for one mistake less. With two
    mistakes at most, that looks at a dozen places instead of filling a table (Boytsov, "Indexing methods for approximate
    dictionary searching", 2011, section 2.2, has the distance).
    """
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
    if most < 2:
        return 1 if most and len(a) == len(b) == 2 and a[0] == b[1] and a[1] == b[0] else None
    rests = [(a[1:], b[1:]), (a[1:], b), (a, b[1:])]
    if len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0]:
        rests.append((a[2:], b[2:]))
    found = [distance for rest in rests if (distance := within(*rest, most - 1)) is not None]
    return 1 + min(found) if found else None
