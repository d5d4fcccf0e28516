"""The first thing to say, check or do comes too late.

Held to it is every article that names its `kind`: the text of its first section Say, Check, Fix or Workaround begins within
the first 60 words of the page, headings included.

## Why
60 words are what fits on the first screen, and what somebody reads who has a caller in the ear. The story of how the fault
came about belongs below, under Why.

## Example
```markdown
# VPN drops every ten minutes

Since the move to the new data center in March, and more so since ... (three paragraphs)

## Say

"I see what it is."
```

## Fix
```markdown
# VPN drops every ten minutes

## Say

"I see what it is."

## Why

Since the move to the new data center in March, and more so since ...
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

WORDS = 60
_ACTIONS = frozenset(["say", "check", "fix", "workaround"])


def check(source: Source, options: Options) -> Iterator[Found]:
    if not source.is_held:
        return
    words = 0
    for section in source.article.sections:
        words += len(section.heading.split())
        if section.kind in _ACTIONS and section.paragraphs:
            if words >= WORDS:
                yield Found(at(section.line), f"the first thing to say, check or do comes after {words} words",
                            "first-action", f"Begin with it, within {WORDS} words; the story belongs under Why.")  # fmt: skip
            return
        words += sum(len(paragraph.text.split()) for paragraph in section.paragraphs)


RULE = Rule("KB122", "first-action-late", "warning", __doc__, article=check)
