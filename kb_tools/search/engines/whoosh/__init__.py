"""Postings in Whoosh's files. Only this folder imports Whoosh.

Whoosh keeps the term dictionary (an ordered hash file) and the columns. One part is replaced through Whoosh's own
extension point, the codec: a posting list is two plain arrays (documents, impacts) instead of pickled, compressed blocks
of floats, because scoring reads whole lists and a query would spend most of its time unpacking them. The one thing in
these files that Whoosh unpickles is a small dictionary, and it is read only after the index's seal was checked.

Reading and writing are apart because a search pays for every import: reader.py needs a third of what codec.py does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any

_UNUSED: dict[str, dict[str, Any]] = {
    # For `urlretrieve`, which Whoosh only re-exports: 16 ms.
    "urllib.request": {"urlretrieve": None},
    # A back-port of what Python has, which brings asyncio: 16 ms.
    "cached_property": {"cached_property": cached_property},
    # For a hash function that kb's files do not use; it brings OpenSSL: 3 ms.
    "hashlib": {"md5": lambda *parts, **options: import_module("hashlib").md5(*parts, **options), "sha1": None},
}


@contextmanager
def without_unused() -> Iterator[None]:
    """Import Whoosh in here: without modules it never uses, which take longer to import than a search takes in all."""
    stand_ins = [name for name in _UNUSED if name not in sys.modules]
    for name in stand_ins:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(_UNUSED[name])
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]
