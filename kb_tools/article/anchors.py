"""Which ids can a link in this article point at?"""

from __future__ import annotations

import re

from kb_tools.article.attributes import ids_of_blocks
from kb_tools.article.blocks import Blocks
from kb_tools.article.headings import headings
from kb_tools.article.links import inline_blocks
from kb_tools.article.masks import TAG

_ID_ATTRIBUTE = re.compile(r"""(?<![\w:.@-])(?:id|name)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""", re.I)


def anchors(blocks: Blocks) -> frozenset[str]:
    """Every id of the built page: headings, attribute lists, footnotes, and `id` and `name` in HTML."""
    found = {heading.anchor for heading in headings(blocks)}
    found.update(ids_of_blocks(blocks))
    seen: dict[str, int] = {}
    for block, inline in inline_blocks(blocks):
        for start, end in inline.tags:
            found.update(_ids(block.text, start, end))
        for _, label in inline.footnotes:
            seen[label] = count = seen.get(label, 0) + 1
            found.add(f"fnref{count if count > 1 else ''}:{label}")
    for item in blocks.hidden:
        if item.kind == "html":
            found.update(_ids(blocks.source, item.start, item.end))
    return frozenset(found)


def _ids(text: str, start: int, end: int) -> set[str]:
    ids = set()
    for tag in TAG.finditer(text, start, end):
        if not tag.group(1) and "=" in tag.group(3):
            for found in _ID_ATTRIBUTE.finditer(text, tag.start(3), tag.end(3)):
                ids.add(found.group(found.lastindex or 1))
    return ids
