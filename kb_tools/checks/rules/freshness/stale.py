"""The review of an article has run out.

An article says when somebody last read it from start to end and found it true (`last_reviewed`), and how long that
holds (`review_interval`). Where it does not say how long, `review_interval` under `[check]` in `kb.toml` counts. After
that day it is stale: the finding says for how many days.

Archived articles, and pages that are never the answer to a caller (`exclude` in `kb.toml`), are left alone. Where neither
the article nor `kb.toml` says how long a review holds, nothing is found.

## Why

Menus move, products change their names, teams dissolve. Nobody notices in the text. An agent who once read out steps that
no longer exist trusts none of the others either, so a search says STALE beside such an article.

## Example

```markdown
---
title: VPN error 809
last_reviewed: 2025-01-10
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

Where nobody needs it any more: `confidence: archived`. `kb stale` lists all that is due, by owner.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import is_kept_true, review_due
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        due = review_due(facts, base.options)
        if due is None or due >= base.today or not is_kept_true(facts):
            continue
        days = (base.today - due).days
        owner = f" ({facts.owner})" if facts.owner else ""
        yield found_in_field(
            base, facts, "last_reviewed",
            f"the review is {days} {'day' if days == 1 else 'days'} overdue: it held until {due}",
            f"Read it from start to end{owner}, then write the day; or set confidence: archived.",
        )  # fmt: skip


RULE = Rule("KB401", "stale", "warning", __doc__, base=check)
