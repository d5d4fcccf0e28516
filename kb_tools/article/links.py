"""Where does an article point? Every link and image, with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.blocks import Block, Blocks
from kb_tools.article.inline import Inline, Mark, read_inline, without_filler
from kb_tools.article.masks import SCRIPT_OR_COMMENT, TAG
from kb_tools.article.model import Link
from kb_tools.article.tables import cells

_WORTH_READING = re.compile(r"[\[<]").search
_TARGET_ATTRIBUTE = re.compile(r"""(?<![\w:.@-])(?:href|src)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.I)


def inline_blocks(blocks: Blocks) -> list[tuple[Block, Inline]]:
    """Every text of an article that may hold links, read once; a table row gives one for each cell."""
    if blocks.inline is None:
        blocks.inline = list(_inline_blocks(blocks))
    return blocks.inline


def _inline_blocks(blocks: Blocks) -> Iterator[tuple[Block, Inline]]:
    references, footnotes = blocks.references, blocks.footnotes
    for block in blocks.blocks:
        if block.kind == "code" or block.kind == "abbreviation" or not _WORTH_READING(block.text):
            continue
        if block.kind == "row":
            # What stands in more columns than the table has is not on the page.
            for index, cell in cells(block.text)[: block.level]:
                if _WORTH_READING(cell):
                    yield Block("row", cell, block.start + index), read_inline(cell, references, footnotes)
        else:
            yield block, read_inline(block.text, references, footnotes)


def links(blocks: Blocks) -> tuple[Link, ...]:
    """All links, images, reference definitions and raw HTML targets, in the order of the source."""
    found: list[tuple[int, Link]] = []
    for block, inline in inline_blocks(blocks):
        found.extend([(block.offset(mark.start), _link(blocks, block, mark)) for mark in inline.links])
        for start, end in inline.tags:
            found.extend(_html_links(blocks, block.text, start, end, block))
    for definition in blocks.definitions:
        end = definition.at + len(definition.target)
        link = Link("definition", definition.target, definition.label, blocks.span(definition.at, end))
        found.append((definition.at, link))
    for item in blocks.hidden:
        if item.kind == "html":
            text = without_scripts(blocks.source[item.start : item.end])
            whole = Block("text", text, item.start)
            found.extend(_html_links(blocks, text, 0, len(text), whole))
    found.sort(key=lambda item: item[0])
    return tuple([link for _, link in found])


def undefined_references(blocks: Blocks) -> tuple[Link, ...]:
    """`[text][label]` without a definition of the label: the page shows the brackets."""
    return tuple([_link(blocks, block, mark) for block, inline in inline_blocks(blocks) for mark in inline.undefined])


def _link(blocks: Blocks, block: Block, mark: Mark) -> Link:
    span = blocks.span(block.offset(mark.target_start), block.offset(mark.target_end))
    text = " ".join(without_filler(block.text[mark.text_start : mark.text_end]).split())
    return Link(mark.kind, mark.target, text, span)


def _html_links(blocks: Blocks, text: str, start: int, end: int, block: Block) -> Iterator[tuple[int, Link]]:
    for tag in TAG.finditer(text, start, end):
        if tag.group(1) or "=" not in tag.group(3):
            continue
        for found in _TARGET_ATTRIBUTE.finditer(text, tag.start(3), tag.end(3)):
            group = found.lastindex or 1
            target = found.group(group)
            if "&" in target:
                from html import unescape

                target = unescape(target)
            first, last = block.offset(found.start(group)), block.offset(found.end(group))
            yield first, Link("html", target.strip(), tag.group(2).lower(), blocks.span(first, last))


def without_scripts(text: str) -> str:
    """Raw HTML with scripts, styles and comments blanked."""
    if "<script" in text or "<style" in text or "<!--" in text or "<S" in text:
        return SCRIPT_OR_COMMENT.sub(_blank_content, text)
    return text


def _blank_content(found: re.Match[str]) -> str:
    """A script with its opening tag kept, for `src`, and the rest blanked; a comment blanked."""
    text = found.group()
    keep = text.find(">") + 1 if found.group(1) else 0
    return text[:keep] + " " * (len(text) - keep)
