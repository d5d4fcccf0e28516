"""A link leads to a place on a page that the page does not have.

Looks for `#fragment` among the ids of the built page: headings as MkDocs names them, `{ #id }` of attribute lists,
footnotes, and `id` and `name` in raw HTML; on the page itself too. `#`, `#top` and text fragments (`#:~:text=`) are
fine.

A fragment that other tools write differently (GitHub makes `#a--b` of "A & B", MkDocs `#a-b`) is corrected by `--fix`.

## Why

The page opens at its top. The agent does not know which of its ten steps was meant, and nothing says that the link is
broken. Renaming a heading breaks links in other articles silently.

## Example

```markdown
See [the second step](vpn.md#step-2).
```

where `vpn.md` has a heading `## Step 2: restart the client`.

## Fix

```markdown
See [the second step](vpn.md#step-2-restart-the-client).
```

To be free of the heading's words, give it an id: `## Step 2: restart the client { #step-2 }`.

## Limits

Pages that include other files (`--8<--`) or are made of templates are not searched for places. Where `mkdocs.yml`
sets its own `slugify`, or there is none, a fragment counts as alive when any of the usual ways to make slugs gives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import Row, found_at, led, shown
from kb_tools.checks.rule import Rule

_INCLUDES = re.compile(rb"--8<--|\{%|\{\{")


def check(base: Base) -> Iterator[Found]:
    known: dict[str, bool] = {}
    for row in led(base, "anchor"):
        path = row[2].path
        if path not in known:
            known[path] = _includes(base, path)
        if not known[path]:
            yield _found(base, row)


def _found(base: Base, row: Row) -> Found:
    facts, link, lead = row
    fragment = shown(lead.fragment)
    if lead.path == facts.path:
        message = f"this page has no place #{fragment}"
    else:
        message = f"{shown(base.file(lead.path))} has no place #{fragment}"
    same = base.tree.anchors_like(lead.path, lead.fragment)
    if len(same) == 1:
        better = link.target[: link.target.rindex("#")] + "#" + same[0] if "#" in link.target else ""
        return found_at(base, row, message, f"MkDocs calls it #{same[0]}.", better=better)
    near = base.tree.anchor_near(lead.path, lead.fragment)
    if near:
        return found_at(base, row, message, f"Did you mean #{near}?")
    if not base.tree.anchors.get(lead.path):
        return found_at(base, row, message, "The page has no headings: link to the page itself.")
    if re.fullmatch(r"L\d+(-L\d+)?", unquote(lead.fragment)):
        return found_at(base, row, message, "Lines have no places on the site: link to a heading.")
    return found_at(base, row, message, "Link to a heading that is there, or give one the id.")


def _includes(base: Base, path: str) -> bool:
    """May the page have places that stand in another file?"""
    try:
        return bool(_INCLUDES.search((base.settings.docs / path).read_bytes()))
    except OSError:
        return False


RULE = Rule("KB202", "anchor-dead", "error", __doc__, base=check)
