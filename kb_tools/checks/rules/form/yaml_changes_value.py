"""A value that YAML turns into something else.

MkDocs reads front matter as YAML 1.1, in which a text without quotes may be a number or a date, or true and false. In a
field that holds text (`title`, `error_codes`, `symptoms` and the like) everything is found that is no text to MkDocs, or
to an editor, which reads YAML 1.2. In all other fields, also the team's own, only a number whose digits change is found.
Articles that do not name their `kind` may write a number without quotes in any field as long as it stays the same.
`--fix` puts the quotes. A text of which YAML takes the end for a comment is found, too: `Formula shows #REF!` is "Formula shows".

| written | MkDocs reads |
|---|---|
| `0x1F` | 31 |
| `010` | 8 |
| `1.10` | 1.1 |
| `1_000` | 1000 |
| `12:30:45` | 45045 |
| `NO` | false |
| `2026-11-16` | a date |

`1e3` stays a text in MkDocs and is 1000 in an editor.

## Why
kb itself keeps every value as it was written, but the site, and every other tool that reads the front matter, shows and
finds another code than the one the caller reads out.

## Example
```markdown
---
error_codes: [0x1F, 010]
applies_to: [1.10]
---
```

## Fix
```markdown
---
error_codes: ["0x1F", "010"]
applies_to: ["1.10"]
---
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.model import Node, Span
from kb_tools.checks.finding import Edit, Found
from kb_tools.checks.front.yaml_types import NotLoaded, described, loaded, newer, same_digits
from kb_tools.checks.leads import shown
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_TEXTS = frozenset(["title", "symptoms", "error_codes", "products", "applies_to", "owner", "ask", "escalate_to", "cause_id",
                    "workaround", "description", "tags"])  # fmt: skip
_OTHERS = frozenset(["last_reviewed", "review_interval", "since", "next_update", "expires", "kind", "audience", "confidence",
                     "status"])  # fmt: skip
"""What these may hold is said by other rules."""


_PROSE = frozenset(["title", "symptoms", "ask", "workaround", "description"])
_CUT = re.compile(r"[ \t]+(#(?!kb:)\w.*)")
"""A comment, but one that nobody meant: those have a space after their #."""


def check(source: Source, options: Options) -> Iterator[Found]:
    front = source.front
    for node in front.nodes:
        if node.kind == "plain" and node.text:
            yield from _cut_off(source, node)
        if node.kind != "plain" or newer(node.text) == "text" == _type(node.text):
            continue
        field = front.field(node.path)
        if field in _OTHERS:
            continue
        # An item that is itself fields (`- error: 809`) or a list is for field-invalid.
        below = node.path[len(front.path(field) or ()) :]
        is_item = len(below) < 2 and not any(isinstance(part, str) for part in below)
        is_text = is_item and (field in _TEXTS or (field == "id" and source.is_held))
        change = _change(node.text, is_text=is_text, is_strict=source.is_held or field == "error_codes")
        if change:
            name = front.name_of(node.path)
            yield Found(node.span, f"{name}: {node.text} {change}", f"{name}={node.text}", "Put it into quotes.",
                        edits=(Edit(source.file, node.span, f'"{node.text}"'),))  # fmt: skip


def _cut_off(source: Source, node: Node) -> Iterator[Found]:
    line = source.lines[node.end_line - 1] if node.end_line <= len(source.lines) else ""
    cut = _CUT.match(line, node.end_column - 1)
    if cut is None or (source.front.field(node.path) or node.path[0]) not in _PROSE:
        return
    lost = cut[1].rstrip()
    place = Span(node.end_line, cut.start(1) + 1, node.end_line, cut.start(1) + 1 + len(lost))
    name = source.front.name_of(node.path)
    yield Found(place, f"{name} ends before {shown(lost)}: to YAML, # begins a comment", f"{name}={node.text}",
                "Put the whole text into quotes, or a space after the #.")  # fmt: skip


def _type(text: str) -> str:
    try:
        return "text" if isinstance(loaded(text), str) else "other"
    except NotLoaded:
        # Told by front-matter-broken and date-invalid.
        return "text"


def _change(text: str, *, is_text: bool, is_strict: bool) -> str:
    """What becomes of it, in words; empty where that does no harm."""
    value = loaded(text) if _type(text) == "other" else text
    if isinstance(value, str):
        return f"is the number {float(text):g} to an editor" if is_text and is_strict and _is_number(text) else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        # Shown as it was written, a date does no harm; true instead of "yes" does.
        is_harmful = is_text and (is_strict or str(value) != text)
        return f"becomes {described(value)} in MkDocs" if is_harmful else ""
    if not same_digits(text, value):
        return f"becomes {described(value)} in MkDocs"
    return f"is {described(value)} to MkDocs, not a text" if is_text and is_strict else ""


def _is_number(text: str) -> bool:
    return newer(text) in ("int", "float") and text[:2] not in ("0o", "0x")


RULE = Rule("KB113", "yaml-changes-value", "error", __doc__, article=check)
