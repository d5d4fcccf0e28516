"""A footnote mark has no footnote.

`[^1]` needs a line `[^1]: text` in the same article; without it the page shows the brackets. Found are numbers, and in
an article that has footnotes also words: `[^backup]`. Not in code, and not what looks like a regular expression
(`[^a-z]`, `[^"]*`).

## Why

The caveat that the writer thought worth a footnote is missing, and the reader sees that something is.

## Example

```markdown
Restart the service.[^1]

[^2]: Not during the backup.
```

## Fix

```markdown
Restart the service.[^1]

[^1]: Not during the backup.
```

## Limits

Articles that include other files (`--8<--`) are not looked at: the footnote may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.links import inline_blocks
from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_NUMBER = re.compile(r"\[\^(\d{1,3})\](?![*+?{(:\[\d])")
_WORD = re.compile(r"\[\^(\d{1,3}|[^\W\d_][\w.-]*)\](?![*+?{(:\[\d])")


def check(source: Source, options: Options) -> Iterator[Found]:
    body = source.article.body
    if "[^" not in body or "--8<--" in body:
        return
    blocks = source.blocks
    defined = blocks.footnotes
    mark = _WORD if defined else _NUMBER
    for block, inline in inline_blocks(blocks):
        if "[^" not in inline.masked:
            continue
        for found in mark.finditer(inline.masked):
            label = found[1]
            before = inline.masked[max(0, found.start() - 1) : found.start()]
            if label not in defined and before not in ("[", "(", "\\", "^", "/", "|", "]"):
                start = block.offset(found.start())
                yield Found(blocks.span(start, start + len(found[0])), f"[^{label}] has no footnote", label,
                            f"Add a line: [^{label}]: text.")  # fmt: skip


RULE = Rule("KB217", "footnote-undefined", "warning", __doc__, article=check)
