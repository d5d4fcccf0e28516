"""Which text of an article is what? One pass over its blocks, the way Python-Markdown reads them, with positions.

The rules, their order and their oddities (a heading without a space, a fence in a list, four spaces that are code here and
a paragraph there) are those of Python-Markdown with the extensions that MkDocs and Material use, because the built page is
the truth. What differs is the speed: a block that holds nothing special, which most do, costs one regular expression.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import Literal, NamedTuple

from kb_tools.article.masks import FENCE_FILLER, HTML_FILLER, Hidden, mask
from kb_tools.article.model import Span

BlockKind = Literal["text", "heading", "code", "row", "term", "title", "definition", "abbreviation"]
Chunk = tuple[str, "int | list[int]"]
"""A text and where it stands: one offset when it stands in one piece, else the offset of each of its lines."""


class Block(NamedTuple):
    """Text that Python-Markdown reads as one. A tuple, not a dataclass: this is the indexing hot path."""

    kind: BlockKind
    text: str
    at: int | list[int]
    level: int = 0
    """Of a heading."""

    @property
    def start(self) -> int:
        """At which offset does it start?"""
        return self.at if isinstance(self.at, int) else self.at[0]

    def offset(self, index: int) -> int:
        """Where in the source is this index of the text?"""
        if isinstance(self.at, int):
            return self.at + index
        line_start = self.text.rfind("\n", 0, index) + 1
        return self.at[self.text.count("\n", 0, line_start)] + index - line_start


class Definition(NamedTuple):
    """`[label]: target "title"`."""

    label: str
    target: str
    at: int
    """The offset of the target."""


class Blocks:
    """What a scan found, in the order of the page: that of the source, with the footnotes at the end."""

    __slots__ = ("_line_starts", "_original", "blocks", "definitions", "first_line", "footnotes", "hidden", "references", "source")

    def __init__(self, original: str, source: str, first_line: int) -> None:
        self.source = source
        """The text with tabs expanded and line ends unified: what all offsets count in."""
        self.first_line = first_line
        self.blocks: list[Block] = []
        self.hidden: list[Hidden] = []
        """Fences, raw HTML and comments."""
        self.definitions: list[Definition] = []
        self.references: dict[str, str] = {}
        """Label in lower case -> target; the last definition wins."""
        self.footnotes: dict[str, int] = {}
        """Label -> offset."""
        self._original = original
        self._line_starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """At which offset does each line start?"""
        if self._line_starts is None:
            self._line_starts = [0, *accumulate(len(line) + 1 for line in self.source.split("\n"))]
            self._line_starts.pop()
        return self._line_starts

    def line(self, offset: int) -> int:
        """On which line of the file is this offset?"""
        return bisect_right(self.line_starts, offset) - 1 + self.first_line

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, in the file as it is, tabs and all."""
        index = bisect_right(self.line_starts, offset) - 1
        column = offset - self.line_starts[index]
        if "\t" in self._original:
            column = _unexpanded(self._original.split("\n")[index], column)
        return index + self.first_line, column + 1

    def span(self, start: int, end: int) -> Span:
        """The place in the file between two offsets."""
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(line, column, end_line, end_column)

    def lines_of_code(self) -> frozenset[int]:
        """Which lines of the file are code, fences included?"""
        lines: set[int] = set()
        for item in self.hidden:
            if item.kind == "fence":
                lines.update(range(self.line(item.start), self.line(max(item.start, item.end - 1)) + 1))
        for block in self.blocks:
            if block.kind == "code":
                lines.update(range(self.line(block.start), self.line(block.offset(len(block.text))) + 1))
        return frozenset(lines)


def _unexpanded(line: str, column: int) -> int:
    width = 0
    for index, character in enumerate(line):
        if width >= column:
            return index
        width += 4 - width % 4 if character == "\t" else 1
    return len(line) + max(0, column - width)


def scan(text: str, first_line: int = 1) -> Blocks:
    """Read the body of an article. `first_line` is the line of the file that the text starts on."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if FENCE_FILLER in text or HTML_FILLER in text:
        text = text.replace(FENCE_FILLER, "").replace(HTML_FILLER, "")
    source = text.expandtabs(4) if "\t" in text else text
    found = Blocks(text, source, first_line)
    masked, found.hidden = mask(source)
    scanner = _Scanner(found)
    chunks: list[Chunk] = []
    start = 0
    if "\n " in masked:
        chunks = _split_blank(masked)
    else:
        for piece in masked.split("\n\n"):
            if piece:
                chunks.append((piece, start))
            start += len(piece) + 2
    chunks.reverse()
    scanner.read(_Node("body"), chunks, "", 0)
    for note in scanner.notes.values():
        found.blocks.extend(note)
    return found


_PIECE_END = re.compile(r"\n *(?:\n|\Z)( *\n)*")


def _split_blank(masked: str) -> list[Chunk]:
    """Split at blank lines, which may hold spaces. A second blank line stays as a line feed, since it ends a footnote."""
    pieces: list[Chunk] = []
    start, extra = 0, ""
    for end in _PIECE_END.finditer(masked):
        if end.start() > start:
            pieces.append((extra + masked[start : end.start()], start - len(extra)))
        start = end.end()
        extra = "\n" if end.group(1) else ""
    pieces.append((extra + masked[start:], start - len(extra)))
    return pieces


class _Node:
    """As much of Python-Markdown's element tree as its rules look at: an element and its last child."""

    __slots__ = ("last", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.last: _Node | None = None


_PARAGRAPH = _Node("p")
_RULE = _Node("hr")
_HEADING = _Node("h")
_CODE = _Node("pre")
_TABLE = _Node("table")

_LISTS = ("ul", "ol")
_CONTAINERS = ("admonition", "details", "tabs")

# Whether a block is anything but a paragraph; it may err on the side of "yes". The first line is matched and the others
# are searched for with the line feed in the pattern: that is a literal, and many times faster than `^` with re.M.
_LEADS = (
    r"#|!!!|\?\?\?|=+ *$|==="
    r"| {0,3}(?:>|:[ ]|[*+-] |\d+\. |(?:[-_*] {0,2}){3}|\[[^\[\]]*\]:|\[\^)"
    r"|\*\["
    r"| *[|:-][|:\- ]*$"
)
_SPECIAL_FIRST = re.compile(rf"    |{_LEADS}", re.M).match
_SPECIAL_LATER = re.compile(rf"\n(?:{_LEADS})", re.M).search
# What comes before a list in the order of Python-Markdown's rules.
_RULE_FIRST = re.compile(r" {0,3}(?:[-_*] {0,2}){3}").match
_BEFORE_LIST_LATER = re.compile(
    r"\n(?:#|!!!|\?\?\?|=+ *$|===| {0,3}(?:[-_*] {0,2}){3}| *[|:-][|:\- ]*$)", re.M
).search
_LIST_START = re.compile(r" {0,3}(?:\d+\.|[*+-]) ").match
_ITEM = re.compile(r" {0,3}(?:\d+\.|[*+-]) +").match
_NESTED_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) ").match

_LINE_KIND = re.compile(
    r"(?P<marker>!!! ?[\w\-]|\?\?\?\+? ?[\w\-\"]|===(?:\+!?|!\+?)? +\")"
    r"|(?P<hash>#)"
    r"|(?P<rule> {0,3}(?:(?:- {0,2}){3,}+|(?:_ {0,2}){3,}+|(?:\* {0,2}){3,}+) *$)"
    r"|(?P<meaning> {0,3}:[ ])"
    r"|(?P<quote> {0,3}>)"
    r"|(?P<note> {0,3}\[\^[^\[\]]*\]:)"
    r"|(?P<abbreviation>\*\[[^\\\]]*\] ?:)"
    r"|(?P<reference> {0,3}\[)"
).match
_ADMONITION = re.compile(r'!!! ?[\w\-]+(?: +[\w\-]+)*+(?: +"(.*?)")? *$').match
_DETAILS = re.compile(r'\?{3}\+? ?(?:(?:[\w\-]+(?: +[\w\-]+)*+)?(?: +"(.*?)")|[\w\-]+(?: +[\w\-]+)*+) *$').match
_TAB = re.compile(r'={3}(\+|\+!|!\+|!)? +"(.*?)" *$').match
_HEADING_LINE = re.compile(r"(#{1,6})((?:\\.|[^\\#]|#+(?=[^#]))*?)#*$").match
_UNDERLINE = re.compile(r"(?:=+|-+) *$").match
_QUOTE = re.compile(r" {0,3}> ?").match
_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\[]*)\]: *").match
_ABBREVIATION = re.compile(r"\*\[([^\\\]]*)\] ?: *(.*)$").match
_REFERENCE = re.compile(
    r""" {0,3}\[([^\[\]]*)\]: *(?:\n *)?(\S++) *(?:\n *)?(?:(["'])(?:.*)\3 *|\((?:.*)\) *)?$""", re.M
).match
_DEEPEST = 40


class _Scanner:
    """The block rules, each a method, in Python-Markdown's order of priority."""

    def __init__(self, found: Blocks) -> None:
        self.found = found
        self.out = found.blocks
        self.notes: dict[str, list[Block]] = {}

    def read(self, parent: _Node, stack: list[Chunk], state: str, depth: int) -> None:
        """Read the blocks on the stack (the next one last) into `parent`."""
        while stack:
            text, at = stack.pop()
            if text[:1] == "\n":
                text, at = _without_leading_lines(text, at)
            if not _SPECIAL_FIRST(text) and not ("\n" in text and _SPECIAL_LATER(text)):
                if text and not text.isspace():
                    self.out.append(Block("text", text, at))
                    parent.last = _PARAGRAPH
            elif depth > _DEEPEST:
                self.out.append(Block("text", text, at))
            elif text[0] == "#" and "\n" not in text:
                self.heading_line(parent, text, at if isinstance(at, int) else at[0])
            elif _LIST_START(text) and not _RULE_FIRST(text) and not _BEFORE_LIST_LATER(text):
                lines = text.split("\n")
                self.list(parent, lines, _offsets(lines, at), state, depth)
            else:
                lines = text.split("\n")
                self.mixed(parent, lines, _offsets(lines, at), stack, state, depth)

    def chunk(self, parent: _Node, lines: list[str], offsets: list[int], state: str, depth: int) -> None:
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

    def heading_line(self, parent: _Node, line: str, at: int) -> None:
        found = _HEADING_LINE(line)
        if found is None:
            # A backslash at the end of the line: Python-Markdown does not see a heading.
            self.paragraph(parent, [line], [at])
            return
        self.heading(parent, found.group(2), at + found.start(2), len(found.group(1)))

    def heading(self, parent: _Node, text: str, at: int, level: int) -> None:
        stripped = text.lstrip()
        self.out.append(Block("heading", stripped.rstrip(), at + len(text) - len(stripped), level))
        parent.last = _HEADING

    def paragraph(self, parent: _Node, lines: list[str], offsets: list[int]) -> None:
        text = "\n".join(lines)
        if text and not text.isspace():
            self.out.append(Block("text", text, offsets if len(offsets) > 1 else offsets[0]))
            parent.last = _PARAGRAPH

    def mixed(
        self, parent: _Node, lines: list[str], offsets: list[int], stack: list[Chunk], state: str, depth: int
    ) -> None:
        """A block in which more than one rule may find something: walk it once, piece by piece."""
        kinds = [found.lastgroup if (found := _LINE_KIND(line)) else None for line in lines]
        places: dict[str, list[int]] = {}
        for index, kind in enumerate(kinds):
            if kind == "hash" and not _HEADING_LINE(lines[index]):
                continue
            if kind == "marker" and not (_ADMONITION(lines[index]) or _DETAILS(lines[index]) or _TAB(lines[index])):
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
        # Where a rule splits the block: what comes before is read as a block of its own, then the line itself is what it was
        # split at, without asking the rules that stand before that one.
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
                    parent.last = _RULE
                    start += 1
                else:
                    self.quote(parent, lines[start:end], offsets[start:end], depth)
                    start = end
                continue
            end = following("marker", start, splits[-1][0] if splits else size)
            if end == start:
                start = self.container(parent, lines, offsets, start, state, depth)
                continue
            line = lines[start]
            if line.startswith("    "):
                start = self.indented(parent, lines, offsets, start, end, state, depth)
                continue
            if start + 1 < end and _is_table(line, lines[start + 1], lines, start, end):
                for index in range(start, end):
                    if index != start + 1:
                        self.out.append(Block("row", lines[index], offsets[index]))
                parent.last = _TABLE
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
                self.list(parent, lines[start:end], offsets[start:end], state, depth)
                start = end
                continue
            place = following("meaning", start, end)
            if place < end and (place > start or parent.last is not None):
                start = self.meaning(parent, lines, offsets, start, place, end, depth)
                continue
            if (place := following("quote", start, end)) < end:
                splits.append((place, "quote"))
                continue
            start = self.prose(parent, lines, offsets, start, end, following, stack, state, depth)

    def prose(
        self, parent: _Node, lines: list[str], offsets: list[int], start: int, end: int,
        following: Callable[[str, int, int], int], stack: list[Chunk], state: str, depth: int,
    ) -> int:
        """A paragraph, or the first definition of a footnote, an abbreviation or a reference and what comes before it."""
        note = following("note", start, end)
        abbreviation = following("abbreviation", start, end) if note == end else end
        first = min(note, abbreviation)
        if first < end:
            if first > start:
                self.read(parent, [("\n".join(lines[start:first]), offsets[start:first])], state, depth + 1)
            if first == abbreviation:
                return self.abbreviation(parent, lines, offsets, first, end)
            after = following("note", note + 1, end)
            self.footnote(lines[note:after], offsets[note:after], stack if after == len(lines) else [], depth)
            return after
        label = following("reference", start, end)
        after = 0
        while label < end and not (after := self.definition(lines, offsets, label, end)):
            label = following("reference", label + 1, end)
        if label > start:
            self.paragraph(parent, lines[start:label], offsets[start:label])
        return after if label < end else end

    def container(
        self, parent: _Node, lines: list[str], offsets: list[int], start: int, state: str, depth: int
    ) -> int:
        """An admonition, a details block or a tab: its title, and what stands indented below it."""
        line = lines[start]
        if tab := _TAB(line):
            title, at = tab.group(2), tab.start(2)
            body = _Node("tab")
            if parent.last is None or parent.last.tag != "tabs" or "!" in (tab.group(1) or ""):
                parent.last = _Node("tabs")
            parent.last.last = body
        else:
            found = _ADMONITION(line) or _DETAILS(line)
            assert found is not None
            title, at = found.group(1), found.start(1)
            body = parent.last = _Node("admonition" if line[0] == "!" else "details")
            if title is None:
                word = line.lstrip("!?+ ")
                at = len(line) - len(word)
                title = word.split(" ", 1)[0].rstrip().capitalize()
        if title:
            self.out.append(Block("title", title, offsets[start] + at))
        end = start + 1
        while end < len(lines) and lines[end].startswith("    "):
            end += 1
        if end > start + 1:
            inner = [line[4:] for line in lines[start + 1 : end]]
            self.chunk(body, inner, [at + 4 for at in offsets[start + 1 : end]], state, depth)
        return end

    def indented(
        self, parent: _Node, lines: list[str], offsets: list[int], start: int, end: int, state: str, depth: int
    ) -> int:
        """Four spaces: the body of a container, of a list item or of a definition, or else code."""
        last = parent.last
        if last is not None and last.tag in _CONTAINERS:
            body: _Node | None = last.last if last.tag == "tabs" else last
            width = 4
            while body is not None and body.last is not None:
                if body.last.tag not in ("ul", "ol", "dl") or not lines[start].startswith(" " * (width + 4)):
                    break
                body = body.last.last
                width += 4
            if body is not None:
                pad = " " * width
                stop = start
                while stop < end and lines[stop].startswith(pad):
                    stop += 1
                inner = [line[width:] for line in lines[start:stop]]
                self.chunk(body, inner, [at + width for at in offsets[start:stop]], state, depth)
                return stop
        if state != "detabbed":
            tag = last.tag if last is not None else ""
            if parent.tag == "li" or tag in _LISTS:
                self.list_body(parent, lines[start:end], offsets[start:end], ("li",), _LISTS, state, depth)
                return end
            if parent.tag == "dd" or tag == "dl":
                items, lists = ("dd", "li"), ("dl", "ol", "ul")
                self.list_body(parent, lines[start:end], offsets[start:end], items, lists, state, depth)
                return end
        stop = start
        while stop < end and lines[stop].startswith("    "):
            stop += 1
        at = [at + 4 for at in offsets[start:stop]]
        self.out.append(Block("code", "\n".join([line[4:] for line in lines[start:stop]]), at))
        parent.last = _CODE
        return stop

    def list_body(
        self, parent: _Node, lines: list[str], offsets: list[int], items: tuple[str, ...], lists: tuple[str, ...],
        state: str, depth: int,
    ) -> None:
        """An indented block below a list: find the item it belongs to by its indentation."""
        indent = (len(lines[0]) - len(lines[0].lstrip(" "))) // 4
        level = 1 if state == "list" else 0
        target = parent
        while indent > level and target.last is not None and target.last.tag in (*items, *lists):
            if target.last.tag in lists:
                level += 1
            target = target.last
        pad = " " * (4 * level)
        if level:
            for index, line in enumerate(lines):
                if line.startswith(pad):
                    lines[index], offsets[index] = line[4 * level :], offsets[index] + 4 * level
        if parent.tag in items:
            target = parent.last if parent.last is not None and parent.last.tag in lists else parent
        elif target.tag not in items:
            if target.last is None or target.last.tag not in items:
                target.last = _Node("dd" if "dd" in items else "li")
            target = target.last
        self.read(target, [("\n".join(lines), offsets)], "detabbed", depth + 1)

    def list(self, parent: _Node, lines: list[str], offsets: list[int], state: str, depth: int) -> None:
        """Items of an ordered or unordered list, which may be mixed."""
        loose = parent.last is not None and parent.last.tag in _LISTS
        if loose:
            node = parent.last
        elif parent.tag in _LISTS:
            node = parent
        else:
            node = parent.last = _Node("ul")
        assert node is not None
        size = len(lines)
        start = 0
        out = self.out
        inner_state = "looselist" if loose else "list"
        while start < size:
            line = lines[start]
            found = _ITEM(line)
            skip = found.end() if found else 0
            end = start + 1
            nested = not found
            while end < size:
                following = lines[end]
                first = following[:1]
                if first in " 0123456789*+-" and first:
                    if _ITEM(following):
                        break
                    if not nested and _NESTED_ITEM(following):
                        break
                end += 1
            if nested:
                if node.last is None:
                    node.last = _Node("li")
                self.read(node.last, [("\n".join(lines[start:end]), offsets[start:end])], inner_state, depth + 1)
            else:
                node.last = _Node("li")
                if end == start + 1:
                    chunk: Chunk = (line[skip:], offsets[start] + skip)
                else:
                    at = offsets[start:end]
                    at[0] += skip
                    chunk = ("\n".join([line[skip:], *lines[start + 1 : end]]), at)
                text = chunk[0]
                if not _SPECIAL_FIRST(text) and not (end > start + 1 and _SPECIAL_LATER(text)):
                    if text and not text.isspace():
                        out.append(Block("text", text, chunk[1]))
                else:
                    self.read(node.last, [chunk], inner_state, depth + 1)
            inner_state = "list"
            start = end

    def meaning(
        self, parent: _Node, lines: list[str], offsets: list[int], start: int, meaning: int, end: int, depth: int
    ) -> int:
        """A definition list: terms, and `: ` with what they mean."""
        for index in range(start, meaning):
            stripped = lines[index].strip()
            if stripped:
                at = offsets[index] + len(lines[index]) - len(lines[index].lstrip())
                self.out.append(Block("term", stripped, at))
        state = "list"
        if start == meaning and parent.last is _PARAGRAPH:
            state = "looselist"
        line = lines[meaning]
        skip = line.index(":") + 1
        while skip < len(line) and skip < line.index(":") + 4 and line[skip] == " ":
            skip += 1
        inner, at = [line[skip:]], [offsets[meaning] + skip]
        stop = meaning + 1
        lazy = stop < end and re.match(r" {0,3}[^ :]", lines[stop])
        while stop < end and (lazy or lines[stop].startswith("    ")):
            cut = 0 if lazy else 4
            inner.append(lines[stop][cut:])
            at.append(offsets[stop] + cut)
            stop += 1
        if parent.last is None or parent.last.tag != "dl":
            parent.last = _Node("dl")
        body = parent.last.last = _Node("dd")
        self.read(body, [("\n".join(inner), at)], state, depth + 1)
        return stop

    def quote(self, parent: _Node, lines: list[str], offsets: list[int], depth: int) -> None:
        """A block quote: from the first `>` to the end of the block."""
        inner, at = [], []
        for line, offset in zip(lines, offsets, strict=True):
            found = _QUOTE(line)
            cut = found.end() if found else 0
            text = line[cut:]
            inner.append("" if line.strip() == ">" else text)
            at.append(offset + cut)
        if parent.last is None or parent.last.tag != "blockquote":
            parent.last = _Node("blockquote")
        self.chunk(parent.last, inner, at, "blockquote", depth)

    def footnote(self, lines: list[str], offsets: list[int], stack: list[Chunk], depth: int) -> None:
        """`[^label]: text`, and the indented blocks below it."""
        found = _FOOTNOTE(lines[0])
        assert found is not None
        self.found.footnotes.setdefault(found.group(1), offsets[0])
        inner, at = [lines[0][found.end() :]], [offsets[0] + found.end()]
        more, places = lines[1:], offsets[1:]
        while True:
            for line, offset in zip(more, places, strict=True):
                cut = 4 if line.startswith("    ") else 0
                inner.append(line[cut:])
                at.append(offset + cut)
            if not stack or not stack[-1][0].startswith("    ") or _footnote_inside(stack[-1][0]):
                break
            text, place = stack.pop()
            more = text.split("\n")
            places = _offsets(more, place)
            inner.append("")
            at.append(0)
        # The page has the notes at its end, and only the last one of a label.
        page, self.out = self.out, []
        self.chunk(_Node("div"), inner, at, "", depth)
        self.notes[found.group(1)], self.out = self.out, page

    def abbreviation(self, parent: _Node, lines: list[str], offsets: list[int], start: int, end: int) -> int:
        """`*[term]: what it stands for`, which may stand on the next line."""
        found = _ABBREVIATION(lines[start])
        assert found is not None
        title, at = found.group(2), offsets[start] + found.start(2)
        after = start + 1
        if not title.strip() and after < end:
            title, at = lines[after], offsets[after]
            after += 1
        if found.group(1).strip() and title.strip():
            self.out.append(Block("abbreviation", title, at))
        else:
            self.paragraph(parent, lines[start:after], offsets[start:after])
        return after

    def definition(self, lines: list[str], offsets: list[int], start: int, end: int) -> int:
        """`[label]: target "title"`, on up to three lines: the line after it, or 0 when it is none."""
        text = "\n".join(lines[start : min(end, start + 4)])
        found = _REFERENCE(text)
        if found is None:
            return 0
        target = found.group(2)
        cut = len(target) - len(target.lstrip("<"))
        label = found.group(1).strip().lower()
        place = Block("definition", text, offsets[start : start + 4]).offset(found.start(2) + cut)
        definition = Definition(label, target.lstrip("<").rstrip(">"), place)
        self.found.definitions.append(definition)
        self.found.references[label] = definition.target
        return start + text.count("\n", 0, found.end()) + 1


def _undent(lines: list[str], offsets: list[int], start: int, end: int) -> None:
    """Take one level of indentation off, where there is one."""
    for index in range(start, end):
        if lines[index].startswith("    "):
            lines[index], offsets[index] = lines[index][4:], offsets[index] + 4


def _footnote_inside(text: str) -> bool:
    return "[^" in text and any(_FOOTNOTE(line) for line in text.split("\n"))


def _offsets(lines: list[str], at: int | list[int]) -> list[int]:
    """Where does each of these lines start?"""
    if isinstance(at, int):
        offsets = []
        for line in lines:
            offsets.append(at)
            at += len(line) + 1
        return offsets
    return at


def _without_leading_lines(text: str, at: int | list[int]) -> Chunk:
    rest = text.lstrip("\n")
    count = len(text) - len(rest)
    return rest, at + count if isinstance(at, int) else at[count:]


# --- tables ----------------------------------------------------------------------------------------------------------

_PIPES_AND_TICKS = re.compile(r"(\\\\)|(\\`+)|(`+)|(\\\|)|(\|)")
_END_BORDER = re.compile(r"(?<!\\)(?:\\\\)*\|$")


def cells(row: str, has_border: bool = True) -> list[tuple[int, str]]:
    """The cells of a table row, each with its index in the row; a pipe in code does not split."""
    start, end = 0, len(row)
    while start < end and row[start] == " ":
        start += 1
    while end > start and row[end - 1] == " ":
        end -= 1
    if has_border:
        if row.startswith("|", start, end):
            start += 1
        if end > start and row[end - 1] == "|" and _END_BORDER.search(row[max(start, end - 50) : end]):
            end -= 1
    pipes: list[int] = []
    ticks: list[tuple[int, int, int]] = []
    for found in _PIPES_AND_TICKS.finditer(row, start, end):
        group = found.lastindex
        if group == 2:
            ticks.append((found.start(), found.end(), found.end() - found.start() - 2))
        elif group == 3:
            ticks.append((found.start(), found.end(), found.end() - found.start()))
        elif group == 5:
            pipes.append(found.start())
    if ticks:
        regions = _code_regions(ticks)
        starts = [region[0] for region in regions]
        pipes = [pipe for pipe in pipes if (at := bisect_right(starts, pipe)) == 0 or pipe >= regions[at - 1][1]]
    found_cells = []
    for pipe in [*pipes, end]:
        found_cells.append((start, row[start:pipe]))
        start = pipe + 1
    return found_cells


def _code_regions(ticks: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Pair runs of backticks of one length, first come first served."""
    following: dict[int, list[int]] = {}
    for index, (_, _, length) in enumerate(ticks):
        following.setdefault(length, []).append(index)
    regions = []
    index = 0
    while index < len(ticks):
        start, _, length = ticks[index]
        same = following[length]
        at = bisect_right(same, index)
        if length and at < len(same):
            index = same[at]
            regions.append((start, ticks[index][1]))
        index += 1
    return regions


def _is_table(header: str, separator: str, lines: list[str], start: int, end: int) -> bool:
    """Are these the first two rows of a table?"""
    if set(separator) - set("|:- ") or not separator.strip():
        return False
    header = header.strip(" ")
    left, right = header.startswith("|"), bool(_END_BORDER.search(header[-50:]))
    border = left or right
    count = len(cells(header, border))
    if count == 1:
        if not border:
            return False
        for index in range(start + 1, end):
            row = lines[index].strip(" ")
            if not row.startswith("|") and not _END_BORDER.search(row[-50:]):
                return False
    return len(cells(separator, border)) == count
