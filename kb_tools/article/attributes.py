"""Which ids do attribute lists give? `{ #id }` after a heading, a paragraph, a link, a cell or a code fence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb_tools.article.blocks import Blocks
from kb_tools.article.inline import code_spans

_TRAILING = re.compile(r" \{:? *([^}\n ][^\n]*)\}$")
_OWN_LINE = re.compile(r"\n *\{:? *([^}\n ][^\n]*)\} *$")
_AFTER_INLINE = re.compile(r"(?<=[)*_`>\]])\{:? *([^}\n ][^}\n]{0,1999})\}")
"""Of a limited length: where thousands begin on a line and none ends, each is read no further than that."""
_TOKEN = re.compile(r"""[^ =}]+="[^"]*"|[^ =}]+='[^']*'|[^ =}]+=[^ =}]+|[^ =}]+| """)
_FENCE_ATTRIBUTES = re.compile(r"^[`~]+[^{\n]*\{([^\n]*)\}")


def _id(attributes: str) -> tuple[str, bool]:
    """The id an attribute list gives, and whether it is one: text after a brace means it is not."""
    position, found = 0, ""
    while token := _TOKEN.match(attributes, position):
        position = token.end()
        word = token.group()
        if word[0] == "#":
            found = word[1:]
        elif word.startswith("id="):
            found = word[3:].strip("\"'")
    return found, "}" not in attributes[position:]


def trailing_attributes(text: str) -> tuple[str, str]:
    """A heading's text without the attribute list at its end, and the id it gives."""
    found = _TRAILING.search(text)
    if found is None:
        return text, ""
    anchor, is_list = _id(found.group(1))
    if not is_list:
        return text, ""
    return text[: found.start()].rstrip().rstrip("#").rstrip(), anchor


def ids_of_blocks(blocks: Blocks) -> Iterator[str]:
    """Every id that an attribute list or a footnote gives to an element of the page."""
    for block in blocks.blocks:
        text = block.text
        if "{" in text and ("#" in text or "id=" in text) and block.kind != "code":
            if block.kind in ("heading", "row", "term"):
                for part in text.split("|") if block.kind == "row" else [text]:
                    if found := _TRAILING.search(part.rstrip()):
                        yield _id(found.group(1))[0]
            elif found := _OWN_LINE.search(text):
                yield _id(found.group(1))[0]
            code = code_spans(text) if "`" in text else ()
            for found in _AFTER_INLINE.finditer(text):
                if not any(start < found.start() < end for start, end, _, _ in code):
                    yield _id(found.group(1))[0]
    for label in blocks.footnotes:
        yield f"fn:{label}"
