"""How is it doing on one day? The same few counts for today and for any day of the past."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.dead_links import dead_links as find_dead_links
from kb_tools.checks.facts import Facts
from kb_tools.checks.reviews import is_kept_true, review_due

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
"""How a target begins that lies on another server, or on none."""


class State(NamedTuple):
    """Counts of one day. All but the first two are of the live articles."""

    articles: int
    """Articles that may be the answer to a caller, archived ones included."""
    live: int
    """Those of them that are not archived."""
    says_confidence: int
    """Of how many it is known whether they are validated."""
    validated: int
    reviewed: int
    """How many were ever reviewed."""
    can_go_stale: int
    """How many say when they were reviewed and how long that holds."""
    stale: int
    links: int
    """Links to pages and files of the knowledge base itself, in all its pages."""
    dead_links: int | None
    """None where the team wants no rule for links."""


class Standing(NamedTuple):
    """How an article that somebody looks after stands on one day."""

    facts: Facts
    due: date | None
    """The last day on which its review holds."""
    stale: bool


def answers(base: Base) -> list[Facts]:
    """The articles that may be the answer to a caller: not the manual, not the overview pages."""
    return [facts for facts in base if facts.is_answer]


def standings(base: Base) -> list[Standing]:
    """The articles that are not archived, as they stand on the day *base.today*."""
    rows = ((facts, review_due(facts, base.options)) for facts in base if is_kept_true(facts))
    return [Standing(facts, due, due is not None and due < base.today) for facts, due in rows]


def inner_links(facts: Facts) -> int:
    """How many links of a page stay within the knowledge base."""
    return sum(1 for link in facts.links if link.kind != "definition" and not _ELSEWHERE.match(link.target))


def state(base: Base, dead_links: int | None = None) -> State:
    """Count on the day *base.today*. *dead_links*: where they are known already."""
    alive = standings(base)
    if dead_links is None and (found := find_dead_links(base)) is not None:
        dead_links = len(found)
    return State(
        articles=len(answers(base)),
        live=len(alive),
        says_confidence=sum(1 for each in alive if each.facts.confidence),
        validated=sum(1 for each in alive if each.facts.confidence == "validated"),
        reviewed=sum(1 for each in alive if each.facts.last_reviewed is not None),
        can_go_stale=sum(1 for each in alive if each.due is not None),
        stale=sum(1 for each in alive if each.stale),
        links=sum(inner_links(facts) for facts in base),
        dead_links=dead_links,
    )
