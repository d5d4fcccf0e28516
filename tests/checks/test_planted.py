"""Sixty and more different mistakes in a copy of the articles that ship: each found at its place, once, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from checks.marked import Place, base, places
from checks.planted import DEFECTS, copy_of_this, plant

from kb_tools.checks.runner import run, selected


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_this(tmp_path)


def found(root: Path, expected: list[Place]) -> list[Place]:
    return places(run(base(root), selected((), ())).findings, expected)


def test_the_copy_is_clean(root: Path) -> None:
    assert found(root, []) == []


def test_there_are_at_least_sixty() -> None:
    assert len({defect.name for defect in DEFECTS}) == len(DEFECTS) >= 60


def test_each_planted_defect_is_found_once_at_its_place(root: Path) -> None:
    expected = plant(root, DEFECTS)
    actual = found(root, expected)
    missing, surplus = Counter(expected) - Counter(actual), Counter(actual) - Counter(expected)
    assert (sorted(missing.elements()), sorted(surplus.elements())) == ([], [])
