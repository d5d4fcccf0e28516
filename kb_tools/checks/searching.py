"""kb's own search, as the rules use it: what it said of a whole folder is kept until the index changes."""

from __future__ import annotations

import contextlib
import gc
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb_tools import atomic
from kb_tools.errors import ConfigError, KbError
from kb_tools.search import place

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.search.searcher import Searcher

AMONG = 3
"""An article's own title should find it among so many."""

FILE_NAME = "unfound"

PARALLEL_FROM = 400
"""Fewer titles than this are searched for faster than a process starts and ends."""

MAX_WORKERS = 4

PARTS = 64
"""Whoever is idle takes the next part: small enough that all are done at about the same time."""


def open_searcher(base: Base) -> Searcher | None:
    """The search over these articles; None, and a note, where there can be none."""
    try:
        return base.searcher
    except ConfigError:
        base.note("no title was searched for: vocabulary.yml cannot be read (see synonym-unused)")
    except KbError as error:
        base.note(f"no title or synonym was looked up: {error}")
    return None


class Titles:
    """Which articles that may answer a caller does their own title not find among the first?

    Known from an earlier run with the same index, or else searched for: other processes begin at once, and whoever wants to
    know helps them.
    """

    def __init__(self, base: Base, searcher: Searcher) -> None:
        self._searcher = searcher
        self._wanted = [(facts.path, facts.title) for facts in base if facts.is_answer]
        self._index = f"{searcher.generation} {base.today} {AMONG}"
        self._file = place.kept_file(searcher.folder, FILE_NAME)
        self._known = _load(self._file, self._index)
        self._helpers: list[tuple[Any, Connection]] = []
        self._parts = -1
        """Where the numbers of the parts that nobody has taken yet can be read."""
        if self._known is None and sys.platform == "linux" and len(self._wanted) >= PARALLEL_FROM:
            self._begin(min(MAX_WORKERS, os.cpu_count() or 1) - 1)

    @cached_property
    def unfound(self) -> list[str]:
        """Their paths, in order."""
        if self._known is not None:
            return self._known
        found = dict(self._taken()) if self._helpers else {}
        for process, connection in self._helpers:
            with contextlib.suppress(EOFError):
                found.update(connection.recv())
            connection.close()
            process.join()
        if self._helpers:
            os.close(self._parts)
        # All of them without helpers; else those of a helper that was killed.
        missing = [part for part in range(PARTS) if part not in found]
        found.update((part, self._search(part)) for part in missing)
        paths = {path for part in found.values() for path in part}
        unfound = [path for path, _ in self._wanted if path in paths]
        with contextlib.suppress(OSError):
            atomic.replace(self._file, json.dumps({"index": self._index, "unfound": unfound}).encode())
        return unfound

    def _begin(self, helpers: int) -> None:
        context: Any = multiprocessing.get_context("fork")
        self._parts, numbers = os.pipe()
        os.write(numbers, bytes(range(PARTS)))
        # Closed before anybody reads: what is empty then stays empty.
        os.close(numbers)
        for _ in range(helpers):
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=self._help, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._helpers.append((process, ours))

    def _help(self, connection: Connection) -> None:
        """What a helper does. If it fails, its parts are done again where an error is seen."""
        gc.disable()
        with contextlib.suppress(Exception, KeyboardInterrupt):
            connection.send(list(self._taken()))

    def _taken(self) -> Iterator[tuple[int, list[str]]]:
        """Do one part after the other, as long as there are any that nobody has taken."""
        while number := os.read(self._parts, 1):
            yield number[0], self._search(number[0])

    def _search(self, part: int) -> list[str]:
        finds = self._searcher.finds
        return [path for path, title in self._wanted[part::PARTS] if not finds(path, title, AMONG)]


def _load(path: Path, index: str) -> list[str] | None:
    """What an earlier run found in this very index."""
    place.remove_unless_file(path)
    try:
        known = json.loads(path.read_bytes())
        return [str(each) for each in known["unfound"]] if known["index"] == index else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
