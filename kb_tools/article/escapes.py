"""Backslashes and entities: what stands in the source, and what the page has."""

from __future__ import annotations

import re

ESCAPE = re.compile(r"\\(?:([\\`*_{}\[\]()>#+\-.!|])|.)", re.S)
_ENTITY = re.compile(r"&(?:#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")


def unescape(target: str) -> str:
    """A target as the page has it: without the backslashes and entities of the source."""
    if "\\" in target:
        target = ESCAPE.sub(lambda found: found.group(1) or found.group(), target)
    if "&" in target:
        target = unescape_entities(target)
    return target


def unescape_entities(text: str) -> str:
    """`&amp;` as `&`: only what ends in a semicolon, as Python-Markdown has it."""
    # Imported late: most articles have no entity, and the table of names takes a millisecond to load.
    from html import unescape as decode

    return _ENTITY.sub(lambda found: decode(found.group()), text)
