"""Front matter that does not begin on the first line, or not with three hyphens.

Found is a block of fields between two `---` lines with blank lines, spaces, a comment or other text before it, in the
first 30 lines of a page. At least one of its fields must be one that kb or MkDocs knows, so that a rule across the page
above a line such as "Note: ..." is none. So is a block whose first line is `----`, or the dashes that a word processor makes
of hyphens. `--fix` takes blank lines out and writes the hyphens; where text stands before it, a person must say where that
belongs.

## Why
MkDocs looks for front matter at the very top only. Elsewhere it prints the block on the page, mostly as a rule and a huge
heading, and the article has no title, owner, review date or audience.

## Example
```markdown
<!-- Copyright the network team -->
---
title: VPN drops
owner: network-team
---
```

## Fix
```markdown
---
title: VPN drops
owner: network-team
---
<!-- Copyright the network team -->
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.article.model import Span
from kb_tools.checks.finding import Edit, Found, at
from kb_tools.checks.front.hidden import DASHES, hidden
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    line = hidden(source)
    if not line:
        return
    opening = source.lines[line - 1]
    if opening.strip() != "---":
        place = Span(line, 1, line, len(opening) + 1)
        yield Found(place, f"MkDocs prints this front matter on the page: it begins with {opening.strip()[:10]}, not with ---",
                    "front-matter", "Write three hyphens there, and where it ends.", edits=_hyphens(source, place))  # fmt: skip
        return
    column = len(opening) - len(opening.lstrip()) + 1
    is_blank = not any(text.strip() for text in source.lines[: line - 1])
    edits: tuple[Edit, ...] = ()
    if is_blank and column == 1:
        edits = (Edit(source.file, Span(1, 1, line, 1), ""),)
    what = "other text stands" if not is_blank else "blank lines stand" if column == 1 else "there are spaces"
    yield Found(at(line, column, len(opening.rstrip()) + 1), f"MkDocs prints this front matter on the page: {what} before it",
                "front-matter", "Begin the file with it.", edits=edits)  # fmt: skip


def _hyphens(source: Source, place: Span) -> tuple[Edit, ...]:
    """Where the block ends as it should, the first line is all that is wrong."""
    end = next(filter(DASHES.match, source.lines[1:]), "")
    return (Edit(source.file, place, "---"),) if end.rstrip() == "---" else ()


RULE = Rule("KB127", "front-matter-hidden", "error", __doc__, article=check)
