"""What does the user mean? A path from where they are, from the root or below the docs folder; or the id of an article."""

from __future__ import annotations

import contextlib
import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.errors import KbError, NotFoundError
from kb_tools.links.site import PAGE_SUFFIXES


class Named(NamedTuple):
    """A file or a folder of the docs folder."""

    path: str
    """Below the docs folder."""
    start: Path
    """Where the user counted from."""


def existing(base: Base, folder: Path, text: str) -> Named:
    """The file or folder that is meant.

    Raises:
        NotFoundError: there is none.
        KbError: it lies out of the docs folder, or is a link.
    """
    outside = ""
    for name in _spellings(text):
        for start in _starts(base, folder):
            place = os.path.join(start, name)
            if not _there(place):
                continue
            path = _below(base, place)
            if path is None or not path:
                outside = outside or name
                continue
            if os.path.islink(place.rstrip("/")):
                raise KbError("is a link, which kb leaves alone", path=text, hint="Name the file that it leads to.")
            return Named(path, start)
    if outside:
        raise KbError(f"is not below the docs folder, {base.docs or '.'}/", path=text)
    for facts in base:
        if facts.id == text:
            return Named(facts.path, base.settings.docs)
    if not text.endswith(PAGE_SUFFIXES):
        # Elsewhere, too, an article's path may lack its end.
        for suffix in PAGE_SUFFIXES:
            with contextlib.suppress(NotFoundError):
                return existing(base, folder, text + suffix)
    near = difflib.get_close_matches(text, [*(facts.id for facts in base), *base.files], 1)
    raise NotFoundError(f"there is no file, folder or article {text!r}",
                        hint=f"Did you mean {near[0]}?" if near else "Name it by its path, or by its id.")  # fmt: skip


def is_heading(base: Base, folder: Path, text: str) -> bool:
    """Is this `article.md#heading`? A file may have such a name, too."""
    return "#" in text and not any(
        _there(os.path.join(start, name)) for name in _spellings(text) for start in _starts(base, folder)
    )


def new_path(base: Base, folder: Path, old: Named, text: str) -> str:
    """The path below the docs folder that the user wants for what is *old*.

    Raises:
        KbError: it lies out of the docs folder, or is no name for it.
    """
    name = _spellings(text)[-1] if "\\" in text and not os.path.exists(os.path.join(folder, text)) else text
    found = [
        path
        for start in (old.start, *_starts(base, folder))
        if (path := _below(base, os.path.join(start, name))) is not None
    ]
    if not found:
        raise KbError(f"is not below the docs folder, {base.docs or '.'}/", path=text)
    docs = base.settings.docs
    # Where the folder is there already, that is what was meant.
    path = next((each for each in found if os.path.isdir(os.path.dirname(docs / each)) and each), found[0])
    path = next((each for each in found if os.path.isdir(docs / each)), path)
    same = os.path.isdir(docs / path) and _is_same(docs / path, docs / old.path)
    is_folder = os.path.isdir(docs / old.path)
    if (name.endswith("/") and not is_folder) or not path or (os.path.isdir(docs / path) and not same):
        path = "/".join(filter(None, (path, os.path.basename(old.path))))
    if not is_folder and old.path.endswith(PAGE_SUFFIXES) and not path.endswith(PAGE_SUFFIXES):
        raise KbError(f"an article's name ends in {os.path.splitext(old.path)[1]}", path=text,
                      hint=f"Write {name}{os.path.splitext(old.path)[1]}, or {name}/ for a folder.")  # fmt: skip
    return path


def _spellings(text: str) -> tuple[str, ...]:
    """As typed, and as a path of Windows."""
    return (text, text.replace("\\", "/")) if "\\" in text else (text,)


def _starts(base: Base, folder: Path) -> Iterator[Path]:
    yield from dict.fromkeys((Path(os.path.abspath(folder)), base.settings.root, base.settings.docs))


def _there(place: str) -> bool:
    try:
        return os.path.lexists(place)
    except ValueError:
        return False


def _below(base: Base, place: str) -> str | None:
    """A path below the docs folder; empty for the folder itself, None for what lies elsewhere."""
    docs = os.path.abspath(base.settings.docs)
    whole = os.path.abspath(place)
    if not (whole == docs or whole.startswith(docs + os.sep)):
        real = os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole))
        docs = os.path.realpath(docs)
        if not (real == docs or real.startswith(docs + os.sep)):
            return None
        whole = real
    below = os.path.relpath(whole, docs).replace(os.sep, "/")
    return "" if below == "." else below


def _is_same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
