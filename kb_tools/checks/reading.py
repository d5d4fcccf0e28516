"""Read every article once, on all cores where that pays, and keep what the rules may ask about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from kb_tools.article.read import Reading, read
from kb_tools.checks.facts import Facts, facts_of
from kb_tools.checks.finding import Found
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
from kb_tools.search.indexer import together
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
    [facts] = facts_of_read(settings, options, [(file, content, read(path, content, settings))], rules)
    return facts


def facts_of_read(
    settings: Settings, options: Options, articles: Iterable[tuple[str, bytes, Reading]],
    rules: Iterable[Rule] | None = None,
) -> list[Facts]:  # fmt: skip
    """The same, for articles that somebody has read: the path of each from the root, its content, and what was read."""
    is_no_answer = left_out(settings, "exclude")
    sources = [
        Source.of(reading, content, settings, file, is_answer=not is_no_answer(reading.article.path))
        for file, content, reading in articles
    ]
    found: list[list[tuple[str, Found]]] = [[] for _ in sources]
    for rule in RULES if rules is None else rules:
        if rule.article is not None:
            # One rule for all of them, then the next: much faster than one article after the other (search/indexer.py).
            for source, own in zip(sources, found, strict=True):
                own += [(rule.id, each) for each in rule.article(source, options)]
    return [facts_of(source, tuple(own)) for source, own in zip(sources, found, strict=True)]


class Alongside:
    """Looks at the articles that are read for the search index, so that nobody need read them again (search/indexer.py)."""

    def __init__(self, settings: Settings, options: Options) -> None:
        self._settings, self._options = settings, options
        self._prefix = _prefix(settings)

    def __call__(self, articles: Sequence[tuple[bytes, Reading]]) -> list[Facts]:
        named = [(self._prefix + reading.article.path, content, reading) for content, reading in articles]
        return facts_of_read(self._settings, self._options, named)


def read_all(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Progress = lambda _: None
) -> list[tuple[str, Facts]]:
    """Read *entries*, in order; each with the digest of its content, empty where it cannot be read."""
    workers = min(4, os.cpu_count() or 1)
    if len(entries) < PARALLEL_FROM or workers < 2:
        return _read(settings, options, entries, progress)
    parts = each(partial(_read, settings, options), shares(entries, workers), progress)
    return [facts for part in parts for facts in part]


def _read(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Progress
) -> list[tuple[str, Facts]]:
    start = _prefix(settings)
    done: list[tuple[str, Facts]] = []
    for some in together(entries):
        contents: dict[str, bytes] = {}
        digests: dict[str, str] = {}
        facts: dict[str, Facts] = {}
        for entry in some:
            try:
                contents[entry.path], _, digests[entry.path] = read_file(settings.docs / entry.path)
            except OSError as error:
                facts[entry.path] = _unread(entry.path, settings, start + entry.path, error)
        articles = [(start + path, content, read(path, content, settings)) for path, content in contents.items()]
        facts.update(zip(contents, facts_of_read(settings, options, articles), strict=True))
        done += [(digests.get(entry.path, ""), facts[entry.path]) for entry in some]
        progress(len(done))
    return done


def _prefix(settings: Settings) -> str:
    """What stands before the path of an article, from the root."""
    return f"{name}/" if (name := settings.docs_name) else ""


def _unread(path: str, settings: Settings, file: str, error: OSError) -> Facts:
    """What is known of an article that cannot be read: its name."""
    facts = facts_of(Source.read(path, b"", settings, file, is_answer=False))
    return facts._replace(found=((file_unreadable.RULE.id, file_unreadable.unreadable(error)),))
