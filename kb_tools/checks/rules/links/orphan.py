"""No page leads to this article, although its neighbors are listed.

Looks at folders with an index page (`index.md` or `README.md`, in the folder itself or the one above) that links to most of the
other articles there, or at a `nav` in `mkdocs.yml` that names most of them. An article that neither these nor any other page
links to has been forgotten. Index pages, articles that are kept off the site, pages that `not_in_nav` names, and
translations (`vpn.de.md` beside `vpn.md`) are never orphans.

## Why

Search finds it, but nobody who looks through the folder does, and nobody who follows links.

## Example

A folder with `vpn.md`, `mail.md` and `printer.md`, and this `index.md`:

```markdown
- The VPN drops: [VPN](vpn.md)
- Mail bounces: [Mail](mail.md)
```

## Fix

```markdown
- The VPN drops: [VPN](vpn.md)
- Mail bounces: [Mail](mail.md)
- Nothing comes out: [Printer](printer.md)
```
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found, at
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule

_TRANSLATION = re.compile(r"(.+)\.[a-z]{2,3}(?:[-_][A-Za-z]{2,4})?(\.\w+)")


def check(base: Base) -> Iterator[Found]:
    from_page: dict[str, set[str]] = {}
    for facts, _, lead in base.leads:
        if lead.works and lead.path and lead.path != facts.path:
            from_page.setdefault(facts.path, set()).add(lead.path)
    named = {entry.target for entry in base.site.nav or ()}
    reached = named.union(*from_page.values()) if from_page else named
    for folder, pages in _folders(base).items():
        if len(pages) < 3 or not (lost := [page for page in pages if page not in reached]):
            continue
        if index := _index(base, folder, pages, from_page, named):
            for page in lost:
                facts = base.articles[page]
                yield Found(at(facts.line("title")), f"no page leads to {shown(facts.file)}, while {index} lists its neighbors",
                            "orphan", f"Link to it from {index}.", facts.file, (index,))  # fmt: skip


def _folders(base: Base) -> dict[str, list[str]]:
    """The articles that somebody might list, by folder."""
    found: dict[str, list[str]] = {}
    for path in base.articles:
        folder, name = posixpath.split(path)
        translation = _TRANSLATION.fullmatch(path)
        if posixpath.splitext(name)[0].lower() in ("index", "readme", "_index") or not base.tree.is_published(path):
            continue
        if base.site.is_not_in_nav(path) or (translation and translation[1] + translation[2] in base.articles):
            continue
        found.setdefault(folder, []).append(path)
    return found


def _index(base: Base, folder: str, pages: list[str], from_page: dict[str, set[str]], named: set[str]) -> str:
    """The file, from the root, that lists most of these pages; empty where none does."""
    for above in dict.fromkeys((folder, posixpath.dirname(folder))):
        for name in ("index.md", "README.md"):
            index = posixpath.join(above, name)
            if _is_most(from_page.get(index, set()), pages):
                return base.file(index)
    return base.site.file if _is_most(named, pages) else ""


def _is_most(listed: set[str], pages: list[str]) -> bool:
    count = sum(page in listed for page in pages)
    return count >= 2 and count * 2 >= len(pages)


RULE = Rule("KB213", "orphan", "warning", __doc__, base=check)
