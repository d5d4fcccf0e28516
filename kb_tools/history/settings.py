"""What the user has told git about themselves."""

from __future__ import annotations

from pathlib import Path

from kb_tools.history.git import GitError, Repository


def setting(root: Path, name: str) -> str:
    """A setting of git as it counts in this folder, on one line; empty where there is none, or no git."""
    try:
        found = Repository(root, root).ask("config", "--get", name)
    except (GitError, OSError):
        return ""
    text = found.decode("utf-8", "replace")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
