"""Where is fenced code? The rules of superfences: in lists and quotes too, given up at a line that does not fit."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

FENCE_FILLER = "\x02"
HTML_FILLER = "\x03"
"""Both are removed from the source first, as Python-Markdown does, so they can only be ours."""


class Hidden(NamedTuple):
    """A stretch of the source that holds no Markdown. A tuple, not a dataclass: this is the indexing hot path."""

    kind: Literal["fence", "html", "comment"]
    start: int
    end: int
    inner: int
    """Where the content of a fence starts."""
    inner_end: int


_FENCE_FIRST = re.compile(r"([> ]*)(~{3,}|`{3,})(.*)$", re.M)
_FENCE_LATER = re.compile(r"\n([> ]*+)(~{3,}|`{3,})(.*)$", re.M)
_LANGUAGE = re.compile(r"\.?[\w#.+-]+(?=\s|$)")
_OPTION = re.compile(r"""\s*([a-zA-Z][a-zA-Z0-9_]*)(?:=("[^"]*"|'[^']*'))?(?=\s|$)""")
_LINE_NUMBERS = re.compile(r"\d+(?:-\d+)?(?:[ \t]+\d+(?:-\d+)?)*$")


def _is_fence_header(header: str) -> bool:
    """Does superfences accept what stands after the backticks? An unknown option makes it plain text."""
    rest = header.strip()
    if language := _LANGUAGE.match(rest):
        rest = rest[language.end() :].lstrip()
    if not rest:
        return True
    if rest[0] == "{":
        return rest[-1] == "}"
    position = 0
    while position < len(rest):
        option = _OPTION.match(rest, position)
        if option is None:
            return False
        name, value = option.group(1), option.group(2)
        if name == "hl_lines":
            if not value or not _LINE_NUMBERS.match(value[1:-1]):
                return False
        elif name == "linenums":
            if not value or not value[1:2].isdigit():
                return False
        elif name not in ("title", "title_mode"):
            return False
        position = option.end()
    return True


def mask_fences(text: str, hidden: list[Hidden]) -> str:
    parts: list[str] = []
    done = 0
    opening = _FENCE_FIRST.match(text) or _FENCE_LATER.search(text)
    while opening:
        prefix, fence, header = opening.group(1, 2, 3)
        if not _is_fence_header(header):
            opening = _FENCE_LATER.search(text, opening.end())
            continue
        inner = opening.end() + 1
        found, next_line = _fence_end(text, inner, prefix, fence)
        if found is None:
            # Superfences gives a fence up at the first line that cannot belong to it, and goes on *after* that line.
            opening = _FENCE_LATER.search(text, next_line - 1)
            continue
        inner_end, end = found
        start = opening.end(1)
        hidden.append(Hidden("fence", start, end, inner, inner_end))
        parts += (text[done:start], FENCE_FILLER * (end - start))
        done = end
        opening = _FENCE_LATER.search(text, end)
    return "".join(parts) + text[done:] if parts else text


def _fence_end(text: str, inner: int, prefix: str, fence: str) -> tuple[tuple[int, int] | None, int]:
    """Where do content and fence end, or else on which line does the search for fences go on?"""
    size = len(text)
    if not prefix:
        position = inner
        while 0 <= (position := text.find(fence, position)) < size:
            line_end = end_of_line(text, position)
            if text[position - 1] == "\n" and not text[position + len(fence) : line_end].strip(" "):
                return (position, line_end), line_end
            position = line_end
        return None, size
    width, quotes = len(prefix), prefix.count(">")
    blank = False
    start = inner
    while start <= size:
        end = end_of_line(text, start)
        line = text[start:end]
        indent = len(line) - len(line.lstrip("> "))
        indent = min(indent, width)
        content, level = line[indent:], line.count(">", 0, indent)
        if level > quotes or (not quotes and level):
            return None, end + 1
        if not line.strip() or (quotes and not content):
            blank = True
        elif indent < width or (quotes and blank and level < quotes):
            return None, end + 1
        elif content.startswith(fence) and not content[len(fence) :].strip(" "):
            return (start, end), end
        else:
            blank = False
        start = end + 1
    return None, size


def end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
