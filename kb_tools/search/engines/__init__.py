"""Where do the postings live? One folder an engine, all with the same small interface."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol


class Postings(NamedTuple):
    """Which documents have a term, and its impact (1 to 255) in each.

    A term of few documents has two lists. A term of many has one byte for every document of the segment, 0 where the
    document does not have it: such postings are added up without looking at each document (ranking.py).
    """

    frequency: int
    """How many documents have the term."""
    documents: Sequence[int]
    """Ascending; empty where the postings are dense."""
    impacts: bytes
    """As long as *documents*, or one for each document of the segment where the postings are dense."""

    @property
    def is_dense(self) -> bool:
        return not self.documents

    def impact(self, document: int) -> int:
        """The term's impact in one document; 0 where the document does not have it."""
        if not self.documents:
            return self.impacts[document]
        place = bisect_left(self.documents, document)
        return self.impacts[place] if place < self.frequency and self.documents[place] == document else 0

    def having(self) -> Sequence[int]:
        """The documents that have the term, ascending."""
        return self.documents or [document for document, impact in enumerate(self.impacts) if impact]


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


class SegmentWriter(Protocol):
    """Writes a segment once, under a name that no other segment in the folder has.

    The cards are one for each document, in order; the postings are (term as UTF-8, documents, impacts), terms ascending,
    documents ascending within each. There is at least one of both.
    """

    def __call__(
        self, folder: Path, name: str, cards: Iterable[bytes], postings: Iterable[tuple[bytes, array[int], bytearray]]
    ) -> None: ...
