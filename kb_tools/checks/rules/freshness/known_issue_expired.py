"""A known issue is past the day on which it expires.

A known issue is an article with `kind: known-issue` or `status: known-issue`. On its `expires` day it still counts; from
the next day on it is found. Archived ones are left alone.

## Why

It says "we know, and we are working on it". After that day nobody stands behind that sentence: either the fault is mended,
and agents turn callers away for nothing, or it is not, and somebody must say so anew.

## Example

Seen on 2026-11-21:

```markdown
---
title: Mail to the old domain comes back
kind: known-issue
status: known-issue
since: 2026-11-02
expires: 2026-11-15
---
```

## Fix

Mended: write `confidence: archived`, or delete the article, or make a fault with a fix of it. Not mended: a new day, and a
new `next_update`.

```markdown
---
title: Mail to the old domain comes back
kind: known-issue
status: known-issue
since: 2026-11-02
next_update: 2026-11-25
expires: 2026-12-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import expired, is_kept_true
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        if expired(facts, base.today) and is_kept_true(facts):
            yield found_in_field(base, facts, "expires", f"this known issue expired on {facts.expires}",
                                 "Is it mended? Then archive it. If not, give it a new expires and next_update.")  # fmt: skip


RULE = Rule("KB407", "known-issue-expired", "error", __doc__, base=check)
