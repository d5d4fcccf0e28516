"""Patterns in the manner of .gitignore, as a foreign kb.toml or mkdocs.yml may have them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MOST_STARS = 3
"""In one name of a pattern, and as many `**` in a pattern. Each makes a path that matches only nearly take as many times
longer as it has characters, and nothing can stop it."""


def spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """What tells whether a path matches one of these.

    Raises:
        ValueError: a pattern makes no sense, or could take for ever.
    """
    from pathspec import GitIgnoreSpec

    lines = list(lines)
    for line in lines:
        if not line.startswith("#") and _is_slow(line):
            shown = line if len(line) <= 40 else f"{line[:39]}…"
            raise ValueError(f"{shown!r} has more than {_MOST_STARS} * in one name, or more than {_MOST_STARS} **")
    return GitIgnoreSpec.from_lines(lines)


def _is_slow(pattern: str) -> bool:
    names = pattern.strip().split("/")
    return names.count("**") > _MOST_STARS or any(name.count("*") > _MOST_STARS for name in names)
