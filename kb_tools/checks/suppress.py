"""Where an article says that a finding is to be kept, and why: `<!-- kb: ignore KB201 the reason -->`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kb_tools.checks.finding import Found
    from kb_tools.checks.source import Source

WHOLE_FILE = 10**9


class Suppression(NamedTuple):
    """`<!-- kb: ignore KB201 reason -->` in an article, and the lines it holds for."""

    rules: tuple[str, ...]
    reason: str
    line: int
    """Where it stands."""
    first: int
    last: int
    """The lines it holds for, both included; 1 and a huge number for a whole file."""
    column: int = 1
    end_column: int = 1
    """What a caret is drawn below: from `kb:` on, on its line."""
    mistaken: str = ""
    """What it says instead of *kb: ignore*, where it only looks like a suppression; then it holds for no rule."""


_COMMENT = re.compile(
    r"<!--\s{0,9}(?P<said>kb:[ \t]*ignore(?P<file>-file)?(?![\w-])(?P<rest>(?>(?:[^-]|-(?!->|-!>)){0,2000})))--!?>"
)
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*(?P<said>kb:[ \t]*ignore(?P<file>-file)?(?![\w-])(?P<rest>.*))$", re.M)
_RULES = re.compile(r"\s*((?:[A-Za-z][\w-]*)(?:\s*,\s*[A-Za-z][\w-]*|\s+[Kk][Bb]\d{1,3}\b)*)?[\s:.–—-]*")


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The suppressions that stand in an article."""
    if "kb:" not in source.text:
        return tuple(_misspelled(source))
    return (*_in_front_matter(source), *_in_body(source), *_misspelled(source))


def _in_body(source: Source) -> Iterator[Suppression]:
    text, lines = source.text, source.lines
    start = sum(map(len, lines[: source.article.first_line - 1])) + source.article.first_line - 1
    ends: list[int] = []
    code = _Code(lines)
    for found in _COMMENT.finditer(text, min(start, len(text))):
        place = source.span(found.start(), found.end())
        first, last = place.line, place.end_line
        line = lines[first - 1]
        if first in source.code_lines or code.has(first, place.column):
            continue
        if found["file"]:
            yield _suppression(found, source, first, (1, WHOLE_FILE))
            continue
        ends = ends or _block_ends(source)
        if _MARKS.match(line, 0, place.column - 1) and _REST.match(lines[last - 1], place.end_column - 1):
            # Alone. Formatters put a blank line below a comment.
            while last < len(lines) and _is_blank(lines[last]):
                last += 1
        yield _suppression(found, source, first, (first, ends[last]))


_MEANT = re.compile(r"<!--\s{0,9}(?P<said>kb[ \t]?:[ \t]*(?P<word>[a-z][a-z-]{2,20}))(?![\w-])", re.I)
_LIKE_IGNORE = ("ignore", "ignore-file", "disable", "suppress", "skip", "noqa")


def _misspelled(source: Source) -> Iterator[Suppression]:
    """Comments in the body that look like suppressions and are none."""
    if "<!--" not in source.text:
        return
    from difflib import get_close_matches

    text, lines = source.text, source.lines
    code = _Code(lines)
    for found in _MEANT.finditer(text):
        if _COMMENT.match(text, found.start()) or not get_close_matches(found["word"].lower(), _LIKE_IGNORE, 1, 0.7):
            continue
        place = source.span(found.start("said"), found.end("said"))
        is_code = place.line in source.code_lines or code.has(place.line, place.column)
        if place.line >= source.article.first_line and not is_code:
            yield Suppression((), "", place.line, place.line, place.line, place.column, place.end_column, found["said"])


_MARKS = re.compile(r"[ \t>]*+\Z")
_REST = re.compile(r"\s*+\Z")


def _block_ends(source: Source) -> list[int]:
    """For each line of the file, the last before the next blank one; blank lines in fenced code do not count."""
    blocks, lines = source.blocks, source.lines
    fences = {blocks.line(item.start): blocks.line(max(item.start, item.end - 1))
              for item in blocks.hidden if item.kind == "fence"}  # fmt: skip
    ends = list(range(len(lines) + 1))
    for line in range(len(lines) - 1, 0, -1):
        if line + 1 in fences:
            ends[line] = ends[fences[line + 1]]
        elif not _is_blank(lines[line]):
            ends[line] = ends[line + 1]
    return ends


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")


class _Code:
    """Where is code between backticks? It may begin and end on other lines of the same paragraph. Each line is read once:
    hostile text has thousands of comments on one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._line = 0
        self._begins = 0
        self._spans: list[tuple[int, int]] = []

    def has(self, line: int, column: int) -> bool:
        """Does this place lie in code?"""
        if line != self._line:
            self._read(line)
        offset = self._begins + column - 1
        before = bisect_right(self._spans, (offset, offset))
        return any(start <= offset < end for start, end in self._spans[max(0, before - 1) : before + 1])

    def _read(self, line: int) -> None:
        from kb_tools.article.inline import code_spans

        lines = self._lines
        first = last = self._line = line
        while first > 1 and line - first < _FURTHEST and not _is_blank(lines[first - 2]):
            first -= 1
        while last < len(lines) and last - line < _FURTHEST and not _is_blank(lines[last]):
            last += 1
        self._begins = sum(len(each) + 1 for each in lines[first - 1 : line - 1])
        text = "\n".join(lines[first - 1 : last])
        self._spans = [(start, end) for start, end, _, _ in code_spans(text)] if "`" in text else []


_FURTHEST = 50
"""Lines of a paragraph that are looked at in each direction: hostile text may have a comment on each of many thousands."""


def _in_front_matter(source: Source) -> Iterator[Suppression]:
    first_line = source.article.first_line
    if first_line == 1:
        return
    lines = source.lines
    block = "\n".join(lines[: first_line - 1])
    if "kb:" not in block:
        return
    quoted = _quoted("\n".join(lines[1 : first_line - 2]))
    keys = sorted(source.article.lines.values())
    for found in _YAML_COMMENT.finditer(block):
        place = source.span(found.start(), found.end())
        line, column = place.line, place.column
        if (before := bisect_right(quoted, ((line, column), _FAR))) and (line, column) < quoted[before - 1][1]:
            continue
        alone = not lines[line - 1][: column - 1].strip()
        following = bisect_right(keys, line)
        if found["file"]:
            held = (1, WHOLE_FILE)
        elif not alone and not (following and keys[following - 1] == line):
            # At the end of a list's item: this item.
            held = (line, line)
        else:
            # At the end of a field's line, or above it: the whole field.
            after = following + alone
            held = (line, keys[after] - 1 if after < len(keys) else first_line - 1)
        yield _suppression(found, source, line, held)


_FAR = (10**9, 0)


def _quoted(block: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the quoted and block texts of YAML stand, from and to, as line and column of the file: no comment is there."""
    import yaml

    found = []
    try:
        for token in yaml.scan(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(token, yaml.ScalarToken) and not token.plain:
                start, end = token.start_mark, token.end_mark
                found.append(((start.line + 2, start.column + 1), (end.line + 2, end.column + 1)))
    except yaml.YAMLError:
        # Broken front matter has a finding of its own.
        pass
    return found


def _suppression(found: re.Match[str], source: Source, line: int, held: tuple[int, int]) -> Suppression:
    rest = found["rest"]
    named = _RULES.match(rest)
    names = tuple(re.split(r"[\s,]+", named[1])) if named and named[1] else ()
    reason = " ".join(rest[named.end() if named else 0 :].split())
    place = source.span(found.start("said"), found.end("said"))
    end = place.end_column if place.end_line == place.line else len(source.lines[place.line - 1]) + 1
    column = place.column if place.line == line else 1
    if place.line == line:
        end = column + len(source.lines[line - 1][column - 1 : end - 1].rstrip())
    return Suppression(names, reason if re.search(r"\w", reason) else "", line, *held, column, end)


def about(path: str, suppression: Suppression, message: str, key: str, hint: str) -> Found:
    """A finding at a suppression."""
    from kb_tools.checks.finding import Found, at

    place = at(suppression.line, suppression.column, suppression.end_column)
    return Found(place, message, key, hint, path=path)
