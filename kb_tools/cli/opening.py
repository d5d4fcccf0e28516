"""Get hold of an index that can be searched, whatever state it is in."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from kb_tools.cli.output import Progress, note
from kb_tools.config import load_settings
from kb_tools.errors import ConfigError, IndexUnusable
from kb_tools.search.update import Index, Keeper, NotCurrent
from kb_tools.wording import counted

if TYPE_CHECKING:
    from kb_tools.search.searcher import Searcher

_BROKEN = (OSError, ValueError, KeyError, IndexError, EOFError, TypeError, struct.error)
"""What reading a broken index can raise."""


def open_searcher(folder: str, *, quiet: bool = False, strict: bool = False) -> Searcher:
    """A searcher over an index that is true to the docs folder, or as true as can be had at once.

    Args:
        strict: a mistake in the vocabulary is an error, even where there is an index from before.
    """
    from kb_tools.search.searcher import Searcher

    keeper = Keeper(load_settings(Path(folder)))
    index = bring_up_to_date(keeper, quiet=quiet, strict=strict)
    try:
        return Searcher(keeper.settings, index)
    except _BROKEN:
        # Another process has replaced it, twice, since its state was read: look again.
        keeper = Keeper(keeper.settings)
        try:
            return Searcher(keeper.settings, bring_up_to_date(keeper, quiet=quiet, strict=strict))
        except _BROKEN as error:
            note(f"the index could not be read ({error}); building it anew", "warning")
            return Searcher(keeper.settings, _update(keeper, rebuild=True))


def bring_up_to_date(keeper: Keeper, *, quiet: bool = False, strict: bool = False) -> Index:
    """The current index, after an update where one is due."""
    try:
        return keeper.current()
    except NotCurrent as stale:
        if stale.state is not None and keeper.is_busy():
            # Somebody else is at it. An answer from a moment ago now beats the newest one in a while.
            return Index.of(keeper, stale.state)
        try:
            index = _update(keeper)
        except ConfigError as error:
            if stale.state is None or strict:
                raise
            # The writer made a mistake in the vocabulary; the agent has a caller on the line.
            if not quiet:
                note(f"{error}; until this is mended, answers come from the index as it was", "warning")
            return Index.of(keeper, stale.state)
        except IndexUnusable as error:
            if stale.state is not None:
                note(f"{error.message}; this is from the one before", "warning")
                return Index.of(keeper, stale.state)
            note(str(error), "warning")
            keeper.use_temporary_folder()
            index = _update(keeper)
    if not quiet:
        announce(index)
    return index


def announce(index: Index) -> None:
    """One line about what an update did, when it is worth one."""
    report = index.report
    if report.rebuilt:
        note(f"{report.rebuilt}; built anew: {counted(report.articles, 'article')} in {report.seconds:.1f} s")
    elif report.first:
        note(f"indexed {counted(report.articles, 'article')} in {report.seconds:.1f} s")


def _update(keeper: Keeper, *, rebuild: bool = False) -> Index:
    with Progress("Reading articles", len(keeper.entries)) as progress:
        return keeper.update(progress, rebuild=rebuild)
