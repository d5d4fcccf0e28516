"""A link names the address of a page, not its file.

MkDocs rewrites links to files (`vpn.md`) and checks them. `vpn/`, `vpn.html` or `vpn` are left as they are: the browser
reads them from the address of the page, and nobody notices when the page moves. Where the link leads to nothing on the
built site (`vpn.html` does, with `use_directory_urls`), this is an error. `--fix` writes the file's name, or in raw HTML the right
address.

## Why

It works by chance, for one setting of `use_directory_urls`, and never where the files themselves are read: in an editor
or on GitHub.

## Example

```markdown
[Set up the VPN](../vpn/) or [the mail](mail.html)
```

## Fix

```markdown
[Set up the VPN](vpn.md) or [the mail](mail.md)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import found_at, led, shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for row in led(base, "address"):
        _, link, lead = row
        target = shown(link.target)
        if lead.detail == "two":
            yield found_at(base, row, f"{target} is an address, which on the site leads to {shown(lead.path)}",
                           "Write the file that you mean, with its .md.")  # fmt: skip
        elif lead.works:
            yield found_at(base, row, f"{target} is an address, which MkDocs cannot check; the file is "
                           f"{shown(lead.path)}", f"Write {lead.better}.", better=lead.better)  # fmt: skip
        else:
            yield found_at(base, row, f"{target} leads to nothing on the site; the file is {shown(lead.path)}",
                           f"Write {lead.better}.", "error", better=lead.better)  # fmt: skip


RULE = Rule("KB208", "link-not-to-source", "warning", __doc__, base=check)
