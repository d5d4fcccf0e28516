"""A link leads out of the docs folder.

MkDocs publishes the docs folder and nothing else. A link such as `../../CHANGELOG.md` that leaves it works on GitHub or GitLab,
where everything of the repository is shown, but not on the site. `../docs/mail.md`, which leaves the folder and comes back,
is mended by `--fix`. Without a `mkdocs.yml` only links to what does not
exist are found.

## Why

On the site the reader gets "404 Not Found".

## Example

```markdown
The numbers are in [the list](../../contacts/list.md).
```

## Fix

Move the file into the docs folder, or link to where the repository is shown:

```markdown
The numbers are in [the list](https://git.example.org/desk/kb/blob/main/contacts/list.md).
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
    docs = f"{base.docs}/" if base.docs else "the docs folder"
    for row in led(base, "outside"):
        _, link, lead = row
        target, place = shown(link.target), posixpath.normpath(base.file(lead.path))
        if lead.detail == "back":
            message = f"{target} leaves {docs} and comes back, where MkDocs does not follow"
            hint = f"Write {lead.better}." if lead.better else "Write the path from this article."
        elif lead.detail == "present":
            message = f"{target} leads out of {docs}, to {shown(place)}, which is not on the site"
            hint = f"Move the file below {docs}, or link to it where the repository is shown."
        elif lead.detail == "absent":
            message = f"{target} leads out of {docs}, where there is no {shown(place)}"
            hint = "Correct the path, or take the link out."
        else:
            message = f"{target} leads out of the repository"
            hint = "Correct the path, or write the whole address."
        yield found_at(base, row, message, hint, better=lead.better)


RULE = Rule("KB206", "link-outside", "error", __doc__, base=check)
