"""Redirects lead in a circle.

Follows `redirect_maps` of the mkdocs-redirects plugin in `mkdocs.yml` from entry to entry. A circle is reported once,
at the first of its entries.

## Why

Whoever opens one of these addresses gets nothing. It happens when a page is moved back to where it was.

## Example

```yaml
redirect_maps:
  vpn.md: remote/vpn.md
  remote/vpn.md: vpn.md
```

## Fix

Keep the redirect to the page that is there now.

```yaml
redirect_maps:
  vpn.md: remote/vpn.md
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    redirects = base.site.redirects
    done: set[str] = set()
    for start in redirects:
        way: dict[str, None] = {}
        old = start
        while old in redirects and old not in done and old not in way:
            way[old] = None
            old = redirects[old].new.partition("#")[0]
        if old in way:
            names = list(way)
            circle = names[names.index(old) :]
            if not any(each in base.files and base.tree.is_published(each) for each in circle):
                # Where one of them is a page, the redirect in front of it is the mistake, and another rule's.
                first = min((redirects[each] for each in circle), key=lambda each: (each.file, each.span.line))
                yield Found(first.span, f"redirects lead in a circle: {shown(' > '.join([*circle, circle[0]]))}",
                            min(circle), "Take out the entry whose old path is the page that should be read.",
                            first.file)  # fmt: skip
        done.update(way)


RULE = Rule("KB211", "redirect-loop", "error", __doc__, base=check)
