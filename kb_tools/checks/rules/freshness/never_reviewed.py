"""An article does not say when somebody last found it true.

Found where a date is meant to be and is not: the article has a `review_interval`, or a `kind` (it is written in kb's own
form), or `kb.toml` sets `review_interval` under `[check]` for all. A folder that knows no reviews is left alone, and so are
archived articles and pages that are never the answer to a caller.

A date that is there but cannot be read is another rule's (`date-invalid`), and so are a misspelled `last_reviewd`
(`field-unknown`), front matter that is no YAML (`front-matter-broken`), and a date that `required` under `[check]` demands
(`field-missing`).

## Why

Without a date there is no day on which it runs out: such an article never becomes stale, however old it is. It is the
one that nobody looks at.

## Example

```markdown
---
title: VPN error 809
review_interval: 180d
---
```

## Fix

```markdown
---
title: VPN error 809
last_reviewed: 2026-11-21
review_interval: 180d
---
```

Write the day on which somebody read it from start to end. The day of the last commit is not that day.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Found, at
from kb_tools.checks.front.required import misspelled
from kb_tools.checks.front.value_place import value
from kb_tools.checks.reviews import is_kept_true, never_reviewed
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.form.front_matter_broken import RULE as FRONT_MATTER_BROKEN


def check(base: Base) -> Iterator[Found]:
    if "last_reviewed" in base.options.required:
        return
    for facts in base:
        if not is_kept_true(facts) or not never_reviewed(facts, base.options) or _is_elsewhere(base, facts):
            continue
        written = value(base, facts, "last_reviewed")
        if written.text:
            continue
        is_there = written.span != at(1)
        interval = value(base, facts, "review_interval").span
        yield Found(
            written.span if is_there else interval,
            "nobody says when this was last read and found true",
            "last_reviewed",
            "Read it from start to end, then write the day: last_reviewed: 2026-10-31",
            facts.file,
        )


def _is_elsewhere(base: Base, facts: Facts) -> bool:
    """Is it the doing of another mistake, which its own rule finds?"""
    if any(rule == FRONT_MATTER_BROKEN.id for rule, _ in facts.found):
        return True
    names = dict(base.settings.fields)
    meant = misspelled(facts.lines, names, is_held=bool(facts.kind)).values()
    return not {"last_reviewed", *names.get("last_reviewed", ())}.isdisjoint(meant)


RULE = Rule("KB403", "never-reviewed", "warning", __doc__, base=check)
