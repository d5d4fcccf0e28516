"""Which articles got a new date and nothing else, many in one commit?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from kb_tools.config import Settings
from kb_tools.corpus.listing import SUFFIXES
from kb_tools.history.commits import Change, Commit, commits
from kb_tools.history.git import Repository
from kb_tools.history.review_dates import NewDate, Reader

SEVERAL = 5
"""So many articles in one commit: nobody has read them all for it."""

AFTER = timedelta(days=100)
"""A commit may be so much later than the day that it writes into an article. It bounds what is looked at."""

BEFORE = timedelta(days=2)
"""Or so much earlier: time zones, and a slip."""

_AT_ONCE = 1000
"""Pairs of contents that are in memory together."""


class Redating(NamedTuple):
    """How an article came to its date."""

    commit: str
    articles: int
    """How many got a new date and nothing else in that commit."""
    before: date
    """The date the article had."""


def redatings(
    repository: Repository, settings: Settings, folder: str, dates: Mapping[str, date]
) -> dict[str, Redating]:
    """By path, the articles whose date of today was set with that of several others, and with nothing else.

    Args:
        folder: the docs folder from the root, with forward slashes; empty when it is the root.
        dates: the articles to look at, by path from the root: the day of their last review.

    Raises:
        GitError: git cannot tell.
    """
    if len(dates) < SEVERAL:
        return {}
    found: dict[str, Redating] = {}
    reader = Reader(settings)
    undecided = dict(dates)
    since = max(min(dates.values()), date.min + 2 * BEFORE) - BEFORE
    for batch in _batches(_large(commits(repository, folder, since), dates), undecided):
        news = _new_dates(repository, reader, (change for large in batch for change, _ in large.ours))
        for large in batch:
            alone: dict[str, date] = {}
            # Those that have been read since count too: it is about what that commit did.
            number = 0
            for (_, path), new in zip(large.ours, news, strict=False):
                if new is not None and new.after == undecided.get(path):
                    # Whatever else it did, the date comes from this commit: no older one needs to be looked at.
                    del undecided[path]
                    if new.is_all:
                        alone[path] = new.before
                number += new is not None and new.is_all
            if alone:
                number += sum(new is not None and new.is_all for new in _new_dates(repository, reader, large.others))
                if number >= SEVERAL:
                    found.update((path, Redating(large.name, number, before)) for path, before in alone.items())
    return found


def _plus(day: date, length: timedelta) -> date:
    return day + min(length, date.max - day)


class _Large(NamedTuple):
    """A commit that changed several articles."""

    name: str
    day: date
    ours: list[tuple[Change, str]]
    """What it did to articles in question, and their paths of today."""
    others: list[Change]


def _large(log: Iterable[Commit], dates: Mapping[str, date]) -> Iterator[_Large]:
    today: dict[str, str] = {path: path for path in dates}
    for commit in log:
        articles = [change for change in commit.changes if change.path.lower().endswith(SUFFIXES)]
        changed = [change for change in articles if change.status in "MR"]
        ours = [(change, today[change.path]) for change in articles if change.path in today]
        if len(changed) >= SEVERAL and ours:
            kept = [(change, path) for change, path in ours if change.status in "MR"]
            yield _Large(commit.name, commit.day, kept, [change for change in changed if change.path not in today])
        for change, _ in ours:
            if change.status in "AR":
                # Before this commit, that name was another file's.
                del today[change.path]
        for change, path in ours:
            if change.status == "R":
                today[change.old_path] = path


def _batches(large: Iterable[_Large], undecided: Mapping[str, date]) -> Iterator[list[_Large]]:
    """As many commits as can be looked into at once, less those that cannot be where a date of today comes from."""
    batch: list[_Large] = []
    for commit in large:
        parts: dict[bool, list[tuple[Change, str]]] = {True: [], False: []}
        for change, path in commit.ours:
            day = undecided.get(path)
            parts[day is not None and day - BEFORE <= commit.day <= _plus(day, AFTER)].append((change, path))
        if parts[True]:
            others = [*(change for change, _ in parts[False]), *commit.others]
            batch.append(commit._replace(ours=parts[True], others=others))
        if sum(len(each.ours) for each in batch) >= _AT_ONCE:
            yield batch
            batch = []
    yield batch


def _new_dates(repository: Repository, reader: Reader, changes: Iterable[Change]) -> Iterator[NewDate | None]:
    """For each change, the later date that it brought; None where it brought none."""
    rest = iter(changes)
    while batch := list(islice(rest, _AT_ONCE)):
        contents = repository.contents(name for change in batch for name in (change.before, change.after))
        for before, after in zip(contents, contents, strict=True):
            yield reader.compare(before, after) if before is not None and after is not None else None
