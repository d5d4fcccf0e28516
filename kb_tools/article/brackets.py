"""What do brackets mean? References, links and images, in Python-Markdown's order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import NamedTuple

from kb_tools.article.escapes import unescape
from kb_tools.article.model import LinkKind

MASK = "\x02"
"""What stands in the masked text for what was read already: no letter, no space, no mark."""

_BRACKET = re.compile(r"[\[\]]")
_LABEL = re.compile(r"\s?\[([^\]]*)\]")
_FOOTNOTE = re.compile(r"\[\^([^\]]*)\]")
_ANGLE_TARGET = re.compile(r"""\(\s*+(<[^<>]*>)\s*+(?:('[^']*'|"[^"]*")\s*+)?\)""")
_IN_ANGLES = re.compile(r"<[^<>]*>")
_PLAIN_TARGET = re.compile(r"""\(\s*+([^\s()'"]*+)\s*+\)""")
_PARENTHESES_AND_QUOTES = re.compile(r"""[()'"]""")
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


class MaskedText:
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


class Brackets:
    """References, links and images: everything that starts with a bracket."""

    def __init__(
        self,
        text: str,
        work: MaskedText,
        references: Mapping[str, str],
        footnotes: Collection[str],
        links: list[Mark],
        undefined: list[Mark],
        notes: list[tuple[int, str]],
    ) -> None:
        self.text = text
        self.work = work
        self.references = references
        self.footnotes = footnotes
        self.links = links
        self.undefined = undefined
        self.notes = notes
        self.images: list[Mark] = []
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
        if self.images and len(self.links) > len(self.images):
            self.drop_links_in_alt_texts()

    def drop_links_in_alt_texts(self) -> None:
        """Links in an alt text are read before the image, but only their words reach the page."""
        images = sorted(self.images, key=lambda image: image.start)
        starts = [image.start for image in images]

        def is_inside(link: Mark) -> bool:
            index = bisect_left(starts, link.start) - 1
            return index >= 0 and link.start < images[index].end

        self.links[:] = [link for link in self.links if not is_inside(link)]

    def is_image(self, at: int) -> bool:
        return at > 0 and self.work.masked[at - 1] == "!"

    def add(self, mark: Mark) -> None:
        self.links.append(mark)
        if mark.is_image:
            self.images.append(mark)
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
            if _IN_ANGLES.fullmatch(masked, start, end):
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
