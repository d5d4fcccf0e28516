"""What need not be read again: the facts of each article, kept until its file changes."""

from __future__ import annotations

import pickle
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb_tools.checks.facts import Facts
from kb_tools.checks.options import Options
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import smudged
from kb_tools.search.sealed import SealedFile

FILE_NAME = "checked"


class Known(NamedTuple):
    """An article as it was when it was read."""

    entry: Entry
    facts: Facts


class Memory:
    """Remembers articles between runs; where nothing can be kept, it remembers nothing and says nothing."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self._file = SealedFile(settings.root, FILE_NAME, ("article", "checks", "links"), settings, options)

    def load(self) -> Mapping[str, Known]:
        """By path, what was read before with these settings and this version of the rules."""
        payload = self._file.read()
        known: Mapping[str, Known] = pickle.loads(payload) if payload is not None else {}
        return known

    def save(self, known: Mapping[str, Known]) -> None:
        """Keep this for the next run."""
        self._file.write(pickle.dumps(known, protocol=5))


def known_of(entries: Sequence[Entry], facts: Sequence[Facts], digests: Sequence[str]) -> dict[str, Known]:
    """What to keep of articles that were just read. What could not be read is looked at again next time."""
    now = time.time_ns()
    return {
        entry.path: Known(smudged(entry, now), each)
        for entry, each, digest in zip(entries, facts, digests, strict=True)
        if digest
    }
