"""What do the marks inside a text mean? Code spans, escapes, links, tags, emphasis, in Python-Markdown's order.

Python-Markdown replaces one construct after the other by placeholders. So does `read_inline`: each is overwritten in a
masked copy of the same length, so that what was read first hides what comes later, and every index stays true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import NamedTuple

from kb_tools.article.brackets import MASK, Brackets, Mark, MaskedText
from kb_tools.article.escapes import ESCAPE, unescape, unescape_entities
from kb_tools.article.fences import FENCE_FILLER, HTML_FILLER

__all__ = ["MASK", "Inline", "Mark", "code_spans", "read_inline", "unescape", "unescape_entities", "without_filler"]

_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*+://[^<>]*)>")
_AUTOMAIL = re.compile(r"<([^<> !]+@[^@<> ]+)>")
_TAG = re.compile(
    r"""<(?:\/?+[a-zA-Z][^\s"'<>@]*+(?>(?:\s+[^\s"'=<>]++(?>(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?))*)\s*+/?"""
    r"|!--(?>[^<-]*(?:(?!<!--|-->).[^<-]*)*)--|[?](?>[^<?]*(?:(?!<[?]|[?]>).[^<?]*)*)[?]|!\[CDATA\[(?>[^<\]]*(?:(?!<!\[CDATA\[|\]\]>).[^<\]]*)*)\]\])>",
    re.S,
)


class Inline(NamedTuple):
    """What a text holds."""

    masked: str
    """The text without code, targets, tags and images: what is left is words and emphasis."""
    links: list[Mark]
    undefined: list[Mark]
    code: list[tuple[int, int, int, int]]
    """Start, end, start of the content, end of the content."""
    tags: list[tuple[int, int]]
    footnotes: list[tuple[int, str]]


def code_spans(text: str) -> list[tuple[int, int, int, int]]:
    """Where is code between backticks? Linear, whatever the backticks."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    if not runs:
        return []
    count = len(runs)
    # The longest run from here on, and its first place: Python-Markdown falls back on it when no run fits.
    longest = [(0, count)] * (count + 1)
    for index in range(count - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        longest[index] = (length, index) if length >= longest[index + 1][0] else longest[index + 1]
    by_length: dict[int, list[int]] = {}
    for index, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(index)
    spans = []
    index = 0
    while index < count:
        start, end = runs[index]
        if start and text[start - 1] == "\\":
            before = start - 1
            while before and text[before - 1] == "\\":
                before -= 1
            if (start - before) % 2:
                start += 1
        length = end - start
        if not length:
            index += 1
            continue
        candidates = by_length.get(length, [])
        at = bisect_right(candidates, index)
        if at < len(candidates):
            close = candidates[at]
            spans.append((start, runs[close][1], end, runs[close][0]))
            index = close + 1
            continue
        size, close = longest[index + 1]
        if 0 < size < length:
            spans.append((start, runs[close][1], start + size, runs[close][0]))
            index = close + 1
            continue
        index += 1
    return spans


def read_inline(text: str, references: Mapping[str, str], footnotes: Collection[str] = ()) -> Inline:
    """Find the links, images, code and tags of one paragraph, heading or cell."""
    work = MaskedText(text)
    code = code_spans(text) if "`" in text else []
    for start, end, _, _ in code:
        work.cut(start, end)
    work.apply()
    if "\\" in work.masked:
        for found in ESCAPE.finditer(work.masked):
            if found.group(1):
                work.cut(found.start(), found.end())
        work.apply()
    links: list[Mark] = []
    undefined: list[Mark] = []
    notes: list[tuple[int, str]] = []
    if "[" in work.masked:
        Brackets(text, work, references, footnotes, links, undefined, notes).read()
    tags: list[tuple[int, int]] = []
    if "<" in work.masked:
        for found in _AUTOLINK.finditer(work.masked):
            target = unescape(text[found.start(1) : found.end(1)])
            links.append(Mark("autolink", *found.span(), *found.span(1), target, *found.span(1)))
            work.cut(*found.span())
        work.apply()
        if "@" in work.masked:
            for found in _AUTOMAIL.finditer(work.masked):
                mail = unescape(text[found.start(1) : found.end(1)])
                target = mail if mail.startswith("mailto:") else "mailto:" + mail
                links.append(Mark("autolink", *found.span(), *found.span(1), target, *found.span(1)))
                work.cut(*found.span())
            work.apply()
        for found in _TAG.finditer(work.masked):
            tags.append(found.span())
            work.cut(*found.span())
        work.apply()
        comments = [span for span in tags if text.startswith("<!--", span[0])]
        if comments:
            starts = [start for start, _ in comments]
            links = [
                link
                for link in links
                if not ((index := bisect_right(starts, link.start)) and link.start < comments[index - 1][1])
            ]
    return Inline(work.masked, links, undefined, code, tags, notes)


def without_filler(text: str) -> str:
    """A text without the placeholders of fences and raw HTML."""
    if FENCE_FILLER in text or HTML_FILLER in text:
        return text.replace(FENCE_FILLER, "").replace(HTML_FILLER, "")
    return text
