"""A link from a public article to an internal one.

At each link of an article that says `audience: public`, written in any way, that leads to an article which says `audience:
internal`. An article that says nothing counts as internal too, as long as it may be the answer to a caller; overview pages
and whatever else `exclude` in `kb.toml` names are neither.

## Why

The customer who follows it meets a page that is not there, a sign-in, or what was not meant for customers. The address alone
(`/internal/refund-limits/`) can say too much.

## Example

`docs/slow-wifi.md`:

```markdown
---
audience: public
---
If it is still slow, see [what we do next](line-test.md).
```

`docs/line-test.md`:

```markdown
---
audience: internal
---
```

## Fix

```markdown
If it is still slow, call us: we measure the line.
```

Or make the other article public, after reading it as a customer would.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import found_at, shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    public = {facts.path for facts in base if facts.audience.lower() == "public"}
    internal = {
        facts.path for facts in base
        if facts.audience.lower() == "internal" or (not facts.audience and facts.is_answer)
    }  # fmt: skip
    if not public or not internal:
        return
    for row in base.leads:
        facts, _, lead = row
        if facts.path in public and lead.path in internal:
            yield found_at(base, row, f"this article is public, and {shown(lead.path)} is internal",
                           "Say here what the customer needs, or make that article public.")  # fmt: skip


RULE = Rule("KB607", "internal-link", "error", __doc__, base=check)
