"""An article with neither a title nor a heading of the first level.

The manual, overview pages and what else is never the answer to a caller (`exclude` in `kb.toml`) are left alone. In an
article that names its `kind`, the front matter must have a `title`: that is [KB110](field-missing.md).

## Why
The site's menu, its search and `kb search` then show the name of the file, and an agent has to guess what it is about.

## Example
```markdown
Restart the client, then try again.
```

## Fix
```markdown
# VPN drops every ten minutes

Restart the client, then try again.
```

What is no article of its own (a snippet that others include) is left out with `ignore` in `kb.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.front.hidden import hidden
from kb_tools.checks.front.required import has_heading
from kb_tools.checks.options import Options
from kb_tools.checks.problems import is_broken
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    if not source.is_answer or source.is_held or is_broken(source) or not source.article.body.strip():
        return
    if has_heading(source) or "title" in source.front.values or "title" in options.required or hidden(source):
        return
    yield Found(at(source.article.first_line), "the page has neither a title nor a heading of the first level", "title",
                "Begin it with: # What is wrong and where. A snippet that others include goes into ignore in kb.toml.")  # fmt: skip


RULE = Rule("KB124", "title-missing", "warning", __doc__, article=check)
