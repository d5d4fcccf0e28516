"""Findings that a writer has looked at and keeps, each with a reason: in the article, or by path in kb.toml."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.finding import Finding, Found
    from kb_tools.checks.options import PathSuppression
    from kb_tools.checks.rule import Rule
    from kb_tools.checks.source import Source

FAMILY = "KB8"
"""What is said about suppressions cannot be suppressed."""

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


_COMMENT = re.compile(
    r"<!--\s{0,9}(?P<said>kb:[ \t]*ignore(?P<file>-file)?(?![\w-])(?P<rest>(?:[^-]|-(?!->|-!>)){0,2000}+))--!?>"
)
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*(?P<said>kb:[ \t]*ignore(?P<file>-file)?(?![\w-])(?P<rest>.*))$", re.M)
_RULES = re.compile(r"\s*((?:[A-Za-z][\w-]*)(?:\s*,\s*[A-Za-z][\w-]*|\s+[Kk][Bb]\d{1,3}\b)*)?[\s:.–—-]*")


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The suppressions that stand in an article."""
    if "kb:" not in source.text:
        return ()
    return (*_in_front_matter(source), *_in_body(source))


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


class Suppressor:
    """Takes out the findings that are suppressed, and finds the suppressions that suppress nothing."""

    def __init__(self, base: Base, rules: Sequence[Rule]) -> None:
        self.count = 0
        self._base = base
        self._rules = rules
        self._in_file = {facts.file: facts.suppressions for facts in base if facts.suppressions}
        self._used: set[tuple[str, Suppression, str]] = set()

    def kept(self, findings: list[Finding]) -> list[Finding]:
        """The findings that remain."""
        if not self._in_file and not self._base.options.exceptions:
            return findings
        excepted = [(each.rules, matcher(self._base, each)) for each in self._base.options.exceptions]
        covered = self._covered(findings)
        kept = [finding for finding in findings if not (_is_covered(finding, covered) or _by_path(finding, excepted))]
        self.count += len(findings) - len(kept)
        return kept

    def _covered(self, findings: list[Finding]) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """By file and rule, the lines on which findings are suppressed: first and last, in order, none within another.

        Not one finding after the other: an article may have thousands of both.
        """
        lines: dict[str, dict[str, list[int]]] = {}
        for finding in findings:
            if finding.path in self._in_file and not finding.rule.startswith(FAMILY):
                lines.setdefault(finding.path, {}).setdefault(finding.rule, []).append(finding.line)
        held: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for path, by_rule in lines.items():
            for found in by_rule.values():
                found.sort()
            for each in self._in_file[path]:
                for name in each.rules if each.reason else ():
                    for rule in meant(name) & by_rule.keys():
                        at = bisect_left(by_rule[rule], each.first)
                        if at < len(by_rule[rule]) and by_rule[rule][at] <= each.last:
                            self._used.add((path, each, name))
                            held.setdefault((path, rule), []).append((each.first, each.last))
        return {place: _merged(stretches) for place, stretches in held.items()}

    def unused(self) -> Iterator[tuple[str, Suppression, str]]:
        """File, suppression, and the name of the rule in it that found nothing there, although it ran."""
        ran = {rule.id for rule in self._rules}
        for file, all_of in self._in_file.items():
            for each in all_of:
                for name in each.rules if each.reason else ():
                    ids = meant(name)
                    if ids and ids <= ran and (file, each, name) not in self._used:
                        yield file, each, name


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if not merged or last > merged[-1][1]:
            merged.append((first, last))
    return merged


def _is_covered(finding: Finding, covered: Mapping[tuple[str, str], list[tuple[int, int]]]) -> bool:
    stretches = covered.get((finding.path, finding.rule), [])
    # None lies within another, so the last that begins before it is also the last to end.
    at = bisect_right(stretches, (finding.line, WHOLE_FILE))
    return at > 0 and stretches[at - 1][1] >= finding.line


def matcher(base: Base, exception: PathSuppression) -> Callable[[str], bool]:
    """Tells whether a path from the root is meant by an exception of kb.toml.

    Raises:
        ConfigError: a pattern makes no sense.
    """
    from pathspec import GitIgnoreSpec

    from kb_tools.config import CONFIG_NAME
    from kb_tools.errors import ConfigError

    try:
        spec = GitIgnoreSpec.from_lines(exception.paths)
    except ValueError as error:
        raise ConfigError(f"[[check.except]] has a pattern that .gitignore would not take: {error}",
                          path=base.settings.root / CONFIG_NAME, line=exception.line) from error  # fmt: skip
    return lru_cache(maxsize=None)(spec.match_file)


def _by_path(finding: Finding, excepted: list[tuple[tuple[str, ...], Callable[[str], bool]]]) -> bool:
    if finding.rule.startswith(FAMILY):
        return False
    return any(
        any(finding.rule in meant(name) for name in names) and matches(finding.path) for names, matches in excepted
    )


@lru_cache(maxsize=256)
def meant(name: str) -> frozenset[str]:
    """The ids of the rules that a name means; those about suppressions are not meant by any."""
    from kb_tools.checks.rules import named

    return frozenset(rule.id for rule in named(name) if not rule.id.startswith(FAMILY))


def about(path: str, suppression: Suppression, message: str, key: str, hint: str) -> Found:
    """A finding at a suppression."""
    from kb_tools.checks.finding import Found, at

    place = at(suppression.line, suppression.column, suppression.end_column)
    return Found(place, message, key, hint, path=path)
