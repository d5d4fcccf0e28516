"""What a report needs to know besides the findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.finding import Severity


def _unpainted(text: str, style: str) -> str:
    return text


class Context(NamedTuple):
    """Where a report is made, and how it may look."""

    root: Path
    lines: Callable[[str], list[str]]
    """A path from the root -> the lines of that file, as the rules count them; none where it cannot be read."""
    version: str
    """Of kb."""
    paint: Callable[[str, str], str] = _unpainted
    """A text and what it is (error, warning, info, path, dim, caret, summary) -> the text, coloured or not."""
    width: int = 100
    prefix: str = ""
    """What platforms put before a path: from the top of the repository to the root, with a slash at the end."""
    files: Sequence[str] = ()
    """The articles that were checked, from the root: what a report that lists successes lists."""
    failing: Sequence[Severity] = ("error",)
    """What makes the run fail."""

    @classmethod
    def of(
        cls, root: Path, version: str, *, files: Sequence[str] = (), failing: Sequence[Severity] = ("error",)
    ) -> Context:
        """A plain one for the knowledge base at *root*."""
        return cls(root, reader(root), version, prefix=_prefix(root), files=files, failing=failing)


def reader(root: Path) -> Callable[[str], list[str]]:
    """Reads the lines of files below *root*, each file once as long as its turn lasts."""

    @lru_cache(maxsize=32)
    def lines(path: str) -> list[str]:
        from kb_tools.article.read import decode

        try:
            return decode((root / path).read_bytes())[0].split("\n")
        except (OSError, ValueError):
            return []

    return lines


def _prefix(root: Path) -> str:
    """From the top of the repository that *root* lies in; empty outside of any."""
    real = Path(os.path.realpath(root))
    for above in (real, *real.parents):
        if (above / ".git").exists():
            below = real.relative_to(above).as_posix()
            return "" if below == "." else f"{below}/"
    return ""
