"""A team's folder, and the articles in it as checks see them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from articles_base import FILES, load_base
from trees import Files, write

from kb_tools.checks.base import Base


@pytest.fixture
def base_of(tmp_path: Path) -> Callable[[Files], Base]:
    def make(files: Files) -> Base:
        return load_base(write(tmp_path / "team", files))

    return make


@pytest.fixture
def team(base_of: Callable[[Files], Base]) -> Base:
    return base_of(FILES)
