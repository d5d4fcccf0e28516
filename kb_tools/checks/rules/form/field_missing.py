"""A field that this article must have is not there.

An article that names its `kind` must have `title`, `symptoms`, `products`, `audience`, `confidence`, `owner`,
`review_interval` and `escalate_to`; a known issue also `status`, `since`, `next_update` and `expires`. The same list
stands in the JSON Schema that editors use (`kb check --schema`). `required` under `[check]` in `kb.toml` names further
fields, for every article that may be the answer to a caller, whether it has a `kind` or not. A field that holds nothing
is missing. A missing `last_reviewed` is [KB403](../freshness/never-reviewed.md).

## Why
Each of them answers a question that somebody has in the middle of a call (may I read this out, can I trust it, who takes
it from here), or that decides who keeps the article true.

## Example
```markdown
---
title: VPN drops every ten minutes
kind: fault
symptoms: [the VPN keeps kicking me out]
---
```

## Fix
```markdown
---
title: VPN drops every ten minutes
kind: fault
symptoms: [the VPN keeps kicking me out]
products: [vpn]
audience: internal
confidence: not-validated
owner: network-team
last_reviewed: 2026-11-16
review_interval: 180d
escalate_to: network-oncall
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.front.required import missing, misspelled
from kb_tools.checks.front.schema import known_values, schema
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    lacking = missing(source, options)
    if not lacking:
        return
    front, kind = source.front, source.article.kind
    meant = misspelled(source.article.lines, source.names, is_held=source.is_held)
    for name in lacking:
        if {name, *source.names.get(name, ())} & set(meant.values()):
            # It is there, misspelled: field-unknown says so.
            continue
        path = front.path(name)
        if path is not None:
            yield Found(front.key_place(path), f"{front.name_of(path)} is empty", name, _hint(name))
        else:
            place = front.place("kind") if kind else front.place(name)
            whose = (
                f"{_KINDS.get(kind, 'an article of this kind')} must have it" if kind else "every article must have it"
            )
            yield Found(place, f"{name} is missing; {whose}", name, _hint(name))


_KINDS = {"fault": "a fault", "how-to": "a how-to", "known-issue": "a known issue", "call": "an article about a call"}


def _hint(name: str) -> str:
    about = schema()["properties"][name]
    if values := known_values(name):
        return f"Add {name}: {', '.join(values[:-1])} or {values[-1]}." if values[1:] else f"Add {name}: {values[0]}"
    examples = about.get("examples") or schema()["$defs"].get(about.get("$ref", "").rpartition("/")[2], {}).get(
        "examples"
    )
    return f"Add it: {about['description'][0].lower()}{about['description'][1:]}" if not examples else (
        f"Add a line such as: {name}: {_written(examples[0])}"
    )  # fmt: skip


def _written(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_written(item) for item in value)}]"
    text = str(value)
    return text if text.replace(" ", "").replace("-", "").isalpha() else f'"{text}"'


RULE = Rule("KB110", "field-missing", "error", __doc__, article=check)
