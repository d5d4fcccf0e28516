"""Is there front matter that is none, because it does not begin on the first line, or not with three hyphens?"""

from __future__ import annotations

import re
from collections.abc import Collection

from kb_tools.checks.source import Source
from kb_tools.config import FIELDS

_WITHIN = 30
"""In so many lines of a page it begins."""
_LONGEST = 200
_FIELD = re.compile(r"[ \t]*([A-Za-z_][\w.-]*)[ \t]*:(?:[ \t]|$)")
_BELOW = re.compile(r"[ \t]+\S|[ \t]*-[ \t]|[ \t]*#|[ \t]*$")
_KNOWN = frozenset(
    [*FIELDS, "date", "author", "authors", "hide", "template", "search", "search.exclude", "layout", "slug"]
)


_END = re.compile(r"[ \t]*(?:---|\.\.\.)[ \t]*$")
DASHES = re.compile(r"(?:[-\u2010-\u2015]{2,}|\u2014)[ \t]*$")
"""`---`, `----`, or what a word processor makes of hyphens: dashes."""


def hidden(source: Source) -> int:
    """The line on which such a block begins; 0 where there is none."""
    if source.has_front_matter:
        return 0
    known = _KNOWN.union(*source.names.values()) if source.names else _KNOWN
    lines = source.lines
    if DASHES.match(lines[0]) and lines[0].rstrip() != "---":
        return int(_is_block(lines[1:_LONGEST], known, DASHES))
    if "---" not in source.text[:10_000]:
        return 0
    for index, line in enumerate(lines[:_WITHIN]):
        if line.strip() == "---" and (index or line != line.lstrip()):
            is_one = _is_block(lines[index + 1 : index + _LONGEST], known, _END) and index + 1 not in source.code_lines
            return index + 1 if is_one else 0
    return 0


def _is_block(lines: list[str], known: Collection[str], end: re.Pattern[str]) -> bool:
    """Do fields stand here, at least one of them known, as far as the closing line?"""
    is_known, is_first = False, True
    for line in lines:
        if end.match(line):
            return is_known
        if field := _FIELD.match(line):
            is_known = is_known or field[1] in known
        elif is_first or not _BELOW.match(line):
            return False
        is_first = False
    return False
