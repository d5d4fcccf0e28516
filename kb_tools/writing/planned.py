"""One file that a new knowledge base has, and what stands in its place already."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to create, unless it is there."""

    path: Path
    text: str
    existing: Path | None = None
    """What is there already in its place, and stays as it is."""
    advice: str = ""
    """What the owner of the existing file may want to add to it."""


def planned(path: Path, text: str, *others: str) -> Planned:
    """A file that may be there already, under this name or one of *others*."""
    return Planned(path, text, first_there(path.parent, path.name, *others))


def first_there(folder: Path, *names: str) -> Path | None:
    """The first of these files that is there; a link that leads nowhere counts, for it must not be written over."""
    return next((folder / name for name in names if os.path.lexists(folder / name)), None)


def contains(path: Path, text: str) -> bool:
    """Does this file say that already?"""
    try:
        return text in path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return False


def quoted(text: str) -> str:
    """Text in quotes as YAML and TOML read it."""
    return json.dumps(text, ensure_ascii=not text.isprintable()).replace("\x7f", "\\u007f")
