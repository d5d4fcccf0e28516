"""A field holds something it cannot hold.

In an article that names its `kind`, each field of kb is held to the JSON Schema (`kb check --schema`): `kind`,
`audience`, `confidence` and `status` to the values kb knows, `id` to `a-z`, `0-9` and hyphens, texts to one text, lists to
texts. A field that `[fields]` in `kb.toml` maps is held to the known values in every article. A `review_interval` that is
no length of time is found everywhere. Items whose hyphen has no space after it, or that are indented further than the one above
them, are found as well: to YAML they are one long text.

## Why
A value that kb does not know has no effect: an article that is `confidence: valid` does not count as validated, one with
`review_interval: 3 quarters` is never due.

## Example
```markdown
---
kind: fault
confidence: valid
review_interval: quarterly
symptoms:
  - error: 809
---
```

## Fix
```markdown
---
kind: fault
confidence: validated
review_interval: 3m
symptoms:
  - "error: 809"
---
```
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from kb_tools.article.model import Node, Span
from kb_tools.checks.finding import Edit, Found
from kb_tools.checks.front.schema import known_values, schema
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source

_NOT_HERE = frozenset(["last_reviewed", "since", "next_update", "expires", "review_interval"])
"""Whether dates exist is another rule's; whether an interval is one is told by the reader."""


_STUCK = re.compile(r"-[^\W\d_]\S*")


def check(source: Source, options: Options) -> Iterator[Found]:
    front = source.front
    for problem in problems_for("KB111", source):
        yield Found(front.place("review_interval"), problem.message, "review_interval", problem.hint)
    theirs = frozenset(name for name in source.names if known_values(name))
    if not source.is_held and (not theirs or theirs.isdisjoint(front.values)):
        return
    if source.is_held:
        yield from _run_together(source)
    for field, items, keyword in front.violations:
        if not source.is_held and (keyword != "enum" or field not in theirs):
            continue
        path = front.path(field)
        if keyword in ("required", "maxLength") or field in _NOT_HERE or path is None:
            continue
        node = front.within((*path, *items))[0]
        if keyword == "type" and node.kind == "plain":
            # A number, a date, true or false where a text is meant: yaml-changes-value says so.
            continue
        place, name = front.place_of(node.path), front.name_of(node.path)
        if keyword == "enum":
            yield _unknown(source, field, name, node, place)
        elif keyword == "pattern":
            yield Found(
                place, f"{name} is {node.text!r}, which is no {name}", name, "Use a-z, 0-9 and single hyphens between."
            )
        elif keyword == "minLength":
            yield Found(place, f"{name} has an empty item", name, "Write something, or take the item out.")
        else:
            yield _wrong_type(field, items, name, node, place)


def _run_together(source: Source) -> Iterator[Found]:
    """Items of a list that are none: `-one` has no space, the second of two is indented further than the first."""
    for node in source.front.nodes:
        field = source.front.field(node.path)
        if node.kind != "plain" or "array" not in schema()["properties"].get(field, {}).get("type", ()):
            continue
        if len(node.path) == 1 and (found := _STUCK.match(node.text)):
            yield Found(Span(node.line, node.column, node.line, node.column + found.end()),
                        f"{field} is one text and no list: {found[0]}… has no space after its hyphen", field,
                        "Put a space after each hyphen.")  # fmt: skip
        for number in range(node.line + 1, node.end_line + 1):
            line = source.lines[number - 1]
            if line.lstrip().startswith("- "):
                yield Found(Span(number, 1, number, len(line.rstrip()) + 1),
                            f"{field}: this line belongs to the item above it, since it is indented further", field,
                            "Indent all items alike.")  # fmt: skip


def _unknown(source: Source, field: str, name: str, node: Node, place: Span) -> Found:
    known = known_values(field)
    if node.kind in ("list", "fields"):
        return Found(place, f"{name} must be one of: {', '.join(known)}", name, "Write one value.")
    text = node.text.strip()
    near = text.lower().replace("_", "-").replace(" ", "-")
    edits = (Edit(source.file, node.span, near),) if near in known and node.kind == "plain" else ()
    nearest = [near] if near in known else difflib.get_close_matches(near[:40], known, n=1, cutoff=0.5)
    hint = f"Did you mean {nearest[0]}?" if nearest else ""
    return Found(place, f"{name} is {_short(text)!r}; known: {', '.join(known)}", name, hint, edits=edits)


def _wrong_type(field: str, items: tuple[str | int, ...], name: str, node: Node, place: Span) -> Found:
    if items and node.kind == "fields":
        return Found(place, f"{name} holds fields where a text belongs", name,
                     "Put an item that contains a colon into quotes.")  # fmt: skip
    if items:
        return Found(place, f"{name} holds a list in a list", name, "Write each item on a line of its own.")
    is_list = "array" in schema()["properties"][field]["type"]
    what = "a list" if node.kind == "list" else "fields"
    return Found(place, f"{name} holds {what}; it must be {'a list of texts' if is_list else 'one text'}", name,
                 "Put a text that contains a colon or begins with a bracket into quotes.")  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


RULE = Rule("KB111", "field-invalid", "error", __doc__, article=check)
