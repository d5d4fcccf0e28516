"""Build segments from many files, on all cores where that pays."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.article.model import Problem
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import Row
from kb_tools.search import impacts
from kb_tools.search.indexer import Batch, Passenger, Segment
from kb_tools.workers import Progress, Workers

PARALLEL_FROM = 400
"""Fewer files than this are read faster than a process starts."""

COST_OF_A_FILE = 1000
"""What opening a file and reading its front matter costs, in bytes of text."""

MAX_WORKERS = 4
"""Each writes a segment of its own, and every segment costs each search a little."""


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

    Raises:
        OSError: a file cannot be written.
        EOFError: a process that read articles was killed.
    """
    workers = min(MAX_WORKERS, os.cpu_count() or 1)
    if len(entries) >= PARALLEL_FROM and workers > 1:
        return _build_parallel(settings, entries, folder, name, pivots, progress, passenger, workers)
    batch = Batch(settings, passenger)
    batch.add(entries, progress)
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
    parts = shares(entries, workers)
    arguments = [(settings, part, folder, f"{name}{number}", passenger) for number, part in enumerate(parts)]
    with Workers(_work, arguments) as at_work:
        counted = at_work.collect(progress)
        if pivots is None:
            pivots = impacts.pivots(*(
                [sum(column) for column in zip(*(totals[part] for totals in counted), strict=True)] for part in (0, 1)
            ))  # fmt: skip
        at_work.send(pivots)
        written = at_work.collect()
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


def _work(
    connection: Connection,
    settings: Settings,
    entries: Sequence[Entry],
    folder: Path,
    name: str,
    passenger: Passenger | None,
) -> Any:
    """What a worker process does: count, learn the usual lengths of all, write."""
    batch = Batch(settings, passenger)
    batch.add(entries, connection.send)
    connection.send((batch.totals, batch.present))
    pivots = connection.recv()
    segment = batch.write(folder, name, pivots)
    return segment, batch.rows, batch.problems, batch.carried
