"""For spreadsheets. Text that a spreadsheet would take for a formula is made harmless."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from kb_tools.checks.reports.words import printable
from kb_tools.review.formats.view import View
from kb_tools.review.queue import Item

COLUMNS = ("owner", "due", "days_overdue", "id", "title", "path", "last_reviewed", "known_issue", "uses", "phrases",
           "dead_links", "flags", "why", "url")  # fmt: skip

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a formula begins, also in the wide letters of Japanese keyboards."""


def render(items: Sequence[Item], view: View) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerow([
            harmless(item.owner), item.due or "never reviewed", item.days, harmless(item.id), harmless(item.title),
            harmless(item.path), item.last_reviewed or "", "yes" if item.is_known_issue else "no",
            "" if item.uses is None else item.uses, item.phrases, item.dead_links, item.flags, harmless(", ".join(item.reasons)),
            harmless(item.url),
        ])  # fmt: skip
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell that stays text: an apostrophe before what would be a formula, and no control characters."""
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) else text
