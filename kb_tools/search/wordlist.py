"""The words of a segment as they are written, for correcting what was mistyped.

One file: a line of JSON that tells where each group stands, then the groups. A group holds the words with one first letter
and one length, so that a correction reads a few kilobytes.
"""

from __future__ import annotations

import json
import mmap
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

SHORTEST = 3
LONGEST = 24


def file_name(segment: str) -> str:
    return f"kb-{segment}_words"


def write_words(folder: Path, segment: str, words: Iterable[str]) -> None:
    """Keep the words of a segment."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if SHORTEST <= len(word) <= LONGEST and word.isalpha():
            groups[f"{word[0]}{len(word)}"].append(word)
    table, blocks, offset = {}, [], 0
    for name, members in sorted(groups.items()):
        block = " ".join(sorted(members)).encode("utf-8", "replace")
        table[name] = (offset, len(block))
        blocks.append(block)
        offset += len(block)
    (folder / file_name(segment)).write_bytes(
        json.dumps(table, separators=(",", ":")).encode("ascii") + b"\n" + b"".join(blocks)
    )


class WordList:
    """The words of one segment: opened at once, since the file may be gone later; read when they are first asked for.

    Raises:
        OSError: the file is not there.
        ValueError: it is empty.
    """

    def __init__(self, folder: Path, segment: str) -> None:
        with open(folder / file_name(segment), "rb") as file:
            self._content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._table: dict[str, tuple[int, int]] | None = None
        self._start = 0

    def words(self, first: str, length: int) -> list[str]:
        """The words that begin with a letter and have a length."""
        offset, size = self._groups().get(f"{first}{length}", (0, 0))
        if not size:
            return []
        return self._content[self._start + offset : self._start + offset + size].decode().split(" ")

    def groups(self) -> list[tuple[str, int]]:
        """The first letters and lengths that there are words for."""
        return [(name[0], int(name[1:])) for name in self._groups()]

    def _groups(self) -> dict[str, tuple[int, int]]:
        if self._table is None:
            self._start = self._content.find(b"\n") + 1
            self._table = json.loads(self._content[: self._start])
        return self._table
