"""Findings for tests of what becomes of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from kb_tools.article.model import Span
from kb_tools.checks.finding import Edit, Finding, Severity
from kb_tools.checks.reports import Context
from kb_tools.checks.runner import Result


def span(line: int, column: int = 1, end_column: int | None = None, end_line: int | None = None) -> Span:
    return Span(line, column, end_line or line, column if end_column is None else end_column)


def finding(
    path: str = "docs/vpn.md", line: int = 1, column: int = 1, end_column: int | None = None, *, rule: str = "KB201",
    slug: str = "link-dead", severity: Severity = "error", message: str = "ports.md is not there", hint: str = "",
    key: str = "", end_line: int | None = None, involves: tuple[str, ...] = (), edits: tuple[Edit, ...] = (),
) -> Finding:  # fmt: skip
    name = hashlib.md5(repr((rule, path, line, column, message, key)).encode("utf-8", "surrogatepass")).hexdigest()
    place = span(line, column, end_column, end_line)
    return Finding(rule, slug, severity, path, place, message, hint, name, involves, edits)


def result(*findings: Finding, articles: int = 70, **other: object) -> Result:
    return Result(tuple(findings), articles)._replace(**other)


def context(root: Path, **other: object) -> Context:
    return Context.of(root, "1.2.3")._replace(**other)
