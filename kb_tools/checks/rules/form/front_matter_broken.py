"""Front matter that MkDocs cannot load.

The block between the two `---` lines must be valid YAML and hold fields. Found are: YAML that cannot be parsed, a block
that never ends, text or a list where fields should stand, a `*name` that stands for nothing, a type such as `!foo` that
MkDocs does not know, and a value such as `=` that looks like something special to YAML. A block without a single field
is a warning.

## Why
MkDocs says nothing about it, not even with `--strict`. It throws *all* fields away and prints the block on the page,
so that title, owner, review date and audience are gone.

## Example
```markdown
---
title: Error 809: the VPN is blocked
owner: network-team
---
```

## Fix
Put a value that contains a colon into quotes.

```markdown
---
title: "Error 809: the VPN is blocked"
owner: network-team
---
```

A date that does not exist has the same effect, and is found by [KB114](date-invalid.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Edit, Found, at
from kb_tools.checks.front.yaml_types import NotLoaded, loaded
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    problem = None
    for problem in problems_for("KB101", source):
        yield Found(problem.span, problem.message, problem.slug, problem.hint)
    for node in source.front.nodes:
        if node.kind == "plain":
            try:
                loaded(node.text)
            except NotLoaded as error:
                if not error.is_date:
                    key = source.front.name_of(node.path)
                    yield Found(node.span, f"MkDocs cannot load {key}: {node.text}, and loses the whole front matter", key,
                                "Put the value into quotes.", edits=(Edit(source.file, node.span, f'"{node.text}"'),))  # fmt: skip
    if problem is None and source.has_front_matter and not source.article.lines:
        yield Found(at(1, 1, 4), "the front matter holds no field, so MkDocs prints it on the page", "no-field",
                    "Give it a title, or delete the two lines of hyphens and what is between them.",
                    severity="warning")  # fmt: skip


RULE = Rule("KB101", "front-matter-broken", "error", __doc__, article=check)
