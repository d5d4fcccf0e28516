"""JUnit for Jenkins, GitLab and the like: each article is a test, which fails where something in it fails the run.

One test for each article, not for each finding: Jenkins takes one failure of a test and GitLab one test of a name, and a
test that is there whether it passes or not can be followed from run to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb_tools.checks.finding import Finding
from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.words import counts, one_line, summary, worst_first
from kb_tools.checks.runner import Result

_NOT_IN_XML = re.compile("[\ufffe\uffff]")
"""What is left after the control characters."""


def report(result: Result, context: Context) -> str:
    found: dict[str, list[Finding]] = {path: [] for path in context.files}
    for finding in result.findings:
        found.setdefault(finding.path, []).append(finding)
    if not found:
        # A run without a test counts as broken.
        found[""] = []
    failed = sum(bool(_failing(findings, context)) for findings in found.values())
    head = f'tests="{len(found)}" failures="{failed}" errors="0" skipped="0" time="{result.seconds:.3f}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="kb check" {head}>',
        f'  <testsuite name="kb check" {head}>',
        *[line for path in sorted(found) for line in _case(path, found[path], context)],
        f"    <system-out>{_text(chr(10).join([summary(result), *map(one_line, result.notes)]))}</system-out>",
        "  </testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(path: str, findings: Sequence[Finding], context: Context) -> Iterator[str]:
    folder, _, name = path.rpartition("/")
    failing = _failing(findings, context)
    attributes = {"classname": folder or "kb check", "name": name or "articles", "time": "0"}
    if path:
        line = (failing or findings)[0].line if findings else 1
        attributes |= {"file": context.prefix + path, "line": str(line)}
    head = f"    <testcase {' '.join(f'{key}={_attribute(value)}' for key, value in attributes.items())}"
    if not findings:
        yield f"{head}/>"
        return
    yield f"{head}>"
    text = _text("\n".join(_lines(worst_first(findings), context)))
    if failing:
        first = failing[0]
        message = _attribute(f"{counts(findings)}: {first.message}")
        yield f"      <failure type={_attribute(f'{first.rule} {first.slug}')} message={message}>{text}</failure>"
    else:
        yield f"      <system-out>{text}</system-out>"
    yield "    </testcase>"


def _failing(findings: Sequence[Finding], context: Context) -> list[Finding]:
    return worst_first(finding for finding in findings if finding.severity in context.failing)


def _lines(findings: Sequence[Finding], context: Context) -> Iterator[str]:
    for finding in findings:
        place = f"{context.prefix}{finding.path}:{finding.line}:{finding.column}"
        yield one_line(f"{place}: {finding.severity}: {finding.rule} {finding.slug}: {finding.message}")
        if finding.hint:
            yield f"  {one_line(finding.hint)}"


def _text(text: str) -> str:
    # Imported late, here and below: it brings the modules for networks along, which no other format needs.
    from xml.sax.saxutils import escape

    return escape(_NOT_IN_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    from xml.sax.saxutils import quoteattr

    return quoteattr(_NOT_IN_XML.sub("\ufffd", one_line(text)))
