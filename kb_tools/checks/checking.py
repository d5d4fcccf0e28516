"""Check a knowledge base from its files to its findings; read only what changed since the last time."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.memory import Memory, known_of
from kb_tools.checks.options import Options
from kb_tools.checks.reading import Alongside, listed, read_all
from kb_tools.checks.rule import Rule
from kb_tools.checks.runner import Result, run
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry
from kb_tools.errors import KbError
from kb_tools.search.update import Index, Keeper

Reading = Callable[[int, int], None]
"""Called with the number of articles read so far, and how many there are to read."""


def load(
    settings: Settings,
    options: Options,
    today: date,
    progress: Reading = lambda done, total: None,
    *,
    searches: bool = False,
) -> Base:
    """The knowledge base as it is now.

    Args:
        searches: it will be searched, too. Where no article is known yet, each is read once for both.

    Raises:
        ContentError: the docs folder cannot be listed.
        ConfigError: a pattern in kb.toml makes no sense.
    """
    with _without_garbage_collection():
        return _load(settings, options, today, progress, searches)


def _load(settings: Settings, options: Options, today: date, progress: Reading, searches: bool) -> Base:
    entries = listed(settings)
    memory = Memory(settings, options)
    before = memory.load()
    unread = [entry for entry in entries if entry.path not in before or before[entry.path].entry != entry]
    fresh: dict[str, tuple[str, Facts]] = {}
    index = None
    if searches and len(unread) == len(entries):
        fresh, index = _with_index(settings, options, unread, lambda done: progress(done, len(unread)))
    left = [entry for entry in unread if entry.path not in fresh]
    others = read_all(settings, options, left, lambda done: progress(len(fresh) + done, len(unread)))
    fresh.update(zip([entry.path for entry in left], others, strict=True))
    new = {path: facts for path, (_, facts) in fresh.items()}
    known = {entry.path: before[entry.path] for entry in entries if entry.path not in new}
    articles = {entry.path: new[entry.path] if entry.path in new else known[entry.path].facts for entry in entries}
    if unread or len(known) != len(before):
        digests, read = zip(*[fresh[entry.path] for entry in unread], strict=True) if unread else ((), ())
        memory.save({**known, **known_of(unread, read, digests)})
    return Base(settings, options, articles, today, index, entries)


@contextlib.contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """What is kept of articles makes no circles and stays to the end: looking for some in it, again and again while there are
    ever more, took nine tenths of the time with thirty thousand articles, and is no use later either."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


def _with_index(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Callable[[int], None]
) -> tuple[dict[str, tuple[str, Facts]], Index | None]:
    """Bring the search index up to date, and look at the articles that are read for it: their digests and facts, by path."""
    try:
        keeper = Keeper(settings)
        index = keeper.update(progress, passenger=Alongside(settings, options))
    except KbError:
        # Whoever wants to search is told (searching.py); the articles can be read without it.
        return {}, None
    wanted = set(entries)
    return {entry.path: (digest, facts) for entry, digest, facts in keeper.carried if entry in wanted}, index


def check(base: Base, rules: Sequence[Rule]) -> Result:
    """What these rules find in *base*, and how long they took."""
    started = time.perf_counter()
    return run(base, rules)._replace(seconds=time.perf_counter() - started)
