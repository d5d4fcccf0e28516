"""Knowledge bases with a past: real git, with days of our choosing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from trees import article, write

from kb_tools.checks.base import Base
from kb_tools.checks.options import load_options
from kb_tools.checks.reading import listed, read_all
from kb_tools.config import load_settings

TODAY = date(2026, 11, 21)


def git(folder: Path, *arguments: str, day: date | None = None) -> str:
    environment = {**os.environ, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
                   "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}  # fmt: skip
    if day is not None:
        environment.update(GIT_AUTHOR_DATE=f"{day}T12:00:00", GIT_COMMITTER_DATE=f"{day}T12:00:00")
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


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
