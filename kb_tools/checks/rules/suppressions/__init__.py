"""KB8xx. Does every suppression still have something to suppress, and a reason?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.suppressions import suppression_unused, suppression_without_reason

RULES: tuple[Rule, ...] = (suppression_unused.RULE, suppression_without_reason.RULE)
