"""The review of an article runs out soon.

Like `stale`, but before the day: within 14 days, or within `due_soon` under `[check]` in `kb.toml`. It is a remark and
never fails a check by default.

## Why

Who knows two weeks ahead can take an hour for it. Who hears of it on the day has callers waiting.

## Example

Seen on 2026-11-21, with 9 days left:

```markdown
---
title: VPN error 809
last_reviewed: 2026-06-03
review_interval: 180d
---
```

## Fix

Read it from start to end, try the steps, and write the day on which it was true:

```markdown
---
title: VPN error 809
last_reviewed: 2026-11-21
review_interval: 180d
---
```

`kb stale --within 30d --format ical` puts all days that come into a calendar.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import is_kept_true, plus, review_due
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    last = plus(base.today, base.options.due_soon)
    for facts in base:
        due = review_due(facts, base.options)
        if due is None or not base.today <= due <= last or not is_kept_true(facts):
            continue
        days = (due - base.today).days
        when = ("today", "tomorrow")[days] if days < 2 else f"in {days} days"
        yield found_in_field(base, facts, "last_reviewed", f"the review runs out {when}, on {due}",
                             "Read it from start to end and write the day on which it was true.")  # fmt: skip


RULE = Rule("KB402", "review-due-soon", "info", __doc__, base=check)
