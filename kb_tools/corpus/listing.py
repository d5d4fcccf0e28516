"""Walk the docs folder. The hot path of every search: one scandir a folder, one stat a file, nothing read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kb_tools.errors import ContentError

SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page."""

_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages"})
_MAX_DEPTH = 64


class Entry(NamedTuple):
    """A file as the folder shows it, unread."""

    path: str
    """Below the docs folder, with forward slashes."""
    size: int
    mtime_ns: int
    ctime_ns: int


def list_articles(docs: Path) -> list[Entry]:
    """Every Markdown file below *docs*, by path. Hidden files and folders are left out; links are followed, but never in a circle.

    Raises:
        ContentError: the folder itself cannot be listed.
    """
    try:
        os.scandir(docs).close()
    except OSError as error:
        raise ContentError(f"the docs folder cannot be read: {error.strerror}", path=docs) from error
    return sorted(_walk(str(docs)))


def is_listed(path: str) -> bool:
    """Would a file of this path below the docs folder be listed, if it were there?"""
    *folders, name = path.split("/")
    if not name.lower().endswith(SUFFIXES) or name.startswith("."):
        return False
    return not any(folder.startswith(".") or folder in _SKIPPED for folder in folders) and len(folders) <= _MAX_DEPTH


def _walk(docs: str) -> Iterator[Entry]:
    followed: set[str] = set()
    waiting = [(docs, "", 0)]
    while waiting:
        folder, below, depth = waiting.pop()
        try:
            entries = os.scandir(folder)
        except OSError:
            # No permission, or gone since its parent was listed.
            continue
        with entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if name.lower().endswith(SUFFIXES):
                    try:
                        stat = entry.stat()
                        if entry.is_file():
                            yield Entry(below + name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
                            continue
                    except OSError:
                        # A link to nothing.
                        continue
                if name in _SKIPPED or depth >= _MAX_DEPTH:
                    continue
                if entry.is_dir(follow_symlinks=False) or (
                    entry.is_symlink() and _leads_on(entry.path, docs, followed)
                ):
                    waiting.append((entry.path, f"{below}{name}/", depth + 1))


def _leads_on(link: str, docs: str, followed: set[str]) -> bool:
    """Does this link lead to a folder that is not listed otherwise?"""
    target, top = os.path.realpath(link), os.path.realpath(docs)
    if not os.path.isdir(target) or target in followed:
        return False
    if os.path.commonpath((target, top)) in (target, top):
        # Inside docs: listed under its own name. Above docs: a circle.
        return False
    followed.add(target)
    return True


def digest_input(entries: Iterable[Entry]) -> bytes:
    """The listing as bytes: equal when, and only when, no file was added, removed, renamed, or touched."""
    return "\0".join([f"{path}\0{size}\0{mtime}\0{ctime}" for path, size, mtime, ctime in entries]).encode(
        "utf-8", "surrogateescape"
    )
