"""A link works only where upper and lower case are the same, or only on Windows.

The file is there, but its name is written otherwise: other case, backslashes instead of slashes, or letters such as
`é` composed in another way (macOS does that). `--fix` writes the name as it is.

## Why

It works on the writer's computer. Web servers, git and CI tell `VPN.md` from `vpn.md`, so on the site it is dead.

## Example

```markdown
[Set up the VPN](guides/VPN-Setup.md), then [the mail](guides\\mail.md).
```

## Fix

```markdown
[Set up the VPN](guides/vpn-setup.md), then [the mail](guides/mail.md).
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import found_at, led, shown
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for row in led(base, "case"):
        _, link, lead = row
        target = shown(link.target)
        if lead.detail == "slashes":
            message = f"{target} works on Windows only: it has backslashes"
        elif _composed(lead.path) in _composed(unquote(link.target)) and lead.path not in unquote(link.target):
            message = f"{target} differs from {shown(lead.path)} in how its letters are composed"
        else:
            message = f"{target} works on Windows and macOS only: the file is {shown(lead.path)}"
        hint = f"Write {lead.better}." if lead.better else "Write the name as it is."
        yield found_at(base, row, message, hint, better=lead.better)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


RULE = Rule("KB205", "link-case", "error", __doc__, base=check)
