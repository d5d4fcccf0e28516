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

from kb_tools.article.model import Link
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.rule import Rule
from kb_tools.links.targets import form

_TAG = re.compile(r"<[^<>]*>")
_SAYS_SOMETHING = re.compile(r"<(?:img|svg|input)\b|\b(?:aria-label|title|alt)\s*=", re.I)
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
                yield Found(link.span, f"the link to {shown(link.target)} has no text", link.target,
                            "Say where it leads.", facts.file)  # fmt: skip


def _without_target(base: Base, facts: Facts, link: Link) -> Iterator[Found]:
    hint = "Name the file or the address, or take the link out."
    if link.kind == "inline" and not (_is_nothing(link.text) and _is_anchor(base.lines(facts.file), link)):
        what = f"the link [{shown(link.text)}]" if link.text else "the link"
        yield Found(link.span, f"{what} has no target", link.text, hint, facts.file)
    elif link.kind == "image" or (link.kind == "html" and link.text in ("a", "img")):
        what = "the link" if link.text == "a" and link.kind == "html" else "the image"
        yield Found(link.span, f"{what} has no target", link.text, hint, facts.file)


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
