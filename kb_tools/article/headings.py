"""Which headings does an article have, and which anchors does the built page give them?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

from kb_tools.article.attributes import ids_of_blocks, trailing_attributes
from kb_tools.article.blocks import Blocks
from kb_tools.article.emphasis import emphasis_marks
from kb_tools.article.inline import read_inline, unescape_entities
from kb_tools.article.model import Heading

_MARKUP = re.compile(r"[\\`*_\[\]<>&\x02\x03]").search
_NOT_A_WORD = re.compile(r"[^\w\s-]")
_SEPARATORS = re.compile(r"[-\s]+")
_NUMBERED = re.compile(r"(.*)_([0-9]+)")


def slugify(text: str) -> str:
    """The anchor of a text: what `markdown.extensions.toc.slugify` makes of it, without the import."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _SEPARATORS.sub("-", _NOT_A_WORD.sub("", text).strip().lower())


def unique(anchor: str, used: set[str]) -> str:
    """The anchor, numbered when it is taken or empty, and marked as used: `markdown.extensions.toc.unique`."""
    if anchor in used or not anchor:
        found = _NUMBERED.fullmatch(anchor)
        base, count = (found.group(1), int(found.group(2))) if found else (anchor, 0)
        count += 1
        while f"{base}_{count}" in used:
            count += 1
        anchor = f"{base}_{count}"
    used.add(anchor)
    return anchor


def headings(blocks: Blocks) -> tuple[Heading, ...]:
    """All headings in the order of the page, with the anchors that links must use."""
    raw = [block for block in blocks.blocks if block.kind == "heading"]
    if not raw:
        return ()
    used = set(ids_of_blocks(blocks))
    found = []
    for block in raw:
        text, anchor = block.text, ""
        if text.endswith("}"):
            text, anchor = trailing_attributes(text)
        if _MARKUP(text):
            text, inner = rendered(text, blocks.references, blocks.footnotes)
            anchor = anchor or inner
        text = " ".join(text.split())
        if not anchor:
            anchor = unique(slugify(text), used)
        end = block.offset(len(block.text))
        found.append(Heading(block.level, text, anchor, blocks.span(block.start, end)))
    return tuple(found)


def rendered(text: str, references: Mapping[str, str], footnotes: Collection[str]) -> tuple[str, str]:
    """The words a reader sees, without markup; and nothing more, as the table of contents has them."""
    inline = read_inline(text, references, footnotes)
    masked = inline.masked
    keep: list[tuple[int, int, str]] = [(start, end, text[a:b].strip()) for start, end, a, b in inline.code]
    cuts: list[tuple[int, int]] = list(emphasis_marks(masked))
    for link in inline.links:
        if link.kind == "autolink":
            keep.append((link.start, link.end, text[link.text_start : link.text_end]))
    # Whatever was masked and is neither code nor an escape nor an autolink is gone: targets, tags, images.
    pieces: list[str] = []
    keep = [item for item in keep if not any(link.is_image and link.start <= item[0] < link.end for link in inline.links)]
    keep = [
        item for item in keep
        if not any(link.text_end <= item[0] < link.end and link.kind != "autolink" for link in inline.links)
        and not any(start <= item[0] < end for start, end in inline.tags)
    ]
    keep.sort()
    hidden = [(link.start, link.text_start) for link in inline.links if link.kind != "autolink"]
    hidden += [(link.text_end, link.end) for link in inline.links if link.kind != "autolink" and not link.is_image]
    hidden += [(link.start, link.end) for link in inline.links if link.is_image]
    hidden += inline.tags
    hidden += [(at, at + len(name) + 3) for at, name in inline.footnotes]
    gone = bytearray(len(text))
    for start, end in (*hidden, *cuts):
        gone[start:end] = b"\1" * (end - start)
    position = 0
    for start, end, content in [*keep, (len(text), len(text), "")]:
        if start < position:
            continue
        index = position
        while index < start:
            if gone[index]:
                index += 1
            elif text[index] == "\\" and masked[index] == "\x02":
                pieces.append(text[index + 1 : index + 2])
                index += 2
            else:
                stop = index + 1
                while stop < start and not gone[stop] and text[stop] != "\\":
                    stop += 1
                piece = text[index:stop]
                pieces.append(unescape_entities(piece) if "&" in piece else piece)
                index = stop
        pieces.append(content)
        position = end
    return "".join(pieces).replace("\x02", "").replace("\x03", ""), _inline_id(text, masked)


def _inline_id(text: str, masked: str) -> str:
    return ""
