"""The days of the past that were counted before: they do not change any more."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from pathlib import Path

from kb_tools import __version__, atomic
from kb_tools.checks.base import Base
from kb_tools.digests import blake2b
from kb_tools.health.state import State
from kb_tools.links import mkdocs_yml
from kb_tools.marked_yaml import MAX_BYTES
from kb_tools.search import place

FILE_NAME = "health"
FORMAT = 1
"""Raised whenever a count changes its meaning."""

MOST = 1000
"""Days that are kept: those of many ways to choose them."""

_SEAL = 64


class Remembered:
    """Counts by day and commit, in kb's own folder. Where nothing can be kept, nothing is, without a word.

    Sealed with the user's own key: figures that came with a clone, or were touched up, are not believed.
    """

    def __init__(self, base: Base) -> None:
        self._states: dict[str, State] = {}
        self._is_changed = False
        self._path: Path | None = None
        self._salt = _fingerprint(base)
        with contextlib.suppress(OSError):
            self._key = place.key()
            self._path = place.kept_file(place.index_folder(base.settings.root), FILE_NAME)
            place.remove_unless_file(self._path)
            self._states = self._load(self._path.read_bytes())

    def get(self, day: date, commit: str) -> State | None:
        """What was counted of this commit on this day."""
        return self._states.get(f"{day} {commit}")

    def put(self, day: date, commit: str, state: State) -> None:
        """Keep it."""
        self._states[f"{day} {commit}"] = state
        self._is_changed = True

    def save(self) -> None:
        """Write what is new to the disk, atomically; of two runs at once, the last one's is kept."""
        if self._path is None or not self._is_changed:
            return
        kept = dict(list(self._states.items())[-MOST:])
        payload = json.dumps(kept, separators=(",", ":")).encode("ascii")
        with contextlib.suppress(OSError):
            atomic.replace(self._path, self._seal(payload) + payload)

    def _load(self, content: bytes) -> dict[str, State]:
        seal, payload = content[:_SEAL], content[_SEAL:]
        if seal != self._seal(payload):
            return {}
        return {name: State(*counts) for name, counts in json.loads(payload).items()}

    def _seal(self, payload: bytes) -> bytes:
        return blake2b(payload, key=self._key, salt=self._salt, digest_size=_SEAL // 2).hexdigest().encode("ascii")


def _fingerprint(base: Base) -> bytes:
    """Names all that decides what is counted: the version, the settings, what the site says of links."""
    site = mkdocs_yml.find(base.settings.root)
    content = b""
    if site:
        with open(site, "rb") as file:
            content = file.read(MAX_BYTES)
    text = repr((FORMAT, State._fields, __version__, base.settings, base.options, content, _code()))
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def _code() -> list[tuple[str, int, int]]:
    """The code that counts: a change in it is another count, also between two versions."""
    home = Path(__file__).parents[1]
    files = [path for name in ("article", "checks", "health", "links") for path in sorted((home / name).rglob("*.py"))]
    return [(path.name, (found := path.stat()).st_size, found.st_mtime_ns) for path in files]
