"""KB5xx. Does a caller's sentence lead to this article, and to one article?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.findability import (
    near_duplicate,
    phrase_unknown_article,
    symptom_shared,
    synonym_unused,
    title_not_found,
    title_shared,
)

RULES: tuple[Rule, ...] = (
    near_duplicate.RULE,
    symptom_shared.RULE,
    title_not_found.RULE,
    synonym_unused.RULE,
    title_shared.RULE,
    phrase_unknown_article.RULE,
)
