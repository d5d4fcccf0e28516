"""Write a segment, through a Whoosh codec of our own; and let Whoosh's own searcher read it."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

from kb_tools.search.engines.whoosh import without_unused
from kb_tools.search.engines.whoosh.reader import CARD, FIELD_KEY, TERM, parse_postings

with without_unused():
    from whoosh import fields
    from whoosh.codec import whoosh3
    from whoosh.filedb import filetables
    from whoosh.filedb.filestore import FileStorage
    from whoosh.matching import ListMatcher
    from whoosh.reading import SegmentReader
    from whoosh.util.filelock import FileLock
    from whoosh.util.numlists import GrowableArray

__all__ = ["FileLock", "whoosh_reader", "write_segment"]

FIELD = "terms"
DENSE_SHARE = 16
"""A term that more than a sixteenth of the documents have is written densely."""

DENSE_FROM = 16
"""Shorter lists are fast as they are."""

_LENGTHS = struct.Struct("!ii")
SCHEMA = fields.Schema(**{FIELD: fields.KEYWORD()})


def write_segment(
    folder: Path, name: str, cards: Iterable[bytes], postings: Iterable[tuple[bytes, array[int], bytearray]]
) -> None:
    """Write a segment; see Engine.write."""
    cards = [*cards]
    if not cards:
        raise ValueError("a segment needs a document")
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
        writer.add_postings(term, documents, impacts, len(cards))
    writer.finish_field()
    writer.close()
    (folder / f"kb-{name}.tmp").rmdir()


def whoosh_reader(folder: Path, name: str, documents: int) -> Any:
    """The segment as Whoosh's own IndexReader, for Whoosh's own Searcher; tests compare its answers with ours."""
    segment = whoosh3.W3Segment(ImpactCodec(), f"kb-{name}", documents, "0")
    return SegmentReader(FileStorage(str(folder)), SCHEMA, segment)


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

    def __init__(self, codec: ImpactCodec, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex.close()
        terms = TermWriter(self._create_file(codec.TERMS_EXT))
        terms.extras["fieldmap"] = self._fieldmap
        self._tindex: Any = terms
        self._offset = 0

    def add_postings(self, term: bytes, documents: array[int], impacts: bytearray, in_segment: int) -> None:
        count = len(documents)
        is_dense = count >= DENSE_FROM and count * DENSE_SHARE > in_segment
        if is_dense:
            dense = bytearray(in_segment)
            for document, impact in zip(documents, impacts, strict=True):
                dense[document] = impact
            size = self._postfile.file.write(dense)
        else:
            size = self._postfile.file.write(documents.tobytes() + impacts)
        record = TERM.pack(0, count, count, is_dense, 0, max(impacts), documents[0], documents[-1], self._offset, size)
        self._offset += size
        self._tindex.add(FIELD_KEY + term, record)


class TermWriter(filetables.OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's ordered hash file, written with one call a term instead of five, and hashed with CRC32 instead of MD5."""

    def __init__(self, file: Any) -> None:
        filetables.HashWriter.__init__(self, file, hashtype=1)
        self.index = GrowableArray("H")
        self._position = file.tell()
        self._write = file.file.write

    def add(self, key: bytes, value: bytes) -> None:
        position = self._position
        self.index.append(position)
        hashed = crc32(key)
        self.buckets[hashed & 255].append((hashed, position))
        self._position += self._write(_LENGTHS.pack(len(key), len(value)) + key + value)


class ImpactTermsReader(whoosh3.W3TermsReader):  # type: ignore[misc]
    """Gives Whoosh's own searcher a matcher over the arrays."""

    def matcher(self, fieldname: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        found = parse_postings(self._tindex[self._keycoder(fieldname, term)], self._postfile)
        weights = [float(impact) for impact in found.impacts if impact]
        return ListMatcher(
            list(found.having()), weights, format=format_, scorer=scorer, term=(fieldname, term),
            terminfo=self.term_info(fieldname, term),
        )  # fmt: skip
