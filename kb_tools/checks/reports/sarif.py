"""SARIF 2.1.0 (OASIS), for code scanning and editors: findings, the rules' pages, and the fixes."""

from __future__ import annotations

import os
from itertools import groupby
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from kb_tools.article.model import Span
from kb_tools.checks.finding import BYTE_ORDER_MARK, Edit, Finding
from kb_tools.checks.masking import without_login
from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.words import as_json, one_line, worst_first
from kb_tools.checks.rule import Rule
from kb_tools.checks.runner import Result
from kb_tools.wording import counted

MOST = 25_000
"""GitHub refuses a run with more results."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = MappingProxyType({"error": "error", "warning": "warning", "info": "note"})
_ROOT = "SRCROOT"


def report(result: Result, context: Context) -> str:
    from kb_tools.checks.rules import RULES

    numbers = {rule.id: number for number, rule in enumerate(RULES)}
    findings = list(result.findings)
    notes = list(result.notes)
    if len(findings) > MOST:
        notes.append(f"{counted(len(findings) - MOST, 'finding')} left out: SARIF is read with at most {MOST:,}")
        findings = worst_first(findings)[:MOST]
    run = {
        "tool": {
            "driver": {
                "name": "kb check",
                "version": context.version,
                "rules": [_rule(rule) for rule in RULES],
            }
        },
        "columnKind": "unicodeCodePoints",
        # Named, not given: where the repository lies on this computer is nobody's business.
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "invocations": [{
            # Findings are no failure of the tool.
            "executionSuccessful": True,
            "toolExecutionNotifications": [{"level": "note", "message": _message(note)} for note in notes],
        }],
        "results": [_result(finding, numbers, context) for finding in findings],
    }  # fmt: skip
    return as_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    page = (rule.doc or rule.slug).strip()
    what = page.partition("\n## ")[0]
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(what.split())},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family],
            # What GitHub sorts by.
            "problem.severity": _LEVELS[rule.severity] if rule.severity != "info" else "recommendation",
        },
    }


def _result(finding: Finding, numbers: dict[str, int], context: Context) -> dict[str, Any]:
    text = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    found: dict[str, Any] = {
        "ruleId": finding.rule,
        **({"ruleIndex": numbers[finding.rule]} if finding.rule in numbers else {}),
        "level": _LEVELS[finding.severity],
        "message": _message(text),
        "locations": [{
            "physicalLocation": {"artifactLocation": _file(finding.path, context), "region": _region(finding.span)}
        }],
        "partialFingerprints": {"kbFingerprint/v1": finding.fingerprint},
    }  # fmt: skip
    if finding.involves:
        found["relatedLocations"] = [
            {"id": number, "physicalLocation": {"artifactLocation": _file(path, context)}}
            for number, path in enumerate(dict.fromkeys(finding.involves), 1)
        ]
    # What --fix writes into the article may hold a password, and a report is read by more people.
    if finding.edits and all(edit.text == without_login(edit.text) for edit in finding.edits):
        found["fixes"] = [_fix(finding, context)]
    return found


def _message(text: str) -> dict[str, str]:
    # [text](target) is a link in SARIF, and a link in an article is none of its own.
    text = one_line(text)
    if "](" in text:
        text = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": text}


def _file(path: str, context: Context) -> dict[str, str]:
    name = context.prefix + path
    try:
        content = os.fsencode(name)
    except UnicodeEncodeError:
        # Half a character, as only a name on Windows can have it.
        content = name.encode("utf-8", "surrogatepass")
    return {"uri": quote(content, safe="/"), "uriBaseId": _ROOT}


def _region(span: Span) -> dict[str, int]:
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    # Without an end it is the rest of the line, as ours is.
    return region


def _fix(finding: Finding, context: Context) -> dict[str, Any]:
    edits = sorted(finding.edits, key=lambda edit: edit.path)
    return {
        "description": _message(finding.hint or finding.message),
        "artifactChanges": [
            {
                "artifactLocation": _file(path, context),
                "replacements": [
                    {"deletedRegion": _replaced(edit), "insertedContent": {"text": edit.text}} for edit in group
                ],
            }
            for path, group in groupby(edits, key=lambda edit: edit.path)
        ],
    }


def _replaced(edit: Edit) -> dict[str, int]:
    """Here an empty region is meant: something is put in."""
    span = edit.span
    if span == BYTE_ORDER_MARK:
        return {"byteOffset": 0, "byteLength": 3}
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}
