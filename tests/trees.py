"""Knowledge bases for tests: written from a dict, indexed and searched by the real thing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from kb_tools.cli.opening import bring_up_to_date
from kb_tools.config import Settings, load_settings
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Index, Keeper

Content = str | bytes
Files = Mapping[str, Content] | Mapping[str, str] | Mapping[bytes, str] | Mapping[str | bytes, Content]
"""Path below the folder -> content. Bytes for what is no text, and for names that are none."""


def write(folder: Path, files: Files) -> Path:
    """Write a tree of files; folders come with them. Returns *folder*."""
    for name, content in files.items():
        path = folder / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def article(title: str, body: str = "", **fields: object) -> str:
    """The text of an article; lists become YAML lists."""
    lines = [f"{name}: {value}" for name, value in {"title": title, **fields}.items()]
    return "\n".join(["---", *lines, "---", body, ""])


def settle(folder: Path, seconds: float = 60) -> Path:
    """Let time pass for every file, so that none counts as still being written. Returns *folder*."""
    then = time.time() - seconds
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and ".kb" not in path.parts:
            os.utime(path, (then, then))
    return folder


def quiet(done: int) -> None:
    """Progress that nobody watches."""


def index(folder: Path | Settings, *, rebuild: bool = False) -> Index:
    """Build or update the index of a knowledge base."""
    return Keeper(_settings(folder)).update(quiet, rebuild=rebuild)


def scores(folder: Path | Settings, words: str) -> dict[str, int]:
    """Search as ``kb search`` does, for all hits: path -> score."""
    settings = _settings(folder)
    searcher = Searcher(settings, bring_up_to_date(Keeper(settings), quiet=True))
    return {hit.card["path"]: hit.score for hit in searcher.search(words, 10_000).hits}


def kb(folder: Path, *arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command itself."""
    return subprocess.run(
        [*KB, "-C", str(folder), *arguments], capture_output=True, text=True, errors="replace", timeout=timeout,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip


KB = (sys.executable, "-m", "kb_tools")


def _settings(folder: Path | Settings) -> Settings:
    return folder if isinstance(folder, Settings) else load_settings(folder)
