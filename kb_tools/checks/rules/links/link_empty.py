"""A link has no target, or nothing to click.

`[text]()` leads to the page it stands on. `[](vpn.md)` has no text and no image: nobody sees it, and a screen reader says
nothing or spells the address. Text that is only spaces or empty tags counts as none. An anchor of the form `[](){ #id }` is
no link and is not found, and a link that is dead already is found as that.

## Why

It is half a link: the writer meant to come back.

## Example

```markdown
Follow [the checklist]() before you [](escalate.md).
```

## Fix

```markdown
Follow [the checklist](checklist.md) before you [escalate](escalate.md).
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from kb_tools.article.model import Link, Span
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule
from kb_tools.links.targets import form

_TAG = re.compile(r"<[^<>]*>")
_SAYS_SOMETHING = re.compile(r"<(?:img|svg|input)\b|\b(?:aria-label|title|alt)\s*=", re.I)
_UNKNOWN_TAG = re.compile(r"<[a-z][a-z\d]*[\\_][^<>\s]*>", re.I)
"""`<user_name>`: no tag of HTML or of a web component, but a placeholder that is read as one."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ANCHOR = re.compile(r"[<>\s]*\)\s*\{")


def check(base: Base) -> Iterator[Found]:
    dead = {(facts.path, link.span) for facts, link, lead in base.leads if not lead.works}
    for facts in base:
        for link in facts.links:
            if not link.target:
                yield from _without_target(base, facts, link)
            elif link.kind in ("inline", "reference") and _is_nothing(link.text):
                if (facts.path, link.span) in dead or not _opens(link.target):
                    # That is the mistake.
                    continue
                hint = "Say where it leads."
                if tag := _UNKNOWN_TAG.search(link.text):
                    hint = f"{shown(tag[0])} is read as HTML, which shows nothing: put it between backticks."
                yield Found(link.span, f"the link to {shown(link.target)} has no text", link.target, hint, facts.file)


def _without_target(base: Base, facts: Facts, link: Link) -> Iterator[Found]:
    hint = "Name the file or the address, or take the link out."
    if link.kind == "inline" and not (_is_nothing(link.text) and _is_anchor(base.lines(facts.file), link)):
        what = f"the link [{shown(link.text)}]" if link.text else "the link"
    elif link.kind == "image" or (link.kind == "html" and link.text in ("a", "img")):
        what = "the link" if link.text == "a" and link.kind == "html" else "the image"
    else:
        return
    span = _with_marks(base.lines(facts.file), link.span)
    yield Found(span, f"{what} has no target", link.text, hint, facts.file)


def _with_marks(lines: list[str], span: Span) -> Span:
    """What is empty has no width to underline: the brackets or quotes around it have."""
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    before, after = line[: span.column - 1].rstrip(), line[span.end_column - 1 :].lstrip()
    if span.line != span.end_line or before[-1:] + after[:1] not in ("()", "<>", '""', "''"):
        return span
    return Span(span.line, len(before), span.line, len(line) - len(after) + 2)


def _is_nothing(text: str) -> bool:
    if text and text[0] not in "<&\u200b\ufeff\u00ad":
        return False
    return not _SAYS_SOMETHING.search(text) and not unescape(_TAG.sub("", text)).translate(_INVISIBLE).strip()


def _opens(target: str) -> bool:
    """Is it a target at all?"""
    return form(target).shape not in ("malformed", "unsafe")


def _is_anchor(lines: list[str], link: Link) -> bool:
    """`[](){ #id }` gives a place its name."""
    at = link.span.line - 1
    return at < len(lines) and bool(_ANCHOR.match(lines[at], link.span.end_column - 1))


RULE = Rule("KB216", "link-empty", "warning", __doc__, base=check)
