"""KB1xx. Is it written so that an agent, an editor and MkDocs understand it?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
