"""A page on another server is there, but the place on it that the link names is not.

Looks for an element with this `id` or `name`. It says so only where that can be known: the page is HTML, was read to its
end (600 KB at most), and has no scripts, or has headings with ids in its source as it is. Where a script mentions the
fragment, it may make the place. Not looked for are the top of the page, a text to be found (`#:~:text=`), and fragments
that are the state of an application (`#/users`, `#!home`, `#page=3`).

## Why

The link opens at the top of a long page, and the agent looks for the paragraph while the caller waits.

## Example

```markdown
[Ports](https://vendor.example/vpn/manual#port-list)
```

## Fix

Link to the heading as it is called now, or to the page.

```markdown
[Ports](https://vendor.example/vpn/manual#ports)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for place, verdict in base.external:
        missing = dict(verdict.record.missing)
        if verdict.state != "alive" or place.fragment not in missing:
            continue
        nearest = missing[place.fragment]
        hint = f"Did you mean #{nearest}?" if nearest else "Link to a heading that is there, or to the page"
        yield Found(place.link.span, f"{place.address.url} has no place called #{place.fragment}", place.link.target,
                    hint, place.facts.file)  # fmt: skip


RULE = Rule("KB305", "external-fragment", "warning", __doc__, base=check, external=True)
