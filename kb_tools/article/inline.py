"""What do the marks inside a text mean? Code spans, escapes, links, tags, emphasis, in Python-Markdown's order.

Python-Markdown replaces one construct after the other by placeholders. So does `read_inline`: each construct is overwritten
in a masked copy of the same length, so that what was read first hides what comes later, and every index stays true.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import NamedTuple

from kb_tools.article.masks import FENCE_FILLER, HTML_FILLER
from kb_tools.article.model import LinkKind

MASK = "\x02"
"""What stands in the masked text for what was read already: no letter, no space, no mark."""

_TICKS = re.compile(r"`+")
_ESCAPE = re.compile(r"\\(?:([\\`*_{}\[\]()>#+\-.!|])|.)", re.S)
_BRACKET = re.compile(r"[\[\]]")
_LABEL = re.compile(r"\s?\[([^\]]*)\]")
_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_ANGLE_TARGET = re.compile(r"""\(\s*+(<[^<>]*>)\s*+(?:('[^']*'|"[^"]*")\s*+)?\)""")
_PLAIN_TARGET = re.compile(r"""\(\s*+([^\s()'"]*+)\s*+\)""")
_PARENTHESES_AND_QUOTES = re.compile(r"""[()'"]""")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*+://[^<>]*)>")
_AUTOMAIL = re.compile(r"<([^<> !]+@[^@<> ]+)>")
_TAG = re.compile(
    r"""<(?:\/?+[a-zA-Z][^\s"'<>@]*+(?:\s+[^\s"'=<>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++))?+)*+\s*+/?"""
    r"|!--(?:(?!<!--|-->).)*+--|[?](?:(?!<[?]|[?]>).)*+[?]|!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*+\]\])>",
    re.S,
)
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")
_SPACES = re.compile(r"\s+")


class Mark(NamedTuple):
    """A link or an image in a text, by index. A tuple, not a dataclass: there are thousands in a tree."""

    kind: LinkKind
    start: int
    end: int
    text_start: int
    text_end: int
    target: str
    target_start: int
    target_end: int
    is_image: bool = False


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
    same = [count] * count
    seen: dict[int, int] = {}
    # The longest run from here on, and its first place: Python-Markdown falls back on it when no run fits.
    longest = [(0, count)] * (count + 1)
    for index in range(count - 1, -1, -1):
        start, end = runs[index]
        length = end - start
        longest[index] = (length, index) if length >= longest[index + 1][0] else longest[index + 1]
        seen[length] = index
        same[index] = index
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


class _Text:
    """A text that is being masked."""

    def __init__(self, text: str) -> None:
        self.masked = text
        self.cuts: list[tuple[int, int]] = []

    def cut(self, start: int, end: int) -> None:
        if end > start:
            self.cuts.append((start, end))

    def apply(self) -> None:
        """Overwrite what was cut; one copy for all cuts of a pass."""
        if not self.cuts:
            return
        self.cuts.sort()
        parts: list[str] = []
        done = 0
        for start, end in self.cuts:
            start = max(start, done)
            if end > start:
                parts += (self.masked[done:start], MASK * (end - start))
                done = end
        self.masked = "".join(parts) + self.masked[done:]
        self.cuts.clear()


def read_inline(text: str, references: Mapping[str, str], footnotes: Collection[str] = ()) -> Inline:
    """Find the links, images, code and tags of one paragraph, heading or cell."""
    work = _Text(text)
    code = code_spans(text) if "`" in text else []
    for start, end, _, _ in code:
        work.cut(start, end)
    work.apply()
    if "\\" in work.masked:
        for found in _ESCAPE.finditer(work.masked):
            if found.group(1):
                work.cut(found.start(), found.end())
        work.apply()
    links: list[Mark] = []
    undefined: list[Mark] = []
    notes: list[tuple[int, str]] = []
    if "[" in work.masked:
        _Brackets(text, work, references, footnotes, links, undefined, notes).read()
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
        if tags and any(text.startswith("<!--", start) for start, _ in tags):
            comments = [span for span in tags if text.startswith("<!--", span[0])]
            links = [link for link in links if not any(start < link.start < end for start, end in comments)]
    return Inline(work.masked, links, undefined, code, tags, notes)


class _Brackets:
    """References, links and images: everything that starts with a bracket."""

    def __init__(
        self, text: str, work: _Text, references: Mapping[str, str], footnotes: Collection[str],
        links: list[Mark], undefined: list[Mark], notes: list[tuple[int, str]],
    ) -> None:
        self.text = text
        self.work = work
        self.references = references
        self.footnotes = footnotes
        self.links = links
        self.undefined = undefined
        self.notes = notes
        self.budget = 20 * len(text) + 10_000
        """How many characters unfinished targets may cost: keeps `[a](` times a million linear."""

    def pairs(self) -> list[tuple[int, int]]:
        """Each bracket that is closed, and where."""
        pairs: list[tuple[int, int]] = []
        stack: list[int] = []
        for found in _BRACKET.finditer(self.work.masked):
            at = found.start()
            if found.group() == "[":
                stack.append(at)
            elif stack:
                pairs.append((stack.pop(), at))
        pairs.sort()
        return pairs

    def read(self) -> None:
        work = self.work
        if "[^" in work.masked and self.footnotes:
            for found in _FOOTNOTE.finditer(work.masked):
                if found.group(1) in self.footnotes:
                    self.notes.append((found.start(), found.group(1)))
                    work.cut(*found.span())
            work.apply()
        if "][" in work.masked or "] [" in work.masked or "]\n[" in work.masked:
            self.references_in(self.pairs(), images=False)
        if "](" in work.masked:
            self.inline(self.pairs(), images=False)
            if "![" in work.masked:
                self.inline(self.pairs(), images=True)
        if "![" in work.masked and self.references:
            self.references_in(self.pairs(), images=True)
        if self.references and "[" in work.masked:
            self.shortcuts(self.pairs(), images=False)
            if "![" in work.masked:
                self.shortcuts(self.pairs(), images=True)

    def is_image(self, at: int) -> bool:
        return at > 0 and self.work.masked[at - 1] == "!"

    def add(self, mark: Mark) -> None:
        self.links.append(mark)
        if mark.is_image:
            # Links in the alt text are read before the image, but only their words reach the page.
            self.links[:-1] = [
                link for link in self.links[:-1] if not mark.start < link.start < mark.end
            ] if any(mark.start < link.start < mark.end for link in self.links[-9:-1]) else self.links[:-1]
            self.work.cut(mark.start, mark.end)
        else:
            self.work.cut(mark.start, mark.text_start)
            self.work.cut(mark.text_end, mark.end)

    def references_in(self, pairs: list[tuple[int, int]], images: bool) -> None:
        """`[text][label]` and `[text][]`."""
        masked = self.work.masked
        done = 0
        for start, close in pairs:
            if start < done or self.is_image(start) != images:
                continue
            label = _LABEL.match(masked, close + 1)
            if label is None:
                continue
            raw = self.text[label.start(1) : label.end(1)] or self.text[start + 1 : close]
            name = _SPACES.sub(" ", raw.lower())
            # Code and escapes in a label are placeholders by now, and no definition has those.
            read = MASK in (masked[label.start(1) : label.end(1)] or masked[start + 1 : close])
            target = None if read else self.references.get(name)
            begin = start - 1 if images else start
            done = label.end()
            kind: LinkKind = "image" if images else "reference"
            mark = Mark(kind, begin, done, start + 1, close, target or name, begin, done, images)
            if target is not None:
                self.add(mark)
            elif not images:
                self.undefined.append(mark)
        self.work.apply()

    def shortcuts(self, pairs: list[tuple[int, int]], images: bool) -> None:
        """`[label]`, where such a label is defined."""
        done = 0
        for start, close in pairs:
            if start < done or self.is_image(start) != images:
                continue
            done = close + 1
            name = _SPACES.sub(" ", self.text[start + 1 : close].lower())
            target = self.references.get(name)
            if target is None:
                continue
            begin = start - 1 if images else start
            kind: LinkKind = "image" if images else "reference"
            if MASK in self.work.masked[start + 1 : close]:
                if not images:
                    self.undefined.append(Mark(kind, begin, done, start + 1, close, name, begin, done))
            else:
                self.add(Mark(kind, begin, done, start + 1, close, target, begin, done, images))
        self.work.apply()

    def inline(self, pairs: list[tuple[int, int]], images: bool) -> None:
        """`[text](target "title")` and `![alt](target)`."""
        masked = self.work.masked
        done = 0
        for start, close in pairs:
            if start < done or self.is_image(start) != images or not masked.startswith("(", close + 1):
                continue
            found = self.target(close + 1)
            if found is None:
                continue
            target_start, target_end, end = found
            while target_start < target_end and self.text[target_start].isspace():
                target_start += 1
            while target_end > target_start and self.text[target_end - 1].isspace():
                target_end -= 1
            target = unescape(self.text[target_start:target_end])
            begin = start - 1 if images else start
            kind: LinkKind = "image" if images else "inline"
            self.add(Mark(kind, begin, end, start + 1, close, target, target_start, target_end, images))
            done = end
        self.work.apply()

    def target(self, at: int) -> tuple[int, int, int] | None:
        """Start and end of the target in the parentheses that open here, and the end of the link."""
        masked = self.work.masked
        if simple := _PLAIN_TARGET.match(masked, at):
            start, end = simple.span(1)
            if masked.startswith("<", start) and end - start > 1 and masked[end - 1] == ">" and masked.count("<", start, end) == 1:
                return start + 1, end - 1, simple.end()
            return start, end, simple.end()
        if angle := _ANGLE_TARGET.match(masked, at):
            return angle.start(1) + 1, angle.end(1) - 1, angle.end()
        return self.slow_target(at)

    def slow_target(self, at: int) -> tuple[int, int, int] | None:
        """Nested parentheses and titles: Python-Markdown's own walk, but from mark to mark."""
        masked = self.work.masked
        start = at + 1
        while start < len(masked) and masked[start].isspace():
            start += 1
        brackets, backtrack = 1, 1
        last_bracket = -1
        quote = other = ""
        quote_start = quote_end = other_start = other_end = -1
        ignore = False
        position = start
        for found in _PARENTHESES_AND_QUOTES.finditer(masked, start):
            position = found.start()
            if self.budget <= 0:
                return None
            character = found.group()
            if character == "(":
                if not ignore:
                    brackets += 1
                elif backtrack > 0:
                    backtrack -= 1
            elif character == ")":
                before = position - 1
                while before >= start and masked[before] == " ":
                    before -= 1
                last = masked[before] if before >= start else ""
                if (quote_end != -1 and quote == last) or (other_end != -1 and other == last):
                    brackets = 0
                    self.budget -= position - start
                    if quote_end >= 0 and quote == last:
                        return start, quote_start - 1, position + 1
                    return start, other_start - 1, position + 1
                if not ignore:
                    brackets -= 1
                elif backtrack > 0:
                    backtrack -= 1
                    if backtrack == 0:
                        last_bracket = position + 1
                if brackets == 0:
                    self.budget -= position - start
                    return start, position, position + 1
            elif not quote:
                ignore = True
                backtrack, brackets = brackets, 1
                quote_start, quote = position + 1, character
            elif character != quote and not other:
                other_start, other = position + 1, character
            elif character == quote:
                quote_end = position + 1
            elif other and character == other:
                other_end = position + 1
        self.budget -= position - start + 1
        if backtrack == 0 and last_bracket > 0:
            return start, last_bracket - 1, last_bracket
        return None


def unescape(target: str) -> str:
    """A target as the page has it: without the backslashes and entities of the source."""
    if "\\" in target:
        target = _ESCAPE.sub(lambda found: found.group(1) or found.group(), target)
    if "&" in target:
        target = unescape_entities(target)
    return target


def unescape_entities(text: str) -> str:
    """`&amp;` as `&`: only what ends in a semicolon, as Python-Markdown has it."""
    # Imported late: most articles have no entity, and the table of names takes a millisecond to load.
    from html import unescape as decode

    return _ENTITY.sub(lambda found: decode(found.group()), text)


def without_filler(text: str) -> str:
    """A text without the placeholders of fences and raw HTML."""
    if FENCE_FILLER in text or HTML_FILLER in text:
        return text.replace(FENCE_FILLER, "").replace(HTML_FILLER, "")
    return text
