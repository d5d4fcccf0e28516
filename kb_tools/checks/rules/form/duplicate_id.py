"""Two articles with one id.

The first article by path keeps its id; the finding stands at each further one. `VPN-809` and `vpn-809` count as one. An
article without an `id` has its path for one. Looked at are knowledge bases in which an article names its `kind`, or whose
`kb.toml` maps `id`: elsewhere a field of that name means something else.

## Why
The id is what tickets, phrases and other articles name, and what survives a rename. When two articles have it, each of
these leads to one of them by chance.

## Example
```markdown
---
id: vpn-809
title: VPN error 809
---
```

and, copied from it, in another file:

```markdown
---
id: vpn-809
title: VPN error 619
---
```

## Fix
```markdown
---
id: vpn-619
title: VPN error 619
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Found, at
from kb_tools.checks.front.value_place import place
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    names = ("id", *dict(base.settings.fields).get("id", ()))
    if len(names) == 1 and not any(facts.kind for facts in base):
        return
    first: dict[str, Facts] = {}
    for facts in base:
        is_given = any(name in facts.lines for name in names)
        other = first.setdefault(facts.id.casefold(), facts)
        if other is facts:
            continue
        if not is_given and not any(name in other.lines for name in names):
            # Two paths that differ in case, or in .md and .markdown: no id was given twice.
            continue
        yield Found(place(base, facts, "id") if is_given else at(1), f"the id {facts.id!r} belongs to {other.file} already",
                    facts.id, "Give this article an id of its own.", facts.file, involves=(other.file,))  # fmt: skip


RULE = Rule("KB126", "duplicate-id", "error", __doc__, base=check)
