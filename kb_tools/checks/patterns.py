"""Regular expressions that a team writes into kb.toml: can one of them take for ever?

Python's `re` tries every way in which a pattern may match before it gives up, and cannot be stopped. So the ways are
counted beforehand, and a pattern that has too many is refused where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import prod
from typing import Any

WINDOW = 200
"""How many characters a pattern is shown at once."""

STEP = 100
"""How far the next window is: what is shorter than the rest stands whole in one of the two."""

_TOO_MANY = 500_000


def why_slow(pattern: str) -> str:
    """Why a pattern may take for ever, in words; empty when it cannot. Raises re.error where it is none."""
    if len(pattern) > 1000:
        return "it is longer than 1,000 characters"
    tree = _parsed(pattern)
    if not _is_flat(tree):
        return "it repeats a group that itself repeats or chooses, or refers back to one"
    if _ways(tree) > _TOO_MANY:
        return "it repeats without a limit more than twice"
    return ""


def matches(pattern: re.Pattern[str], line: str) -> Iterator[re.Match[str]]:
    """The matches on one line, however long it is."""
    if len(line) <= WINDOW:
        yield from pattern.finditer(line)
        return
    after = 0
    for start in range(0, len(line), STEP):
        for found in pattern.finditer(line, max(start, after), start + WINDOW):
            if found.start() >= start + STEP:
                break
            after = found.end()
            yield found


_Part = tuple[str, Any]
"""What Python makes of a piece of a pattern: the operation, in capitals, and what belongs to it."""


def _parsed(pattern: str) -> list[_Part]:
    from re import _parser  # type: ignore[attr-defined]

    re.compile(pattern)
    return _plain(_parser.parse(pattern))


def _plain(tree: Any) -> list[_Part]:
    return [(str(operation), argument) for operation, argument in tree]


def _within(operation: str, argument: Any) -> list[list[_Part]]:
    """The patterns within a piece of a pattern."""
    if operation == "BRANCH":
        return [_plain(each) for each in argument[1]]
    if operation == "SUBPATTERN" or operation.endswith("_REPEAT"):
        return [_plain(argument[-1])]
    if operation in ("ASSERT", "ASSERT_NOT"):
        return [_plain(argument[1])]
    if operation == "ATOMIC_GROUP":
        return [_plain(argument)]
    if operation == "GROUPREF_EXISTS":
        return [_plain(each) for each in argument[1:] if each]
    return []


def _is_flat(tree: list[_Part], repeated: bool = False) -> bool:
    """Is nothing that can be matched in several ways repeated?"""
    for operation, argument in tree:
        again = repeated
        if operation.endswith("_REPEAT"):
            low, high = argument[0], argument[1]
            if repeated and low != high:
                return False
            again = repeated or high > 1
        elif (operation == "BRANCH" and repeated) or operation.startswith("GROUPREF"):
            return False
        if not all(_is_flat(part, again) for part in _within(operation, argument)):
            return False
    return True


def _ways(tree: list[_Part]) -> int:
    """In how many ways may the pattern be tried at one place? An upper limit."""
    ways = 1
    for operation, argument in tree:
        within = [_ways(part) for part in _within(operation, argument)]
        ways *= sum(within) if operation == "BRANCH" else prod(within)
        if operation in ("MAX_REPEAT", "MIN_REPEAT"):
            ways *= min(int(argument[1]), WINDOW) - min(int(argument[0]), WINDOW) + 1
        if ways > _TOO_MANY:
            break
    return ways
