"""KB7xx. Is the caller left with a who and a when?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.speech import callback_without_when, escalation_without_target

RULES: tuple[Rule, ...] = (escalation_without_target.RULE, callback_without_when.RULE)
