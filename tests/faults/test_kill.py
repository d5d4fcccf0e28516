"""A build is killed (-9) at any moment: searches go on with the old index or the new one."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from processes import can_fork, ended, killed_at, start
from trees import KB, article, index, kb, quiet, scores, settle, write

from kb_tools.config import load_settings
from kb_tools.search import build as building
from kb_tools.search.state import read_state
from kb_tools.search.update import Keeper

pytestmark = can_fork

BODY = "Restart the router and wait for the lamp."


def articles(count: int) -> dict[str, str]:
    return {f"docs/{number:03}.md": article(f"Router {number}", BODY) for number in range(count)}


def every_moment(base: Path, *, rebuild: bool, change: bool) -> int:
    """Kill an update before each of its changes to the index, one after the other; the number of moments."""
    keeper = Keeper(load_settings(base))
    moment = 0
    while True:
        moment += 1
        title = f"Changed{moment}" if change else "Same"
        write(base, {"docs/000.md": article(title, BODY)})
        settle(base)
        if not change:
            index(base)
        was_killed = killed_at(moment, keeper.folder, lambda: index(base, rebuild=rebuild))
        # Whatever the moment: there is a whole, sealed index.
        assert read_state(keeper.folder, keeper.key, keeper.fingerprint) is not None
        report = Keeper(load_settings(base)).update(quiet).report
        assert report.rebuilt == "", "nothing was damaged"
        if not change:
            assert report.read == 0, "the old one was still true"
        assert "000.md" in scores(base, title)
        assert len(scores(base, "router")) == len(list((base / "docs").iterdir()))
        if not was_killed:
            return moment - 1


def test_an_update_is_killed_at_every_moment(tmp_path: Path) -> None:
    index(write(tmp_path, articles(5)))
    assert every_moment(tmp_path, rebuild=False, change=True) >= 10


def test_a_rebuild_of_a_true_index_is_killed_at_every_moment(tmp_path: Path) -> None:
    index(write(tmp_path, articles(5)))
    assert every_moment(tmp_path, rebuild=True, change=False) >= 10


@pytest.fixture
def many_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PARALLEL_FROM", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@pytest.mark.usefixtures("many_cores")
def test_processes_that_are_left_behind_give_way(tmp_path: Path) -> None:
    """They have the lock that the killed one had."""
    index(write(tmp_path, articles(330)))
    write(tmp_path, {"docs/000.md": article("Changed", BODY)})
    keeper = Keeper(load_settings(tmp_path))
    killed = start(lambda: keeper.update(lambda done: os.kill(os.getpid(), signal.SIGKILL), rebuild=True))
    assert ended([killed]) == [-signal.SIGKILL]
    index(tmp_path)
    assert "000.md" in scores(tmp_path, "changed")


@pytest.mark.usefixtures("many_cores")
def test_a_build_on_many_cores_is_killed_at_every_moment(tmp_path: Path) -> None:
    index(write(tmp_path, articles(9)))
    assert every_moment(tmp_path, rebuild=True, change=True) >= 5


def test_the_first_build_is_killed_at_every_moment(tmp_path: Path) -> None:
    write(tmp_path, articles(5))
    moment = 1
    while killed_at(moment, tmp_path / ".kb", lambda: index(tmp_path)):
        assert len(scores(tmp_path, "router")) == 5
        subprocess.run(["rm", "-r", str(tmp_path / ".kb")], check=True)
        moment += 1
    assert moment > 10
    assert len(scores(tmp_path, "router")) == 5


def test_what_a_killed_build_left_is_cleaned_up(tmp_path: Path) -> None:
    index(write(tmp_path, articles(5)))
    folder = Keeper(load_settings(tmp_path)).folder
    for moment in (4, 6, 8, 10):
        assert killed_at(moment, folder, lambda: index(tmp_path, rebuild=True))
    for title in ("Once", "Twice"):
        write(tmp_path, {"docs/000.md": article(title, BODY)})
        state = index(tmp_path).state
    write(tmp_path, {"docs/000.md": article("Thrice", BODY)})
    now = index(tmp_path).state
    assert {path.name for path in folder.iterdir()} == {"current", "lock", *state.files, *now.files}


def test_ctrl_c_ends_all_of_it_without_a_word(tmp_path: Path) -> None:
    """The terminal sends it to every process."""
    index(write(tmp_path, articles(600)))
    write(tmp_path, {"docs/000.md": article("Changed", BODY)})
    for moment in (0.15, 0.4):
        build = subprocess.Popen(
            [*KB, "-C", str(tmp_path), "index", "--rebuild"], text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        time.sleep(moment)
        os.killpg(build.pid, signal.SIGINT)
        output, _ = build.communicate()
        assert build.returncode in (0, 130, -signal.SIGINT)
        assert "Error" not in output
    assert "000.md" in scores(tmp_path, "changed")


@pytest.mark.slow
def test_the_command_is_killed_at_twenty_moments(tmp_path: Path) -> None:
    """By the clock, with all its processes at work; and the next search answers in a process of its own."""
    write(tmp_path, articles(600))
    started = time.perf_counter()
    assert kb(tmp_path, "index").returncode == 0
    takes = time.perf_counter() - started
    for moment in range(20):
        write(tmp_path, {"docs/000.md": article(f"Changed{moment}", BODY)})
        build = subprocess.Popen(
            [*KB, "-C", str(tmp_path), "index", "--rebuild"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(takes * moment / 20)
        build.send_signal(signal.SIGKILL)
        build.communicate()
        answer = kb(tmp_path, "search", f"changed{moment}", "--json")
        assert answer.returncode == 0, answer.stderr
        assert '"path": "000.md"' in answer.stdout
        assert "damaged" not in answer.stderr
