"""For the terminal: by owner, a line for the article and one for why."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import combining, east_asian_width

from kb_tools.checks.reports.words import printable
from kb_tools.review.formats.view import NOBODY, View, summary
from kb_tools.review.queue import Item, by_owner

_DAY = len("2026-10-31")
_INDENT = "      "


def render(items: Sequence[Item], view: View) -> str:
    lines = []
    for owner, theirs in by_owner(items):
        lines.append(f"{view.paint(printable(owner) or NOBODY, 'owner')}: {summary(theirs, view)}")
        for item in theirs:
            due = "never" if item.due is None else str(item.due)
            title = _cut(printable(item.title), view.width - _DAY - 4)
            lines.append(f"  {view.paint(f'{due:<{_DAY}}', 'overdue' if item.is_overdue else 'soon')}  {title}")
            why = ", ".join(item.reasons)
            # A path is never cut: it is there to be copied.
            parts = _parts(printable(item.path), why, view.width - len(_INDENT))
            lines += [f"{_INDENT}{view.paint(part, 'dim')}" for part in parts]
        lines.append("")
    return "\n".join([*lines, f"{summary(items, view)}." if items else "Nothing is due."])


def _parts(path: str, why: str, room: int) -> list[str]:
    """On one line where there is room."""
    return [f"{path}  {why}"] if _width(path) + 2 + _width(why) <= room else [path, why]


def _cut(text: str, room: int) -> str:
    if _width(text) <= room:
        return text
    while text and _width(text) > room - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _width(text: str) -> int:
    """In columns of a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
