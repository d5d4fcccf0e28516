"""Read every article once, on all cores where that pays, and keep what the rules may ask about it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from kb_tools.article.read import Reading, read
from kb_tools.checks.facts import Facts, facts_of
from kb_tools.checks.options import Options
from kb_tools.checks.rules import RULES
from kb_tools.checks.rules.form import file_unreadable
from kb_tools.checks.source import Source
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import Entry, list_articles
from kb_tools.corpus.manifest import read_file
from kb_tools.search.build import PARALLEL_FROM, shares

Progress = Callable[[int], None]
"""Called with the number of articles read so far."""


def listed(settings: Settings) -> list[Entry]:
    """The articles to check: all but those that kb.toml says are none (ignore)."""
    is_none = left_out(settings, "ignore")
    return [entry for entry in list_articles(settings.docs) if not is_none(entry.path)]


def read_facts(path: str, content: bytes, settings: Settings, options: Options, file: str) -> Facts:
    """Read one article and run the rules that look at one article alone."""
    return facts_of_read(settings, options, file, path, content, read(path, content, settings))


def facts_of_read(
    settings: Settings, options: Options, file: str, path: str, content: bytes, reading: Reading
) -> Facts:
    """The same, for an article that somebody has read."""
    is_answer = not left_out(settings, "exclude")(path)
    source = Source.of(reading, content, settings, file, is_answer=is_answer)
    found = [(rule.id, each) for rule in RULES if rule.article is not None for each in rule.article(source, options)]
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
    return _read_parallel(settings, options, entries, progress, workers)


def _read(
    settings: Settings, options: Options, entries: Iterable[Entry], progress: Progress, every: int
) -> Iterable[tuple[str, Facts]]:
    prefix = _prefix(settings)
    for number, entry in enumerate(entries, 1):
        file = prefix + entry.path
        try:
            content, _, digest = read_file(settings.docs / entry.path)
            yield digest, read_facts(entry.path, content, settings, options, file)
        except OSError as error:
            yield "", _unread(entry.path, settings, file, error)
        if number % every == 0:
            progress(number)


def _prefix(settings: Settings) -> str:
    """What stands before the path of an article, from the root."""
    below = os.path.relpath(settings.docs, settings.root).replace(os.sep, "/")
    return "" if below == "." else f"{below}/"


def _unread(path: str, settings: Settings, file: str, error: OSError) -> Facts:
    """What is known of an article that cannot be read: its name."""
    facts = facts_of(Source.read(path, b"", settings, file, is_answer=False))
    return facts._replace(found=((file_unreadable.RULE.id, file_unreadable.unreadable(error)),))


def _read_parallel(
    settings: Settings, options: Options, entries: Sequence[Entry], progress: Progress, workers: int
) -> list[tuple[str, Facts]]:
    # fork starts in a millisecond; elsewhere it is unsafe or missing.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    running = []
    for part in shares(entries, workers):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, settings, options, part), daemon=True)
        process.start()
        theirs.close()
        running.append((process, ours))
    try:
        return _collect([connection for _, connection in running], progress)
    finally:
        for process, connection in running:
            connection.close()
            if sys.exc_info()[0] is not None:
                process.terminate()
            process.join()


def _collect(connections: Sequence[Connection], progress: Progress) -> list[tuple[str, Facts]]:
    results: dict[int, list[tuple[str, Facts]]] = {}
    counts = dict.fromkeys(range(len(connections)), 0)
    while len(results) < len(connections):
        waiting = [connection for number, connection in enumerate(connections) if number not in results]
        for ready in wait(waiting):
            number = next(index for index, connection in enumerate(connections) if connection is ready)
            message = connections[number].recv()
            if isinstance(message, int):
                counts[number] = message
                progress(sum(counts.values()))
            elif isinstance(message, Exception):
                raise message
            else:
                results[number] = message
    return [facts for number in range(len(connections)) for facts in results[number]]


def _work(connection: Connection, settings: Settings, options: Options, entries: Sequence[Entry]) -> None:
    # Nothing here makes circles, and the process ends soon.
    gc.disable()
    try:
        connection.send(list(_read(settings, options, entries, connection.send, every=100)))
    except (KeyboardInterrupt, BrokenPipeError):
        # The parent is gone or is stopping.
        pass
    except Exception as error:
        connection.send(error)
