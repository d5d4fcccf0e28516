"""What a check finds: one shape for every rule, every report, and the baseline."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kb_tools.article.model import Span

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the worst down."""


class Edit(NamedTuple):
    """A safe change to a file: the text of the span is replaced. An empty span inserts."""

    path: str
    """From the root."""
    span: Span
    text: str


class Found(NamedTuple):
    """What a rule says; who says it is added by the runner."""

    span: Span
    message: str
    """One line: what is wrong with what, without a full stop."""
    key: str
    """What it is about (a link's target, a field's name): the same as long as it is the same mistake. Part of the
    fingerprint, so never a line number and nothing computed from today's date."""
    hint: str = ""
    """One line: the way out."""
    path: str = ""
    """From the root; empty in a rule about one article: that article."""
    involves: tuple[str, ...] = ()
    """The other files, from the root, that this depends on: a change there may have caused it."""
    edits: tuple[Edit, ...] = ()
    """What `--fix` does about it; empty where only a person can tell."""
    severity: Severity | None = None
    """Where it differs from the rule's own."""


class Finding(NamedTuple):
    """Something wrong at a place, with the rule that says so."""

    rule: str
    """KB201"""
    slug: str
    """link-dead"""
    severity: Severity
    path: str
    """From the root, with forward slashes."""
    span: Span
    message: str
    hint: str
    fingerprint: str
    """Survives moved lines and the passing of time: 32 hex digits, different for each finding of a run."""
    involves: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def line(self) -> int:
        return self.span.line

    @property
    def column(self) -> int:
        return self.span.column


BYTE_ORDER_MARK = Span(1, 0, 1, 1)
"""Where an edit takes away the byte order mark, which stands before the first character."""


def at(line: int, column: int = 1, end_column: int | None = None) -> Span:
    """A place on one line; without an end it is the whole line from there on, which reports underline as far as it goes."""
    return Span(line, column, line, end_column if end_column is not None else column)
