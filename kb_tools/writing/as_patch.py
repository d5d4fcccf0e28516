"""Changes of several files as a patch that `git apply` takes, run in the root: renames, new files, deletions and all."""

from __future__ import annotations

import os
import re
import stat
import zlib
from base64 import b85encode
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha1
from itertools import groupby
from pathlib import Path

from kb_tools.checks.edited import Change, FixedFile
from kb_tools.checks.patch import patch
from kb_tools.writing.changes import FileChange

_QUOTED = re.compile(rb'[\x00-\x1f"\\\x7f]')
_NOTHING = b"0" * 40
_LONG = 1000
"""Lines."""
_BINARY_LINE = 52
"""Bytes to a line of a binary patch."""


def as_patch(root: Path, changes: Sequence[FileChange]) -> bytes:
    """The patch. Bytes, because files may have any encoding and their line ends must stay."""
    above = _above(root)
    return b"".join(part for change in changes for part in _file(root, above, change))


def _above(root: Path) -> str:
    """The folders from the top of the repository to the root: in a patch with renames, git counts from the top."""
    real = Path(os.path.realpath(root))
    top = next((folder for folder in (real, *real.parents) if (folder / ".git").exists()), real)
    below = os.path.relpath(real, top).replace(os.sep, "/")
    return "" if below == "." else f"{below}/"


def _file(root: Path, above: str, change: FileChange) -> Iterator[bytes]:
    source = change.old or change.path
    before, after = change.before or b"", change.after or b""
    is_new, is_gone = change.before is None, change.after is None
    if before == after and not (is_new or is_gone or change.old):
        return
    old, new = _name(f"a/{above}{source}"), _name(f"b/{above}{change.path}")
    yield b"diff --git " + old + b" " + new + b"\n"
    if is_new:
        yield b"new file mode 100644\n"
    elif is_gone:
        yield b"deleted file mode " + _mode(root / source) + b"\n"
    edits = list(_edits(before, after))
    if change.old:
        kept = len(before) - sum(edit.end - edit.start for edit in edits)
        yield b"similarity index %d%%\n" % (100 * kept // (max(len(before), len(after)) or 1) if edits else 100)
        yield b"rename from " + _name(above + source) + b"\nrename to " + _name(above + change.path) + b"\n"
    if not edits:
        return
    if b"\0" in before or b"\0" in after:
        yield b"index " + (_NOTHING if is_new else _blob(before)) + b".."
        yield (_NOTHING if is_gone else _blob(after)) + b"\nGIT binary patch\n"
        # The second half leads back: git apply -R.
        yield from _literal(after)
        yield from _literal(before)
        return
    yield b"--- " + (b"/dev/null" if is_new else _ended(old)) + b"\n"
    yield b"+++ " + (b"/dev/null" if is_gone else _ended(new)) + b"\n"
    # The two lines above its hunks name the file in the manner of findings, which know no renames.
    yield patch([FixedFile("x", before, after, 0, tuple(edits))]).split(b"\n", 2)[2]


def _edits(before: bytes, after: bytes) -> Iterator[Change]:
    """The lines that differ."""
    ours, theirs = _lines(before), _lines(after)
    first = 0
    while first < min(len(ours), len(theirs)) and ours[first] == theirs[first]:
        first += 1
    last = 0
    while last < min(len(ours), len(theirs)) - first and ours[-1 - last] == theirs[-1 - last]:
        last += 1
    starts = [0]
    for line in ours:
        starts.append(starts[-1] + len(line))
    for start, end, new_start, new_end in _differing(
        ours[first : len(ours) - last], theirs[first : len(theirs) - last]
    ):
        lines = theirs[first + new_start : first + new_end]
        yield Change(starts[first + start], starts[first + end], b"".join(lines))


def _differing(ours: Sequence[bytes], theirs: Sequence[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Which lines of ours are replaced by which of theirs."""
    if len(ours) == len(theirs):
        # Links change within their lines. Comparing each line with all others would take hours in a long table.
        for is_same, pairs in groupby(enumerate(zip(ours, theirs, strict=True)), lambda pair: pair[1][0] == pair[1][1]):
            if not is_same:
                numbers = [number for number, _ in pairs]
                yield numbers[0], numbers[-1] + 1, numbers[0], numbers[-1] + 1
        return
    # In a long file, lines that stand everywhere are no landmarks.
    matcher = SequenceMatcher(None, ours, theirs, autojunk=len(ours) > _LONG)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield start, end, new_start, new_end


def _lines(content: bytes) -> list[bytes]:
    """As git counts them: ended by a line feed only."""
    return re.findall(rb"[^\n]*\n|[^\n]+", content)


def _mode(path: Path) -> bytes:
    try:
        return b"100755" if os.lstat(path).st_mode & stat.S_IXUSR else b"100644"
    except OSError:
        return b"100644"


def _blob(content: bytes) -> bytes:
    """The name that git has for this content; of a binary file it wants to be sure."""
    return sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest().encode()


def _literal(content: bytes) -> Iterator[bytes]:
    yield b"literal %d\n" % len(content)
    packed = zlib.compress(content)
    for start in range(0, len(packed), _BINARY_LINE):
        part = packed[start : start + _BINARY_LINE]
        # The length of a line is its first letter; its last group of five is filled up.
        length = len(part) + (ord("A") - 1 if len(part) <= 26 else ord("a") - 27)
        yield bytes([length]) + b85encode(part, pad=True) + b"\n"
    yield b"\n"


def _name(path: str) -> bytes:
    """As git writes a file's name: in quotes where it must be."""
    name = os.fsencode(path)
    if _QUOTED.search(name):
        return b'"' + _QUOTED.sub(lambda found: b"\\%03o" % found[0][0], name) + b'"'
    return name


def _ended(name: bytes) -> bytes:
    """A tab ends a name with spaces."""
    return name + b"\t" if b" " in name and not name.startswith(b'"') else name
