"""Real git for tests, by a person of no importance and, where it matters, on a day of our choosing."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

_SETTINGS = {
    "user.name": "A", "user.email": "a@example.org", "commit.gpgsign": "false", "init.defaultBranch": "main",
    "protocol.file.allow": "always",
}  # fmt: skip
"""Whatever whoever runs the tests has set."""


def git(folder: Path, *arguments: str, day: date | str = "") -> str:
    """Run git in *folder*, as if at noon of that day; what it prints."""
    settings = [text for name, value in _SETTINGS.items() for text in ("-c", f"{name}={value}")]
    noon = {"GIT_AUTHOR_DATE": f"{day}T12:00:00", "GIT_COMMITTER_DATE": f"{day}T12:00:00"} if day else {}
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, env={**os.environ, **noon}, capture_output=True,
                          encoding="utf-8", errors="surrogateescape", check=False)  # fmt: skip
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout
