"""kb's own search, as the rules use it: what it said of a whole folder is kept until the index changes."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from functools import cached_property
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from kb_tools.errors import ConfigError, KbError
from kb_tools.search.sealed import SealedFile
from kb_tools.workers import CAN_FORK, Workers

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
        self._file = SealedFile(
            base.settings.root, FILE_NAME, ("query", "search"), searcher.generation, base.today, AMONG
        )
        payload = self._file.read()
        self._known: list[str] | None = json.loads(payload) if payload is not None else None
        self._helpers: Workers | None = None
        self._parts = -1
        """Where the numbers of the parts that nobody has taken yet can be read."""
        if self._known is None and CAN_FORK and len(self._wanted) >= PARALLEL_FROM:
            self._begin(min(MAX_WORKERS, os.cpu_count() or 1) - 1)

    @cached_property
    def unfound(self) -> list[str]:
        """Their paths, in order."""
        if self._known is not None:
            return self._known
        found: dict[int, list[str]] = {}
        if self._helpers is not None:
            with self._helpers:
                found.update(self._taken())
                for others in self._helpers.collect(instead=lambda _: {}):
                    found.update(others)
            os.close(self._parts)
        # All of them without helpers; else those of a helper that failed or was killed.
        missing = [part for part in range(PARTS) if part not in found]
        found.update((part, self._search(part)) for part in missing)
        paths = {path for part in found.values() for path in part}
        unfound = [path for path, _ in self._wanted if path in paths]
        self._file.write(json.dumps(unfound).encode("ascii"))
        return unfound

    def _begin(self, helpers: int) -> None:
        self._parts, numbers = os.pipe()
        os.write(numbers, bytes(range(PARTS)))
        # Closed before anybody reads: what is empty then stays empty.
        os.close(numbers)
        try:
            self._helpers = Workers(self._help, [()] * helpers)
        except OSError:
            # No more processes for this user: then alone.
            os.close(self._parts)

    def _help(self, connection: Connection) -> dict[int, list[str]]:
        """What a helper does. Where it fails, the rest is done again where an error is seen."""
        found: dict[int, list[str]] = {}
        with contextlib.suppress(Exception):
            found.update(self._taken())
        return found

    def _taken(self) -> Iterator[tuple[int, list[str]]]:
        """Do one part after the other, as long as there are any that nobody has taken."""
        while number := os.read(self._parts, 1):
            yield number[0], self._search(number[0])

    def _search(self, part: int) -> list[str]:
        finds = self._searcher.finds
        return [path for path, title in self._wanted[part::PARTS] if not finds(path, title, AMONG)]
