"""What went wrong while an article was read, as findings: each sort of problem belongs to exactly one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kb_tools.article.model import Problem
from kb_tools.checks.source import Source

REPORTED_BY: Mapping[str, str] = MappingProxyType({
    "front-matter-broken": "KB101",
    "front-matter-no-end": "KB101",
    "front-matter-duplicate-key": "KB102",
    "byte-order-mark": "KB103",
    "not-utf-8": "KB104",
    "binary": "KB104",
    "empty": "KB105",
    "too-long": "KB106",
    "interval-unreadable": "KB111",
    "date-unreadable": "KB114",
})  # fmt: skip
"""Slug of a problem -> the rule that tells of it."""


def problems_for(rule: str, source: Source) -> Iterator[Problem]:
    """The problems of an article that a rule tells of."""
    for problem in source.article.problems:
        if REPORTED_BY.get(problem.slug) == rule:
            yield problem


def is_broken(source: Source) -> bool:
    """Is the front matter lost, so that nothing more can be said about its fields?"""
    return any(problem.slug in ("front-matter-broken", "front-matter-no-end") for problem in source.article.problems)
