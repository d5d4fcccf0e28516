"""What a reviewer sees before the question: why it is due, what changed, what is wrong, what callers say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import click

from kb_tools.cli import article_text
from kb_tools.cli.output import clean
from kb_tools.review.before import AMONG, Before
from kb_tools.wording import counted

MOST = 8
"""Lines of a list that are shown."""

_DIFFERENCE = {"+": "green", "-": "red", "@": "cyan"}


def render(before: Before, reasons: Sequence[str], today: date) -> str:
    """All of it; what there is nothing of takes a line, or none."""
    title, *facts = article_text.head(before.article, today).split("\n")
    lines = [click.style(clean(title), bold=True), *map(clean, facts)]
    if before.article.owner:
        lines.append(clean(f"Owner: {before.article.owner}"))
    if reasons:
        lines.append(clean(f"Due: {', '.join(reasons)}"))
    parts = ["\n".join(lines), *(part for part in (*_flags(before), *_changed(before), *_lists(before)) if part)]
    return "\n\n".join(parts)


def _flags(before: Before) -> Iterator[str]:
    if before.flags:
        lines = [f"  {flag.at[:10]}  {flag.said}{f', {flag.by}' if flag.by else ''}" for flag in before.flags]
        yield _list(f"Flagged, {counted(len(lines), 'time')}", lines, "yellow")


def _changed(before: Before) -> Iterator[str]:
    read = before.read
    if read.content is None:
        yield clean(f"What changed since the last review cannot be shown: {read.trouble}.")
        return
    where = f"commit {read.commit[:10]} of {read.day}" if read.commit else str(read.day)
    since = f"since it was read ({where})"
    if not before.difference:
        yield f"Nothing has changed {since}."
        return
    lines = [click.style(clean(line), fg=_DIFFERENCE.get(line[:1])) for line in before.difference]
    head = click.style(f"Changed {since}:", bold=True)
    yield "\n".join([head, *([clean(f"({read.trouble})")] if read.trouble else []), *lines])


def _lists(before: Before) -> Iterator[str]:
    found = [f"  {finding.line}:{finding.column}  {finding.severity:<7} {finding.rule}  {finding.message}"
             for finding in before.findings]  # fmt: skip
    yield _list(counted(len(found), "finding"), found) if found else "kb check finds nothing in it."
    if before.phrases:
        lost = [f"  {phrase.said}" for phrase in before.phrases if not phrase.is_found]
        said = f"Expected by {counted(len(before.phrases), 'phrase')}, found by {len(before.phrases) - len(lost)}"
        yield _list(f"{said}; not among the first {AMONG} for", lost) if lost else f"{said}."
    missed = [f"  {miss.times:>3}  {miss.said}" for miss in before.misses]
    if missed:
        yield _list("Searches that found nothing, and came nearest to it", missed)
    if before.links:
        yield f"{counted(before.links, 'link')} in other articles {'lead' if before.links != 1 else 'leads'} to it."


def _list(head: str, lines: list[str], color: str | None = None) -> str:
    more = [f"  ... and {len(lines) - MOST} more"] if len(lines) > MOST else []
    shown = [clean(line) for line in lines[:MOST]] + more
    return "\n".join([click.style(f"{head}:", bold=True, fg=color), *shown])
