"""Postings in Whoosh. The only file that imports it.

Whoosh keeps the term dictionary, the document columns and the storage. One part is replaced through Whoosh's own
extension point, the codec: a posting list is two plain arrays (documents, impacts) instead of pickled, compressed blocks
of floats, because scoring reads whole lists and a query would spend most of its time unpacking them. Nothing in these
files is pickled but one small dictionary of Whoosh's own, so it is read only after the index's seal was checked.
"""

from __future__ import annotations

import array
import mmap
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from kb_tools.search.engines import Postings


def _spare_start_up() -> None:
    """Keep Whoosh from importing urllib.request and asyncio, which it never uses here.

    They come with `urlretrieve` for Python 2 and a back-port of cached_property, and take as long to import as all the
    rest of a search: 32 of 60 ms.
    """
    for name, attributes in (
        ("urllib.request", {"urlretrieve": None}),
        ("cached_property", {"cached_property": cached_property}),
    ):
        if name not in sys.modules:
            stand_in = ModuleType(name)
            vars(stand_in).update(attributes)
            sys.modules[name] = stand_in
            _STAND_INS.append(name)


_STAND_INS: list[str] = []
_spare_start_up()
from whoosh import columns, fields  # noqa: E402
from whoosh.codec import whoosh3  # noqa: E402
from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.filedb.filetables import OrderedHashReader  # noqa: E402
from whoosh.filedb.structfile import BufferFile  # noqa: E402
from whoosh.matching import ListMatcher  # noqa: E402
from whoosh.util.filelock import FileLock  # noqa: E402

for _name in _STAND_INS:
    del sys.modules[_name]

__all__ = ["FileLock", "WhooshEngine", "WhooshSegment"]

FIELD = "terms"
SCHEMA = fields.Schema(**{FIELD: fields.KEYWORD()})
CARD = columns.VarBytesColumn()

# Whoosh's own term record (weight, documents, lengths, largest weight, first and last document), then where the
# postings stand and how many bytes they take.
_TERM = struct.Struct("!BfIBBfIIqi")
_FIELD_KEY = struct.pack("!H", 0)
_ITEM = 5
"""Bytes of one posting: a document number (4) and an impact (1)."""


class ImpactCodec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's third codec with posting lists as arrays."""

    def field_writer(self, storage: Any, segment: Any) -> ImpactFieldWriter:
        return ImpactFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> ImpactTermsReader:
        name = segment.make_filename(self.TERMS_EXT)
        return ImpactTermsReader(
            self, storage.open_file(name), storage.file_length(name), segment.open_file(storage, self.POSTS_EXT)
        )


class ImpactFieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes whole posting lists at once."""

    def add_postings(self, term: bytes, documents: bytes, impacts: bytes) -> None:
        offset = self._postfile.tell()
        self._postfile.write(documents)
        self._postfile.write(impacts)
        first, last = struct.unpack_from("=I", documents)[0], struct.unpack_from("=I", documents, -4 % len(documents))[0]
        record = _TERM.pack(
            0, sum(impacts), len(impacts), 0, 0, max(impacts), first, last, offset, len(documents) + len(impacts)
        )
        self._tindex.add(_FIELD_KEY + term, record)


class ImpactTermsReader(whoosh3.W3TermsReader):  # type: ignore[misc]
    """Reads a posting list as two arrays; gives Whoosh's own searcher a matcher over them."""

    def arrays(self, term: bytes) -> Postings | None:
        for position, length in self._tindex.ranges_for_key(_FIELD_KEY + term):
            record = _TERM.unpack(self._tindex.dbfile.get(position, length))
            count, offset, size = record[2], record[8], record[9]
            if size != count * _ITEM:
                raise ValueError("a posting list has the wrong length")
            block = self._postfile.get(offset, size)
            if len(block) != size:
                raise ValueError("a posting list is cut off")
            documents = array.array("I")
            documents.frombytes(block[: count * 4])
            return documents, block[count * 4 :]
        return None

    def matcher(self, fieldname: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        info = self.term_info(fieldname, term)
        documents, impacts = self.arrays(term) or ((), b"")
        weights = [float(impact) for impact in impacts]
        return ListMatcher(list(documents), weights, format=format_, scorer=scorer, term=(fieldname, term), terminfo=info)


class MappedFile(BufferFile):  # type: ignore[misc]
    """A file read in place: Whoosh's BufferFile copies all of it first."""

    def __init__(self, mapped: Any, name: str) -> None:
        self._buf = self.file = mapped
        self._name = name
        self.onclose = None
        self.is_real = self.is_closed = False


class MappedStorage(FileStorage):  # type: ignore[misc]
    def open_file(self, name: str, **options: Any) -> Any:
        with open(self._fpath(name), "rb") as file:
            try:
                return MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name)
            except ValueError:  # An empty file cannot be mapped.
                return super().open_file(name, **options)


class WhooshSegment:
    """One open segment."""

    def __init__(self, folder: Path, name: str, documents: int) -> None:
        self.documents = documents
        codec = ImpactCodec()
        storage = MappedStorage(str(folder))
        segment = whoosh3.W3Segment(codec, f"kb-{name}", documents, "0")
        self._terms = codec.terms_reader(storage, segment)
        self._columns = codec.per_document_reader(storage, segment)
        self._cards = self._columns.column_reader("card", CARD)

    def postings(self, term: str) -> Postings | None:
        found: Postings | None = self._terms.arrays(term.encode())
        return found

    def card(self, document: int) -> bytes:
        return bytes(self._cards[document])

    def terms(self, prefix: str) -> Iterator[str]:
        start = prefix.encode()
        for _, term in self._terms.terms_from(FIELD, start):
            if not term.startswith(start):
                return
            yield term.decode()

    def close(self) -> None:
        self._terms.close()
        self._columns.close()


class WhooshEngine:
    """Segments in Whoosh's file format."""

    def write(
        self, folder: Path, name: str, cards: Iterable[bytes], postings: Iterable[tuple[bytes, bytes, bytes]]
    ) -> list[str]:
        codec = ImpactCodec()
        storage = FileStorage(str(folder))
        segment = whoosh3.W3Segment(codec, f"kb-{name}", 0, "0")
        per_document = codec.per_document_writer(storage, segment)
        for number, card in enumerate(cards):
            per_document.start_doc(number)
            per_document.add_column_value("card", CARD, card)
            per_document.finish_doc()
        per_document.close()
        writer = codec.field_writer(storage, segment)
        writer.start_field(FIELD, SCHEMA[FIELD])
        for term, documents, impacts in postings:
            writer.add_postings(term, documents, impacts)
        writer.finish_field()
        writer.close()
        (folder / f"kb-{name}.tmp").rmdir()
        return [file.name for file in folder.glob(f"kb-{name}_*")]

    def open(self, folder: Path, name: str, documents: int) -> WhooshSegment:
        return WhooshSegment(folder, name, documents)
