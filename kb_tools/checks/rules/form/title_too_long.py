"""A title of more than 70 characters.

Held to it is every article that names its `kind`. Counted is what the reader sees, without markup.

## Why
A list of hits and a browser's tab cut a long title off, and what is cut off is often what tells two articles apart. In the
second that an agent has, a title is looked at, not read.

## Example
```markdown
---
title: What to do when the VPN client of a caller who works from home keeps losing its connection
kind: fault
---
```

## Fix
```markdown
---
title: VPN drops every few minutes at home
kind: fault
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

LONGEST = 70


def check(source: Source, options: Options) -> Iterator[Found]:
    title = source.article.title
    if not source.is_held or len(title) <= LONGEST:
        return
    if "title" in source.front.values:
        place = source.front.place("title")
    else:
        heading = next((section for section in source.article.sections if section.heading == title), None)
        if heading is None:
            return
        place = at(heading.line)
    yield Found(place, f"the title has {len(title)} characters; at most {LONGEST} are read", "title",
                "Say what is wrong and where; the rest belongs into the text.")  # fmt: skip


RULE = Rule("KB125", "title-too-long", "warning", __doc__, article=check)
