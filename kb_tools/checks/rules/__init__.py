"""Every rule there is: one rule, one file; each folder is a family and lists its own."""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules import external, findability, form, freshness, links, safety, speech, suppressions

RULES: tuple[Rule, ...] = (
    *form.RULES, *links.RULES, *external.RULES, *freshness.RULES, *findability.RULES, *safety.RULES, *speech.RULES,
    *suppressions.RULES,
)  # fmt: skip
"""By id."""


def named(name: str) -> list[Rule]:
    """The rules that a user means by KB201, link-dead, or KB2."""
    return [rule for rule in RULES if rule.answers_to(name)]
