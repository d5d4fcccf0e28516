"""Fixture articles with the findings that are expected marked in them: `{KB201}` or `{KB201:14}` at the end of a line.

The marks are taken out before the check; the number after the colon is the column, where it matters.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Finding
from kb_tools.checks.options import load_options
from kb_tools.checks.reading import listed, read_all
from kb_tools.checks.rules import named
from kb_tools.checks.runner import run
from kb_tools.config import load_settings

TODAY = date(2026, 11, 21)

_MARK = re.compile(rb"[ \t]*\{(KB\d{3})(?::(\d+))?\}(?=[ \t]*(?:\{KB|\r?(?:\n|$)))")
_TEXT = (".md", ".yml", ".toml")


class Place(NamedTuple):
    """Where a rule finds something; column 0 where the test does not care."""

    path: str
    line: int
    rule: str
    column: int = 0


def unmarked(source: Path, target: Path) -> list[Place]:
    """Copy a folder of fixtures without its marks, and tell where they were."""
    places = []
    for path in sorted(source.rglob("*")):
        if path.is_dir():
            continue
        below = path.relative_to(source).as_posix()
        content = path.read_bytes()
        if path.suffix in _TEXT:
            for number, line in enumerate(content.split(b"\n"), 1):
                places += [
                    Place(below, number, rule.decode(), int(column or 0)) for rule, column in _MARK.findall(line)
                ]
            content = _MARK.sub(b"", content)
        copy = target / below
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(content)
    return sorted(places)


def base(root: Path, today: date = TODAY) -> Base:
    """The knowledge base in a folder, read by the real thing."""
    settings = load_settings(root)
    options = load_options(settings)
    return Base(
        settings, options, {facts.path: facts for _, facts in read_all(settings, options, listed(settings))}, today
    )


def check(root: Path, *rules: str, today: date = TODAY) -> tuple[Finding, ...]:
    """What these rules find in a folder."""
    return run(base(root, today), [rule for name in rules for rule in named(name)]).findings


def places(findings: tuple[Finding, ...], expected: list[Place]) -> list[Place]:
    """The findings as places, with columns only where *expected* has one."""
    wanted = {place[:3] for place in expected if place.column}
    return sorted(
        Place(each.path, each.line, each.rule, each.column if (each.path, each.line, each.rule) in wanted else 0)
        for each in findings
    )
