"""Which findings are kept from the reader: those suppressed in the article, and by path in kb.toml."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kb_tools.checks.suppress import WHOLE_FILE, Suppression

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.finding import Finding
    from kb_tools.checks.options import PathSuppression
    from kb_tools.checks.rule import Rule

FAMILY = "KB8"
"""What is said about suppressions cannot be suppressed."""


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
            if finding.path in self._in_file:
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
    from kb_tools.config import CONFIG_NAME
    from kb_tools.corpus.gitignore import spec
    from kb_tools.errors import ConfigError

    try:
        paths = spec(exception.paths)
    except ValueError as error:
        raise ConfigError(f"[[check.except]] has a pattern that cannot be used: {error}",
                          path=base.settings.root / CONFIG_NAME, line=exception.line) from error  # fmt: skip
    return lru_cache(maxsize=None)(paths.match_file)


def _by_path(finding: Finding, excepted: list[tuple[tuple[str, ...], Callable[[str], bool]]]) -> bool:
    return any(
        any(finding.rule in meant(name) for name in names) and matches(finding.path) for names, matches in excepted
    )


@lru_cache(maxsize=256)
def meant(name: str) -> frozenset[str]:
    """The ids of the rules that a name means; those about suppressions are not meant by any."""
    from kb_tools.checks.rules import named

    return frozenset(rule.id for rule in named(name) if not rule.id.startswith(FAMILY))
