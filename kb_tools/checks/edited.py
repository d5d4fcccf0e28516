"""A file as it is and as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Change(NamedTuple):
    """Bytes of a file that are replaced."""

    start: int
    end: int
    new: bytes


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What fixes make of a file."""

    path: str
    """From the root."""
    before: bytes
    after: bytes
    count: int
    """How many findings this mends."""
    changes: tuple[Change, ...]
    """What leads from one to the other: in order, none over another."""
    mended: frozenset[str] = frozenset()
    """The fingerprints of the findings that this mends."""


def applied(content: bytes, changes: Sequence[Change]) -> bytes:
    """The content with its changes made; they are in order and none is over another."""
    parts, last = [], 0
    for change in changes:
        parts += [content[last : change.start], change.new]
        last = change.end
    return b"".join([*parts, content[last:]])
