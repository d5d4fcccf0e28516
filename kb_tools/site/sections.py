"""The sections of a page: Say, Check and Fix made into parts of their own, so that they can stand out and be found.

It works on the finished HTML of any site generator: the headings beside the page's first one are the sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

# No tag goes on over the beginning of another, and a comment that does not end goes on to the page's end: a page of
# thousands that are never closed is read once, not once for each.
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^'\"<>])*?)(/?)>", re.S)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_RAW = frozenset(("script", "style"))
_HEADING = re.compile(r"h[1-6]", re.I)
_ID = re.compile(r"\bid\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_MARKUP = re.compile(r"<a[^<>]*\bclass=\"headerlink\".*?(?:</a>|\Z)|<[^>]+>", re.S)
_FOOTNOTES = re.compile(r"\bclass\s*=\s*[\"']footnote[\"']")


class Part(NamedTuple):
    """A section of one of our kinds, as it stands in the page."""

    kind: str
    heading: str
    """As the reader sees it."""
    anchor: str
    """Empty where the heading has no id."""


class _Head(NamedTuple):
    level: int
    start: int
    inner: int
    end: int
    depth: int
    anchor: str


def wrapped(html: str, kinds: Mapping[str, str]) -> tuple[str, list[Part]]:
    """The HTML with each section of a kind in a `<section>` of its own, and what these are.

    *kinds* tells by a heading's text what its section is for, as `article/read.py` found out. Where tags do not match up,
    the HTML is left as it is.
    """
    found = _outline(html)
    if found is None:
        return html, []
    heads, end = found
    parts: list[Part] = []
    pieces: list[str] = []
    position, kind, above = 0, "", 0
    for head in heads:
        heading = _text(html[head.inner : head.end])
        own = kinds.get(heading, "") if head.level > 1 else ""
        if head.level > above and own in ("", kind):
            continue  # it goes on in the section it stands in: "Method 1" below "Resolution"
        pieces.append(html[position : head.start])
        position = head.start
        if kind:
            pieces.append("</section>\n")
        kind, above = own, head.level
        if kind:
            pieces.append(f'<section class="kb-section kb-{kind}" data-kb-kind="{kind}">\n')
            parts.append(Part(kind, heading, head.anchor))
    pieces.append(html[position:end])
    if kind:
        pieces.append("</section>\n")
    pieces.append(html[end:])
    return "".join(pieces), parts


def after_title(html: str) -> int:
    """Where the page's header goes: behind its first `<h1>`; 0 where there is none."""
    end = html.find("</h1>")
    return end + len("</h1>") if end >= 0 else 0


def _text(html: str) -> str:
    # Behind the last tag there is none to look for.
    end = html.rfind(">") + 1
    return " ".join(unescape(_MARKUP.sub("", html[:end]) + html[end:]).split())


def _outline(html: str) -> tuple[list[_Head], int] | None:
    """The headings that stand beside the first one, and where what they stand in ends. None where tags do not match."""
    heads: list[_Head] = []
    stack: list[str] = []
    opened: _Head | None = None
    # Beside the title; without one, what is in nothing else.
    level = None if "<h1" in html.lower() else 0
    end = -1
    for mark in tags(html):
        closing, name, attributes = mark[1], mark[2].lower(), mark[3]
        if closing:
            if not stack or stack.pop() != name:
                return None
            if opened is not None and len(stack) == opened.depth:
                heads.append(opened._replace(end=mark.start()))
                opened = None
            if level is not None and end < 0 and len(stack) < level:
                end = mark.start()
            continue
        if name in _VOID or mark[4]:
            continue
        if level is None and name == "h1":
            # Some tools put the title, and what they say about it, into a <header>: the sections follow that.
            level = len(stack) - (stack[-1:] == ["header"])
        if end < 0 and len(stack) == level and _HEADING.fullmatch(name):
            found = _ID.search(attributes)
            anchor = unescape(found[1] or found[2] or "") if found else ""
            opened = _Head(int(name[1]), mark.start(), mark.end(), -1, level, anchor)
        elif end < 0 and len(stack) == level and name == "div" and _FOOTNOTES.search(attributes):
            end = mark.start()
        stack.append(name)
    if stack:
        return None
    return heads, end if end >= 0 else len(html)


def tags(html: str) -> Iterator[re.Match[str]]:
    """The tags; what stands in a script or a comment is none."""
    position = 0
    while mark := _TAG.search(html, position):
        position = mark.end()
        if not mark[2]:
            continue
        yield mark
        if not mark[1] and mark[2].lower() in _RAW:
            close = html.find(f"</{mark[2]}", position)
            position = close if close >= 0 else len(html)
