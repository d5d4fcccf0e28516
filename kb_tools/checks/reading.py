"""Read every article once, on all cores where that pays, and keep what the rules may ask about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from kb_tools.article.read import Reading, read
from kb_tools.checks.facts import Facts, facts_of
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import RULES
from kb_tools.checks.rules.form import file_unreadable
from kb_tools.checks.source import Source
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import Entry, list_articles
from kb_tools.corpus.manifest import read_file
from kb_tools.search.build import PARALLEL_FROM, shares
from kb_tools.workers import each

Progress = Callable[[int], None]
"""Called with the number of articles read so far."""


def listed(settings: Settings) -> list[Entry]:
    """The articles to check: all but those that kb.toml says are none (ignore)."""
    is_none = left_out(settings, "ignore")
    return [entry for entry in list_articles(settings.docs) if not is_none(entry.path)]


def read_facts(
    path: str, content: bytes, settings: Settings, options: Options, file: str, rules: Iterable[Rule] | None = None
) -> Facts:
    """Read one article and run the rules that look at one article alone; of *rules*, where they are given."""
    return facts_of_read(settings, options, file, path, content, read(path, content, settings), rules)


def facts_of_read(
    settings: Settings, options: Options, file: str, path: str, content: bytes, reading: Reading,
    rules: Iterable[Rule] | None = None,
) -> Facts:  # fmt: skip
    """The same, for an article that somebody has read."""
    is_answer = not left_out(settings, "exclude")(path)
    source = Source.of(reading, content, settings, file, is_answer=is_answer)
    chosen = RULES if rules is None else rules
    found = [(rule.id, each) for rule in chosen if rule.article is not None for each in rule.article(source, options)]
    return facts_of(source, tuple(found))


class Alongside:
    """Looks at each article that is read for the search index, so that nobody need read it again (search/indexer.py)."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self._settings, self._options = settings, options
        self._prefix = _prefix(settings)

    def __call__(self, path: str, content: bytes, reading: Reading) -> Facts:
        return facts_of_read(self._settings, self._options, self._prefix + path, path, content, reading)


def read_all(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Progress = lambda _: None
) -> list[tuple[str, Facts]]:
    """Read *entries*, in order; each with the digest of its content, empty where it cannot be read."""
    workers = min(4, os.cpu_count() or 1)
    if len(entries) < PARALLEL_FROM or workers < 2:
        return list(_read(settings, options, entries, progress, every=20))
    parts = each(partial(_share, settings, options), shares(entries, workers), progress)
    return [facts for part in parts for facts in part]


def _share(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Progress
) -> list[tuple[str, Facts]]:
    """What one of several processes does."""
    return list(_read(settings, options, entries, progress, every=100))


def _read(
    settings: Settings, options: Options, entries: Iterable[Entry], progress: Progress, every: int
) -> Iterator[tuple[str, Facts]]:
    start = _prefix(settings)
    for number, entry in enumerate(entries, 1):
        file = start + entry.path
        try:
            content, _, digest = read_file(settings.docs / entry.path)
            yield digest, read_facts(entry.path, content, settings, options, file)
        except OSError as error:
            yield "", _unread(entry.path, settings, file, error)
        if number % every == 0:
            progress(number)


def _prefix(settings: Settings) -> str:
    """What stands before the path of an article, from the root."""
    return f"{name}/" if (name := settings.docs_name) else ""


def _unread(path: str, settings: Settings, file: str, error: OSError) -> Facts:
    """What is known of an article that cannot be read: its name."""
    facts = facts_of(Source.read(path, b"", settings, file, is_answer=False))
    return facts._replace(found=((file_unreadable.RULE.id, file_unreadable.unreadable(error)),))
