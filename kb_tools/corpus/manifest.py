"""What was indexed, and how it looked then: the difference between two states of the docs folder."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kb_tools.corpus.listing import Entry
from kb_tools.digests import blake2b

RACY_NS = 2_000_000_000
"""A file changed this shortly before it was read may change again within the same clock tick (git's racy entries)."""


READ_AT_ONCE = 1 << 26
"""What is longer (a log, a disk image) is neither held in memory nor read to its end: no article is."""


class Row(NamedTuple):
    """One file as it was when it was indexed."""

    entry: Entry
    digest: str
    segment: str
    """The segment that holds it; empty when the file is not an answer to anything (ignored, excluded, binary)."""
    document: int
    lengths: tuple[int, ...]
    """How many terms each of its fields has."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What to do to get from one state to another."""

    read: tuple[Entry, ...]
    """New or changed files."""
    gone: tuple[Row, ...]
    """Rows whose file is no longer there, or says something else now."""
    kept: tuple[Row, ...]
    """Rows that still hold, with the size and times the file has now."""

    @property
    def is_empty(self) -> bool:
        return not self.read and not self.gone


def difference(rows: Iterable[Row], entries: Iterable[Entry], digest_of: Callable[[Entry], str | None]) -> Difference:
    """Compare by size and times first; where these differ, ask *digest_of* for the content's digest."""
    known: Mapping[str, Row] = {row.entry.path: row for row in rows}
    read, gone, kept = [], [], []
    seen = set()
    for entry in entries:
        seen.add(entry.path)
        row = known.get(entry.path)
        if row is None:
            read.append(entry)
        elif row.entry == entry:
            kept.append(row)
        elif row.digest and row.entry.size == entry.size and digest_of(entry) == row.digest:
            kept.append(row._replace(entry=smudged(entry, time.time_ns())))
        else:
            read.append(entry)
            gone.append(row)
    gone.extend(row for path, row in known.items() if path not in seen)
    return Difference(tuple(read), tuple(gone), tuple(kept))


def smudged(entry: Entry, read_at_ns: int) -> Entry:
    """Forget the time of a file that may still be changing, so that the next run looks at its content again."""
    racy = abs(read_at_ns - entry.mtime_ns) < RACY_NS
    return entry._replace(mtime_ns=0) if racy else entry


def read_file(path: Path | str) -> tuple[bytes, int, str]:
    """A file's content, its size, and the name of its content; of a huge file only as much as an article can be."""
    with open(path, "rb") as file:
        content = file.read(READ_AT_ONCE)
        size = len(content) if len(content) < READ_AT_ONCE else os.fstat(file.fileno()).st_size
    return content, size, blake2b(content, digest_size=16).hexdigest()


def dump(rows: Iterable[Row]) -> bytes:
    table = [[*row.entry, row.digest, row.segment, row.document, *row.lengths] for row in rows]
    return json.dumps(table, separators=(",", ":")).encode("ascii")


def load(content: bytes) -> list[Row]:
    """Read what `dump` wrote. Raises ValueError for anything else."""
    try:
        return [
            Row(Entry(path, size, mtime, ctime), name, segment, document, tuple(lengths))
            for path, size, mtime, ctime, name, segment, document, *lengths in json.loads(content)
        ]
    except TypeError as error:
        raise ValueError("not a manifest") from error
