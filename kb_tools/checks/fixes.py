"""Apply the edits of findings to their files. Every byte outside an edit stays what it is."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from kb_tools.article.read import MAX_BYTES
from kb_tools.checks.edited import Change, FixedFile, applied
from kb_tools.checks.finding import BYTE_ORDER_MARK, Edit, Finding
from kb_tools.checks.patch import patch
from kb_tools.corpus.listing import Entry

__all__ = ["FixedFile", "fixed", "patch"]

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")


class Unfit(Exception):
    """An edit cannot be made; the message says why."""


def fixed(
    root: Path, findings: Iterable[Finding], as_read: Mapping[str, Entry] = MappingProxyType({})
) -> tuple[list[FixedFile], list[tuple[str, str]]]:
    """What the edits of these findings make of their files, and which files are left as they are: path and reason.

    All edits of a finding are made, or none. Where two findings want the same place, the first has it, and the other is
    found again in the next run, if it is still there then.

    Args:
        as_read: how the folder showed each file when it was checked, by path from the root. Asking other servers takes
            minutes: one that was saved meanwhile is left alone.
    """
    files = _Files(root, as_read)
    skipped: dict[tuple[str, str], None] = {}
    for finding in findings:
        if not finding.edits:
            continue
        path, planned = finding.path, []
        try:
            for edit in finding.edits:
                path = edit.path
                file = files.get(path)
                planned.append((file, file.change(edit)))
            files.accept(finding, planned)
        except Unfit as error:
            skipped[path, str(error)] = None
    return files.fixed(), list(skipped)


class _File:
    """A file that is being mended."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        self.changes: list[Change] = []
        """In order, none over another."""
        self.mended: set[str] = set()
        """Fingerprints of the findings."""
        self._start = len(_BOM) if content.startswith(_BOM) else 0
        raw = content[self._start :]
        try:
            self._text, self._encoding = raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            # As articles are read then; each byte is a character.
            self._text, self._encoding = raw.decode("cp1252", "replace"), "cp1252"
        self._ends = [(found.start(), found.end()) for found in _LINE_END.finditer(self._text)]
        self._starts = [0, *(end for _, end in self._ends)]
        self._bytes: list[int] | None = None
        found = _LINE_END.search(self._text)
        self._line_end = found[0] if found else "\n"

    def change(self, edit: Edit) -> Change:
        """The bytes that an edit replaces."""
        span = edit.span
        if span == BYTE_ORDER_MARK and self._start:
            return Change(0, self._start, edit.text.encode())
        start, end = self._offset(span.line, span.column), self._offset(span.end_line, span.end_column)
        if end < start:
            raise Unfit("an edit ends before it begins")
        text = edit.text.replace("\r\n", "\n").replace("\n", self._line_end)
        try:
            new = text.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise Unfit(f"{text[error.start]!r} cannot be written in its encoding, {self._encoding}") from error
        return Change(self._byte(start), self._byte(end), new)

    def _offset(self, line: int, column: int) -> int:
        """Which character of the text stands there?"""
        if 0 < line <= len(self._starts) and column > 0:
            offset = self._starts[line - 1] + column - 1
            stop = self._ends[line - 1][0] if line <= len(self._ends) else len(self._text)
            if offset <= stop:
                return offset
        raise Unfit("it is no longer what was checked")

    def _byte(self, offset: int) -> int:
        """Where does this character begin in the file?"""
        if self._encoding != "utf-8" or len(self._text) + self._start == len(self.content):
            return self._start + offset
        if self._bytes is None:
            # For each line; a file may have many edits.
            self._bytes = [self._start]
            for first, last in zip(self._starts, self._starts[1:], strict=False):
                self._bytes.append(self._bytes[-1] + len(self._text[first:last].encode("utf-8")))
        line = bisect_right(self._starts, offset) - 1
        return self._bytes[line] + len(self._text[self._starts[line] : offset].encode("utf-8"))


class _Files:
    """The files that edits are about, each read once, under whatever name."""

    def __init__(self, root: Path, as_read: Mapping[str, Entry]) -> None:
        self._root = os.path.realpath(root)
        self._as_read = as_read
        self._files: dict[str, _File | Unfit] = {}

    def get(self, path: str) -> _File:
        """The file of this name. Raises Unfit where it must not be written."""
        try:
            real = os.path.realpath(os.path.join(self._root, path))
        except ValueError as error:
            raise Unfit("it has no possible name") from error
        if real not in self._files:
            try:
                self._files[real] = self._read(path, real)
            except Unfit as error:
                self._files[real] = error
        found = self._files[real]
        if isinstance(found, Unfit):
            raise found
        return found

    def _read(self, path: str, real: str) -> _File:
        if not Path(real).is_relative_to(self._root):
            raise Unfit("it lies outside of the knowledge base")
        try:
            mode = os.stat(real).st_mode
            if not stat.S_ISREG(mode):
                raise Unfit("it is no plain file")
            if not mode & stat.S_IWUSR or not os.access(real, os.W_OK):
                raise Unfit("it is write-protected")
            with open(real, "rb") as file:
                found = os.fstat(file.fileno())
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise Unfit(f"it cannot be read: {error.strerror}") from error
        if len(content) > MAX_BYTES or content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:8000]:
            raise Unfit("it is too long, or no UTF-8 text")
        if b"\x02" in content or b"\x03" in content:
            # The scanner of articles takes these out, so that columns no longer count what stands in the file.
            raise Unfit("it has control characters")
        now = Entry("", found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if path in self._as_read and self._as_read[path][1:] != now[1:]:
            raise Unfit("it is no longer what was checked")
        return _File(os.path.relpath(real, self._root).replace(os.sep, "/"), content)

    def accept(self, finding: Finding, changes: Sequence[tuple[_File, Change]]) -> None:
        """Make these changes, unless one of them is in the way of another: then none of them."""
        made: list[tuple[_File, Change]] = []
        for file, change in changes:
            index = bisect_left(file.changes, change)
            if index < len(file.changes) and file.changes[index] == change:
                # Another finding is mended by the very same.
                continue
            if any(_overlap(change, other) for other in file.changes[max(0, index - 1) : index + 1]):
                for holder, known in made:
                    holder.changes.remove(known)
                raise Unfit("another fix changes the same place; run it again")
            file.changes.insert(index, change)
            made.append((file, change))
        changes[0][0].mended.add(finding.fingerprint)

    def fixed(self) -> list[FixedFile]:
        """By path, the files that change."""
        files = []
        for file in self._files.values():
            if isinstance(file, _File) and file.changes:
                changes = tuple(file.changes)
                after = applied(file.content, changes)
                if after != file.content:
                    mended = frozenset(file.mended)
                    files.append(FixedFile(file.path, file.content, after, len(mended), changes, mended))
        return sorted(files, key=lambda file: file.path)


def _overlap(one: Change, other: Change) -> bool:
    """Do both want the same bytes, or put something in at the same place or at the edge of what the other replaces?"""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end
