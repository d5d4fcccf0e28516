"""Read a segment: the hot path of every search."""

from __future__ import annotations

import mmap
import struct
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb_tools.search.engines import Postings
from kb_tools.search.engines.whoosh import without_unused

with without_unused():
    from whoosh.columns import VarBytesColumn
    from whoosh.filedb.filetables import OrderedHashReader
    from whoosh.filedb.structfile import BufferFile

CARD = VarBytesColumn()

TERM = struct.Struct("!BfIBBfIIqi")
"""Whoosh's own term record (flags, weight, documents, shortest and longest field, largest weight, first and last document),
then where the postings stand and how many bytes they take. Whether they are dense stands in place of the shortest field."""

_POINTER = struct.Struct("!Iq")
_LENGTHS = struct.Struct("!ii")

FIELD_KEY = struct.pack("!H", 0)
"""Whoosh puts a field's number before each term; there is one field."""

POSTING_BYTES = 5
"""A document number (4) and an impact (1), where postings are not dense."""


class MappedFile(BufferFile):  # type: ignore[misc]
    """A file read in place: Whoosh's BufferFile copies all of it first."""

    def __init__(self, mapped: Any, name: str) -> None:
        self._buf = self.file = mapped
        self._name = name
        self.onclose = None
        self.is_real = self.is_closed = False

    @classmethod
    def open(cls, path: Path | str) -> MappedFile:
        """Raises OSError, or ValueError where the file is empty."""
        with open(path, "rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), str(path))


def parse_postings(record: bytes, file: Any) -> Postings:
    """Read the posting list that a term record points at.

    Raises:
        ValueError: the record and the file do not fit together.
    """
    fields = TERM.unpack(record)
    count, is_dense, offset, size = fields[2], fields[3], fields[8], fields[9]
    block = file.get(offset, size)
    if len(block) != size or (not is_dense and size != count * POSTING_BYTES):
        raise ValueError("a posting list is cut off")
    if is_dense:
        return Postings(count, (), block)
    documents = array("I")
    documents.frombytes(block[: count * 4])
    return Postings(count, documents, block[count * 4 :])


class Segment:
    """One open segment."""

    def __init__(self, folder: Path, name: str, documents: int) -> None:
        self.documents = documents
        base = f"{folder}/kb-{name}_0"
        self._files = [MappedFile.open(base + ending) for ending in (".trm", ".pst", ".card.col")]
        terms, self._postings, cards = self._files
        self._terms = OrderedHashReader(terms, len(terms.file))
        self._cards = CARD.reader(cards, 0, len(cards.file), documents)

    def postings(self, term: str) -> Postings | None:
        record = self._record(FIELD_KEY + term.encode("utf-8", "surrogatepass"))
        return parse_postings(record, self._postings) if record is not None else None

    def _record(self, key: bytes) -> bytes | None:
        """Whoosh's `ranges_for_key` without a generator and a copy at every step, which took a third of a query."""
        terms, file = self._terms, self._terms.dbfile.file
        hashed = terms.hashfn(key)
        table, slots = terms.tables[hashed & 255]
        slot = (hashed >> 8) % slots if slots else 0
        for _ in range(slots):
            found, position = _POINTER.unpack_from(file, table + slot * _POINTER.size)
            if not position:
                return None
            if found == hashed:
                key_length, length = _LENGTHS.unpack_from(file, position)
                start = position + _LENGTHS.size + key_length
                if key_length == len(key) and file[start - key_length : start] == key:
                    return bytes(file[start : start + length])
            slot = (slot + 1) % slots
        return None

    def card(self, document: int) -> bytes:
        return bytes(self._cards[document])

    def terms(self, prefix: str) -> Iterator[str]:
        start = FIELD_KEY + prefix.encode("utf-8", "surrogatepass")
        for key in self._terms.keys_from(start):
            if not key.startswith(start):
                return
            yield key[len(FIELD_KEY) :].decode("utf-8", "surrogatepass")

    def close(self) -> None:
        for file in self._files:
            file.close()


def open_segment(folder: Path, name: str, documents: int) -> Segment:
    """Open a segment that codec.py wrote."""
    return Segment(folder, name, documents)
