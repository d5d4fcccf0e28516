"""Check a knowledge base from its files to its findings; read only what changed since the last time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.memory import Memory, known_of
from kb_tools.checks.options import Options
from kb_tools.checks.reading import listed, read_all
from kb_tools.checks.rule import Rule
from kb_tools.checks.runner import Result, run
from kb_tools.config import Settings

Reading = Callable[[int, int], None]
"""Called with the number of articles read so far, and how many there are to read."""


def load(settings: Settings, options: Options, today: date, progress: Reading = lambda done, total: None) -> Base:
    """The knowledge base as it is now.

    Raises:
        ContentError: the docs folder cannot be listed.
        ConfigError: a pattern in kb.toml makes no sense.
    """
    entries = listed(settings)
    memory = Memory(settings, options)
    before = memory.load()
    unread = [entry for entry in entries if entry.path not in before or before[entry.path].entry != entry]
    fresh = read_all(settings, options, unread, lambda done: progress(done, len(unread)))
    new: dict[str, Facts] = {facts.path: facts for _, facts in fresh}
    known = {entry.path: before[entry.path] for entry in entries if entry.path not in new}
    articles = {entry.path: new[entry.path] if entry.path in new else known[entry.path].facts for entry in entries}
    if unread or len(known) != len(before):
        digests = [digest for digest, _ in fresh]
        memory.save({**known, **known_of(unread, list(new.values()), digests)})
    return Base(settings, options, articles, today)


def check(base: Base, rules: Sequence[Rule]) -> Result:
    """What these rules find in *base*, and how long they took."""
    started = time.perf_counter()
    return run(base, rules)._replace(seconds=time.perf_counter() - started)
