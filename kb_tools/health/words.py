"""The figures in words: what terminal and page call things, and how they put numbers."""

from __future__ import annotations

from kb_tools.checks.reports.words import NOUNS
from kb_tools.health.figures import Figures
from kb_tools.health.state import State
from kb_tools.wording import counted, number

NO_NAME = {"kind": "no kind", "confidence": "not said", "product": "no product", "owner": "nobody"}
"""What an empty name is called."""


def percent(part: int, whole: int) -> str:
    """74 %; never 0 % of something, never 100 % of what is not all of it."""
    if not whole:
        return "–"
    share = part * 100 / whole
    if part and share < 1:
        return "under 1 %"
    if part < whole and share > 99:
        return "over 99 %"
    return f"{share:.0f} %"


def found(figures: Figures) -> str:
    """2 errors, 1 warning, 0 remarks"""
    return ", ".join(counted(count, NOUNS[severity]) for severity, count in figures.findings)


def flagged(figures: Figures) -> str:
    """3 flags on 2 articles; empty where there is none"""
    return f"{counted(figures.flags, 'flag')} on {counted(figures.flagged, 'article')}" if figures.flags else ""


def named(name: str, what: str) -> str:
    """A name, or what is said where there is none."""
    return name or NO_NAME[what]


class Measure:
    """One thing that is counted of a whole, and how it is put."""

    def __init__(
        self, key: str, label: str, part: int, whole: int, of: str, *, good: bool, missing: str = "", more: str = ""
    ) -> None:
        self.key = key
        self.label = label
        self.part, self.whole = part, whole
        self.of = of
        """Of how many what."""
        self.good = good
        """Is much of it good?"""
        self.missing = missing
        """Why it cannot be told; empty where it can."""
        self.more = more
        """What is to be known about the whole."""


def measures(now: State) -> tuple[Measure, ...]:
    """The shares, in the order a lead asks about them."""
    live = f"of {counted(now.live, 'article')}"
    dated = f"{number(now.can_go_stale)} of them say when a review is due"
    return (
        Measure("validated", "Validated", now.validated, now.live, live, good=True,
                missing="" if now.says_confidence else "no article says its confidence"),
        Measure("stale", "Stale", now.stale, now.live, live, good=False,
                missing="" if now.can_go_stale else "no article says how long a review holds",
                more="" if now.can_go_stale == now.live else dated),
        Measure("never", "Never reviewed", now.live - now.reviewed, now.live, live, good=False),
        Measure("dead", "Dead links", now.dead_links or 0, now.links, f"of {counted(now.links, 'link')} inside", good=False,
                missing=_unknown_links(now)),
    )  # fmt: skip


def _unknown_links(now: State) -> str:
    if now.dead_links is None:
        return "kb.toml selects no rule for links"
    return "" if now.links else "no page links to another"


def summary(figures: Figures) -> str:
    """What there is, in a line: 70 articles, 66 of them live; 14 other pages; 3 kinds."""
    now = figures.state
    text = counted(now.articles, "article")
    if now.articles > now.live:
        text += f", {number(now.articles - now.live)} of them archived"
    if figures.other_pages:
        text += f"; {counted(figures.other_pages, 'other page')} that no search finds"
    return text


HOW = (
    ("Articles", "pages that can be the answer to a caller. The manual, overview pages and whatever kb.toml excludes are not. "
                 "Archived articles count as articles and in nothing else."),
    ("Stale", "the day of the last review and the time a review holds are given, and that time is over."),
    ("Dead links", "links inside that lead to no page, no file or no heading; links to other sites are for "
                   "kb check --external."),
    ("Over time", "the main line of commits, as it was on the evening of each day shown, counted by today's rules and "
                  "settings. A review that falls due while nobody commits anything makes an article stale all the same."),
)  # fmt: skip
"""How it was counted."""
