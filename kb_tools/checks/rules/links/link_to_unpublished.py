"""A link leads to a file that is kept off the site.

The file is there, but MkDocs does not publish it: `exclude_docs` or `draft_docs` in `mkdocs.yml` match it, its name or
a folder above it begins with a dot, it lies in `templates/` at the top of the docs folder, or it is a `README.md` beside an
`index.md`. Links in articles that are kept off the site themselves may lead there.

## Why

`mkdocs serve` shows drafts, so the link works for the writer. On the site the reader gets "404 Not Found". MkDocs
mentions it in passing and fails no build for it.

## Example

```yaml
draft_docs: |
  *.draft.md
```

```markdown
[What is planned](migration.draft.md)
```

## Fix

Publish the file, or take the link out.

```markdown
What is planned follows in March.
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
    for row in led(base, "unpublished"):
        _, link, lead = row
        path = lead.path
        if path in base.tree.hidden_by_index:
            why, hint = "index.md of the same folder takes its place", "Link to index.md."
        elif any(part.startswith(".") for part in path.split("/")):
            why, hint = "its name is hidden", "Give it a name without a dot in front, or take the link out."
        else:
            why = f"{base.site.file} leaves it out"
            hint = "Publish it (exclude_docs, draft_docs), or take the link out."
        folder = posixpath.normpath(base.file(path))
        yield found_at(
            base, row, f"{shown(link.target)} leads to {shown(folder)}, which is not on the site: {why}", hint
        )


RULE = Rule("KB209", "link-to-unpublished", "error", __doc__, base=check)
