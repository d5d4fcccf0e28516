"""Code quality for GitLab: the findings beside the changed lines of a merge request."""

from __future__ import annotations

from types import MappingProxyType

from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.words import as_json, one_line
from kb_tools.checks.runner import Result

_SEVERITIES = MappingProxyType({"error": "major", "warning": "minor", "info": "info"})
"""Not "blocker" or "critical": those are for what brings a service down."""


def report(result: Result, context: Context) -> str:
    return as_json([
        {
            "description": one_line(f"{finding.message}. {finding.hint}" if finding.hint else finding.message),
            "check_name": f"{finding.rule} {finding.slug}",
            # GitLab drops all but one of those that share a fingerprint; ours are different by themselves.
            "fingerprint": finding.fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": context.prefix + finding.path,
                "lines": {"begin": finding.line, "end": finding.span.end_line},
            },
        }
        for finding in result.findings
    ])  # fmt: skip
