"""How did it go over time? Some twenty days of the past, each looked at as the knowledge base was on its evening.

The days are days of the calendar (each month's first, each Monday), so that the next run looks at the same ones and need not
read what it knows. Only the first-parent line counts: what was the state of the main branch, not what was on the way to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.dead_links import link_rules
from kb_tools.health.past import Reader, Tree, Version, base_at, tree
from kb_tools.health.remembered import Remembered
from kb_tools.health.state import State, state

MOST = 24
"""Days of the past that are looked at, unless the user says otherwise."""

Progress = Callable[[str, int, int], None]
"""What is done, how many of it are, and how many there are to do."""


class Sample(NamedTuple):
    """The state on one evening."""

    day: date
    commit: str
    """The commit that was the newest then; empty for the files as they are now."""
    state: State


class Timeline(NamedTuple):
    """The past, and why it is not longer."""

    samples: tuple[Sample, ...] = ()
    """By day; the last is today's. Empty where there is no history."""
    note: str = ""
    """What is missing, and how to get it."""


class Commit(NamedTuple):
    """One on the first-parent line."""

    name: str
    day: date


def timeline(base: Base, now: State, progress: Progress, *, since: date | None = None, most: int = MOST) -> Timeline:
    """Look at the past of *base*, of which *now* is known already.

    Raises:
        GitError: the repository is damaged.
    """
    repository = base.repository
    if repository is None or not repository.head:
        return Timeline(
            note="There is no history to draw: this folder is in no git repository, or nothing is committed."
        )
    commits = _commits(base)
    if not commits:
        return Timeline(note=f"There is no history to draw: nothing in {base.docs or 'this folder'} is committed.")
    note = ""
    if repository.is_shallow:
        note = ("This clone is shallow: only the end of its history is here, so the past is cut off. "
                "To get all of it: git fetch --unshallow (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0).")  # fmt: skip
    first = max(commits[-1].day, since) if since else commits[-1].day
    chosen = [(day, commit) for day in days(first, base.today, most) if (commit := _newest(commits, day))]
    samples = [*_past(base, chosen, progress), Sample(base.today, "", now)]
    # What was before the first article is not worth a picture.
    while len(samples) > 1 and not samples[0].state.articles:
        del samples[0]
    if len(samples) < 2 and not note:
        note = "The history begins today: come back in some days for a picture of it."
    return Timeline(tuple(samples), note)


def days(first: date, today: date, most: int) -> list[date]:
    """At most *most* days from *first* to the day before *today*, on a round grid of the calendar."""
    for step in _STEPS:
        # A step that gives far too many is not worth listing.
        if (today - first).days > most * 400 and step is not _years:
            continue
        grid = [day for day in step(first, today) if first <= day < today]
        if len(grid) <= most:
            return grid
    return [day for number, day in enumerate(grid) if number % (len(grid) // most + 1) == 0]


def _every(number: int) -> Callable[[date, date], Iterator[date]]:
    def step(first: date, today: date) -> Iterator[date]:
        # Counted from a Monday, so that every seventh is one.
        start = first + timedelta(days=-(first.toordinal() - 1) % number)
        return (start + timedelta(days=ahead) for ahead in range(0, (today - start).days, number))

    return step


def _months(number: int) -> Callable[[date, date], Iterator[date]]:
    def step(first: date, today: date) -> Iterator[date]:
        count = range(first.year * 12, today.year * 12 + 12, number)
        return (date(month // 12, month % 12 + 1, 1) for month in count)

    return step


_years = _months(12)
_STEPS = (_every(1), _every(7), _every(14), _months(1), _months(2), _months(3), _months(6), _years)


def _commits(base: Base) -> list[Commit]:
    """Those on the first-parent line that changed the docs folder, the newest first."""
    assert base.repository is not None
    docs = f":(literal){base.docs}" if base.docs else "."
    out = base.repository.ask(
        "log", "--first-parent", "--no-show-signature", "--format=%H %ct", "HEAD", "--", docs
    )  # fmt: skip
    rows = (line.split() for line in out.decode("ascii").splitlines())
    return [Commit(name, _day(int(seconds))) for name, seconds in rows]


def _day(seconds: int) -> date:
    """The day it was where the reader is; a clock that was out of its mind counts as its beginning."""
    try:
        return datetime.fromtimestamp(seconds).date()
    except (OverflowError, OSError, ValueError):
        return date(1970, 1, 1)


def _newest(commits: Sequence[Commit], day: date) -> Commit | None:
    """What was the newest commit on the evening of *day*."""
    return next((commit for commit in commits if commit.day <= day), None)


def _past(base: Base, chosen: Sequence[tuple[date, Commit]], progress: Progress) -> list[Sample]:
    assert base.repository is not None
    remembered = Remembered(base)
    trees: dict[str, Tree] = {}
    wanted: dict[Version, None] = {}
    for day, commit in chosen:
        if commit.name not in trees and remembered.get(day, commit.name) is None:
            trees[commit.name] = found = tree(base.repository, commit.name, base.docs, base.settings)
            wanted.update(dict.fromkeys(found.articles))
    rules = link_rules(base.options)
    reader = Reader(base.repository, base.settings, base.options, base.docs, rules)
    facts = reader.read(list(wanted), lambda done: progress("Reading the past", done, len(wanted)))
    dead: dict[str, int | None] = {}
    samples = []
    for number, (day, commit) in enumerate(chosen, 1):
        known = remembered.get(day, commit.name)
        if known is None:
            # Dates are judged anew each day; what a link leads to does not change with them.
            known = state(base_at(base, trees[commit.name], facts, day), dead.get(commit.name))
            dead[commit.name] = known.dead_links
            remembered.put(day, commit.name, known)
            progress("Counting the past", number, len(chosen))
        samples.append(Sample(day, commit.name, known))
    remembered.save()
    return samples
