"""A suppression that does not say why.

`<!-- kb: ignore KB201 -->`, or `# kb: ignore KB113` in front matter, with nothing after the rules. Without a reason it
suppresses nothing: what it was to hide is reported as well. In `kb.toml`, an exception without a reason is not even read.

This rule cannot be suppressed.

## Why

A year later nobody knows whether the finding was wrong, or the writer in a hurry. One of the two must be looked at again, and
only the reason tells which.

## Example

```markdown
See [the status page](https://status.example.com/today). <!-- kb: ignore KB301 -->
```

## Fix

```markdown
See [the status page](https://status.example.com/today). <!-- kb: ignore KB301 answers only in our own network -->
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule
from kb_tools.checks.suppress import about


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        for each in facts.suppressions:
            if each.rules and not each.reason:
                names = ", ".join(each.rules)
                yield about(facts.file, each, f"this suppression of {names} gives no reason, so it suppresses nothing", names,
                            f"Write why: kb: ignore {names} the reason.")  # fmt: skip


RULE = Rule("KB802", "suppression-without-reason", "error", __doc__, base=check)
