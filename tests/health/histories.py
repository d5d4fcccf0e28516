"""Knowledge bases with a past: real git, with days of our choosing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from repositories import git
from trees import article, write

from kb_tools.checks.base import Base
from kb_tools.checks.options import load_options
from kb_tools.checks.reading import listed, read_all
from kb_tools.config import load_settings

TODAY = date(2026, 11, 21)


def commit(folder: Path, day: date, files: Mapping[str, str | None]) -> None:
    """Commit these files as of a day; None takes one away."""
    if not (folder / ".git").exists():
        folder.mkdir(parents=True, exist_ok=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, {name: text for name, text in files.items() if text is not None})
    for name, text in files.items():
        if text is None:
            (folder / name).unlink()
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "--allow-empty", "-m", str(day), day=day)


def reviewed(title: str, day: date, days: int = 90, body: str = "", **fields: object) -> str:
    """An article that somebody reviewed on a day, and how long that holds."""
    return article(title, f"# {title}\n\n{body}\n",
                   **{"confidence": "validated", "last_reviewed": day, "review_interval": f"{days}d", **fields})  # fmt: skip


def base(folder: Path, today: date = TODAY) -> Base:
    """The knowledge base in a folder, on a day."""
    settings = load_settings(folder)
    options = load_options(settings)
    read = read_all(settings, options, listed(settings))
    return Base(settings, options, {facts.path: facts for _, facts in read}, today)
