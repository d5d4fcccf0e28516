"""Keep the answers true while the screen is open: look now and then whether articles changed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from kb_tools.config import load_settings
from kb_tools.errors import KbError
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Index, Keeper, NotCurrent

EVERY = 3.0
"""Seconds between two looks."""


class Look(NamedTuple):
    """What came of it."""

    searcher: Searcher | None = None
    """Another one; None where nothing changed or it cannot be had now."""
    trouble: str = ""


class Freshness:
    """Says when to look, and looks."""

    def __init__(self, folder: str, searcher: Searcher) -> None:
        self._folder = folder
        self._generation = searcher.generation
        self._looked = time.monotonic()

    def is_due(self) -> bool:
        return time.monotonic() - self._looked >= EVERY

    def look(self) -> Look:
        """Bring the index up to date where something changed. For a thread of its own: it writes nothing on the screen."""
        try:
            keeper = Keeper(load_settings(Path(self._folder)))
            index = _index(keeper)
            if index is None:
                return Look()
            searcher = Searcher(keeper.settings, index)
            if searcher.generation == self._generation:
                return Look()
            self._generation = searcher.generation
            return Look(searcher)
        except KbError as error:
            return Look(trouble=f"{error}; until this is mended, answers are from before")
        except (OSError, ValueError, KeyError, EOFError):
            # Replaced while it was read: the next look finds it whole.
            return Look()
        finally:
            self._looked = time.monotonic()


def _index(keeper: Keeper) -> Index | None:
    try:
        return keeper.current()
    except NotCurrent:
        # Somebody else is at it: their result comes with the next look.
        return None if keeper.is_busy() else keeper.update(lambda done: None)
