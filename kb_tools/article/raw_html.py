"""Which Markdown is not read, because it stands in raw HTML? Links and images that the page shows as they are written."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kb_tools.article.blocks import Blocks
from kb_tools.article.inline import MASK, read_inline
from kb_tools.article.links import without_scripts
from kb_tools.article.masks import BLOCK_TAGS, RAW_TAGS, TAG, has_markdown

_AS_WRITTEN = RAW_TAGS - {"script", "style"} | {"code", "kbd", "samp", "template"}
"""What stands in these is shown as it is written on purpose, or not at all."""
_EMPTY = frozenset(["hr", "script", "style"])
"""Without content: that of a script is blanked already, and its end with it."""
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*+\n|\x03++")
_ADDRESS = re.compile(r"[^\s./#:?]*+[./#:?]\S*+").fullmatch
"""Rather than the rest of a program: `run[Input](Stream input)`, `handlers[0](event)`."""
_CUT = "\x03"
"""Stands for tags of blocks: no link goes on behind one."""
_DEEPEST = 1000
"""How many elements may be open before the rest is left alone: looking through them must not become quadratic."""


class Unread(NamedTuple):
    """A block of raw HTML with links in it that nobody can click."""

    links: tuple[tuple[int, int], ...]
    """Where each starts and ends, as an offset of the source."""
    around: tuple[str, ...]
    """The elements that the first one stands in, from the outside in, each name once."""
    is_closed: bool
    """If not, everything down to the end of the article is part of it."""
    asks: bool
    """It says `markdown="1"`, which has no effect where spaces stand before it."""


def unread_links(blocks: Blocks) -> Iterator[Unread]:
    """The blocks of raw HTML that hold inline links or images, in the order of the source."""
    source = blocks.source
    if "](" not in source:
        return
    # Fences are read before HTML is, so that they are code in there, too.
    fences = sorted((item.start, item.end) for item in blocks.hidden if item.kind == "fence")
    for item in blocks.hidden:
        if item.kind != "html" or source.find("](", item.start, item.end) < 0:
            continue
        opening = TAG.match(source, item.start)
        if opening is None or opening.group(1) or opening.group(2).lower() in RAW_TAGS:
            continue
        parts: list[str] = []
        done = item.start
        for start, end in fences[bisect_left(fences, (item.start, 0)) : bisect_left(fences, (item.end, 0))]:
            parts += (source[done:start], _CUT * (end - start))
            done = end
        text = "".join(parts) + source[done : item.end]
        masked, elements, is_closed = _without_tags(without_scripts(text))
        links = list(_links(masked))
        if links:
            at = links[0][0]
            around = tuple(dict.fromkeys(name for start, end, name in elements if start < at < end))
            places = tuple([(start + item.start, end + item.start) for start, end in links])
            # In no element: within a broken tag.
            if around:
                yield Unread(places, around, is_closed, has_markdown(opening.group(3)))


def _links(masked: str) -> Iterator[tuple[int, int]]:
    """Inline links and images, each paragraph by itself; what stands within another one is part of it."""
    start = 0
    for end, after in [*(found.span() for found in _PARAGRAPH_END.finditer(masked)), (len(masked), 0)]:
        if masked.find("](", start, end) >= 0:
            done = 0
            for mark in sorted(read_inline(masked[start:end], {}).links, key=lambda mark: mark.start):
                named = mark.kind == "image" or (mark.kind == "inline" and mark.text_end > mark.text_start)
                if named and _ADDRESS(mark.target) and mark.start >= done:
                    done = mark.end
                    yield start + mark.start, start + mark.end
        start = after


def _without_tags(text: str) -> tuple[str, list[tuple[int, int, str]], bool]:
    """The text of a block of HTML, its tags and what is code masked; its elements, each with start and end; is it closed?"""
    parts: list[str] = []
    elements: list[tuple[int, int, str]] = []
    names: list[str] = []
    starts: list[int] = []
    done = hiding = 0
    for tag in TAG.finditer(text):
        name = tag.group(2).lower()
        between = text[done : tag.start()]
        parts += (_CUT * len(between) if hiding else between, (_CUT if name in BLOCK_TAGS else MASK) * len(tag[0]))
        done = tag.end()
        if tag.group(1):
            is_open = name in names
            while is_open:
                last = names.pop()
                hiding -= last in _AS_WRITTEN
                elements.append((starts.pop(), done, last))
                is_open = last != name
        elif name in _AS_WRITTEN or (name in BLOCK_TAGS and name not in _EMPTY):
            if tag.group(3).endswith("/"):
                continue
            names.append(name)
            starts.append(tag.start())
            hiding += name in _AS_WRITTEN
            if len(names) > _DEEPEST:
                hiding = 1
                break
    elements += [(start, len(text), name) for start, name in zip(starts, names, strict=True)]
    parts.append(_CUT * (len(text) - done) if hiding else text[done:])
    return "".join(parts), sorted(elements), not names
