"""KB4xx. Has somebody looked at it lately?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
