"""What a format must know beside the articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from kb_tools.review.queue import Item

NOBODY = "nobody"
"""What is written where an article has no owner."""


def unpainted(text: str, style: str) -> str:
    """Without color."""
    return text


class View(NamedTuple):
    """The day, and the terminal."""

    today: date
    within: int = 0
    """So many days ahead were looked at."""
    width: int = 100
    paint: Callable[[str, str], str] = unpainted
    """Text and a style (owner, overdue, soon, dim) -> the text with or without color."""


def summary(items: Sequence[Item], view: View) -> str:
    """How much there is to do, in words."""
    overdue = sum(item.is_overdue for item in items)
    soon = len(items) - overdue
    days = "today" if view.within == 0 else f"within {view.within} day{'s' if view.within != 1 else ''}"
    return f"{overdue} overdue, {soon} due {days}"
