"""What of an index must be written anew for what changed, and what can stay?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import Row, difference, read_file
from kb_tools.search.state import SegmentState, State

SMALL = 200
"""The small segment may hold this many articles, or a tenth of all, before everything is built anew."""


class Plan(NamedTuple):
    """How to bring an index up to date without reading everything."""

    write: list[Entry]
    """The articles of the new small segment; none where the old one still holds."""
    kept: list[Row]
    """What is known of all others."""
    segments: tuple[SegmentState, ...]
    """What stays: the large segments, less the articles that changed; all where none did."""
    changed: int
    removed: int


def plan(rows: Iterable[Row], state: State, entries: Sequence[Entry], docs: Path) -> Plan | None:
    """The way from *rows* (what the index holds) to *entries*; None where it pays to build everything anew."""
    change = difference(rows, entries, partial(_digest, docs))
    if change.is_empty:
        return Plan([], list(change.kept), state.segments, len(change.read), len(change.gone))
    large = {segment.name: segment for segment in state.segments if not segment.name.startswith("s")}
    again = [row.entry for row in change.kept if row.segment and row.segment not in large]
    # By path, as everywhere: equal scores are ordered by it, and within a segment nobody looks again.
    write = sorted([*change.read, *again])
    if len(write) > max(SMALL, len(entries) // 10):
        return None
    deleted = {name: set(segment.deleted) for name, segment in large.items()}
    for row in change.gone:
        if row.segment in large:
            deleted[row.segment].add(row.document)
    segments = [segment._replace(deleted=tuple(sorted(deleted[name]))) for name, segment in large.items()]
    kept = [row for row in change.kept if row.segment in large or not row.segment]
    return Plan(write, kept, tuple(segments), len(change.read), len(change.gone))


def _digest(docs: Path, entry: Entry) -> str | None:
    """Of its content; None where it cannot be read."""
    try:
        return read_file(docs / entry.path)[2]
    except OSError:
        return None
