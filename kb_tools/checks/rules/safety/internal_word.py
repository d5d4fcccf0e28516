"""A word that is meant for your own people, in an article for the public.

The words stand in `internal_words` under `[check]` in `kb.toml`. They are looked for as whole words, in any case, in articles
that say `audience: public`, and everywhere in them: text, code, links, comments (the built page still holds them) and front
matter. Only the fields that say who looks after the article (`owner`, `escalate_to`, `id`, `cause_id`) may use them.

```toml
[check]
internal_words = ["blackbird", "tier three", "jump host"]
```

An article without `audience` counts as internal, so nothing is looked for in it.

## Why

The project's code name, the name of the server and what the desk calls its customers are not for the customer's eyes, and a
public page is copied within hours.

## Example

```markdown
Restart the sync on blackbird, then wait ten minutes.
```

## Fix

```markdown
We restart the sync for you. It takes ten minutes.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_INTERNAL_FIELDS = frozenset({"owner", "escalate_to", "id", "cause_id"})


def check(source: Source, options: Options) -> Iterator[Found]:
    if not options.internal_words or source.article.audience.lower() != "public":
        return
    for found in _words(options.internal_words).finditer(source.text):
        span = source.span(*found.span())
        if span.line < source.article.first_line:
            above = [(number, field) for field, number in source.article.lines.items() if number <= span.line]
            if max(above, default=(0, ""))[1] in _INTERNAL_FIELDS:
                continue
        word = " ".join(found.group().split())
        yield Found(span, f"{word!r} is for your own people, and this article is public", word.lower(),
                    "Say it in words a customer knows, or make the article internal.")  # fmt: skip


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({" ".join(word.split()) for word in words}, key=len, reverse=True)
    spelled = "|".join([re.escape(word).replace(r"\ ", r"[ \t]*\n?[ \t]*(?<=\s)") for word in longest_first if word])
    return re.compile(rf"(?<!\w)(?:{spelled})(?!\w)", re.I) if spelled else re.compile(r"(?!)")


RULE = Rule("KB606", "internal-word", "error", __doc__, article=check)
