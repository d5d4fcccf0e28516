"""An article says something else than what was read in its last review.

`kb review` writes down who read an article, on which day, and in `reviewed_hash` which text that was: the body, and all of
the front matter but what a review itself writes; and the day. Found is an article whose text is another one now, or whose
day was moved by hand. Line ends, blank lines around the text, and how its YAML is written make no difference; every other
change does, be it one word.

Articles without `reviewed_hash` are left alone, and so are archived ones and pages that are never the answer to a caller
(`exclude` in `kb.toml`).

## Why

The date says that somebody found the article true. It cannot say so of the step that was put in afterwards, and an agent
who reads it out believes the date.

## Example

```markdown
---
title: VPN error 809
last_reviewed: 2026-11-21
reviewed_by: Ada Example
reviewed_hash: 084d525246dc
---

A paragraph that Ada Example has never seen.
```

## Fix

`kb review vpn-809` shows what has changed since, and records the text as it is now when somebody has read that. There is
no hurry where it was a slip of the pen: it is due with the next review at the latest.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import found_in_field
from kb_tools.checks.reviews import is_kept_true
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        if facts.reviewed_hash and not facts.is_as_reviewed and is_kept_true(facts):
            day = f" of {facts.last_reviewed}" if facts.last_reviewed else ""
            yield found_in_field(
                base, facts, "reviewed_hash", f"the text is not the one that was read in the review{day}, or that day was moved",
                f"See what changed, and record that it was read: kb review {facts.id}",
            )  # fmt: skip


RULE = Rule("KB410", "changed-since-review", "info", __doc__, base=check)
