"""Do several processes find the titles that one finds, and does it matter if one of them dies?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from checks.marked import base
from trees import article, settle, write

from kb_tools.checks import searching
from kb_tools.checks.searching import Titles

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="several processes are for Linux alone")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Every tenth title is said better by others."""
    vague = {f"docs/{number:02}.md": article("Router", "Router and router. " * 30) for number in range(0, 100, 10)}
    clear = {f"docs/{number:02}.md": article(f"Lamp {number} blinks", "It does.")
             for number in range(100) if number % 10}  # fmt: skip
    return settle(write(tmp_path, {**vague, **clear}))


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two, for any number of titles; none is left behind."""
    monkeypatch.setattr(searching, "PARALLEL_FROM", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    yield
    assert multiprocessing.active_children() == []


def alone(folder: Path) -> list[str]:
    found = base(folder)
    paths = [facts.path for facts in found if not found.searcher.finds(facts.path, facts.title, searching.AMONG)]
    assert 5 < len(paths) < 10
    return paths


@pytest.mark.usefixtures("helpers")
def test_helpers_find_what_one_finds(folder: Path) -> None:
    expected = alone(folder)
    titles = Titles(here := base(folder), here.searcher)
    assert len(multiprocessing.active_children()) == 2
    assert titles.unfound == expected
    # Now it is known, and nobody need help.
    again = Titles(here := base(folder), here.searcher)
    assert multiprocessing.active_children() == []
    assert again.unfound == expected


@pytest.mark.usefixtures("helpers")
def test_a_helper_that_is_killed_is_made_up_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = alone(folder)
    us, really = os.getpid(), Titles._search

    def deadly(titles: Titles, part: int) -> list[str]:
        if os.getpid() != us:
            os.kill(os.getpid(), signal.SIGKILL)
        return really(titles, part)

    monkeypatch.setattr(Titles, "_search", deadly)
    titles = Titles(here := base(folder), here.searcher)
    for child in multiprocessing.active_children():
        # Both have taken a part, and died of it.
        child.join(10)
        assert child.exitcode == -signal.SIGKILL
    assert titles.unfound == expected


@pytest.mark.usefixtures("helpers")
def test_an_error_of_a_helper_is_seen_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(titles: Titles, part: int) -> list[str]:
        raise ZeroDivisionError(part)

    monkeypatch.setattr(Titles, "_search", broken)
    titles = Titles(here := base(folder), here.searcher)
    for child in multiprocessing.active_children():
        child.join(10)
    with pytest.raises(ZeroDivisionError):
        _ = titles.unfound
    assert capfd.readouterr().err == ""
