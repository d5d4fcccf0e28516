"""An article of this kind must have this section, and has not.

| kind | sections |
|---|---|
| `fault` | Say, Check, Fix, If that fails |
| `known-issue` | Say, Check, Fix or Workaround, If that fails |
| `how-to` | Say, Fix, If that fails |
| `call` | Say, Do, If that fails |

Other names for the same section count, too (Resolution, Escalation, What to say; `[headings]` in `kb.toml` adds the
team's own), on any level. Of a known issue the field `workaround` will do. In an article that is `confidence: wip` it is a
warning. An article without a `kind` may be built as it likes.

## Why
An agent who knows three articles knows where to look in the fourth. What is missing is noticed in the call: nothing to
say, or no place to send it.

## Example
```markdown
---
kind: fault
---

# VPN drops

## Fix

1. Restart the client.
```

## Fix
```markdown
---
kind: fault
---

# VPN drops

## Say

"I see what it is. It takes two minutes."

## Check

Does it drop on the phone's hotspot, too?

## Fix

1. Restart the client.

## If that fails

Send it to **network-oncall** with the time of the last drop. They hear back within the hour.
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_SECTIONS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "fault": (("say",), ("check",), ("fix",), ("escalation",)),
    "known-issue": (("say",), ("check",), ("fix", "workaround"), ("escalation",)),
    "how-to": (("say",), ("fix",), ("escalation",)),
    "call": (("say",), ("fix",), ("escalation",)),
}
"""By kind of article: of each of these, one section is enough."""

_ABOUT: Mapping[str, tuple[str, str]] = {
    "say": ("Say", "one sentence that can be read out"),
    "check": ("Check", "the question that tells it from its neighbors"),
    "fix": ("Fix", "numbered steps, each with what the caller should see"),
    "escalation": ("If that fails", "where it goes, with which facts, and when the caller hears back"),
}


def check(source: Source, options: Options) -> Iterator[Found]:
    article = source.article
    if not article.body.strip():
        return
    there = {section.kind for section in article.sections}
    if article.workaround:
        there.add("workaround")
    for kinds in _SECTIONS.get(article.kind, ()):
        if there.isdisjoint(kinds):
            name, about = _ABOUT[kinds[0]]
            name = "Do" if (article.kind, name) == ("call", "Fix") else name
            yield Found(source.front.place("kind"), f"there is no section {name}", kinds[0], f"Add \"## {name}\": {about}.",
                        severity="warning" if article.confidence == "wip" else None)  # fmt: skip


RULE = Rule("KB120", "section-missing", "error", __doc__, article=check)
