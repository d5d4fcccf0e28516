"""How the reports put things: what cannot be printed, counts, the order of what is worst, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kb_tools.checks.finding import SEVERITIES, Finding, Severity
from kb_tools.checks.runner import Result
from kb_tools.wording import counted

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Escape sequences, direction marks, halves of characters: a file must not steer the terminal of who reads the report."""


def printable(text: str) -> str:
    """The same number of characters, each of which can be seen and none of which does anything. Line ends too."""
    return _STEERING.sub(_picture, text)


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def one_line(text: str) -> str:
    """Printable, on one line."""
    return printable(" ".join(text.split("\n")))


def as_json(data: Any) -> str:
    """JSON in which nothing steers a terminal and every strict parser finds whole characters."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _STEERING.sub(_escaped, text) + "\n"


def _escaped(found: re.Match[str]) -> str:
    if found[0] == "\n":
        # Those within strings are escaped already.
        return "\n"
    # Half a character: a file name that is not UTF-8. Few parsers take it, even escaped.
    return f"\\u{ord(found[0]):04x}" if not "\ud800" <= found[0] <= "\udfff" else "\ufffd"


NOUNS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "remark"}


def counts(findings: Iterable[Finding]) -> str:
    """3 errors, 12 warnings; empty for none."""
    number = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        number[finding.severity] += 1
    return ", ".join(counted(count, NOUNS[severity]) for severity, count in number.items() if count)


def summary(result: Result) -> str:
    """3 errors, 12 warnings in 70 articles, 2 suppressed, 40 from the baseline"""
    parts = [f"{counts(result.findings) or 'no findings'} in {counted(result.articles, 'article')}"]
    if result.suppressed:
        parts.append(f"{result.suppressed:,} suppressed")
    if result.baselined:
        parts.append(f"{result.baselined:,} from the baseline")
    return ", ".join(parts)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, then warnings, then the rest; among these, as they were."""
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
