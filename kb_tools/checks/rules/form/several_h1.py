"""A page with more than one heading of the first level.

The finding stands at the second one; there is one for each page.

## Why
The first is the page's title. A second one says that another page begins here: the table of contents shows only what is
below the first, and screen readers and search engines no longer know what the page is about. Often it is no heading at
all: Python-Markdown takes every line that begins with `#` for one, also `#REF!` and comments of a script outside of a code
block.

## Example
```markdown
# VPN drops

# Fix

Restart the client.
```

## Fix
```markdown
# VPN drops

## Fix

Restart the client.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    first = [section for section in source.article.sections if section.level == 1 and section.heading]
    if len(first) < 2:
        return
    if first[1].line < 1 or len({section.line for section in first}) < 2:
        return
    more = f", one of {len(first) - 1} more" if len(first) > 2 else ""
    yield Found(at(first[1].line), f"a second heading of the first level{more}; the title is on line {first[0].line}", "h1",
                "Give it two #, or put what is no heading into a code block.")  # fmt: skip


RULE = Rule("KB123", "several-h1", "warning", __doc__, article=check)
