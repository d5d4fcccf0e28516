"""The articles that somebody must read, the one that matters most first.

The order, from the first thing that differs:

1. what is overdue, or was never reviewed, before what falls due soon; the latter by its day
2. known issues: agents read them out right now
3. how often it is asked for, in steps of ten (0, 1 to 9, 10 to 99, ...): the uses in the team's own figures where it gives
   them, else the callers' phrases that expect it
4. how many dead links it has
5. how long it is overdue; never reviewed comes before all days
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.reviews import (
    expired,
    has_passed,
    is_kept_true,
    is_known_issue,
    never_reviewed,
    plus,
    promised_update,
    review_due,
)
from kb_tools.wording import counted


class Item(NamedTuple):
    """One article to read."""

    id: str
    path: str
    """From the root."""
    title: str
    owner: str
    last_reviewed: date | None
    due: date | None
    """The day by which it must be read: when the review runs out, or a known issue expires or owes news. None: it was
    never reviewed, so it is due since ever."""
    days: int
    """So many days overdue; 0 where it is not, and where it was never reviewed."""
    is_overdue: bool
    is_known_issue: bool
    uses: int | None
    """How often it was used, in the team's own figures; None where there are none."""
    phrases: int
    """How many of the callers' phrases expect it."""
    dead_links: int
    url: str
    """On the built site; empty where its address is not known."""
    reasons: tuple[str, ...]
    """Why it is due and stands where it stands, in words."""

    @property
    def rank(self) -> tuple[bool, int, bool, int, int, bool, int, str]:
        """For sorting: the first comes first."""
        asked_for = self.phrases if self.uses is None else self.uses
        steps = len(str(asked_for)) if asked_for else 0
        day = 0 if self.is_overdue or self.due is None else self.due.toordinal()
        return (not self.is_overdue, day, not self.is_known_issue, -steps, -self.dead_links, self.due is not None,
                -self.days, self.path)  # fmt: skip


def queue(
    base: Base,
    within: int,
    *,
    phrases: Mapping[str, frozenset[int]],
    uses: Mapping[str, int] | None = None,
) -> list[Item]:
    """What is overdue, and what falls due within so many days.

    Args:
        phrases: path below the docs folder -> the phrases that expect the article.
        uses: path below the docs folder -> how often it was used.
    """
    last = plus(base.today, within)
    found = []
    for facts in base:
        if is_kept_true(facts):
            whens = _whens(facts, base)
            is_new = never_reviewed(facts, base.options)
            if is_new or any(day <= last for day, _ in whens):
                found.append((facts, whens, is_new))
    # Looking for dead links takes longest: not where nothing is due.
    dead_links = dead_links_by_file(base) if found else {}
    items = [
        _item(base, facts, whens, is_new=is_new, phrases=len(phrases.get(facts.path, ())),
              dead_links=dead_links.get(facts.file, 0),
              uses=None if uses is None else uses.get(facts.path, 0))
        for facts, whens, is_new in found
    ]  # fmt: skip
    return sorted(items, key=lambda item: item.rank)


def by_owner(items: Iterable[Item]) -> list[tuple[str, list[Item]]]:
    """Each owner's articles in order; the owner of the first one first, and what nobody owns last."""
    places: dict[str, int] = {}
    items = list(items)
    for number, item in enumerate(items):
        places.setdefault(item.owner, number)
    ordered = sorted(items, key=lambda item: (not item.owner, places[item.owner]))
    return [(owner, list(group)) for owner, group in groupby(ordered, key=lambda item: item.owner)]


def knows_reviews(base: Base) -> bool:
    """Does anything here say how long a review holds?"""
    return base.options.review_interval is not None or any(facts.review_days is not None for facts in base)


def dead_links_by_file(base: Base) -> Mapping[str, int]:
    """How many links of each file lead nowhere: the errors of the link rules."""
    from kb_tools.checks.runner import run, selected

    counts: dict[str, int] = {}
    for finding in run(base, selected(("KB2",), ())).findings:
        if finding.severity == "error":
            counts[finding.path] = counts.get(finding.path, 0) + 1
    return counts


def _whens(facts: Facts, base: Base) -> list[tuple[date, str]]:
    """The days by which somebody must look at it, each with what happens on it."""
    found = []
    if (due := review_due(facts, base.options)) is not None:
        found.append((due, "review"))
    if is_known_issue(facts) and facts.expires is not None:
        found.append((facts.expires, "expires"))
    promise = promised_update(facts, base.settings.date_formats)
    if promise is not None and not expired(facts, base.today):
        found.append((_day(promise), "next_update"))
    return found


def _day(promise: date | datetime) -> date:
    return promise.date() if isinstance(promise, datetime) else promise


def _item(
    base: Base,
    facts: Facts,
    whens: list[tuple[date, str]],
    *,
    is_new: bool,
    phrases: int,
    dead_links: int,
    uses: int | None,
) -> Item:
    from kb_tools.search.card import url

    due = None if is_new else min((day for day, _ in whens), default=None)
    promise = promised_update(facts, base.settings.date_formats)
    owes_news = promise is not None and has_passed(promise, base.today) and not expired(facts, base.today)
    overdue = is_new or owes_news or (due is not None and due < base.today)
    reasons = [
        _reason(day, what, base.today, owes_news=owes_news) for day, what in sorted(whens) if _counts(day, due, base)
    ]
    if is_new:
        reasons.insert(0, "never reviewed")
    if is_known_issue(facts):
        reasons.append("known issue")
    if uses is not None:
        reasons.append(f"used {uses:,} times" if uses != 1 else "used once")
    if phrases:
        reasons.append(f"expected by {counted(phrases, 'phrase')}")
    if dead_links:
        reasons.append(counted(dead_links, "dead link"))
    return Item(
        id=facts.id,
        path=facts.file,
        title=" ".join(facts.title.split()),
        owner=" ".join(facts.owner.split()),
        last_reviewed=facts.last_reviewed,
        due=due,
        days=max(0, (base.today - due).days) if due is not None else 0,
        is_overdue=overdue,
        is_known_issue=is_known_issue(facts),
        uses=uses,
        phrases=phrases,
        dead_links=dead_links,
        url=url(facts.path, base.settings) if base.settings.site_url else "",
        reasons=tuple(reasons),
    )


def _counts(day: date, due: date | None, base: Base) -> bool:
    """Is this day worth a word: over, or the one by which it is due?"""
    return day < base.today or day == due


def _reason(day: date, what: str, today: date, *, owes_news: bool) -> str:
    days = (today - day).days
    if what == "expires":
        return f"expired on {day}" if days > 0 else f"expires on {day}"
    if what == "next_update":
        return f"news were promised for {day}" if days > 0 or owes_news else f"news are promised for {day}"
    if days > 0:
        return f"{counted(days, 'day')} overdue"
    return ("due today", "due tomorrow")[-days] if days > -2 else f"due in {-days} days"
