"""The permanent name of a new article, which is also its file's: the title in a-z, 0-9 and hyphens, and nobody else's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import count

from kb_tools.digests import blake2b

LONGEST = 60
"""Characters of an id: it stands in addresses, and agents read it out."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
"""Letters that are no other letter with a mark."""

_APART = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_TAKEN = frozenset(
    {"index", "readme", "con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)
"""Files of these names are the first page of their folder, or none at all on Windows."""


def slug(title: str, language: str = "english") -> str:
    """The title in the letters of an id; empty where it has none of them."""
    text = unicodedata.normalize("NFC", title).lower()
    if language == "german":
        text = text.translate(_GERMAN)
    text = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text).translate(_LETTERS))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    found = _APART.sub("-", text).strip("-")
    if len(found) > LONGEST:
        # At the end of a word, unless that leaves next to nothing.
        cut = found[: LONGEST + 1].rpartition("-")[0]
        found = cut if len(cut) > LONGEST // 2 else found[:LONGEST].rstrip("-")
    return found


def free_id(title: str, kind: str, taken: Collection[str], language: str = "english") -> str:
    """An id that no article has: the title's own, else with a number. In scripts that have no ASCII letters, a name made
    of the kind and a few figures that the same title always gets."""
    name = slug(title, language)
    if sum(letter.isalpha() for letter in name) < 3:
        # "A-1" for a title in Japanese says nothing, and the next such title would get it, too.
        name = "-".join(
            filter(None, (kind, name, blake2b(title.encode("utf-8", "replace"), digest_size=3).hexdigest()))
        )
    if name in _TAKEN:
        name = f"{name}-{kind}"
    return next(each for each in _numbered(name) if each not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))
