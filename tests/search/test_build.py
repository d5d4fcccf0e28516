"""Does building on many cores give what building on one gives, and does it fail cleanly?"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks import on_posix
from hypothesis import given
from hypothesis import strategies as st
from trees import article, index, quiet, scores, settle, write

from kb_tools.config import Settings, load_settings
from kb_tools.corpus.listing import Entry, list_articles
from kb_tools.errors import ConfigError, IndexUnusable
from kb_tools.search import build as building
from kb_tools.search.build import build, shares
from kb_tools.search.indexer import TOGETHER
from kb_tools.search.update import Keeper

BODY = "Restart the router and wait for the lamp. "


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(tmp_path, {
        f"docs/{number:03}.md": article(f"Router {number % 7} error {number}", BODY * (1 + number // 20 * 4))
        for number in range(60)
    })  # fmt: skip


@pytest.fixture
def many_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three processes for any number of articles; none is left behind."""
    monkeypatch.setattr(building, "PARALLEL_FROM", 2)
    monkeypatch.setattr(building, "MAX_WORKERS", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    yield
    assert multiprocessing.active_children() == []


def everything(base: Path, folder: Path) -> tuple[list[object], tuple[float, ...], list[int]]:
    settings = load_settings(base)
    folder.mkdir()
    built = build(settings, list_articles(settings.docs), folder, "x", None, quiet)
    rows = sorted((row.entry.path, row.digest, row.lengths) for row in built.rows)
    return list(rows), built.pivots, [segment.documents for segment in built.segments]


@pytest.mark.usefixtures("many_cores")
def test_three_processes_count_what_one_does(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, pivots, documents = everything(base, tmp_path / "three")
    assert len(documents) == 3
    assert sum(documents) == 60
    monkeypatch.setattr(building, "PARALLEL_FROM", 1000)
    assert everything(base, tmp_path / "one") == (rows, pivots, [60])


@pytest.mark.usefixtures("many_cores")
def test_three_segments_answer_as_one(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = ["router 3", "error 17", "lamp", "wait for the lamp router"]
    three = [scores(base, words) for words in queries]
    assert len(index(base).state.segments) == 3
    monkeypatch.setattr(building, "PARALLEL_FROM", 1000)
    assert len(index(base, rebuild=True).state.segments) == 1
    assert [scores(base, words) for words in queries] == three


@pytest.mark.usefixtures("many_cores")
@pytest.mark.parametrize("articles", [2, 3, 4, 5])
def test_hardly_more_articles_than_processes(tmp_path: Path, articles: int) -> None:
    write(tmp_path, {f"docs/{number}.md": article(f"Router {number}") for number in range(articles)})
    assert len(scores(tmp_path, "router")) == articles


@pytest.mark.usefixtures("many_cores")
def test_a_process_with_nothing_to_write(base: Path) -> None:
    """All of its articles are left out: its share of the index is empty."""
    first, *others = shares(list_articles(base / "docs"), 3)
    write(base, {"kb.toml": f"exclude = {[entry.path for entry in first]}"})
    assert len(scores(base, "router")) == sum(map(len, others))
    assert len(index(base).state.segments) == 2


@given(st.lists(st.integers(0, 10**7), min_size=2), st.integers(2, 8))
def test_shares_are_all_in_order_and_about_as_large(sizes: list[int], count: int) -> None:
    entries = [Entry(f"{number}.md", size, 0, 0) for number, size in enumerate(sizes)]
    parts = shares(entries, count)
    assert len(parts) == count
    assert [entry for part in parts for entry in part] == entries
    costs = [sum(entry.size + building.COST_OF_A_FILE for entry in part) for part in parts]
    assert max(costs) <= sum(costs) / count + max(sizes) + building.COST_OF_A_FILE


def test_progress_counts_up(base: Path) -> None:
    seen: list[int] = []
    Keeper(load_settings(base)).update(seen.append)
    assert seen == [*range(TOGETHER, 60, TOGETHER), 60]


@pytest.mark.usefixtures("many_cores")
def test_progress_over_all_processes(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number}.md": article(f"Router {number}") for number in range(330)})
    seen: list[int] = []
    Keeper(load_settings(tmp_path)).update(seen.append)
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == 330


@on_posix
@pytest.mark.usefixtures("many_cores")
def test_a_killed_process_is_told_in_words_and_the_old_index_stays(tmp_path: Path) -> None:
    """As when the system runs out of memory."""
    write(tmp_path, {f"docs/{number}.md": article(f"Router {number}") for number in range(330)})
    index(settle(tmp_path))

    def kill_one(done: int) -> None:
        if victims := multiprocessing.active_children():
            os.kill(victims[-1].pid or 0, signal.SIGKILL)

    with pytest.raises(IndexUnusable, match="a process that read articles was killed"):
        Keeper(load_settings(tmp_path)).update(kill_one, rebuild=True)
    Keeper(load_settings(tmp_path)).current()
    assert len(scores(tmp_path, "router")) == 330


@on_posix
@pytest.mark.usefixtures("many_cores")
def test_a_process_that_cannot_write(base: Path) -> None:
    """A limit on the size of files is inherited by every process: as near to a full disk as any user comes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        with pytest.raises(IndexUnusable, match="cannot be written \\(File too large\\)"):
            Keeper(load_settings(base)).update(quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert len(scores(base, "router")) == 60


@pytest.mark.usefixtures("many_cores")
def test_a_senseless_pattern_is_told_from_any_process(base: Path) -> None:
    settings = Settings(base, base / "docs", exclude=("manual\\",))
    write(base, {"kb.toml": "\nexclude = ['manual\\']"})
    with pytest.raises(ConfigError, match=r"kb.toml:2: exclude has a pattern that cannot be used") as caught:
        Keeper(settings).update(quiet)
    assert caught.value.line == 2
