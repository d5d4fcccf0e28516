"""What does a text define? Footnotes, abbreviations and the targets of references, and the paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kb_tools.article.nesting import Node
from kb_tools.article.places import Block, Chunk, Definition, offsets_of

if TYPE_CHECKING:
    from kb_tools.article.blocks import Scanner

_FOOTNOTE = re.compile(r" {0,3}\[\^([^\]\[]*)\]: *").match
_ABBREVIATION = re.compile(r"\*\[([^\\\]]*)\] ?: *(.*)$").match
_REFERENCE = re.compile(
    r""" {0,3}\[([^\[\]]*)\]: *(?:\n *)?(\S++) *(?:\n *)?(?:(["'])(?:.*)\3 *|\((?:.*)\) *)?$""", re.M
).match


def read_prose(
    scanner: Scanner,
    parent: Node,
    lines: list[str],
    offsets: list[int],
    start: int,
    end: int,
    following: Callable[[str, int, int], int],
    stack: list[Chunk],
    state: str,
    depth: int,
) -> int:
    """A paragraph, or the first definition (footnote, abbreviation, reference) and what comes before it."""
    note = following("note", start, end)
    abbreviation = following("abbreviation", start, end) if note == end else end
    first = min(note, abbreviation)
    if first < end:
        if first > start:
            scanner.read(parent, [("\n".join(lines[start:first]), offsets[start:first])], state, depth + 1)
        if first == abbreviation:
            return _abbreviation(scanner, parent, lines, offsets, first, end)
        after = following("note", note + 1, end)
        _footnote(scanner, lines[note:after], offsets[note:after], stack if after == len(lines) else [], depth)
        return after
    label = following("reference", start, end)
    after = 0
    while label < end and not (after := _definition(scanner, lines, offsets, label, end)):
        label = following("reference", label + 1, end)
    if label > start:
        scanner.paragraph(parent, lines[start:label], offsets[start:label])
    return after if label < end else end


def _footnote(scanner: Scanner, lines: list[str], offsets: list[int], stack: list[Chunk], depth: int) -> None:
    """`[^label]: text`, and the indented blocks below it."""
    found = _FOOTNOTE(lines[0])
    assert found is not None
    scanner.found.footnotes.setdefault(found.group(1), offsets[0])
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
        places = offsets_of(more, place)
        inner.append("")
        at.append(0)
    # The page has the notes at its end, and only the last one of a label.
    page, scanner.out = scanner.out, []
    scanner.chunk(Node("div"), inner, at, "", depth)
    scanner.notes[found.group(1)], scanner.out = scanner.out, page


def _abbreviation(scanner: Scanner, parent: Node, lines: list[str], offsets: list[int], start: int, end: int) -> int:
    """`*[term]: what it stands for`, which may stand on the next line."""
    found = _ABBREVIATION(lines[start])
    assert found is not None
    title, at = found.group(2), offsets[start] + found.start(2)
    after = start + 1
    if not title.strip() and after < end:
        title, at = lines[after], offsets[after]
        after += 1
    if found.group(1).strip() and title.strip():
        scanner.out.append(Block("abbreviation", title, at))
    else:
        scanner.paragraph(parent, lines[start:after], offsets[start:after])
    return after


def _definition(scanner: Scanner, lines: list[str], offsets: list[int], start: int, end: int) -> int:
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
    scanner.found.definitions.append(definition)
    scanner.found.references[label] = definition.target
    return start + text.count("\n", 0, found.end()) + 1


def _footnote_inside(text: str) -> bool:
    return "[^" in text and any(_FOOTNOTE(line) for line in text.split("\n"))
