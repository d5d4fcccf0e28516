"""Findings that a writer has looked at and keeps, each with a reason: in the article, or by path in kb.toml."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.finding import Finding
    from kb_tools.checks.rule import Rule
    from kb_tools.checks.source import Source


class Suppression(NamedTuple):
    """`<!-- kb: ignore KB201 reason -->` in an article, and the lines it holds for."""

    rules: tuple[str, ...]
    reason: str
    line: int
    """Where it stands."""
    first: int
    last: int
    """The lines it holds for, both included; 1 and a huge number for a whole file."""


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The suppressions that stand in an article."""
    return ()


class Suppressor:
    """Takes out the findings that are suppressed, and finds the suppressions that suppress nothing."""

    def __init__(self, base: Base, rules: Sequence[Rule]) -> None:
        self.count = 0
        self._base = base
        self._rules = rules

    def kept(self, findings: list[Finding]) -> list[Finding]:
        """The findings that remain, with those about the suppressions themselves."""
        return findings
