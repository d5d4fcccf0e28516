"""The sentences of an article as it is written, markup and all, so that every word has its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from kb_tools.checks.source import Source

_CODE = re.compile(r"(?<![`\\])(`{1,3})(?!`)[^`\n]{1,300}(?<!`)\1(?!`)")
_BREAK = re.compile(r"\n(?:[ \t>]*\n|[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6}|\||!!!|\?\?\?|===)[ \t])|\|")
_END = re.compile(r"[.!?…][\"'”’»)*_]*(?=\s|$)")
_NO_END = re.compile(r"(?i)\b(?:e\.g|i\.e|etc|approx|no|vs|cf|mr|mrs|dr|a\.m|p\.m|min|max|incl)\.$")


def lowered(text: str) -> str:
    """In small letters, with every letter where it was."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join([small if len(small := each.lower()) == 1 else each for each in text])


class Prose:
    """The body of an article with its code blanked out, and where its sentences end. All offsets are the file's."""

    def __init__(self, source: Source) -> None:
        text = source.text
        start = sum(map(len, source.lines[: source.article.first_line - 1])) + source.article.first_line - 1
        lines = source.lines[source.article.first_line - 1 :]
        code = source.code_lines
        if code:
            lines = [" " * len(line) if source.article.first_line + index in code else line
                     for index, line in enumerate(lines)]  # fmt: skip
        body = "\n".join(lines)
        if "`" in body:
            body = _CODE.sub(lambda found: "`" * len(found.group()), body)
        self.text = "\n" * min(start, len(text)) + body
        self._start = start

    @cached_property
    def paragraphs(self) -> list[int]:
        """Where a paragraph, item, row or cell ends."""
        ends = (found.start() for found in _BREAK.finditer(self.text, max(0, self._start - 1)))
        return sorted({self._start, len(self.text), *ends})

    @cached_property
    def breaks(self) -> list[int]:
        """Where a sentence ends: after its full stop, or with its paragraph."""
        text, start = self.text, self._start
        ends = (found.end() for found in _END.finditer(text, start)
                if not _NO_END.search(text[max(start, found.start() - 8) : found.start() + 1]))  # fmt: skip
        return sorted({*self.paragraphs, *ends})

    def end(self, place: int) -> int:
        """Where the sentence at this place ends."""
        breaks = self.breaks
        return breaks[min(bisect_left(breaks, place + 1), len(breaks) - 1)]

    def sentences(self, place: int, following: int = 0) -> str:
        """The sentence at a place, and so many that follow in its paragraph."""
        breaks = self.breaks
        last = bisect_left(breaks, place + 1)
        first = breaks[last - 1] if last else self._start
        paragraph = self.paragraphs[min(bisect_left(self.paragraphs, place + 1), len(self.paragraphs) - 1)]
        end = min(breaks[min(last + following, len(breaks) - 1)], paragraph)
        # A sentence of thousands of words is none.
        return self.text[max(first, place - 600) : min(end, place + 600)]
