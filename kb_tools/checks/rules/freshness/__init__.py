"""KB4xx. Has somebody looked at it lately?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.freshness import (
    applies_to_gone,
    changed_since_review,
    flagged,
    known_issue_expired,
    known_issue_open_ended,
    never_reviewed,
    next_update_overdue,
    redated_without_reading,
    review_due_soon,
    reviewed_in_future,
    stale,
)

RULES: tuple[Rule, ...] = (
    stale.RULE,
    review_due_soon.RULE,
    never_reviewed.RULE,
    reviewed_in_future.RULE,
    redated_without_reading.RULE,
    applies_to_gone.RULE,
    known_issue_expired.RULE,
    next_update_overdue.RULE,
    known_issue_open_ended.RULE,
    changed_since_review.RULE,
    flagged.RULE,
)
