"""KB6xx. Does it tell what must not be told?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
