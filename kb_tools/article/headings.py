"""Which headings does an article have, and which anchors does the built page give them?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from operator import methodcaller

from kb_tools.article.attributes import ids_of_blocks, trailing_attributes
from kb_tools.article.blocks import Block, Blocks
from kb_tools.article.emphasis import emphasis_marks
from kb_tools.article.fences import FENCE_FILLER
from kb_tools.article.inline import MASK, read_inline, unescape_entities, without_filler
from kb_tools.article.model import Heading

_MARKUP = re.compile(r"[\\`*_\[\]<>&\x02\x03]").search
_NOT_A_WORD = re.compile(r"[^\w\s-]")
_SEPARATORS = re.compile(r"[-\s]+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|])")
_FIRST = methodcaller("group", 1)
_FENCE = re.compile(rf"{FENCE_FILLER}+")
_NUMBERED = re.compile(r"(.*)_([0-9]+)")


def slugify(text: str) -> str:
    """The anchor of a text: what `markdown.extensions.toc.slugify` makes of it, without the import."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _SEPARATORS.sub("-", _NOT_A_WORD.sub("", text).strip().lower())


def unique(anchor: str, used: set[str], counters: dict[str, int]) -> str:
    """The anchor, numbered when it is taken or empty, and marked as used: `markdown.extensions.toc.unique`.

    `counters` remembers how far each anchor was numbered: a thousand equal headings are not a million look-ups.
    """
    if anchor in used or not anchor:
        found = _NUMBERED.fullmatch(anchor)
        base, count = (found.group(1), int(found.group(2)[-9:])) if found else (anchor, 0)
        known = counters.get(base, 0)
        if count <= known:
            count = known
        first = count
        count += 1
        while f"{base}_{count}" in used:
            count += 1
        if first <= known:
            counters[base] = count
        anchor = f"{base}_{count}"
    used.add(anchor)
    return anchor


def headings(blocks: Blocks) -> tuple[Heading, ...]:
    """All headings in the order of the page, with the anchors that links must use; found out once."""
    if blocks.headings is None:
        blocks.headings = _headings(blocks)
    return blocks.headings


def _headings(blocks: Blocks) -> tuple[Heading, ...]:
    raw = [block for block in blocks.blocks if block.kind == "heading"]
    if not raw:
        return ()
    used = set(ids_of_blocks(blocks))
    counters: dict[str, int] = {}
    found = []
    for block in raw:
        text, anchor = block.text, ""
        if text.endswith("}"):
            text, anchor = trailing_attributes(text)
        if FENCE_FILLER in text:
            # A fence with `---` right below it: the page has a heading with the code in it.
            text = _code_in(blocks, block)
        elif _MARKUP(text):
            text = rendered(text, blocks.references, blocks.footnotes)
        text = " ".join(text.split())
        if not anchor:
            anchor = unique(slugify(text), used, counters)
        end = block.offset(len(block.text))
        found.append(Heading(block.level, text, anchor, blocks.span(block.start, end)))
    return tuple(found)


def _code_in(blocks: Blocks, block: Block) -> str:
    """The text of a heading that holds a fence."""
    fences = {item.start: blocks.source[item.inner : item.inner_end] for item in blocks.hidden}
    pieces: list[str] = []
    done = 0
    for found in _FENCE.finditer(block.text):
        pieces.append(rendered(block.text[done : found.start()], blocks.references, blocks.footnotes))
        pieces.append(fences.get(block.offset(found.start()), ""))
        done = found.end()
    return "".join(pieces) + rendered(block.text[done:], blocks.references, blocks.footnotes)


def rendered(text: str, references: Mapping[str, str], footnotes: Collection[str]) -> str:
    """The words a reader sees, without markup; and nothing more, as the table of contents has them."""
    inline = read_inline(text, references, footnotes)
    masked = inline.masked
    # What each stretch of the text becomes: nothing, or the content of code and autolinks.
    changes: list[tuple[int, int, str]] = [(start, end, "") for start, end in inline.tags]
    outer = masked
    for link in inline.links:
        if link.kind == "autolink":
            changes.append((link.start, link.end, text[link.text_start : link.text_end]))
        elif link.is_image:
            changes.append((link.start, link.end, ""))
        else:
            changes += ((link.start, link.text_start, ""), (link.text_end, link.end, ""))
            changes += [(*mark, "") for mark in emphasis_marks(masked, link.text_start, link.text_end)]
            outer = outer[: link.start] + MASK * (link.end - link.start) + outer[link.end :]
    changes += [(*mark, "") for mark in emphasis_marks(outer)]
    changes += [(at, at + len(label) + 3, "") for at, label in inline.footnotes]
    changes += [(start, end, text[first:last].strip()) for start, end, first, last in inline.code]
    # The widest first: code in a target is gone with the target.
    changes.sort(key=lambda change: (change[0], -change[1]))
    pieces: list[str] = []
    position = 0
    for start, end, content in [*changes, (len(text), len(text), "")]:
        if start < position:
            continue
        piece = text[position:start]
        if "\\" in piece:
            piece = _ESCAPE.sub(_FIRST, piece)
        pieces.append(unescape_entities(piece) if "&" in piece else piece)
        pieces.append(content)
        position = end
    return without_filler("".join(pieces))
