"""A redirect leads to nothing, or stands in front of a page.

Reads `redirect_maps` of the mkdocs-redirects plugin in `mkdocs.yml`. Each new path must be a page of the docs folder,
written from its top, or the address of another site, and its `#place` must be there. Of an old path that is a page again
the plugin makes a redirect all the same: nobody can read that page. The plugin makes no chains either: a redirect
to an old path of another redirect is not made; `--fix` writes where the chain ends.

Where the plugin kb builds the site, an article says under `redirects` in its front matter where it was before. Found is
a previous path that is no path below the docs folder, one at which there is a page, and one that two articles claim: no
redirect is made of it.

## Why

Redirects keep bookmarks, tickets and search engines alive. One that leads to nothing breaks them all, and no link in
the articles shows it.

## Example

```yaml
plugins:
  - redirects:
      redirect_maps:
        vpn-old.md: vpn/setpu.md
```

## Fix

```yaml
plugins:
  - redirects:
      redirect_maps:
        vpn-old.md: vpn/setup.md
```
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Edit, Found
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule
from kb_tools.links.former import file_of
from kb_tools.links.site import Redirect
from kb_tools.links.targets import form
from kb_tools.links.tree import is_page

_PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


def check(base: Base) -> Iterator[Found]:
    yield from _own(base)
    for redirect in base.site.redirects.values():
        if redirect.is_own:
            continue
        new, _, fragment = redirect.new.partition("#")
        if redirect.old in base.files and base.tree.is_published(redirect.old):
            yield Found(redirect.span, f"{shown(redirect.old)} is a page, which this redirect hides",
                        redirect.old, "Take the redirect out, or delete the page.", redirect.file,
                        (base.file(redirect.old),))  # fmt: skip
        elif redirect.new.lower().startswith(("http://", "https://")):
            if form(redirect.new).shape == "malformed":
                yield _found(base, redirect, f"the address {form(redirect.new).why}", "Correct the address.")
        elif new in base.site.redirects:
            # A chain that ends nowhere is broken where it ends.
            if new not in base.files and (end := _end(base, redirect)):
                edits = (Edit(redirect.file, redirect.span, end),) if _PLAIN.fullmatch(end) else ()
                yield _found(base, redirect, f"{shown(new)} is itself redirected, and redirects make no chain",
                             f"Write {end}.")._replace(edits=edits)  # fmt: skip
        elif not (new in base.files and is_page(new) and base.tree.is_published(new)):
            why = "is not on the site" if new in base.files and is_page(new) else "is no page"
            yield _found(base, redirect, f"{shown(redirect.old)} is redirected to {shown(new)}, which {why}",
                         _way_out(base, new))  # fmt: skip
        elif fragment and not base.tree.has_anchor(new, fragment):
            near = base.tree.anchor_near(new, fragment)
            yield _found(base, redirect, f"{shown(base.file(new))} has no place #{shown(fragment)}",
                         f"Did you mean #{near}?" if near else "Redirect to the page itself.")  # fmt: skip


def _own(base: Base) -> Iterator[Found]:
    """The previous names that articles give themselves."""
    if not base.site.has_kb:
        return
    taken: dict[str, str] = {}
    elsewhere = {base.tree.built(old): redirect for old, redirect in base.site.redirects.items() if not redirect.is_own}
    for facts in base:
        for name, span in facts.redirects:
            old = file_of(name, base.site.use_directory_urls)
            if old is None:
                yield Found(span, f"{shown(name)} is no path below the docs folder", name,
                            "Write where the article was, from the top of the docs folder: vpn/old.md.", facts.file)  # fmt: skip
            elif old in base.tree.addresses:
                there = base.tree.addresses[old]
                yield Found(span, f"{shown(name)} exists, so it cannot lead elsewhere", name,
                            "Take it out, or delete that page.", facts.file, (base.file(there),) if there else ())  # fmt: skip
            elif old in elsewhere:
                yield Found(span, f"{shown(name)} is redirected by {elsewhere[old].file}, too", name,
                            "Keep one of them.", facts.file, (elsewhere[old].file,))  # fmt: skip
            elif taken.setdefault(old, facts.path) != facts.path:
                first = base.articles[taken[old]].file
                yield Found(span, f"{shown(name)} already leads to {shown(first)}", name,
                            "Leave it to the article that callers mean today.", facts.file, (first,))  # fmt: skip


def _found(base: Base, redirect: Redirect, message: str, hint: str) -> Found:
    new = redirect.new.partition("#")[0]
    place = posixpath.normpath(base.file(new))
    involves = () if ":" in new or new.startswith("/") or place.startswith("../") else (place,)
    return Found(redirect.span, message, redirect.old, hint, redirect.file, involves)


def _way_out(base: Base, new: str) -> str:
    plain = new.removeprefix("./").lstrip("/")
    for guess in (plain, f"{plain.rstrip('/')}.md", f"{plain.rstrip('/')}/index.md"):
        if guess != new and guess in base.files and is_page(guess):
            return f"Write {guess}."
    near = base.tree.near(plain)
    return f"Did you mean {near}?" if near else "Write the path of the page, from the top of the docs folder."


def _end(base: Base, redirect: Redirect) -> str:
    """The page at the end of the chain that begins with this redirect; empty for a circle, which is another rule's."""
    passed = {redirect.old}
    while (new := redirect.new.partition("#")[0]) in base.site.redirects:
        if new in passed:
            return ""
        passed.add(new)
        redirect = base.site.redirects[new]
    return redirect.new if redirect.new.partition("#")[0] in base.files else ""


RULE = Rule("KB210", "redirect-dead", "error", __doc__, base=check)
