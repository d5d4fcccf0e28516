"""A reference link has no definition.

`[text][label]` needs a line `[label]: target` in the same article; without it the page shows the brackets. Looks only at
what is surely meant as a link: both pairs of brackets touch, neither holds code or stands in it, and in an article
without any definition the label is in lower case. `[Microsoft][ODBC Driver 17]` is left alone.

## Why

The agent reads `[the form][form]` and has nothing to click. MkDocs says nothing about it.

## Example

```markdown
Fill in [the form][form].

[from]: forms/damage.md
```

## Fix

```markdown
Fill in [the form][form].

[form]: forms/damage.md
```

## Limits

Articles that include other files (`--8<--`) are not looked at: the definition may stand there. Nor is `[label]` alone,
which may be nothing but a word in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.links import undefined_references
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_REFERENCE = re.compile(r"\[([^\[\]]*)\]\[([^\[\]]*)\]")
_CODE = re.compile(r"[\w\])}=]")
_WORDS = re.compile(r"[^\W\d_]{2}")
_LABEL = re.compile(r"[\w][\w .:/&'’-]*")
_PLAIN_LABEL = re.compile(r"(?![0-9a-f]{8}-)[a-z][a-z0-9 _-]*")


def check(source: Source, options: Options) -> Iterator[Found]:
    if "][" not in source.article.body or "--8<--" in source.article.body:
        return
    labels = sorted({link.text for link in source.links if link.kind == "definition"})
    guesses = 50
    for link in undefined_references(source.blocks):
        span = link.span
        if span.line != span.end_line:
            continue
        line = source.lines[span.line - 1]
        found = _REFERENCE.fullmatch(line[span.column - 1 : span.end_column - 1])
        if found is None or not (labels or _PLAIN_LABEL.fullmatch(found[2] or found[1])):
            continue
        if not _is_meant(line, span.column - 1, span.end_column - 1, *found.groups()):
            continue
        label = found[2] or found[1]
        near = _near(label, labels) if guesses > 0 else ""
        guesses -= 1
        hint = f"Did you mean [{near}]?" if near else f"Add a line: [{shown(label)}]: target."
        yield Found(span, f"[{shown(label)}] is not defined, so the page shows the brackets", label.lower(), hint)


def _is_meant(line: str, start: int, end: int, text: str, label: str) -> bool:
    """Is it a link to the writer, and no code, no regular expression, no template?"""
    name = label or text
    return (
        not _CODE.match(line[max(0, start - 1) : start])
        and line[end : end + 1] not in ("[", "(", "{", ":", "=")
        and bool(_WORDS.search(text))
        and bool(_LABEL.fullmatch(name))
        and (not name.isdigit() or len(text.split()) > 1)
    )


def _near(label: str, labels: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(label.lower()[:100], [each for each in labels[:500] if len(each) <= 100], 1, 0.6)
    return close[0] if close else ""


RULE = Rule("KB204", "reference-undefined", "warning", __doc__, article=check)
