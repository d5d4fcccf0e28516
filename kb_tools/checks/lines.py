"""The lines of the files around, for rules and reports that show or search what stands in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path


def reader(root: Path) -> Callable[[str], list[str]]:
    """Reads the lines of files below *root*, as the rules count them; each file once as long as its turn lasts.

    A file that cannot be read has none.
    """

    @lru_cache(maxsize=32)
    def lines(path: str) -> list[str]:
        from kb_tools.article.read import decode

        try:
            return decode((root / path).read_bytes())[0].split("\n")
        except (OSError, ValueError):
            return []

    return lines
