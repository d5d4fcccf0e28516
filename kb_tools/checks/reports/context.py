"""What a report needs to know besides the findings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from kb_tools.checks.finding import Severity
from kb_tools.checks.lines import reader


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
    """A text and what it is (error, warning, info, path, dim, caret, summary) -> the text, colored or not."""
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


def _prefix(root: Path) -> str:
    """From the top of the repository that *root* lies in; empty outside of any."""
    real = Path(os.path.realpath(root))
    for above in (real, *real.parents):
        if (above / ".git").exists():
            below = real.relative_to(above).as_posix()
            return "" if below == "." else f"{below}/"
    return ""
