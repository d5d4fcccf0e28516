"""A link leads to no file.

The target of each link is looked up the way MkDocs does it, without building the site: Markdown links, reference
definitions, links in admonitions, tabs, tables and lists, and raw HTML. Pages that `nav` in `mkdocs.yml` names are
looked up too.

Raw HTML is read as a browser reads it. MkDocs does not rewrite it, so with `use_directory_urls` a target counts from
the address of the page: `other.md` in `guides/vpn.md` is `guides/vpn/other.md` there. `--fix` writes the address that
works, where the file meant is sure.

## Why

The agent clicks, gets "404 Not Found", and has to search again with the caller waiting.

## Example

```markdown
First [restart the router](router-restrat.md).
```

## Fix

```markdown
First [restart the router](router-restart.md).
```

## Limits

Pages that plugins make during the build (`gen-files`, `blog`) are not known; a note says so. A link in a definition that
nothing refers to is not on the page and is not looked up. Without a `mkdocs.yml` a link to a folder counts as alive, and so does an
absolute link: nobody knows what else that server holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.links.missing import missing
from kb_tools.links.site import PAGE_SUFFIXES


def check(base: Base) -> Iterator[Found]:
    yield from missing(base, images=False)
    if not base.site.generators:
        yield from _nav(base)


def _nav(base: Base) -> Iterator[Found]:
    for entry in base.site.nav or ():
        if (
            entry.target.endswith(PAGE_SUFFIXES)
            and entry.target not in base.files
            and "*" not in entry.target
            and not base.tree.makes(entry.target)
        ):
            near = base.tree.near(entry.target)
            yield Found(entry.span, f"the navigation names {shown(entry.target)}, which is not there", entry.target,
                        f"Did you mean {near}?" if near else "Correct the path, or take the entry out.", entry.file,
                        (base.file(entry.target),))  # fmt: skip


RULE = Rule("KB201", "link-dead", "error", __doc__, base=check)
