"""The same articles as a site, three ways: Material with its own search, Material with Pagefind, Material with kb."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workbench import OWN, p95

PAGEFIND_MOUNT = """\
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const box = document.createElement("div");
  box.id = "search-here";
  document.querySelector(".md-content").prepend(box);
  new PagefindUI({ element: "#search-here", showImages: false, showSubResults: false });
});
"""
"""Pagefind's ready-made interface, as its manual shows it, above the article."""

CONFIG = """\
INHERIT: {own}
docs_dir: {docs}
plugins: {plugins}
hooks: []
not_in_nav: ""
extra_css: {css}
extra_javascript: {scripts}
validation: {{nav: {{omitted_files: ignore}}, links: {{not_found: ignore, anchors: ignore, unrecognized_links: ignore}}}}
"""
"""This repository's mkdocs.yml with other plugins; what is wrong in other people's articles is not told."""


class Built(NamedTuple):
    """A site, and what it took."""

    site: Path
    wall: float
    cpu: float

    def pages(self) -> list[int]:
        """The sizes of all pages."""
        return [path.stat().st_size for path in self.site.rglob("*.html")]

    def size(self) -> int:
        return sum(path.stat().st_size for path in self.site.rglob("*") if path.is_file())


class Failed(Exception):
    """A tool does not do its part; the others can go on."""


def material(root: Path, docs: Path, site: Path) -> Built:
    return _mkdocs(root, docs, site, "[search]")


def with_kb(root: Path, docs: Path, site: Path) -> Built:
    return _mkdocs(root, docs, site, "[kb]")


def with_pagefind(root: Path, docs: Path, site: Path) -> Built:
    built = _mkdocs(root, docs, site, "[]", ["pagefind/pagefind-ui.css"], ["pagefind/pagefind-ui.js", "mount.js"])
    (site / "mount.js").write_text(PAGEFIND_MOUNT)
    wall, cpu = _run(
        [sys.executable, "-m", "pagefind", "--site", str(site), "--root-selector", "article.md-content__inner"], {}
    )
    return Built(site, built.wall + wall, built.cpu + cpu)


BUILDERS = {"Material": material, "Material + Pagefind": with_pagefind, "Material + kb": with_kb}


def _mkdocs(
    root: Path, docs: Path, site: Path, plugins: str, css: list[str] | None = None, scripts: list[str] | None = None
) -> Built:
    config = root / "mkdocs.yml"
    config.write_text(
        CONFIG.format(own=OWN / "mkdocs.yml", docs=docs, plugins=plugins, css=css or [], scripts=scripts or [])
    )
    with tempfile.TemporaryDirectory(prefix="kb-benchmark-") as cache:
        # Every build is the first one: nothing of an index is there.
        wall, cpu = _run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config), "-d", str(site)], {"KB_CACHE": cache}
        )
    return Built(site, wall, cpu)


def _run(command: list[str], extra: Mapping[str, str]) -> tuple[float, float]:
    """Seconds on the wall and of all processors."""
    environment = {**os.environ, **extra, "NO_MKDOCS_2_WARNING": "1"}
    # What is compiled once stays compiled, as after an installation.
    environment.pop("PYTHONPYCACHEPREFIX", None)
    with tempfile.TemporaryFile() as told:
        started, before = time.perf_counter(), os.times()
        done = subprocess.run(command, env=environment, stdout=told, stderr=subprocess.STDOUT, check=False)
        wall, after = time.perf_counter() - started, os.times()
        told.seek(0)
        if done.returncode:
            raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{told.read().decode(errors='replace')}")
    return wall, after.children_user - before.children_user + after.children_system - before.children_system


def size_row(name: str, built: list[Built], first: list[Built]) -> list[str]:
    """Time and size, and how many times those of the first; times are ratios within one round, then their median."""
    pages, theirs = built[-1].pages(), first[-1].pages()
    middle, tail = statistics.median(pages), p95(pages)
    return [
        name,
        *_spent([one.wall for one in built], [one.wall for one in first]),
        *_spent([one.cpu for one in built], [one.cpu for one in first]),
        f"{built[-1].size() / 1e6:.0f}",
        str(len(pages)),
        f"{middle / 1e3:.1f} ({middle / statistics.median(theirs):.2f})",
        f"{tail / 1e3:.1f} ({tail / p95(theirs):.2f})",
    ]


SIZE_HEAD = ("", "seconds", "times", "CPU s", "times", "site MB", "pages", "page KB (times)", "95 % KB (times)")


def _spent(seconds: list[float], theirs: list[float]) -> tuple[str, str]:
    ratio = statistics.median(mine / other for mine, other in zip(seconds, theirs, strict=True))
    return f"{statistics.median(seconds):.1f}", f"{ratio:.2f}"


def emptied(site: Path) -> Path:
    shutil.rmtree(site, ignore_errors=True)
    return site
