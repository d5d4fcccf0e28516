"""A known issue does not say when it expires.

Found in articles that say `status: known-issue` and are of another `kind`, or of none. (Of `kind: known-issue` the form
demands `expires`: see `field-missing`.) Archived ones are left alone.

## Why

Known issues stand above everything else in a search. One without an end stays there when the fault has long been mended,
because nobody remembers to take it down.

## Example

```markdown
---
title: Mail to the old domain comes back
kind: fault
status: known-issue
---
```

## Fix

Take the day on which somebody should ask whether it is still so:

```markdown
---
title: Mail to the old domain comes back
kind: fault
status: known-issue
expires: 2026-12-01
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import place, value
from kb_tools.checks.reviews import KNOWN_ISSUE, is_kept_true
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for facts in base:
        if facts.status != KNOWN_ISSUE or facts.kind == KNOWN_ISSUE or facts.expires is not None:
            continue
        # A day that cannot be read is another rule's.
        if is_kept_true(facts) and not value(base, facts, "expires").text:
            yield Found(
                place(base, facts, "status"),
                "this known issue does not say when it expires",
                "expires",
                "Add the day on which somebody should ask whether it is still so: expires: 2026-10-31",
                facts.file,
            )


RULE = Rule("KB409", "known-issue-open-ended", "warning", __doc__, base=check)
