"""An article was reviewed on a day that has not come yet.

Tomorrow is let pass: where the writer sits, it may be tomorrow already.

## Why

It is a slip of the keyboard (2027 for 2026, day and month swapped), and it keeps the article from becoming stale for that
much longer. Until then every agent sees a review that has never been.

## Example

Seen on 2026-11-21:

```markdown
---
title: VPN error 809
last_reviewed: 2027-11-20
---
```

## Fix

```markdown
---
title: VPN error 809
last_reviewed: 2026-11-20
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import is_kept_true, plus
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    tomorrow = plus(base.today, 1)
    for facts in base:
        if facts.last_reviewed is not None and facts.last_reviewed > tomorrow and is_kept_true(facts):
            yield found_in_field(
                base, facts, "last_reviewed",
                f"last_reviewed is {facts.last_reviewed}, a day that has not come yet",
                "Write the day on which somebody last read it from start to end.",
            )  # fmt: skip


RULE = Rule("KB404", "reviewed-in-future", "error", __doc__, base=check)
