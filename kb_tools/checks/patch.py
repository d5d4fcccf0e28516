"""What fixes would change, as a unified diff that `git apply` and `patch -p1` take, run in the root."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb_tools.checks.edited import Change, FixedFile, applied

_CONTEXT = 3
_QUOTED = re.compile(rb'[\x00-\x1f"\\\x7f]')


class _Block(NamedTuple):
    """Lines that are replaced by others."""

    first: int
    """The first line, from 0."""
    before: list[bytes]
    after: list[bytes]

    @property
    def end(self) -> int:
        return self.first + len(self.before)


def patch(files: Iterable[FixedFile]) -> bytes:
    """Bytes, because files may have any encoding and their line ends must stay."""
    return b"".join(part for file in files for part in _file(file))


def _file(file: FixedFile) -> Iterator[bytes]:
    # No "diff --git" line: with one, git takes the names from the top of the repository, which may lie above the root.
    yield b"--- " + _name("a/" + file.path) + b"\n+++ " + _name("b/" + file.path) + b"\n"
    lines = _split(file.before)
    shift = 0
    for blocks in _hunks(_blocks(file, lines)):
        first, last = max(0, blocks[0].first - _CONTEXT), min(len(lines), blocks[-1].end + _CONTEXT)
        grown = sum(len(block.after) - len(block.before) for block in blocks)
        old, new = last - first, last - first + grown
        yield f"@@ -{_range(first, old)} +{_range(first + shift, new)} @@\n".encode()
        position = first
        for block in blocks:
            yield from _marked(b" ", lines[position : block.first])
            yield from _marked(b"-", block.before)
            yield from _marked(b"+", block.after)
            position = block.end
        yield from _marked(b" ", lines[position:last])
        shift += grown


def _split(content: bytes) -> list[bytes]:
    """The lines as diffs count them: ended by a line feed only."""
    lines = content.split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _blocks(file: FixedFile, lines: Sequence[bytes]) -> Iterator[_Block]:
    """The changes in lines; those that share a line are one block."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    if lines and not lines[-1].endswith(b"\n"):
        # The end of the file is on the last line, not after it.
        starts.pop()
    group: list[Change] = []
    first = last = -1
    for change in file.changes:
        begin, end = bisect_right(starts, change.start) - 1, bisect_right(starts, change.end) - 1
        if group and begin > last:
            yield _block(file, group, starts, lines, first, last)
            group = []
        if not group:
            first = begin
        group.append(change)
        last = max(last, end)
    if group:
        yield _block(file, group, starts, lines, first, last)


def _block(
    file: FixedFile, changes: Sequence[Change], starts: Sequence[int], lines: Sequence[bytes], first: int, last: int
) -> _Block:
    before = list(lines[first : last + 1])
    origin = starts[first]
    moved = [Change(change.start - origin, change.end - origin, change.new) for change in changes]
    after = _split(applied(b"".join(before), moved))
    # Lines that an edit only touched with its end.
    while before and after and before[0] == after[0]:
        first += 1
        del before[0], after[0]
    while before and after and before[-1] == after[-1]:
        del before[-1], after[-1]
    return _Block(first, before, after)


def _hunks(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Blocks whose context would overlap go together."""
    hunk: list[_Block] = []
    for block in blocks:
        if not block.before and not block.after:
            continue
        if hunk and block.first - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(block)
    if hunk:
        yield hunk


def _marked(mark: bytes, lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield mark + line if line.endswith(b"\n") else mark + line + b"\n\\ No newline at end of file\n"


def _range(first: int, count: int) -> str:
    # Of an empty range, the line before it is named.
    return f"{first + 1 if count else first},{count}"


def _name(path: str) -> bytes:
    """As git writes a file's name: in quotes where it must be; a tab ends one with spaces."""
    name = os.fsencode(path)
    if _QUOTED.search(name):
        return b'"' + _QUOTED.sub(lambda found: b"\\%03o" % found[0][0], name) + b'"'
    return name + b"\t" if b" " in name else name
