"""Build segments from many files, on all cores where that pays."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.article.model import Problem
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import Row
from kb_tools.search import impacts
from kb_tools.search.indexer import Batch, Passenger, Segment

PARALLEL_FROM = 400
"""Fewer files than this are read faster than a process starts."""

COST_OF_A_FILE = 1000
"""What opening a file and reading its front matter costs, in bytes of text."""

MAX_WORKERS = 4
"""Each writes a segment of its own, and every segment costs each search a little."""

Progress = Callable[[int], None]
"""Called with the number of files read so far."""


class Built(NamedTuple):
    """What came of building."""

    segments: list[Segment]
    rows: list[Row]
    problems: list[tuple[str, Problem]]
    pivots: tuple[float, ...]
    carried: list[tuple[Entry, str, Any]]
    """What the passenger made of the articles that were read."""


def build(
    settings: Settings,
    entries: Sequence[Entry],
    folder: Path,
    name: str,
    pivots: tuple[float, ...] | None,
    progress: Progress,
    passenger: Passenger | None = None,
) -> Built:
    """Read *entries* and write them as one segment, or as one for each core.

    Args:
        pivots: the usual field lengths to weigh against; None: those of these articles.
        passenger: what else is to be made of each article, since it is being read.
    """
    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    if len(entries) >= PARALLEL_FROM and workers > 1:
        return _build_parallel(settings, entries, folder, name, pivots, progress, passenger, workers)
    batch = Batch(settings, passenger)
    for number, entry in enumerate(entries, 1):
        batch.add(entry)
        if number % 20 == 0:
            progress(number)
    pivots = pivots or impacts.pivots(batch.totals, batch.present)
    segment = batch.write(folder, name, pivots)
    return Built([segment], batch.rows, batch.problems, pivots, batch.carried)


def _build_parallel(
    settings: Settings,
    entries: Sequence[Entry],
    folder: Path,
    name: str,
    pivots: tuple[float, ...] | None,
    progress: Progress,
    passenger: Passenger | None,
    workers: int,
) -> Built:
    # fork starts in a millisecond; elsewhere it is unsafe or missing.
    method = "fork" if sys.platform == "linux" else "spawn"
    context: Any = multiprocessing.get_context(method)
    running: list[tuple[Any, Connection]] = []
    for number, part in enumerate(shares(entries, workers)):
        ours, theirs = context.Pipe()
        # A forked process has our ends too. Were it to keep them, it would never learn that we are gone, and hold the lock.
        inherited = [ours, *(connection for _, connection in running)] if method == "fork" else []
        arguments = (theirs, inherited, settings, part, folder, f"{name}{number}", passenger)
        process = context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        running.append((process, ours))
    connections = [connection for _, connection in running]
    try:
        counted = _collect(connections, progress)
        if pivots is None:
            pivots = impacts.pivots(*(
                [sum(column) for column in zip(*(totals[part] for totals in counted), strict=True)] for part in (0, 1)
            ))  # fmt: skip
        for connection in connections:
            connection.send(pivots)
        written = _collect(connections, progress)
    finally:
        for process, connection in running:
            connection.close()
            if process.is_alive() and sys.exc_info()[0] is not None:
                process.terminate()
            process.join()
    segments = [segment for segment, _, _, _ in written]
    rows = [row for _, rows, _, _ in written for row in rows]
    problems = [problem for _, _, problems, _ in written for problem in problems]
    carried = [each for _, _, _, carried in written for each in carried]
    return Built(segments, rows, problems, pivots, carried)


def shares(entries: Sequence[Entry], workers: int) -> list[Sequence[Entry]]:
    """The files in order, cut into parts of about as many bytes each: the slowest part is what everybody waits for."""
    weights = [entry.size + COST_OF_A_FILE for entry in entries]
    reached = [*accumulate(weights)]
    cuts = [bisect_left(reached, reached[-1] * number / workers) for number in range(1, workers)]
    return [entries[start:end] for start, end in pairwise([0, *cuts, len(entries)])]


def _collect(connections: Sequence[Connection], progress: Progress) -> list[Any]:
    """One result from each worker, passing on what they say of their progress meanwhile.

    Raises:
        OSError: a worker could not write.
        EOFError: a worker was killed.
    """
    results: dict[int, Any] = {}
    done = [0] * len(connections)
    while len(results) < len(connections):
        waiting = [connection for number, connection in enumerate(connections) if number not in results]
        for ready in wait(waiting):
            number = connections.index(ready)
            message = connections[number].recv()
            if isinstance(message, int):
                done[number] = message
                progress(sum(done))
            elif isinstance(message, Exception):
                raise message
            else:
                results[number] = message
    return [results[number] for number in range(len(connections))]


def _work(
    connection: Connection,
    inherited: Sequence[Connection],
    settings: Settings,
    entries: Sequence[Entry],
    folder: Path,
    name: str,
    passenger: Passenger | None,
) -> None:
    """What a worker process does: count, learn the usual lengths of all, write."""
    for other in inherited:
        other.close()
    # Nothing here makes circles, and the process ends soon: collecting garbage would take a tenth of its time.
    gc.disable()
    try:
        batch = Batch(settings, passenger)
        for number, entry in enumerate(entries, 1):
            batch.add(entry)
            if number % 100 == 0:
                connection.send(number)
        connection.send((batch.totals, batch.present))
        pivots = connection.recv()
        segment = batch.write(folder, name, pivots)
        connection.send((segment, batch.rows, batch.problems, batch.carried))
    except (EOFError, KeyboardInterrupt, BrokenPipeError):
        # The parent is gone or is stopping.
        pass
    except Exception as error:
        connection.send(error)
