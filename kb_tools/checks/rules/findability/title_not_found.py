"""A search for an article's own title does not find the article among the first three.

Every article that may answer a caller is searched for by its title, as `kb search` does it. Titles that several articles
have are left to `title-shared`, pages without any title to `title-missing`, and near-duplicates that only stand behind each
other to `near-duplicate`; overview pages (`index.md`, `README.md` and the like) are looked for by nobody.

The rule needs the search index, and builds it or brings it up to date. Where that cannot be done, the summary says so.

## Why

Nobody knows better than the title what an article is about. If even its words lead elsewhere, a caller's words will not lead
here at all: the article is there, and cannot be found.

## Example

```markdown
---
title: Install Microsoft 365 apps
---
```

in a folder where twenty articles say more about installing Microsoft 365 apps: the title fits all of them.

## Fix

Name the one thing that this article is about: the symptom, the device, the error message.

```markdown
---
title: Microsoft 365 apps stop at 90 % while they are installed
---
```

Where the page is an overview and never the answer to a caller, leave it out of searches: `search: {exclude: true}` in its
front matter, or `exclude` in `kb.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb_tools.checks.alike import is_overview
from kb_tools.checks.finding import Found
from kb_tools.checks.front.title_place import title_place
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.findability.title_shared import same_titles
from kb_tools.checks.searching import AMONG

if TYPE_CHECKING:
    from kb_tools.checks.base import Base

UNTITLED = "KB124"
"""title-missing: a page without a title is told so, and not that its file's name finds others."""


def check(base: Base) -> Iterator[Found]:
    if base.titles is None:
        return
    shared = {facts.path for group in same_titles(base).values() for facts in group}
    for path in base.titles.unfound:
        facts = base.articles.get(path)
        if facts is None or path in shared or is_overview(path) or any(rule == UNTITLED for rule, _ in facts.found):
            continue
        before = [card["path"] for card in base.searcher.rank(facts.title, AMONG)]
        if before and all(base.alike.are(path, other) for other in before):
            continue
        what = f"does not find this article among the first {AMONG}" if before else "finds nothing"
        first = f"; {base.file(before[0])} comes first" if before else ""
        yield Found(title_place(base, facts), f"a search for its own title {what}{first}", "title",
                    "Name in the title the one thing that only this article is about.",
                    path=facts.file, involves=tuple(map(base.file, before)))  # fmt: skip


RULE = Rule("KB503", "title-not-found", "warning", __doc__, base=check, searches=True)
