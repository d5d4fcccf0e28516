"""Run the rules over a knowledge base: select, run, suppress, sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Finding, Found
from kb_tools.checks.masking import without_login
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import RULES
from kb_tools.checks.rules.suppressions import suppression_unused
from kb_tools.checks.suppressor import Suppressor
from kb_tools.digests import blake2b


class Result(NamedTuple):
    """What a run came to."""

    findings: tuple[Finding, ...]
    """By path, line and column."""
    articles: int
    """How many were checked."""
    suppressed: int = 0
    """Findings that a writer keeps, with a reason."""
    baselined: int = 0
    """Findings that were there when the team began."""
    notes: tuple[str, ...] = ()
    """What could not be looked at, and why."""
    seconds: float = 0.0


def selected(select: Iterable[str], ignore: Iterable[str], *, external: bool = False) -> tuple[Rule, ...]:
    """The rules to run: those named in *select* (all where it is empty), less those named in *ignore*."""
    wanted, unwanted = tuple(select), tuple(ignore)
    return tuple(
        rule
        for rule in RULES
        if (external or not rule.external)
        and (not wanted or any(rule.answers_to(name) for name in wanted))
        and not any(rule.answers_to(name) for name in unwanted)
    )


def run(base: Base, rules: Sequence[Rule]) -> Result:
    """All that these rules find in *base*."""
    if any(rule.searches for rule in rules):
        # Begun now, in processes of their own where that pays.
        _ = base.titles
    suppressor = Suppressor(base, rules)
    findings = suppressor.kept(list(_findings(base, rules, _all_found(base, rules))))
    # Known only now: which suppressions had nothing to suppress.
    findings += _findings(base, rules, _left_over(suppressor, rules))
    findings.sort(key=lambda finding: (finding.path, finding.line, finding.column, finding.rule))
    return Result(tuple(findings), len(base.articles), suppressor.count, notes=tuple(base.notes))


def _findings(base: Base, rules: Sequence[Rule], all_found: Iterable[tuple[Rule, Found, str]]) -> Iterator[Finding]:
    severities = {rule.id: rule.severity for rule in rules}
    changed = {rule.id for name, _ in base.options.severity for rule in rules if rule.answers_to(name)}
    for name, severity in base.options.severity:
        severities.update((rule.id, severity) for rule in rules if rule.answers_to(name))
    times: dict[tuple[str, str, str], int] = {}
    for rule, found, path in all_found:
        place = (rule.id, path, without_login(found.key))
        times[place] = number = times.get(place, 0) + 1
        severity = severities[rule.id] if rule.id in changed else found.severity or rule.severity
        yield Finding(rule.id, rule.slug, severity, path, found.span, without_login(found.message),
                      without_login(found.hint), fingerprint(place, number),
                      found.involves, found.edits)  # fmt: skip


def fingerprint(place: tuple[str, str, str], number: int) -> str:
    """The name of a finding: its rule, its file, what it is about, and which of several alike it is."""
    text = "\0".join((*place, str(number)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _all_found(base: Base, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Found, str]]:
    by_id = {rule.id: rule for rule in rules}
    for facts in base:
        for id, found in facts.found:
            if id in by_id:
                yield by_id[id], found, found.path or facts.file
    for rule in rules:
        if rule.base is not None:
            for found in rule.base(base):
                yield rule, found, found.path


def _left_over(suppressor: Suppressor, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Found, str]]:
    for rule in rules:
        # By id: the rule may be a copy that does a little more (changed.py).
        if rule.id == suppression_unused.RULE.id:
            yield from ((rule, found, found.path) for found in suppression_unused.left_over(suppressor))
