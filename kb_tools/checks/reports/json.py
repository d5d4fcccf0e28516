"""JSON for other programs: findings in the order of files and lines, and a summary."""

from __future__ import annotations

from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.words import as_json
from kb_tools.checks.runner import Result


def report(result: Result, context: Context) -> str:
    findings = [
        {
            "rule": finding.rule,
            "slug": finding.slug,
            "severity": finding.severity,
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "end_line": finding.span.end_line,
            "end_column": finding.span.end_column,
            "message": finding.message,
            "hint": finding.hint,
            "fingerprint": finding.fingerprint,
            "fixable": bool(finding.edits),
        }
        for finding in result.findings
    ]
    severities = [finding.severity for finding in result.findings]
    # No time and no date: the same articles give the same bytes.
    summary = {
        "findings": len(findings),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "info": severities.count("info"),
        "fixable": sum(finding["fixable"] is True for finding in findings),
        "articles": result.articles,
        "suppressed": result.suppressed,
        "baselined": result.baselined,
        "notes": list(result.notes),
        "version": context.version,
    }
    return as_json({"findings": findings, "summary": summary})
