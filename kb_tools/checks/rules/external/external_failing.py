"""A page on another server did not answer as it should, but not for long enough to be dead.

Says since when, and what went wrong. It is a warning where the page or the host does not exist (404, 410, no such host),
since a link that was just written may have a typing error in it. It is a remark where it may pass by itself: an error of
the server, no connection, no answer in time, a certificate that is not valid.

When it has failed on as many days as `dead_after_days` says, it is [external-dead](#external-dead).

If several hosts were asked and none answered, there is probably no network: then nothing is held against any link.

## Why

Whoever wrote the link this morning wants to know of the missing letter now, not in three days.

## Example

```markdown
[Status page](https://status.vendor.example/incidnets)
```

## Fix

Open it in a browser. Mend the address, or wait.

```markdown
[Status page](https://status.vendor.example/incidents)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    days = base.options.external.dead_after_days
    for place, verdict in base.external:
        if verdict.state != "failing":
            continue
        record = verdict.record
        since = f" since {record.failed[0]}" if record.failed else ""
        yield Found(place.link.span, f"{place.shown} fails{since}: {record.reason}", place.link.target,
                    f"Open it in a browser; it is dead when it has failed on {days} days", place.facts.file,
                    severity="warning" if record.lasting else "info")  # fmt: skip


RULE = Rule("KB302", "external-failing", "warning", __doc__, base=check, external=True)
