"""KB3xx. Are the pages of others still there? Only with --external."""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.external import (
    external_blocked,
    external_dead,
    external_failing,
    external_fragment,
    external_moved,
    external_refused,
)

RULES: tuple[Rule, ...] = (
    external_dead.RULE, external_failing.RULE, external_blocked.RULE, external_moved.RULE, external_fragment.RULE,
    external_refused.RULE,
)  # fmt: skip
