"""What a page says about its fragments, where it can be known without running its scripts."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterable, Iterable
from difflib import get_close_matches
from typing import NamedTuple

from kb_tools.links.address import decoded

MOST_BYTES = 600_000
"""That are read from the network."""
MOST_TEXT = 4_000_000
"""After unpacking: a page that is larger is read no further."""

_ID = re.compile(r"""[\s"'/](?:id|name)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SCRIPT = re.compile(r"<script\b", re.I)
_HEADING_WITH_ID = re.compile(
    r"<h[1-6]\b[^<>]{0,500}?\sid\s{0,9}=|<h[1-6]\b[^<>]{0,500}>\s{0,99}<a\b[^<>]{0,500}?\s(?:id|name)\s{0,9}=", re.I
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,40})", re.I)


_NO_CHARSETS = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"))
_MOST_GUESSES = 5
"""Fragments of one page for which the nearest is looked for: a page may have thousands of names, each long."""
_LONGEST_GUESS = 80


class Page(NamedTuple):
    """The text of a page, as far as it was read."""

    text: str
    complete: bool
    """It was read to its end, and no byte was a riddle."""


class Missing(NamedTuple):
    """What is known about a fragment."""

    found: bool
    nearest: str = ""
    """The fragment that it may be meant for."""


async def read_page(chunks: AsyncIterable[bytes], encoding: str, content_type: str) -> Page | None:
    """Read a page, never more than the limits; None where it is packed in a way that was not asked for."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        return None
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    raw = 0
    parts, length = [], 0
    complete = True
    async for chunk in chunks:
        raw += len(chunk)
        if unpack is not None:
            try:
                chunk = unpack.decompress(chunk, MOST_TEXT - length + 1)
            except zlib.error:
                return None
        parts.append(chunk)
        length += len(chunk)
        if raw > MOST_BYTES or length > MOST_TEXT:
            complete = False
            break
    if unpack is not None and not unpack.eof:
        complete = False
    content = b"".join(parts)
    charset = _CHARSET.search(content_type) or _CHARSET.search(content[:2048].decode("latin-1"))
    try:
        return Page(content.decode(_codec(charset[1]) if charset else "utf-8"), complete)
    except (LookupError, UnicodeError):
        return Page(content.decode("utf-8", "replace"), complete and content.isascii())


def _codec(name: str) -> str:
    """The name of a way to write pages. Python knows others, of which some take hours for a page.

    Raises:
        LookupError: it is none.
    """
    from codecs import lookup

    found = lookup(name).name
    if found in _NO_CHARSETS:
        raise LookupError(name)
    return found


def is_page(content_type: str) -> bool:
    """Can it have fragments that we understand?"""
    return content_type.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml")


def is_asked(fragment: str) -> bool:
    """Is it the name of a place on the page? Not so: the top, a text to look for, the state of an application."""
    name = _without_directive(fragment)
    return bool(name) and name.lower() != "top" and not name.startswith(("!", "/", "?")) and not set(name) & set("=&")


def judged(page: Page, fragments: Iterable[str]) -> dict[str, Missing]:
    """What the page says about each fragment; those of which it cannot be told are left out."""
    names = {name for found in _ID.finditer(page.text) if (name := _unescaped(found[1] or found[2] or found[3] or ""))}
    certain = page.complete and _tells_all(page.text)
    near = sorted(name for name in names if len(name) < _LONGEST_GUESS)[:2000]
    answers, guesses = {}, 0
    for fragment in sorted(fragments):
        name = _without_directive(fragment)
        plain = decoded(name)
        if {name, plain, f"user-content-{plain}"} & names:
            answers[fragment] = Missing(found=True)
        elif certain and not _is_mentioned(page.text, {name, plain}):
            guesses += 1
            nearest = get_close_matches(plain[:_LONGEST_GUESS], near, 1, 0.75) if guesses <= _MOST_GUESSES else []
            answers[fragment] = Missing(found=False, nearest=nearest[0] if nearest else "")
    return answers


def _tells_all(text: str) -> bool:
    """Do its fragments stand in the source? Certain without scripts; else where its headings have names already."""
    if not _SCRIPT.search(text):
        return True
    return sum(1 for _, _ in zip(_HEADING_WITH_ID.finditer(text), range(2), strict=False)) == 2


def _is_mentioned(text: str, names: Iterable[str]) -> bool:
    """Does a script have it as a word of its own? It may make it a place on the page."""
    return any(f"{quote}{name}{end}" in text
               for name in names for quote, end in (('"', '"'), ("'", "'"), ('\\"', '\\"'), ("&quot;", "&quot;")))  # fmt: skip


def _without_directive(fragment: str) -> str:
    """`install:~:text=Step%201` names the place `install`; the rest is for the browser."""
    return fragment.partition(":~:")[0]


def _unescaped(name: str) -> str:
    if "&" not in name:
        return name
    from html import unescape

    return unescape(name)
