"""When must an article be reviewed, and what does a known issue promise? One answer for the rules and `kb stale`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from kb_tools.article.dates import moment
from kb_tools.article.trust import trust
from kb_tools.checks.facts import Facts
from kb_tools.checks.options import Options

KNOWN_ISSUE = "known-issue"


def is_kept_true(facts: Facts) -> bool:
    """Does somebody still have to look after it? Not so the manual, overview pages, and what is archived."""
    return facts.is_answer and facts.confidence != "archived"


def review_due(facts: Facts, options: Options) -> date | None:
    """The last day on which the review still holds; None where nothing says how long, or when it was."""
    days = facts.review_days if facts.review_days is not None else options.review_interval
    return trust(date.min, confidence="", last_reviewed=facts.last_reviewed, review_days=days).review_due


def never_reviewed(facts: Facts, options: Options) -> bool:
    """Is there no date, although the article, or the team, means to have one?"""
    is_meant = facts.review_days is not None or options.review_interval is not None or bool(facts.kind)
    return facts.last_reviewed is None and is_meant


def is_known_issue(facts: Facts) -> bool:
    """Is it about a fault that is not mended yet?"""
    return KNOWN_ISSUE in (facts.status, facts.kind)


def expired(facts: Facts, today: date) -> bool:
    """Is it a known issue whose day has passed?"""
    return is_known_issue(facts) and facts.expires is not None and facts.expires < today


def promised_update(facts: Facts, date_formats: tuple[str, ...] = ()) -> date | datetime | None:
    """When a known issue says that news will come: a day, or a time; a time has its zone, or is local."""
    if not is_known_issue(facts):
        return None
    return moment(facts.next_update, date_formats)


def has_passed(promise: date | datetime, today: date, now: datetime | None = None) -> bool:
    """Is a promised day over, or a promised time?

    Args:
        now: the time on the clock. It counts on its own day only: as of another day, a time of that day is not over.
    """
    if not isinstance(promise, datetime):
        return promise < today
    now = (now or datetime.now()).astimezone()
    if now.date() != today:
        now = datetime(today.year, today.month, today.day).astimezone()
    try:
        return promise.astimezone() < now
    except (OverflowError, OSError, ValueError):
        # The year 1, the year 9999: a time zone leads out of the calendar.
        return promise.date() < today


def plus(day: date, days: int) -> date:
    """A day that many days later, or as late as the calendar goes."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
