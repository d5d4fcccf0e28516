"""Annotations for GitHub Actions: workflow commands on standard output, which GitHub shows beside the changed lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from kb_tools.checks.finding import SEVERITIES, Finding
from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.words import counts, one_line, printable, summary
from kb_tools.checks.runner import Result

_LEVELS = MappingProxyType({"error": "error", "warning": "warning", "info": "notice"})

SHOWN = 10
"""As many of each level GitHub shows of one step; the rest is kept in the log."""


def report(result: Result, context: Context) -> str:
    """The worst first, as far as GitHub shows them; the others, with their places, in a folded part of the log."""
    lines, others = [], []
    for severity in SEVERITIES:
        found = [finding for finding in result.findings if finding.severity == severity]
        # One place among the notices is for how many there are besides.
        shown = SHOWN - 1 if severity == "info" else SHOWN
        lines += [_annotation(finding, context) for finding in found[:shown]]
        others += found[shown:]
    said = [f"{counts(others)} more in the log of this step"] if others else []
    if said := [*said, *result.notes]:
        lines.append(f"::notice title=kb check::{_data(chr(10).join(map(one_line, said)))}")
    lines += _folded(others, context) if others else ()
    lines.append(_log(f"kb check: {summary(result)}"))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, context: Context) -> str:
    span = finding.span
    properties = {
        "file": context.prefix + finding.path,
        "line": str(span.line),
        "endLine": str(span.end_line),
        # GitHub takes columns only where all is on one line.
        **({"col": str(span.column)} if span.line == span.end_line else {}),
        **({"endColumn": str(span.end_column)} if span.line == span.end_line and span.end_column > span.column else {}),
        "title": f"{finding.rule} {finding.slug}",
    }
    # In the log, GitHub shows nothing but the text: where it is must stand there, too.
    message = f"{_place(finding, context)} {finding.rule} {finding.slug} {finding.message}"
    text = "\n".join(one_line(part) for part in (message, finding.hint) if part)
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {named}::{_data(text)}"


def _folded(findings: Sequence[Finding], context: Context) -> Iterator[str]:
    yield f"::group::{counts(findings)} more"
    for finding in findings:
        yield _log(f"{finding.severity:<7} {_place(finding, context)} {finding.rule} {finding.slug} {finding.message}")
    yield "::endgroup::"


def _place(finding: Finding, context: Context) -> str:
    return f"{context.prefix}{finding.path}:{finding.line}:{finding.column}"


def _log(text: str) -> str:
    """A line that GitHub takes for no command: in the old form, these may stand anywhere in a line."""
    return one_line(text).replace("##[", "# #[")


def _data(text: str) -> str:
    """The text of a command, its control characters made harmless before the line ends are put in."""
    text = "\n".join(map(printable, text.split("\n")))
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
