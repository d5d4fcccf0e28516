"""For one rolling issue: a list to tick off, by owner. CI finds its own issue by the marker and replaces the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb_tools.checks.reports.words import printable
from kb_tools.review.formats.view import NOBODY, View, summary
from kb_tools.review.queue import Item, by_owner

MARKER = "<!-- kb stale -->"
"""The first line; the same as long as there is this command."""

MOST_BYTES = 50_000
"""An issue on GitHub holds 65,536 characters; CI adds what it found besides."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()|~&!])")
_REFERENCE = re.compile(r"([@#]|(?<=\w)!)(?=\w)")
"""@team calls people, #12 links to another issue."""


def render(items: Sequence[Item], view: View) -> str:
    head = [MARKER, f"## Articles to review, {view.today}", ""]
    if not items:
        return "\n".join([*head, "Nothing is due.", ""])
    head += [f"{summary(items, view)}. Read each from start to end, try its steps, and set `last_reviewed`.", ""]
    shown = _that_fit(items, MOST_BYTES - len("\n".join(head).encode()))
    body: list[str] = []
    for owner, theirs in by_owner(shown):
        body += [f"### {_text(owner or NOBODY)}", "", *(_line(item) for item in theirs), ""]
    if len(shown) < len(items):
        body += [f"... and {len(items) - len(shown)} more that matter less; `kb stale` lists all.", ""]
    return "\n".join([*head, *body])


def _that_fit(items: Sequence[Item], room: int) -> Sequence[Item]:
    """The first items, as many as there is room for, with their owners' headings."""
    owners: set[str] = set()
    room -= 100
    for number, item in enumerate(items):
        room -= len(_line(item).encode("utf-8", "replace")) + 1
        if item.owner not in owners:
            owners.add(item.owner)
            room -= len(_text(item.owner).encode("utf-8", "replace")) + 20
        if room < 0:
            return items[:number]
    return items


def _line(item: Item) -> str:
    title = f"[{_text(item.title)}](<{item.url}>)" if item.url else f"**{_text(item.title)}**"
    due = f"{item.due}: " if item.due else ""
    return f"- [ ] {due}{title} ({_code(item.path)}), {', '.join(item.reasons)}"


def _text(text: str) -> str:
    """Text that stays text, calls nobody and refers to nothing."""
    text = _SPECIAL.sub(r"\\\1", printable(text))
    # A word joiner: it is not seen, and the platform takes what follows for an ordinary word.
    return _REFERENCE.sub("\\1\u2060", text)


def _code(text: str) -> str:
    text = printable(text)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}"
