"""The folder that somebody names for an article, however they write it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kb_tools.config import Settings
from kb_tools.errors import KbError

_RESERVED = re.compile(r'[<>:"|?*\x00-\x1f]|[. ]$')
"""What no folder can be called on Windows, where a colleague may have the same articles."""


def folder_named(text: str, settings: Settings, here: Path) -> str:
    """A folder below the docs folder, with forward slashes; it need not be there yet.

    Args:
        text: a path from the docs folder, from the root, or from *here*; with backslashes, too.

    Raises:
        KbError: it lies elsewhere, or no article in it would be seen.
    """
    name = text if os.sep == "\\" or Path(text).exists() else text.replace("\\", "/")
    name = name.strip().rstrip("/\\") or "."
    docs = os.path.abspath(settings.docs)
    places = [os.path.join(start, name) for start in (docs, settings.root, here)]
    inside = [path for each in places if _is_in(path := os.path.abspath(each), docs)]
    # One that is there counts before one to be made; and docs/x is x in the docs folder, not docs/docs/x.
    named = next((path for path in inside if os.path.isdir(path)), None)
    if named is None and inside:
        named = next((path for path in inside[1:] if name.startswith(f"{settings.docs_name}/")), inside[0])
    if named is None or not _is_in(os.path.realpath(named), os.path.realpath(settings.root)):
        raise KbError("lies outside of the docs folder", path=text,
                      hint=f"Name a folder below {settings.docs_name or 'the knowledge base'}.")  # fmt: skip
    below = os.path.relpath(named, docs).replace(os.sep, "/")
    parts = [] if below == "." else below.split("/")
    if any(part.startswith(".") or (_RESERVED.search(part) and not os.path.isdir(named)) for part in parts):
        raise KbError("is no name for a folder of articles", path=text,
                      hint='Leave out < > : " | ? * and a dot at the beginning or the end.')  # fmt: skip
    return "/".join(parts)


def _is_in(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
