"""A front matter field that stands twice.

Only fields of the article itself are looked at, not those nested in another field. The finding stands at the second one
and names the line of the first.

## Why
The last one counts, without a word from MkDocs. Whoever reads or changes the first one believes in a value that has no
effect.

## Example
```markdown
---
title: VPN drops
owner: network-team
owner: field-support
---
```

## Fix
Keep the one that is right.

```markdown
---
title: VPN drops
owner: field-support
---
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
    for problem in problems_for("KB102", source):
        line, column = problem.span.line, problem.span.column
        key = source.lines[line - 1][column - 1 :].partition(":")[0].rstrip()
        yield Found(at(line, column, column + len(key)), problem.message, key.strip("\"'"), problem.hint)


RULE = Rule("KB102", "front-matter-duplicate-key", "error", __doc__, article=check)
