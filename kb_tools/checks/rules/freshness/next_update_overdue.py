"""A known issue promised news by a time that has passed.

`next_update` is a day (`2026-11-21`), which is over when the next one begins, or a time (`2026-11-21 15:00`,
`2026-11-21T15:00+01:00`). A time without an offset is local time where the check runs; in CI that is mostly UTC, so write
the offset. A known issue that has expired altogether is only found by `known-issue-expired`.

## Why

Agents read that promise out. A caller who was told "we know more at three" calls again at four, and the agent still has
nothing but three o'clock to offer.

## Example

Seen on 2026-11-21:

```markdown
---
title: Mail to the old domain comes back
kind: known-issue
status: known-issue
next_update: 2026-11-20
expires: 2026-12-01
---
```

## Fix

Say what is known now, even if it is nothing new, and when the next news come:

```markdown
---
title: Mail to the old domain comes back
kind: known-issue
status: known-issue
next_update: 2026-11-23T15:00+01:00
expires: 2026-12-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import expired, has_passed, is_kept_true, promised_update
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        promise = promised_update(facts, base.settings.date_formats)
        if promise is None or not has_passed(promise, base.today) or not is_kept_true(facts):
            continue
        if not expired(facts, base.today):
            yield found_in_field(
                base, facts, "next_update",
                f"news were promised for {facts.next_update}, which is over",
                "Say what is known now, and when the next news come.",
            )  # fmt: skip


RULE = Rule("KB408", "next-update-overdue", "error", __doc__, base=check)
