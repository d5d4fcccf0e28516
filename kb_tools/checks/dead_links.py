"""What is a dead link? One answer for `kb health`, its past, and `kb stale`."""

from __future__ import annotations

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Finding
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.runner import run, selected


def link_rules(options: Options) -> tuple[Rule, ...]:
    """The rules that find links which lead nowhere, less those the team does not want."""
    return tuple(
        rule
        for rule in selected(options.select, options.ignore)
        if rule.id.startswith("KB2") and rule.severity == "error"
    )


def dead_links(base: Base) -> tuple[Finding, ...] | None:
    """The links that lead nowhere; None where the team wants no rule for them."""
    rules = link_rules(base.options)
    return run(base, rules).findings if rules else None
