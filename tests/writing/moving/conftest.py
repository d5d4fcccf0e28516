"""A team's folder, and moves in it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import moves
import pytest
from trees import write


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return write(tmp_path / "team", {"docs/index.md": "# Home\n"})


@pytest.fixture
def move(team: Path) -> moves.Move:
    return partial(moves.move, team)
