"""Builds and searches at the same time, in processes of their own: nothing is lost and nothing fails."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from processes import can_fork, ended, start
from trees import KB, article, index, scores, settle, write

from kb_tools.cli.opening import open_searcher
from kb_tools.config import load_settings
from kb_tools.search import build as building
from kb_tools.search.lock import locked
from kb_tools.search.update import LOCK, Keeper

BODY = "Restart the router and wait for the lamp."


def articles(count: int) -> dict[str, str]:
    return {f"docs/{number:03}.md": article(f"Router {number}", BODY) for number in range(count)}


def run_all(base: Path, *commands: tuple[str, ...]) -> list[tuple[int, str, str]]:
    """Start all at once; exit status, output and messages of each."""
    runs = [
        subprocess.Popen([*KB, "-C", str(base), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in commands
    ]
    outputs = [run.communicate() for run in runs]
    return [(run.returncode, *output) for run, output in zip(runs, outputs, strict=True)]


@pytest.mark.parametrize("had_index", [False, True])
def test_two_builds_and_ten_searches_at_once(tmp_path: Path, had_index: bool) -> None:
    write(tmp_path, articles(30))
    if had_index:
        index(settle(tmp_path))
        settle(write(tmp_path, {"docs/new.md": article("Router new", BODY)}))
    expected = len(list((tmp_path / "docs").iterdir()))
    search = ("search", "router", "-n", "100", "--json")
    for status, output, messages in run_all(tmp_path, *[("index",)] * 2, *[search] * 10):
        assert status == 0, messages
        assert "warning" not in messages
        assert "damaged" not in messages
        if output.startswith("{"):
            found = {hit["path"] for hit in json.loads(output)["hits"]}
            # While another one is at it, an index that is a moment old answers at once.
            assert len(found) in ({30, 31} if had_index else {expected})
    assert len(scores(tmp_path, "router")) == expected


def test_while_another_one_builds_the_old_index_answers_at_once(tmp_path: Path) -> None:
    index(write(tmp_path, articles(3)))
    write(tmp_path, {"docs/new.md": article("Router new", BODY)})
    keeper = Keeper(load_settings(tmp_path))
    with locked(keeper.folder / LOCK):
        assert keeper.is_busy()
        for _ in range(3):
            assert len(scores(tmp_path, "router")) == 3
    assert not keeper.is_busy()
    assert len(scores(tmp_path, "router")) == 4


def test_a_searcher_that_is_kept_answers_from_the_state_that_it_opened(tmp_path: Path) -> None:
    index(write(tmp_path, articles(3)))
    searcher = open_searcher(str(tmp_path))
    for _ in range(2):
        index(tmp_path, rebuild=True)
    assert len(searcher.search("router").hits) == 3
    assert len(searcher.search("routre").hits) == 3


@can_fork
@pytest.mark.parametrize("many_cores", [False, True])
def test_hundreds_of_searches_while_articles_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], many_cores: bool
) -> None:
    """One writes, two build, eight search; an article that never changes is always found."""
    if many_cores:
        monkeypatch.setattr(building, "PARALLEL_FROM", 2)
        monkeypatch.setattr(os, "cpu_count", lambda: 2)
    write(tmp_path, {**articles(20), "docs/anchor.md": article("Anchor", BODY)})
    index(settle(tmp_path))
    end = time.monotonic() + 1.2

    def write_on() -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            write(tmp_path, {"docs/.half written": article(f"Router {number}", BODY * (1 + number % 3))})
            (tmp_path / "docs/.half written").replace(tmp_path / f"docs/{number % 20:03}.md")
            write(tmp_path, {f"docs/new{number}.md": article("Router new", BODY)})
            (tmp_path / f"docs/new{number - 3}.md").unlink(missing_ok=True)
            time.sleep(0.002)

    def build_on(rebuild: bool) -> None:
        while time.monotonic() < end:
            index(tmp_path, rebuild=rebuild)

    def search_on() -> None:
        found = 0
        while time.monotonic() < end or not found:
            hits = open_searcher(str(tmp_path)).search("anchor router", 100).hits
            paths = [hit.card["path"] for hit in hits]
            assert "anchor.md" in paths
            assert len(paths) == len(set(paths)) >= 20
            found += 1

    actions = [write_on, lambda: build_on(False), lambda: build_on(True), *[search_on] * 8]
    assert ended([start(action) for action in actions]) == [0] * len(actions)
    messages = capfd.readouterr().err
    assert "damaged" not in messages
    assert "could not be read" not in messages
    expected = len(list((tmp_path / "docs").iterdir()))
    assert len(scores(tmp_path, "restart")) == expected
