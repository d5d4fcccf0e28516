"""Searchers over knowledge bases: fresh ones, and ones that all tests of a file share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from trees import index, write

from kb_tools.config import load_settings
from kb_tools.search.searcher import Searcher

ROOT = Path(__file__).parents[1]


def searcher(folder: Path) -> Searcher:
    """A searcher over the current state of a folder."""
    return Searcher(load_settings(folder), index(folder))


@contextmanager
def shipped(factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The articles that ship, with their own settings and vocabulary, in a folder of their own."""
    docs = {path.relative_to(ROOT).as_posix(): path.read_text() for path in (ROOT / "docs").rglob("*.md")}
    files = {name: (ROOT / name).read_text() for name in ("kb.toml", "mkdocs.yml", "vocabulary.yml")}
    with shared(factory, {**docs, **files}) as found:
        yield found


@contextmanager
def shared(factory: pytest.TempPathFactory, files: Mapping[str, str]) -> Iterator[Searcher]:
    """A searcher for more than one test; its cache folder is its own, as each test's is."""
    with pytest.MonkeyPatch.context() as patch:
        cache = factory.mktemp("cache")
        cache.chmod(0o700)
        patch.setenv("KB_CACHE", str(cache))
        found = searcher(write(factory.mktemp("base"), files))
    yield found
