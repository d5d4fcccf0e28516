"""The articles that somebody must read, the one that matters most first.

The order, from the first thing that differs:

1. what is overdue, was never reviewed or is flagged, before what falls due soon; the latter by its day
2. known issues: agents read them out right now
3. what agents say is wrong (kb flag)
4. how often it is asked for, in steps of ten (0, 1 to 9, 10 to 99, ...): the uses in the team's own figures where it gives
   them, else the callers' phrases that expect it
5. how many dead links it has
6. how long it is overdue; never reviewed comes before all days
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from kb_tools.article.trust import Flags
from kb_tools.checks.base import Base
from kb_tools.checks.dead_links import dead_links
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

MOST_SAID = 100
"""Letters of what a flag says that are shown as the reason."""


class Item(NamedTuple):
    """One article to read."""

    id: str
    path: str
    """From the root."""
    title: str
    owner: str
    last_reviewed: date | None
    due: date | None
    """The day by which it must be read: when the review runs out, a known issue expires or owes news, or when it was
    flagged. None: it was never reviewed, so it is due since ever."""
    days: int
    """So many days overdue; 0 where it is not, and where it was never reviewed."""
    is_overdue: bool
    is_known_issue: bool
    uses: int | None
    """How often it was used, in the team's own figures; None where there are none."""
    phrases: int
    """How many of the callers' phrases expect it."""
    dead_links: int
    flags: int
    """How often somebody says that it is wrong."""
    url: str
    """On the built site; empty where its address is not known."""
    reasons: tuple[str, ...]
    """Why it is due and stands where it stands, in words."""

    @property
    def rank(self) -> tuple[bool, int, bool, bool, int, int, bool, int, str]:
        """For sorting: the first comes first."""
        asked_for = self.phrases if self.uses is None else self.uses
        steps = len(str(asked_for)) if asked_for else 0
        day = 0 if self.is_overdue or self.due is None else self.due.toordinal()
        return (not self.is_overdue, day, not self.is_known_issue, not self.flags, -steps, -self.dead_links,
                self.due is not None, -self.days, self.path)  # fmt: skip


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
        flags = base.flags.summary(facts.id)
        if flags or is_kept_true(facts):
            whens = _whens(facts, base) if is_kept_true(facts) else []
            is_new = never_reviewed(facts, base.options) and is_kept_true(facts)
            if flags or is_new or any(day <= last for day, _ in whens):
                found.append((facts, whens, is_new, flags))
    # Looking for dead links takes longest: not where nothing is due.
    dead = Counter(finding.path for finding in (dead_links(base) if found else None) or ())
    items = [
        _item(base, facts, whens, flags, is_new=is_new, phrases=len(phrases.get(facts.path, ())),
              dead_links=dead[facts.file],
              uses=None if uses is None else uses.get(facts.path, 0))
        for facts, whens, is_new, flags in found
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
    flags: Flags | None,
    *,
    is_new: bool,
    phrases: int,
    dead_links: int,
    uses: int | None,
) -> Item:
    from kb_tools.search.card import url

    days = [day for day, _ in whens]
    if flags:
        # Whatever clock that was: it is due by now.
        days.append(min(base.today, date.fromisoformat(flags.at[:10])))
    due = None if is_new else min(days, default=None)
    promise = promised_update(facts, base.settings.date_formats)
    owes_news = promise is not None and has_passed(promise, base.today) and not expired(facts, base.today)
    overdue = is_new or flags is not None or owes_news or (due is not None and due < base.today)
    reasons = [
        _reason(day, what, base.today, owes_news=owes_news) for day, what in sorted(whens) if _counts(day, due, base)
    ]
    if is_new:
        reasons.insert(0, "never reviewed")
    if flags:
        reasons.insert(0, _flagged(flags))
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
        flags=flags.times if flags else 0,
        url=url(facts.path, base.settings) if base.settings.site_url else "",
        reasons=tuple(reasons),
    )


def _flagged(flags: Flags) -> str:
    said = flags.said if len(flags.said) <= MOST_SAID else f"{flags.said[: MOST_SAID - 1].rstrip()}…"
    return f"flagged: {said}" if flags.times == 1 else f"flagged {flags.times} times: {said}"


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
