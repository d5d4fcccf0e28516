"""Which text of an article is what? One pass over its blocks, the way Python-Markdown reads them, with positions.

The rules, their order and their oddities (a heading without a space, a fence in a list, four spaces that are code here
and a paragraph there) are those of Python-Markdown with the extensions that MkDocs and Material use, because the built
page is the truth. What differs is the speed: a block that holds nothing special, which most do, costs one regular
expression.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from kb_tools.article.definitions import read_prose
from kb_tools.article.masks import FENCE_FILLER, HTML_FILLER, Hidden, mask
from kb_tools.article.nesting import (
    CODE,
    HEADING,
    PARAGRAPH,
    RULE,
    SPECIAL_FIRST,
    SPECIAL_LATER,
    TABLE,
    Node,
    is_container,
    read_container,
    read_indented,
    read_list,
    read_meaning,
    read_quote,
)
from kb_tools.article.places import Block, Blocks, Chunk, offsets_of, without_leading_lines
from kb_tools.article.tables import columns

__all__ = ["Block", "Blocks", "scan"]


def scan(text: str, first_line: int = 1) -> Blocks:
    """Read the body of an article. `first_line` is the line of the file that the text starts on."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if FENCE_FILLER in text or HTML_FILLER in text:
        text = text.replace(FENCE_FILLER, "").replace(HTML_FILLER, "")
    source = text.expandtabs(4) if "\t" in text else text
    found = Blocks(text, source, first_line)
    masked, found.hidden = mask(source)
    scanner = Scanner(found)
    chunks: list[Chunk] = []
    start = 0
    if "\n " in masked:
        chunks = _split_blank(masked)
    else:
        for piece in masked.rstrip("\n").split("\n\n"):
            if piece:
                chunks.append((piece, start))
            start += len(piece) + 2
    chunks.reverse()
    scanner.read(Node("body"), chunks, "", 0)
    if scanner.unfenced:
        found.hidden = [item for item in found.hidden if item.start not in scanner.unfenced]
    for note in scanner.notes.values():
        found.blocks.extend(note)
    return found


_PIECE_END = re.compile(r"\n *(?:\n|\Z)( *\n)*")


def _split_blank(masked: str) -> list[Chunk]:
    """Split at blank lines, spaces or not. A second blank line stays as a line feed, since it ends a footnote."""
    pieces: list[Chunk] = []
    start, extra = 0, ""
    for end in _PIECE_END.finditer(masked):
        if end.start() > start:
            pieces.append((extra + masked[start : end.start()], start - len(extra)))
        start = end.end()
        extra = "\n" if end.group(1) else ""
    pieces.append((extra + masked[start:], start - len(extra)))
    return pieces


# What comes before a list in the order of Python-Markdown's rules.
_RULE_FIRST = re.compile(r" {0,3}(?:[-_*] {0,2}){3}").match
_BEFORE_LIST_LATER = re.compile(r"\n(?:#|!!!|\?\?\?|=+ *$|===| {0,3}(?:[-_*] {0,2}){3}| *[|:-][|:\- ]*$)", re.M).search
_LIST_START = re.compile(r" {0,3}(?:\d+\.|[*+-]) ").match
_LINE_KIND = re.compile(
    r"(?P<marker>!!! ?[\w\-]|\?\?\?\+? ?[\w\-\"]|===(?:\+!?|!\+?)? +\")"
    r"|(?P<hash>#)"
    r"|(?P<rule> {0,3}(?:(?>(?:- {0,2}){3,})|(?>(?:_ {0,2}){3,})|(?>(?:\* {0,2}){3,})) *$)"
    r"|(?P<meaning> {0,3}:[ ])"
    r"|(?P<quote> {0,3}>)"
    r"|(?P<note> {0,3}\[\^[^\[\]]*\]:)"
    r"|(?P<abbreviation>\*\[[^\\\]]*\] ?:)"
    r"|(?P<reference> {0,3}\[)"
).match
_HEADING_LINE = re.compile(r"(#{1,6})((?:\\.|[^\\#]|#+(?=[^#]))*?)#*$").match
_UNDERLINE = re.compile(r"(?:=+|-+) *$").match
_DEEPEST = 30
"""How deep blocks may nest before the rest is taken as text: no article is that deep, but hostile text may be."""


class Scanner:
    """The block rules, each a method, in Python-Markdown's order of priority."""

    def __init__(self, found: Blocks) -> None:
        self.found = found
        self.out = found.blocks
        self.notes: dict[str, list[Block]] = {}
        self.fences: dict[int, Hidden] | None = None
        self.unfenced: set[int] = set()

    def read(self, parent: Node, stack: list[Chunk], state: str, depth: int) -> None:
        """Read the blocks on the stack (the next one last) into `parent`."""
        while stack:
            text, at = stack.pop()
            if text[:1] == "\n":
                text, at = without_leading_lines(text, at)
            if not SPECIAL_FIRST(text) and not ("\n" in text and SPECIAL_LATER(text)):
                if text and not text.isspace():
                    self.out.append(Block("text", text, at))
                    parent.last = PARAGRAPH
            elif depth > _DEEPEST:
                self.out.append(Block("text", text, at))
            elif text[0] == "#" and "\n" not in text:
                self.heading_line(parent, text, at if isinstance(at, int) else at[0])
            elif _LIST_START(text) and not _RULE_FIRST(text) and not _BEFORE_LIST_LATER(text):
                lines = text.split("\n")
                read_list(self, parent, lines, offsets_of(lines, at), state, depth)
            else:
                lines = text.split("\n")
                self.mixed(parent, lines, offsets_of(lines, at), stack, state, depth)

    def chunk(self, parent: Node, lines: list[str], offsets: list[int], state: str, depth: int) -> None:
        """Read lines that may hold blank ones."""
        stack: list[Chunk] = []
        start = 0
        for index, line in enumerate([*lines, ""]):
            if not line:
                if index > start:
                    stack.append(("\n".join(lines[start:index]), offsets[start:index]))
                start = index + 1
        stack.reverse()
        self.read(parent, stack, state, depth + 1)

    def heading_line(self, parent: Node, line: str, at: int) -> None:
        found = _HEADING_LINE(line)
        if found is None:
            # A backslash at the end of the line: Python-Markdown does not see a heading.
            self.paragraph(parent, [line], [at])
            return
        self.heading(parent, found.group(2), at + found.start(2), len(found.group(1)))

    def heading(self, parent: Node, text: str, at: int, level: int) -> None:
        stripped = text.lstrip()
        self.out.append(Block("heading", stripped.rstrip(), at + len(text) - len(stripped), level))
        parent.last = HEADING

    def paragraph(self, parent: Node, lines: list[str], offsets: list[int]) -> None:
        text = "\n".join(lines)
        if text and not text.isspace():
            self.out.append(Block("text", text, offsets if len(offsets) > 1 else offsets[0]))
            parent.last = PARAGRAPH

    def mixed(
        self, parent: Node, lines: list[str], offsets: list[int], stack: list[Chunk], state: str, depth: int
    ) -> None:
        """A block in which more than one rule may find something: walk it once, piece by piece."""
        kinds = [found.lastgroup if (found := _LINE_KIND(line)) else None for line in lines]
        places: dict[str, list[int]] = {}
        for index, kind in enumerate(kinds):
            if kind == "hash" and not _HEADING_LINE(lines[index]):
                continue
            if kind == "marker" and not is_container(lines[index]):
                continue
            if kind:
                places.setdefault(kind, []).append(index)
        size = len(lines)

        def following(kind: str, start: int, end: int) -> int:
            found = places.get(kind)
            if not found:
                return end
            index = bisect_left(found, start)
            return min(found[index], end) if index < len(found) else end

        start = 0
        # Where a rule splits the block: what comes before is read as a block of its own, then the line itself is what
        # it was split at, without asking the rules that stand before that one.
        splits: list[tuple[int, str]] = []
        while start < size:
            if splits and splits[-1][0] == start:
                kind = splits.pop()[1]
                end = following("marker", start, splits[-1][0] if splits else size)
                if kind == "hash":
                    self.heading_line(parent, lines[start], offsets[start])
                    start += 1
                    if state == "looselist":
                        _undent(lines, offsets, start, following("hash", start, end))
                elif kind == "rule":
                    parent.last = RULE
                    start += 1
                else:
                    read_quote(self, parent, lines[start:end], offsets[start:end], depth)
                    start = end
                continue
            end = following("marker", start, splits[-1][0] if splits else size)
            if end == start:
                start = read_container(self, parent, lines, offsets, start, state, depth)
                continue
            line = lines[start]
            if line.startswith("    "):
                start = read_indented(self, parent, lines, offsets, start, end, state, depth)
                continue
            if start + 1 < end and (count := columns(line, lines[start + 1], lines, start, end)):
                for index in range(start, end):
                    if index != start + 1:
                        self.out.append(Block("row", lines[index], offsets[index], count))
                parent.last = TABLE
                start = end
                continue
            if (place := following("hash", start, end)) < end:
                splits.append((place, "hash"))
                continue
            if start + 1 < end and _UNDERLINE(lines[start + 1]):
                self.heading(parent, line, offsets[start], 1 if lines[start + 1][0] == "=" else 2)
                start += 2
                continue
            if (place := following("rule", start, end)) < end:
                splits.append((place, "rule"))
                continue
            if _LIST_START(line):
                read_list(self, parent, lines[start:end], offsets[start:end], state, depth)
                start = end
                continue
            place = following("meaning", start, end)
            if place < end and (place > start or parent.last is not None):
                start = read_meaning(self, parent, lines, offsets, start, place, end, depth)
                continue
            if (place := following("quote", start, end)) < end:
                splits.append((place, "quote"))
                continue
            start = read_prose(self, parent, lines, offsets, start, end, following, stack, state, depth)

    def code(self, parent: Node, lines: list[str], offsets: list[int]) -> None:
        self.out.append(Block("code", "\n".join([line[4:] for line in lines]), [at + 4 for at in offsets]))
        parent.last = CODE


def _undent(lines: list[str], offsets: list[int], start: int, end: int) -> None:
    """Take one level of indentation off, where there is one."""
    for index in range(start, end):
        if lines[index].startswith("    "):
            lines[index], offsets[index] = lines[index][4:], offsets[index] + 4
