"""The days of the past that were counted before: they do not change any more."""

from __future__ import annotations

import json
from datetime import date

from kb_tools.checks.base import Base
from kb_tools.health.state import State
from kb_tools.links import mkdocs_yml
from kb_tools.marked_yaml import MAX_BYTES
from kb_tools.search.sealed import SealedFile

FILE_NAME = "health"
FORMAT = 1
"""Raised whenever a count changes its meaning."""

MOST = 1000
"""Days that are kept: those of many ways to choose them."""


class Remembered:
    """Counts by day and commit, in kb's own folder: not those that came with a clone, or were touched up."""

    def __init__(self, base: Base) -> None:
        self._file = SealedFile(
            base.settings.root, FILE_NAME, ("article", "checks", "health", "links"),
            FORMAT, State._fields, base.settings, base.options, _site(base),
        )  # fmt: skip
        payload = self._file.read()
        rows = json.loads(payload) if payload is not None else {}
        self._states = {name: State(*counts) for name, counts in rows.items()}
        self._is_changed = False

    def get(self, day: date, commit: str) -> State | None:
        """What was counted of this commit on this day."""
        return self._states.get(f"{day} {commit}")

    def put(self, day: date, commit: str, state: State) -> None:
        """Keep it."""
        self._states[f"{day} {commit}"] = state
        self._is_changed = True

    def save(self) -> None:
        """Write what is new to the disk; of two runs at once, the last one's is kept."""
        if self._is_changed:
            kept = dict(list(self._states.items())[-MOST:])
            self._file.write(json.dumps(kept, separators=(",", ":")).encode("ascii"))


def _site(base: Base) -> bytes:
    """What the site says of links decides what is counted, too."""
    path = mkdocs_yml.find(base.settings.root)
    if path is None:
        return b""
    with open(path, "rb") as file:
        return file.read(MAX_BYTES)
