"""An article without a text.

Found are files that are empty, and articles of a `kind` that have nothing below their front matter.

## Why
The site shows an empty page, and a search leads there an agent who has a caller on the line.

## Example
```markdown
---
title: VPN drops
kind: fault
---
```

## Fix
Write the article, or delete the file. A stub that somebody is still writing is `confidence: wip` and says at least what
is known:

```markdown
---
title: VPN drops
kind: fault
confidence: wip
---

## Say

"We know about it and look for the cause."
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    article = source.article
    for problem in problems_for("KB105", source):
        yield Found(problem.span, problem.message, "empty", problem.hint)
    if source.is_held and not article.body.strip():
        yield Found(at(article.first_line - 1), "there is nothing below the front matter", "empty",
                    "Write the article, or delete the file.")  # fmt: skip


RULE = Rule("KB105", "empty-article", "warning", __doc__, article=check)
