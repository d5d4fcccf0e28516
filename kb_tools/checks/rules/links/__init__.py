"""KB2xx. Does every link lead where it says, on the built site?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
