"""Postings in Whoosh's files. Only this folder imports Whoosh.

Whoosh keeps the term dictionary (an ordered hash file) and the columns. One part is replaced through Whoosh's own
extension point, the codec: a posting list is two plain arrays (documents, impacts) instead of pickled, compressed blocks
of floats, because scoring reads whole lists and a query would spend most of its time unpacking them. The one thing in
these files that Whoosh unpickles is a small dictionary, and it is read only after the index's seal was checked.

Reading and writing are apart because a search pays for every import: reader.py needs a third of what codec.py does.
"""

from __future__ import annotations

import sys
from functools import cached_property
from types import ModuleType

_UNUSED = {
    # For `urlretrieve`, which Whoosh only re-exports: 16 ms.
    "urllib.request": {"urlretrieve": None},
    # A back-port of what Python has, which brings asyncio: 16 ms.
    "cached_property": {"cached_property": cached_property},
}


def _import_without_unused() -> None:
    """Import Whoosh without two modules it never uses here, which take longer to import than a search takes in all."""
    stand_ins = [name for name in _UNUSED if name not in sys.modules]
    for name in stand_ins:
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(_UNUSED[name])
    try:
        import whoosh.compat
        import whoosh.util  # noqa: F401
    finally:
        for name in stand_ins:
            del sys.modules[name]


_import_without_unused()
