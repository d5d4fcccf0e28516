"""Sites for tests: built by the real MkDocs, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from trees import write

PALETTE = [
    {"media": "(prefers-color-scheme: light)", "scheme": "default", "toggle": {"icon": "material/brightness-7", "name": "Dark"}},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "toggle": {"icon": "material/brightness-4", "name": "Light"}},
]  # fmt: skip
THEME: dict[str, Any] = {"name": "material", "font": False, "palette": PALETTE, "features": ["navigation.prune"]}
EXTENSIONS = ["admonition", "attr_list", "footnotes", "md_in_html", "pymdownx.details", "pymdownx.superfences", "tables",
              {"pymdownx.tabbed": {"alternate_style": True}}, {"toc": {"permalink": True}}]  # fmt: skip


def configure(folder: Path, files: Mapping[str, str], options: Mapping[str, Any] | None = None, **config: Any) -> Path:
    """Write a knowledge base with a site; *options* are those of the plugin. Returns *folder*."""
    settings = {
        "site_name": "Desk", "theme": THEME, "markdown_extensions": EXTENSIONS, "plugins": ["tags", {"kb": dict(options or {})}],
        **config,
    }  # fmt: skip
    return write(
        folder, {"mkdocs.yml": yaml.safe_dump(settings), "kb.toml": 'exclude = ["/manual/", "index.md"]\n', **files}
    )


def mkdocs(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build the site of *folder* into its folder `site`, strictly."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", *arguments],
        cwd=folder, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def build(folder: Path, files: Mapping[str, str], options: Mapping[str, Any] | None = None, **config: Any) -> Path:
    """A built site; a warning is an error."""
    done = mkdocs(configure(folder, files, options, **config))
    assert done.returncode == 0, done.stderr
    return folder / "site"
