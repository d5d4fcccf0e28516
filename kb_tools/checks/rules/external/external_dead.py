"""A page on another server is gone.

Asks every http and https address that articles link to, and counts the days on which it failed. When it has failed on
three different days (`dead_after_days`) and never answered in between, it is dead. Days are remembered in a file
(`memory`); one failed run is never enough. Asked with HEAD, and with GET where a server does not know HEAD.

Failed means: 404, 410 and other errors of the server, no such host, no connection, no answer in time, a certificate that
is not valid, redirects without end. What a server does not show to programs is
[external-blocked](#external-blocked), never dead.

Where the archive (`archive`) has a copy of the page, the hint names it. Only addresses of dead pages are sent there, and
none of hosts in `allow_hosts` or with names such as `wiki`, `wiki.corp` or `wiki.internal`.

## Why

An agent who clicks on it has a caller on the line. Single failures are noise: servers are restarted, networks hiccup, and
whoever gets red runs for nothing stops reading them.

## Example

```markdown
See [the vendor's note](https://vendor.example/kb/4711).
```

## Fix

Link to where the page went, or write down what it said and take the link out.

```markdown
See [the vendor's note](https://vendor.example/support/vpn-timeouts).
```

Names that exist only in examples (`example.com`, `.test`, `.invalid`) are never asked.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for place, verdict in base.external:
        if verdict.state != "dead":
            continue
        record = verdict.record
        days = len(record.failed)
        times = f"on {days} days since {record.failed[0]}" if days > 1 else f"on {record.failed[0]}"
        hint = "Link to where it went, or take the link out"
        if record.archived:
            hint = f"A copy of the page is at {record.archived}"
        yield Found(place.link.span, f"{place.shown} is dead: {record.reason}, {times}", place.link.target,
                    hint, place.facts.file)  # fmt: skip


RULE = Rule("KB301", "external-dead", "error", __doc__, base=check, external=True)
