"""What need not be read again: the facts of each article, kept until its file changes.

The file is a pickle, so it is opened only under a seal made with the user's own key: one that came with a clone, or was
changed by anybody or anything, is set aside unread and everything is read anew.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kb_tools import __version__
from kb_tools.checks.facts import Facts
from kb_tools.checks.options import Options
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import smudged
from kb_tools.digests import blake2b
from kb_tools.search import place

FILE_NAME = "checked"
_SEAL_BYTES = 32


class Known(NamedTuple):
    """An article as it was when it was read."""

    entry: Entry
    facts: Facts


class Memory:
    """Remembers articles between runs; where nothing can be kept, it remembers nothing and says nothing."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self._fingerprint = _fingerprint(settings, options)
        self._path: Path | None
        try:
            self._path = place.kept_file(place.index_folder(settings.root), FILE_NAME)
            self._key = place.key()
        except OSError:
            self._path = None

    def load(self) -> Mapping[str, Known]:
        """By path, what was read before with these settings and this version of the rules."""
        if self._path is None:
            return {}
        place.remove_unless_file(self._path)
        try:
            content = self._path.read_bytes()
        except OSError:
            return {}
        seal, payload = content[:_SEAL_BYTES], content[_SEAL_BYTES:]
        if seal != self._seal(payload):
            return {}
        known: Mapping[str, Known] = pickle.loads(payload)
        return known

    def save(self, known: Mapping[str, Known]) -> None:
        """Keep this for the next run; atomic, and the last of two runs at once wins whole."""
        if self._path is None:
            return
        payload = pickle.dumps(known, protocol=5)
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            try:
                with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(self._seal(payload))
                    file.write(payload)
                os.replace(temporary, self._path)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)

    def _seal(self, payload: bytes) -> bytes:
        return blake2b(payload, key=self._key, digest_size=_SEAL_BYTES, salt=self._fingerprint).digest()


def known_of(entries: Sequence[Entry], facts: Sequence[Facts], digests: Sequence[str]) -> dict[str, Known]:
    """What to keep of articles that were just read. What could not be read is looked at again next time."""
    now = time.time_ns()
    return {
        entry.path: Known(smudged(entry, now), each)
        for entry, each, digest in zip(entries, facts, digests, strict=True)
        if digest
    }


def _fingerprint(settings: Settings, options: Options) -> bytes:
    """Names all that decides what is found in one article: settings, and the code that looks at it."""
    code = Path(__file__).parents[1]
    files = [path for part in ("article", "checks", "links") for path in sorted((code / part).rglob("*.*"))]
    stamps = [(path.name, (found := path.stat()).st_size, found.st_mtime_ns) for path in files if path.suffix != ".pyc"]
    text = repr((__version__, stamps, settings, options))
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()
