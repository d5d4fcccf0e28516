"""For a person at a terminal: by file, each finding with its line, what is meant below it, and the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from kb_tools.article.model import Span
from kb_tools.checks.finding import SEVERITIES, Finding
from kb_tools.checks.masking import blanked, without_login
from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.excerpt import excerpt
from kb_tools.checks.reports.words import one_line, summary
from kb_tools.checks.rules import RULES
from kb_tools.checks.runner import Result

MANY = 60
"""With more findings than these, nobody reads each of them: then a table by rule comes last."""

EXAMPLES = 3
"""Of many findings, this many of each rule are shown with their line; the others take one line each."""


def report(result: Result, context: Context) -> str:
    notes = [context.paint(f"note: {one_line(note)}", "dim") for note in result.notes]
    table = list(_table(result, context)) if len(result.findings) > MANY else []
    parts = [list(_files(result.findings, context)), notes, table, [_summary(result, context)]]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _files(findings: Sequence[Finding], context: Context) -> Iterator[str]:
    shown: Counter[str] = Counter()
    secret = {rule.id for rule in RULES if rule.secret}
    for path, group in groupby(findings, key=lambda finding: finding.path):
        found = list(group)
        hidden = [finding.span for finding in found if finding.rule in secret]
        places = [f"{finding.line}:{finding.column}" for finding in found]
        width = max(map(len, places))
        if shown:
            yield ""
        yield context.paint(one_line(path), "path")
        for finding, place in zip(found, places, strict=True):
            shown[finding.rule] += 1
            severity = context.paint(f"{finding.severity:<7}", finding.severity)
            rule = context.paint(f"{finding.rule} {finding.slug}", "dim")
            yield f"  {place:>{width}}  {severity}  {rule}  {one_line(finding.message)}"
            if len(findings) <= MANY or shown[finding.rule] <= EXAMPLES:
                yield from _below(finding, " " * (width + 3), context, hidden)


def _below(finding: Finding, margin: str, context: Context, hidden: Sequence[Span]) -> Iterator[str]:
    lines = context.lines(finding.path)
    line = lines[finding.line - 1] if 0 < finding.line <= len(lines) else ""
    line = without_login(blanked(line, finding.line, hidden))
    bar = context.paint("|", "dim")
    if found := excerpt(line, finding.span, max(20, context.width - len(margin) - 2)):
        yield f"{margin}{bar} {found.text}".rstrip()
        yield f"{margin}{bar} {' ' * found.at}{context.paint('^' * found.width, 'caret')}"
    if finding.hint:
        yield f"{margin}{context.paint('=', 'dim')} {one_line(finding.hint)}"


def _table(result: Result, context: Context) -> Iterator[str]:
    """How often each rule found something, most first, and how to begin."""
    rules = Counter((finding.rule, finding.slug) for finding in result.findings)
    worst = {finding.rule: finding.severity for finding in sorted(result.findings, key=_by_severity, reverse=True)}
    width = max(len(slug) for _, slug in rules)
    for (rule, slug), count in sorted(rules.items(), key=lambda item: (-item[1], item[0])):
        severity = context.paint(f"{worst[rule]:<7}", worst[rule])
        yield f"{count:>9,}  {severity}  {rule} {slug:<{width}}".rstrip()
    yield ""
    yield f"kb check --explain {next(iter(rules))[0]} tells what a rule is for; --select and --ignore choose among them."
    if not result.baselined:
        yield "kb check --write-baseline takes all of these as they are: from then on, only new ones count."


def _by_severity(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _summary(result: Result, context: Context) -> str:
    said = summary(result)
    if fixable := sum(bool(finding.edits) for finding in result.findings):
        said += f"; kb check --fix mends {fixable:,}"
    worst = min(result.findings, key=_by_severity).severity if result.findings else "summary"
    return context.paint(said[:1].upper() + said[1:], worst)
