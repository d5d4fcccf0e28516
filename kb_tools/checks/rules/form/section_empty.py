"""A section of a known kind with nothing in it.

Found are headings such as Say, Check, Fix, Resolution, Cause, Symptoms (and the team's own under `[headings]` in `kb.toml`)
below which nothing stands before the next heading of the same or a higher level. An HTML comment is nothing; a picture, a
table or an included file is something.

## Why
The heading promises an answer. With a caller waiting, the agent scrolls, finds nothing, and trusts the rest of the article
less.

## Example
```markdown
## Fix

## If that fails

Send it to **network-oncall**.
```

## Fix
Write the section, or take its heading out.

```markdown
## Fix

1. Restart the client.

## If that fails

Send it to **network-oncall**.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)


def check(source: Source, options: Options) -> Iterator[Found]:
    sections = source.article.sections
    for index, section in enumerate(sections):
        if not section.kind or not section.heading or section.paragraphs:
            continue
        following = sections[index + 1] if index + 1 < len(sections) else None
        if following is not None and following.level > section.level:
            continue
        end = following.line - 1 if following is not None else len(source.lines)
        between = "\n".join(line for line in source.lines[section.line : end] if not _is_rule(line))
        if not _COMMENT.sub("", between).strip():
            yield Found(at(section.line), f"there is nothing below {section.heading!r}", section.heading,
                        "Write the section, or take its heading out.")  # fmt: skip


def _is_rule(line: str) -> bool:
    """Is it a line across the page, or the one below a heading?"""
    return not line.strip(" \t=-*_")


RULE = Rule("KB121", "section-empty", "warning", __doc__, article=check)
