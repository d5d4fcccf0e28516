"""What is a dead link? One answer for `kb health`, its past, and `kb stale`."""

from __future__ import annotations

from collections.abc import Iterable

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Finding
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.links import link_not_to_source, link_to_redirect
from kb_tools.checks.runner import run, selected

_AT_TIMES = frozenset({link_not_to_source.RULE.id, link_to_redirect.RULE.id})
"""What these find works by chance or by a detour, and is a warning; where it leads nowhere, it is an error."""


def link_rules(options: Options) -> tuple[Rule, ...]:
    """The rules that find links which lead nowhere, less those the team does not want."""
    return tuple(
        rule
        for rule in selected(options.select, options.ignore)
        if rule.id.startswith("KB2") and (rule.severity == "error" or rule.id in _AT_TIMES)
    )


def dead_among(findings: Iterable[Finding], options: Options) -> tuple[Finding, ...] | None:
    """Those that say of a link that it leads nowhere; None where the team wants no rule for that."""
    if not (ran := {rule.id for rule in link_rules(options)}):
        return None
    return tuple(
        finding
        for finding in findings
        if finding.rule in ran and (finding.severity == "error" or finding.rule not in _AT_TIMES)
    )


def dead_links(base: Base) -> tuple[Finding, ...] | None:
    """The links that lead nowhere; None where the team wants no rule for them."""
    return dead_among(run(base, link_rules(base.options)).findings, base.options)
