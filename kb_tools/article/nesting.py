"""What stands in what? Admonitions, tabs, lists, definition lists, quotes, and what is indented below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kb_tools.article.masks import FENCE_FILLER
from kb_tools.article.places import Block, Chunk

if TYPE_CHECKING:
    from kb_tools.article.blocks import Scanner


class Node:
    """As much of Python-Markdown's element tree as its rules look at: an element and its last child."""

    __slots__ = ("last", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.last: Node | None = None


PARAGRAPH = Node("p")
RULE = Node("hr")
HEADING = Node("h")
CODE = Node("pre")
TABLE = Node("table")

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
SPECIAL_FIRST = re.compile(rf"    |{_LEADS}", re.M).match
SPECIAL_LATER = re.compile(rf"\n(?:{_LEADS})", re.M).search
_ITEM = re.compile(r" {0,3}(?:\d+\.|[*+-]) +").match
_NESTED_ITEM = re.compile(r" {4,7}(?:\d+\.|[*+-]) ").match
_ADMONITION = re.compile(r'!!! ?[\w\-]+(?>(?: +[\w\-]+)*)(?: +"(.*?)")? *$').match
_DETAILS = re.compile(r'\?{3}\+? ?(?:(?:[\w\-]+(?>(?: +[\w\-]+)*))?(?: +"(.*?)")|[\w\-]+(?>(?: +[\w\-]+)*)) *$').match
_TAB = re.compile(r'={3}(\+|\+!|!\+|!)? +"(.*?)" *$').match
_QUOTE = re.compile(r" {0,3}> ?").match


def is_container(line: str) -> bool:
    """Does an admonition, a details block or a tab begin here?"""
    return bool(_ADMONITION(line) or _DETAILS(line) or _TAB(line))


def read_container(
    scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], start: int, state: str, depth: int
) -> int:
    """An admonition, a details block or a tab: its title, and what stands indented below it."""
    line = lines[start]
    if tab := _TAB(line):
        title, at = tab.group(2), tab.start(2)
        body = Node("tab")
        if parent.last is None or parent.last.tag != "tabs" or "!" in (tab.group(1) or ""):
            parent.last = Node("tabs")
        parent.last.last = body
    else:
        found = _ADMONITION(line) or _DETAILS(line)
        assert found is not None
        title, at = found.group(1), found.start(1)
        body = parent.last = Node("admonition" if line[0] == "!" else "details")
        if title is None:
            word = line.lstrip("!?+ ")
            at = len(line) - len(word)
            title = word.split(" ", 1)[0].rstrip().capitalize()
    if title:
        scanner.out.append(Block("title", title, offsets[start] + at))
    end = start + 1
    while end < len(lines) and lines[end].startswith("    "):
        end += 1
    if end > start + 1:
        inner = [line[4:] for line in lines[start + 1 : end]]
        scanner.chunk(body, inner, [at + 4 for at in offsets[start + 1 : end]], state, depth)
    return end


def read_indented(
    scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], start: int, end: int, state: str, depth: int
) -> int:
    """Four spaces: the body of a container, of a list item or of a definition, or else code."""
    last = parent.last
    if last is not None and last.tag in _CONTAINERS:
        body: Node | None = last.last if last.tag == "tabs" else last
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
            scanner.chunk(body, inner, [at + width for at in offsets[start:stop]], state, depth)
            return stop
    if state != "detabbed":
        tag = last.tag if last is not None else ""
        if parent.tag == "li" or tag in _LISTS:
            _list_body(scanner, parent, lines[start:end], offsets[start:end], ("li",), _LISTS, state, depth)
            return end
        if parent.tag == "dd" or tag == "dl":
            items, lists = ("dd", "li"), ("dl", "ol", "ul")
            _list_body(scanner, parent, lines[start:end], offsets[start:end], items, lists, state, depth)
            return end
    if scanner.found.hidden and any(FENCE_FILLER in lines[index] for index in range(start, end)):
        # Superfences takes fences back from a block of indented code: all of them, even those below the code.
        return _unfence(scanner, parent, lines, offsets, start, end, state, depth)
    stop = start
    while stop < end and lines[stop].startswith("    "):
        stop += 1
    scanner.code(parent, lines[start:stop], offsets[start:stop])
    return stop


def _unfence(
    scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], start: int, end: int, state: str, depth: int
) -> int:
    """Read indented code and what follows it in its block as if there were no fences."""
    if scanner.fences is None:
        scanner.fences = {item.start: item for item in scanner.found.hidden if item.kind == "fence"}
    inner: list[str] = []
    at: list[int] = []
    for line, offset in zip(lines[start:end], offsets[start:end], strict=True):
        prefix = len(line) - len(line.lstrip("> "))
        fence = scanner.fences.pop(offset + prefix, None) if line[prefix : prefix + 1] == FENCE_FILLER else None
        if fence is None:
            inner.append(line)
            at.append(offset)
            continue
        scanner.unfenced.add(fence.start)
        place = offset
        skip = offset - scanner.found.source.rfind("\n", 0, offset) - 1
        for number, original in enumerate(scanner.found.source[offset : fence.end].split("\n")):
            cut = min(skip, len(original) - len(original.lstrip("> "))) if number else 0
            inner.append(original[cut:])
            at.append(place + cut)
            place += len(original) + 1
    stop = 0
    while stop < len(inner) and (inner[stop].startswith("    ") or not inner[stop].strip()):
        stop += 1
    scanner.code(parent, inner[:stop], at[:stop])
    if stop < len(inner):
        # As one block, blank lines and all: that is what Python-Markdown is left with.
        scanner.read(parent, [("\n".join(inner[stop:]), at[stop:])], state, depth + 1)
    return end


def _list_body(
    scanner: Scanner,
    parent: Node,
    lines: list[str],
    offsets: list[int],
    items: tuple[str, ...],
    lists: tuple[str, ...],
    state: str,
    depth: int,
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
            target.last = Node("dd" if "dd" in items else "li")
        target = target.last
    scanner.read(target, [("\n".join(lines), offsets)], "detabbed", depth + 1)


def read_list(scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], state: str, depth: int) -> None:
    """Items of an ordered or unordered list, which may be mixed."""
    loose = parent.last is not None and parent.last.tag in _LISTS
    if loose:
        node = parent.last
    elif parent.tag in _LISTS:
        node = parent
    else:
        node = parent.last = Node("ul")
    assert node is not None
    size = len(lines)
    start = 0
    out = scanner.out
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
                node.last = Node("li")
            scanner.read(node.last, [("\n".join(lines[start:end]), offsets[start:end])], inner_state, depth + 1)
        else:
            node.last = Node("li")
            if end == start + 1:
                chunk: Chunk = (line[skip:], offsets[start] + skip)
            else:
                at = offsets[start:end]
                at[0] += skip
                chunk = ("\n".join([line[skip:], *lines[start + 1 : end]]), at)
            text = chunk[0]
            if not SPECIAL_FIRST(text) and not (end > start + 1 and SPECIAL_LATER(text)):
                if text and not text.isspace():
                    out.append(Block("text", text, chunk[1]))
            else:
                scanner.read(node.last, [chunk], inner_state, depth + 1)
        inner_state = "list"
        start = end


def read_meaning(
    scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], start: int, meaning: int, end: int, depth: int
) -> int:
    """A definition list: terms, and `: ` with what they mean."""
    for index in range(start, meaning):
        stripped = lines[index].strip()
        if stripped:
            at = offsets[index] + len(lines[index]) - len(lines[index].lstrip())
            scanner.out.append(Block("term", stripped, at))
    state = "list"
    if start == meaning and parent.last is PARAGRAPH:
        state = "looselist"
    line = lines[meaning]
    skip = line.index(":") + 1
    while skip < len(line) and skip < line.index(":") + 4 and line[skip] == " ":
        skip += 1
    inner, places = [line[skip:]], [offsets[meaning] + skip]
    stop = meaning + 1
    lazy = stop < end and re.match(r" {0,3}[^ :]", lines[stop])
    while stop < end and (lazy or lines[stop].startswith("    ")):
        cut = 0 if lazy else 4
        inner.append(lines[stop][cut:])
        places.append(offsets[stop] + cut)
        stop += 1
    if parent.last is None or parent.last.tag != "dl":
        parent.last = Node("dl")
    body = parent.last.last = Node("dd")
    scanner.read(body, [("\n".join(inner), places)], state, depth + 1)
    return stop


def read_quote(scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], depth: int) -> None:
    """A block quote: from the first `>` to the end of the block."""
    inner, at = [], []
    for line, offset in zip(lines, offsets, strict=True):
        found = _QUOTE(line)
        cut = found.end() if found else 0
        text = line[cut:]
        inner.append("" if line.strip() == ">" else text)
        at.append(offset + cut)
    if parent.last is None or parent.last.tag != "blockquote":
        parent.last = Node("blockquote")
    scanner.chunk(parent.last, inner, at, "blockquote", depth)
