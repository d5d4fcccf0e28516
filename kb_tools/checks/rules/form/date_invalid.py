"""A date that does not exist, or that kb cannot read.

`last_reviewed` and `expires` must be a day: `2026-10-31`, or in a format that `date_formats` in `kb.toml` names. In an
article that names its `kind`, `since` and `next_update` must be a day or a day with a time (`2026-10-31 14:00`). In any
other field, also the team's own, a value without quotes that has the form of a date must be one.

## Why
A review date that cannot be read is none: the article never becomes stale. And an impossible date without quotes
(`2026-02-30`) makes MkDocs throw the *whole* front matter away, without a word, and print it on the page.

## Example
```markdown
---
title: VPN drops
last_reviewed: 2026-02-30
---
```

## Fix
```markdown
---
title: VPN drops
last_reviewed: 2026-02-28
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.article.dates import moment
from kb_tools.checks.finding import Found
from kb_tools.checks.front.yaml_types import NotLoaded, loaded
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    front = source.front
    told = set()
    for node in front.nodes:
        if node.kind == "plain" and node.text[4:5] == "-" and _is_no_date(node.text):
            told.add(node.path)
            name = front.name_of(node.path)
            or_quotes = "" if front.field(node.path) else ", or put it into quotes"
            yield Found(node.span, f"{name} is {node.text}, which does not exist; MkDocs loses the whole front matter", name,
                        f"Write the day that was meant{or_quotes}.")  # fmt: skip
    for problem in problems_for("KB114", source):
        name = problem.message.partition(" ")[0]
        if front.path(name) not in told:
            yield Found(front.place(name), problem.message, name, problem.hint)
    for name in ("since", "next_update") if source.is_held else ():
        value = front.node(name)
        if value is None or not value.text.strip() or value.path in told:
            continue
        if moment(value.text, source.date_formats) is None:
            yield Found(value.span, f"{name} is {value.text!r}, which is no day or time kb can read", name,
                        "Write it as in 2026-10-31, or 2026-10-31 14:00.")  # fmt: skip


def _is_no_date(text: str) -> bool:
    try:
        loaded(text)
    except NotLoaded as error:
        return error.is_date
    return False


RULE = Rule("KB114", "date-invalid", "error", __doc__, article=check)
