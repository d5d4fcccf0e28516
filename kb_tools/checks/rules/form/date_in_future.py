"""A known issue that begins in the future.

`since` is the day on which it began. Found is a day after tomorrow: tomorrow has begun already somewhere. Looked at are
articles that say `status: known-issue`, or name their `kind`; elsewhere `since` may mean something else. (A
`last_reviewed` in the future is [KB404](../freshness/reviewed-in-future.md).)

## Why
Agents tell callers since when it has been so. A day that has not come yet is a slip of the pen, mostly in the year or the
month, and the caller hears nonsense.

## Example
On November 21, 2026:

```markdown
---
kind: known-issue
since: 2027-11-20
---
```

## Fix
```markdown
---
kind: known-issue
since: 2026-11-20
---
```

Planned work is no known issue until it begins.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.article.dates import day_of
from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import plus
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    # Somewhere it is tomorrow already.
    tomorrow = plus(base.today, 1)
    for facts in base:
        if not facts.since or not (facts.kind or facts.status == "known-issue"):
            continue
        day = day_of(facts.since, base.settings.date_formats)
        if day is not None and day > tomorrow:
            yield found_in_field(base, facts, "since", f"since is {facts.since}, which is in the future",
                                 "Write the day on which it began.")  # fmt: skip


RULE = Rule("KB115", "date-in-future", "warning", __doc__, base=check)
