"""Which reviews are overdue, for each owner, and which fall due soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb_tools.site.overview.entry import Entry
from kb_tools.site.overview.writing import Group, Listing, Row

SOON = 30
NOBODY = "Without an owner"


def reviews(entries: Sequence[Entry], today: date) -> Listing:
    """By owner: what is overdue for longest first. A page stays as it was built, so each line has its day."""
    until = date.fromordinal(min(today.toordinal() + SOON, date.max.toordinal())).isoformat()
    day = today.isoformat()
    due = sorted(
        (entry for entry in entries if entry.is_kept_true and entry.due and entry.due <= until),
        key=lambda each: (each.due, each),
    )
    owners: dict[str, list[Row]] = {}
    names: dict[str, str] = {}
    for entry in due:
        key = entry.owner.casefold()
        names.setdefault(key, entry.owner)
        after = f"overdue since {entry.due}" if entry.due < day else f"due {entry.due}"
        owners.setdefault(key, []).append(Row(entry.title, entry.path, after))
    groups = [Group(names[key] or NOBODY, owners[key]) for key in sorted(owners, key=lambda key: (not key, key))]
    overdue = sum(entry.due < day for entry in due)
    summary = f"{overdue} overdue, {len(due) - overdue} due within {SOON} days"
    return Listing("reviews", "Reviews", summary, groups, intro=f"As of {day}, when this page was built: {summary}.")
