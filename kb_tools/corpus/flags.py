"""What agents say is wrong with an article: one small file a flag, in `flags/` at the root, in git like the articles.

A file of its own for each, so that two people who flag at once, on two branches, never meet. Such a file may come from
anywhere: what is not a plain, small file that kb could have written is passed over, and said.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kb_tools.article.trust import Flags
from kb_tools.digests import blake2b

FOLDER = "flags"

MOST_SAID = 1000
"""Letters: it is a line, not an article."""

MOST_BYTES = 10_000
"""Of a file: more than the longest line takes."""

MOST_FLAGS = 500
"""Of one article; nobody reads more."""

_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{4}\.json")
_FOLDER = re.compile(r"[a-z0-9-]+")
_PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_UNSAFE = re.compile(r"[^a-z0-9]+")
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")
"""What no file may be called on Windows."""


class Flag(NamedTuple):
    """One of them."""

    article: str
    """The article's id."""
    said: str
    at: str
    """Day, time and zone."""
    by: str
    """Empty where nobody knows."""
    file: str
    """From the root."""


class OpenFlags:
    """The flags that nobody has answered yet."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders = frozenset(filter(_FOLDER.fullmatch, _names(os.path.join(root, FOLDER))))
        self._known: dict[str, tuple[Flag, ...]] = {}
        self.troubles: list[str] = []
        """What was passed over and why, a line each."""

    def __bool__(self) -> bool:
        return bool(self._folders)

    def of(self, article: str) -> tuple[Flag, ...]:
        """The flags of the article with this id, the oldest first."""
        folder = folder_of(article)
        if folder not in self._folders:
            return ()
        # Two ids may share a folder; what the file says counts.
        return tuple(flag for flag in self._in(folder) if flag.article == article)

    def summary(self, article: str) -> Flags | None:
        """What an article's trust says about them."""
        found = self.of(article)
        return Flags(len(found), found[-1].said, found[-1].at) if found else None

    def all(self) -> list[Flag]:
        """Every flag, the oldest first."""
        found = [flag for folder in self._folders for flag in self._in(folder)]
        return sorted(found, key=_age)

    def articles(self) -> frozenset[str]:
        """The ids of the articles that are flagged."""
        return frozenset(flag.article for folder in self._folders for flag in self._in(folder))

    def _in(self, folder: str) -> tuple[Flag, ...]:
        if folder not in self._known:
            names = sorted(name for name in _names(os.path.join(self._root, FOLDER, folder)) if _NAME.fullmatch(name))
            if len(names) > MOST_FLAGS:
                self.troubles.append(f"{FOLDER}/{folder}: {len(names)} flags; only the newest {MOST_FLAGS} are read")
            self._known[folder] = tuple(sorted(self._read(folder, names[-MOST_FLAGS:]), key=_age))
        return self._known[folder]

    def _read(self, folder: str, names: list[str]) -> Iterator[Flag]:
        for name in names:
            file = f"{FOLDER}/{folder}/{name}"
            try:
                flag = _flag(_content(self._root / file), file)
                if folder_of(flag.article) != folder:
                    raise ValueError("it is about an article whose flags lie elsewhere")
                yield flag
            except (OSError, ValueError, RecursionError) as error:
                reason = error.strerror if isinstance(error, OSError) else str(error)
                self.troubles.append(f"{file}: is no flag, and is passed over: {reason or type(error).__name__}")


def folder_of(article: str) -> str:
    """The name of the folder for an article's flags: one that every file system takes, the same in either case."""
    if _PLAIN_ID.fullmatch(article) and not _DEVICES.fullmatch(article):
        return article
    digest = blake2b(article.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{_UNSAFE.sub('-', article.lower()).strip('-')[:60]}-{digest}".lstrip("-")


def text_of(flag: Flag) -> str:
    """What stands in the file of a flag."""
    fields = {"article": flag.article, "said": flag.said, "at": flag.at, **({"by": flag.by} if flag.by else {})}
    return json.dumps(fields, ensure_ascii=not all(map(str.isprintable, fields.values())), indent=2) + "\n"


def one_line(text: str) -> str:
    """Text without line ends and without what steers a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def moment_of(flag: Flag) -> datetime:
    """When it was said."""
    return datetime.fromisoformat(flag.at)


def _age(flag: Flag) -> tuple[datetime, str]:
    return moment_of(flag), flag.file


def _names(folder: str) -> frozenset[str]:
    """What lies in a folder; nothing in one that is not there, or is only a link to one."""
    try:
        return frozenset(os.listdir(folder)) if not os.path.islink(folder) else frozenset()
    except OSError:
        return frozenset()


def _content(path: Path) -> bytes:
    # Not through a link, and no pipe that nobody ever writes to.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("it is no file")
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"it is larger than {MOST_BYTES:,} bytes")
    return content


def _flag(content: bytes, file: str) -> Flag:
    """Raises ValueError for what is no flag."""
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("it holds no fields")
    texts = {name: found.get(name, "") for name in ("article", "said", "at", "by")}
    for name, text in texts.items():
        if not isinstance(text, str) or (not text.strip() and name != "by"):
            raise ValueError(f"{name} is missing, or is no text")
    at = datetime.fromisoformat(texts["at"])
    if at.utcoffset() is None or not 1970 < at.year < 9999:
        raise ValueError("at is no time with a zone")
    said = one_line(texts["said"])
    return Flag(texts["article"], said[:MOST_SAID], at.isoformat(), one_line(texts["by"])[:100], file)
