"""What was found, in the words of a person or a platform: one format, one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kb_tools.checks.reports.context import Context
from kb_tools.checks.reports.github import report as _github
from kb_tools.checks.reports.gitlab import report as _gitlab
from kb_tools.checks.reports.json import report as _json
from kb_tools.checks.reports.junit import report as _junit
from kb_tools.checks.reports.sarif import report as _sarif
from kb_tools.checks.reports.text import report as _text
from kb_tools.checks.runner import Result

__all__ = ["FORMATS", "Context"]

FORMATS: Mapping[str, Callable[[Result, Context], str]] = MappingProxyType({
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
    "sarif": _sarif,
})  # fmt: skip
"""In the order in which the help lists them. Each gives one text, which holds nothing that UTF-8 cannot take."""
