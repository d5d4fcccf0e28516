"""A link leads to an address that is redirected.

The page is gone, and `redirect_maps` of the mkdocs-redirects plugin names its successor. Redirects work for addresses
of the site, not for the files of MkDocs: a link to the old file (`vpn-old.md`) is dead on the site, which makes this an
error; a link to the old address (`../vpn-old/`) gets there by a detour. `--fix` links to the new page.

## Why

Redirects are for bookmarks and tickets out there. Within the site each link can be right at once, and one day the
redirect is taken out.

## Example

```markdown
[Set up the VPN](vpn-old.md)
```

## Fix

```markdown
[Set up the VPN](vpn/setup.md)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import found_at, led, shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for row in led(base, "redirected"):
        _, link, lead = row
        redirect = base.site.redirects[lead.path]
        target = shown(link.target)
        gone = "is redirected" if lead.works else "is gone, and its redirect does not catch links to the file"
        hint = f"Write {lead.better}." if lead.better else f"See {redirect.file}, line {redirect.span.line}."
        found = found_at(base, row, f"{target} {gone}", hint, None if lead.works else "error", better=lead.better)
        yield found._replace(involves=(*found.involves, redirect.file))


RULE = Rule("KB212", "link-to-redirect", "warning", __doc__, base=check)
