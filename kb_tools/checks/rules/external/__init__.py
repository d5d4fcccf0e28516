"""KB3xx. Are the pages of others still there? Only with --external."""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
