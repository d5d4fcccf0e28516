"""A link begins with a slash and works only when the site is at the root of its server.

MkDocs leaves `/guides/vpn/` as it is, does not check it, and the browser reads it from the top of the server. Where the page
is in the docs folder, `--fix` writes the relative link. Where nothing of that name is in the docs folder, the link is dead
unless another site on that server has it.

With `absolute_links: relative_to_docs` below `validation: links:` in `mkdocs.yml` MkDocs reads `/guides/vpn.md` from the
docs folder; it is then checked like any other link (KB201 and its neighbors). Raw HTML is never rewritten.

Without a `mkdocs.yml`, only absolute links to files of the docs folder are found.

## Why

The site moves from `https://kb.example.org/` to `https://example.org/kb/`, or is read from a disk, and all of these
links are dead.

## Example

```markdown
[Set up the VPN](/guides/vpn/)
```

## Fix

```markdown
[Set up the VPN](../guides/vpn.md)
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import found_at, led, shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for row in led(base, "absolute"):
        _, link, lead = row
        target = shown(link.target)
        if lead.detail == "absent":
            message = f"{target} is absolute, and there is no {shown(posixpath.normpath(base.file(lead.path)))}"
            hint = "Write the path from this article, or the whole address of the other site."
        elif lead.works:
            message = f"{target} works only when the site is at the root of its server"
            hint = f"Write {lead.better}." if lead.better else "Write the path from this article."
        else:
            message = f"{target} is absolute: on the site it leads to nothing"
            hint = f"Write {lead.better}." if lead.better else "Write the path from this article."
        yield found_at(base, row, message, hint, better=lead.better)


RULE = Rule("KB207", "link-absolute", "warning", __doc__, base=check)
