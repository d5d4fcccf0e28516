"""A page on another server is not shown to programs: only a person can tell whether it is there.

The server answers 401, 402, 403, 405, 406, 407, 429, 451 or 999, or puts a test for robots before the page, or goes in a
circle for whoever keeps no cookies, or leads to what no web server answers (`mailto:`, an app). 429 is asked again when
the server says so (Retry-After), if that is within a minute.

Where a host answered at first and then let eight links in a row time out, the rest is not asked in this run.

It is a remark, and never makes a link dead.

## Why

A 403 says nothing about the page. To take it for dead makes noise; to take it for alive hides dead links.

## Example

```markdown
[The ticket](https://tickets.vendor.example/4711)
```

## Fix

Open it in a browser now and then. What is always behind a login can be left out of the check in `kb.toml`:

```toml
[check.external]
ignore = ["https://tickets.vendor.example/"]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for place, verdict in base.external:
        if verdict.state == "blocked":
            yield Found(place.link.span, f"{place.shown} cannot be told dead or alive: {verdict.record.reason}",
                        place.link.target, "Open it in a browser; ignore under [check.external] in kb.toml leaves it out",
                        place.facts.file)  # fmt: skip


RULE = Rule("KB303", "external-blocked", "info", __doc__, base=check, external=True)
