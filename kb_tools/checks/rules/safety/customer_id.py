r"""A customer number, ticket number or the like.

Whatever matches one of the regular expressions in `customer_ids` under `[check]` in `kb.toml`, anywhere in an article: text,
front matter, code, comments. Without that setting nothing is found.

```toml
[check]
customer_ids = ['\bCU-\d{6}\b', '\bINC\d{7}\b']
```

The patterns are Python's, tell capitals from small letters unless they begin with `(?i)`, and are tried on one line at a
time. A pattern that could take for ever on some line is refused when `kb.toml` is read.

## Why

A customer's number leads to the customer. The case that an article came from belongs into the ticket system, which has a
lock and a date on which it is deleted.

## Example

```markdown
Seen first at CU-204418, whose router had the old firmware.
```

## Fix

```markdown
Seen first with router firmware 3.1.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kb_tools.checks.finding import Found, at
from kb_tools.checks.masking import key, masked
from kb_tools.checks.options import Options
from kb_tools.checks.patterns import matches
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    for number, line in enumerate(source.lines if options.customer_ids else (), 1):
        last = 0
        for start, end in sorted(
            found.span() for pattern in _compiled(options.customer_ids) for found in matches(pattern, line)
        ):
            if start < last or start == end:
                continue
            last = end
            value = line[start:end]
            yield Found(at(number, start + 1, end + 1), f"a customer's number stands here: {masked(value)}",
                        key("customer", value), "Take it out: the case belongs into the ticket system.")  # fmt: skip


@lru_cache(maxsize=8)
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple([re.compile(pattern) for pattern in patterns])


RULE = Rule("KB604", "customer-id", "error", __doc__, article=check, secret=True)
