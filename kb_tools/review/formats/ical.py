"""For calendars: one all-day event an article, on the day by which it must be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from kb_tools.checks.reports.words import printable
from kb_tools.digests import blake2b
from kb_tools.review.formats.view import View
from kb_tools.review.queue import Item


def render(items: Sequence[Item], view: View) -> str:
    # Imported here: no other format needs it.
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//kb//kb stale//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Articles to review")
    # The same text all day long: a calendar that is fetched every hour sees no change where there is none.
    stamp = datetime(view.today.year, view.today.month, view.today.day, tzinfo=UTC)
    known: set[str] = set()
    for item in items:
        event = Event()
        name = item.id if item.id not in known else f"{item.id}\0{item.path}"
        known.add(item.id)
        event.add("uid", f"{_digest(name)}@kb")
        event.add("dtstamp", stamp)
        # What was never reviewed is due now. A day without an end is an event of one day.
        event.add("dtstart", item.due or view.today)
        event.add("summary", printable(f"Review: {item.title}" + (f" ({item.owner})" if item.owner else "")))
        # No "due in 9 days": tomorrow it would be another event.
        event.add("description", f"{printable(item.path)}\nLast reviewed: {item.last_reviewed or 'never'}")
        if item.owner:
            event.add("categories", [printable(item.owner)])
        if item.url:
            event.add("url", item.url)
        # Nobody's day is taken by it.
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content.decode("utf-8")


def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
