"""Where do the postings live? One file an engine; each gives the same small interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

Postings = tuple[Sequence[int], Sequence[int]]
"""The documents that have a term, ascending, and the term's impact (1 to 255) in each."""


class SegmentReader(Protocol):
    """Some documents, numbered from 0, and the terms that stand in them. Never changes."""

    documents: int

    def postings(self, term: str) -> Postings | None:
        """The postings of a term, or None when no document has it."""
        ...

    def card(self, document: int) -> bytes:
        """What was kept with a document for showing it."""
        ...

    def terms(self, prefix: str) -> Iterator[str]:
        """All terms that begin with *prefix*, in order."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """Writes a segment once and reads it often."""

    def write(
        self, folder: Path, name: str, cards: Iterable[bytes], postings: Iterable[tuple[bytes, bytes, bytes]]
    ) -> list[str]:
        """Write a segment of these documents and postings, and return the names of its files.

        Args:
            folder: where to; it exists.
            name: what no other segment there is called.
            cards: one for each document, in order.
            postings: (term as UTF-8, documents as 32-bit and impacts as 8-bit unsigned integers), terms ascending.
        """
        ...

    def open(self, folder: Path, name: str, documents: int) -> SegmentReader: ...
