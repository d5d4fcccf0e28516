"""KB5xx. Does a caller's sentence lead to this article, and to one article?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
