"""A field whose name is a known one misspelled.

A team may have as many fields of its own as it likes. Found is only a name that is one slip away from a known one that the
article does not have: a letter too many, too few, changed or swapped, another case, a hyphen for the low line, the
singular for the plural. Known are kb's own names, in articles that name their `kind`; in every article also the names
that `[fields]` in `kb.toml` gives. It is an error where the article must have that field.

## Why
A misspelled field has no effect, and nobody says so: an article with `last_reviewd` was never reviewed, one with `symptom`
is not found by what callers say.

## Example
```markdown
---
kind: fault
symptom: [the VPN keeps kicking me out]
error-codes: ["809"]
---
```

## Fix
```markdown
---
kind: fault
symptoms: [the VPN keeps kicking me out]
error_codes: ["809"]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.front.required import missing, misspelled
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    meant = misspelled(source.article.lines, source.names, is_held=source.is_held)
    if not meant:
        return
    lacking = {key for name in missing(source, options) for key in (name, *source.names.get(name, ()))}
    for field in sorted(meant):
        name = meant[field]
        yield Found(source.front.key_place((field,)), f"kb does not know the field {field!r}", field,
                    f"Did you mean {name}?", severity="error" if name in lacking else None)  # fmt: skip


RULE = Rule("KB112", "field-unknown", "warning", __doc__, article=check)
