"""How much text do two articles share? A sketch of each, small enough to be kept, tells which are worth comparing.

A sketch holds one hash for each of 64 parts of the hash space: the least of the article's three-word sequences that falls
there (Li, Owen & Zhang, "One Permutation Hashing", 2012). The share of equal values in two sketches is about the share of
sequences that the articles have in common.
"""

from __future__ import annotations

import re
from zlib import crc32

from kb_tools.article.model import Article

SHORTEST = 50
"""Words that an article must have to be compared."""

PARTS = 64
EMPTY = 0
"""Stands in a sketch where no sequence fell into a part."""

_SHIFT = 32 - 6
_NONE = 1 << 32

_HIDDEN = re.compile(r"\]\([^()\n]*\)|<!--(?>[^<-]*(?:(?!-->|<!--).[^<-]*)*)-->", re.S)
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")
_PLAIN = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))


def sketch(article: Article) -> tuple[int, tuple[int, ...]]:
    """The number of words of an article, and its sketch: empty for one too short to compare."""
    found = words(article.body)
    if len(found) < SHORTEST:
        return len(found), ()
    # Not hash(), which is another one in every process.
    least = [_NONE] * PARTS
    for value in map(crc32, map(b" ".join, zip(found, found[1:], found[2:], strict=False))):
        if value < least[value >> _SHIFT]:
            least[value >> _SHIFT] = value
    return len(found), tuple([EMPTY if value == _NONE else value for value in least])


def words(text: str) -> list[bytes]:
    """The words of Markdown, without where its links lead; of scripts without spaces, the characters."""
    if "](" in text or "<!--" in text:
        text = _HIDDEN.sub(" ", text)
    if not text.isascii():
        text = _UNSPACED.sub(r" \1 ", text)
    return text.lower().encode("utf-8", "replace").translate(_PLAIN).split()
