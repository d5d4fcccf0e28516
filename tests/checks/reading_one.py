"""One article for a rule, without a folder around it."""

from __future__ import annotations

from pathlib import Path

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.rules import named
from kb_tools.checks.source import Source
from kb_tools.config import Settings

NONE = Options()
SETTINGS = Settings(root=Path("/"), docs=Path("/docs"))


def source(text: str) -> Source:
    return Source.read("a.md", text.encode("utf-8", "surrogatepass"), SETTINGS, "docs/a.md")


def found(rule: str, text: str, options: Options = NONE) -> list[Found]:
    """What an article rule finds in a text."""
    (each,) = named(rule)
    assert each.article is not None
    return list(each.article(source(text), options))


def marked(rule: str, text: str, options: Options = NONE) -> list[str]:
    """The stretches of the text that it finds."""
    lines = text.split("\n")
    return [
        lines[each.span.line - 1][each.span.column - 1 : each.span.end_column - 1]
        for each in found(rule, text, options)
    ]
