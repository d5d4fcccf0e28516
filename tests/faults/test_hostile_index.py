"""An index that came with a clone or an archive is never opened: Whoosh unpickles a part of its files."""

from __future__ import annotations

import os
import pickle
import shutil
import struct
from pathlib import Path

import pytest
from disks import NOBODY, as_root, on_posix
from trees import article, index, kb, scores, settle, write

from kb_tools.config import load_settings
from kb_tools.search import place
from kb_tools.search.engines.whoosh.reader import open_segment
from kb_tools.search.state import write_state
from kb_tools.search.update import Keeper

pytestmark = on_posix

BODY = "Restart the router and wait for the lamp. "


class Payload:
    """Unpickling it leaves a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.mark),)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return settle(
        write(tmp_path / "team", {f"docs/{number}.md": article(f"Router {number}", BODY) for number in range(3)})
    )


def plant(terms: Path, payload: Payload) -> None:
    """Put a payload where Whoosh keeps what it unpickles: near the end, its length told by the last four bytes."""
    content = terms.read_bytes()
    (length,) = struct.unpack("!i", content[-4:])
    start = len(content) - 4 - length
    pickled = pickle.dumps(payload)
    terms.write_bytes(content[:start] + pickled + content[start:-4] + struct.pack("!i", length + len(pickled)))


def test_a_planted_payload_never_runs(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attacker seals a perfect index, payload included, with a key of his own, and commits it."""
    mark = tmp_path / "it ran"
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "attacker"))
    state = index(base).state
    folder = base / ".kb/index"
    (terms,) = folder.glob("kb-*.trm")
    plant(terms, Payload(mark))
    write_state(folder, state, place.key())
    Keeper(load_settings(base)).current()

    # The payload is live, and the seal fits: whoever has the attacker's key would run it.
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever Whoosh makes of the rest
        open_segment(folder, state.segments[0].name, 3).postings("router")
    assert mark.is_dir()
    mark.rmdir()

    monkeypatch.setenv("KB_CACHE", str(tmp_path / "victim"))
    for command in (["search", "router"], ["show", "0"], ["index"], ["search", "router"]):
        run = kb(base, *command)
        assert run.returncode == 0, run.stderr
        assert not mark.exists()
    assert len(scores(base, "router")) == 3


def test_an_index_from_elsewhere_is_built_anew_and_says_so(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "somebody"))
    index(base)
    shutil.copytree(base, tmp_path / "copy")
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "me"))
    search = kb(tmp_path / "copy", "search", "router")
    (line,) = search.stderr.splitlines()
    assert line.startswith("the index is damaged or was not written by this user; built anew: 3 articles")
    assert kb(tmp_path / "copy", "search", "router").stderr == ""


def test_the_users_own_copy_is_updated_not_built_anew(base: Path, tmp_path: Path) -> None:
    index(base)
    shutil.copytree(base, tmp_path / "copy")
    write(tmp_path / "copy", {"docs/1.md": article("Scanner 1", BODY)})
    report = index(tmp_path / "copy").report
    assert (report.read, report.rebuilt) == (1, "")
    assert scores(tmp_path / "copy", "scanner").keys() == {"1.md"}


@as_root
def test_an_index_of_another_user_is_left_alone(base: Path, cache: Path) -> None:
    index(base)
    for path in (base / ".kb", *(base / ".kb").rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    before = {path: path.stat().st_mtime_ns for path in (base / ".kb").rglob("*")}
    assert len(scores(base, "router")) == 3
    assert {path: path.stat().st_mtime_ns for path in (base / ".kb").rglob("*")} == before
    assert any(path.name.startswith("team-") for path in cache.iterdir())


def test_an_index_that_others_can_write_is_left_alone(base: Path, cache: Path) -> None:
    index(base)
    (base / ".kb/index").chmod(0o775)
    assert len(scores(base, "router")) == 3
    assert any(path.name.startswith("team-") for path in cache.iterdir())


# --- what a repository can hold besides files


@pytest.fixture
def hostile(base: Path) -> Path:
    """An empty index folder, as a clone would make it: the user's own."""
    (base / ".kb/index").mkdir(parents=True)
    for folder in (base / ".kb", base / ".kb/index"):
        folder.chmod(0o755)
    return base / ".kb/index"


def answers(base: Path) -> None:
    for command in (["search", "router", "--json"], ["index"], ["search", "router", "--json"]):
        run = kb(base, *command, timeout=20)
        assert run.returncode == 0, run.stderr
        assert "warning" not in run.stderr


@pytest.mark.parametrize("name", ["x", "kb-x.tmp", "current", "lock", "manifest-x"])
def test_a_link_to_a_folder_does_not_empty_it(base: Path, hostile: Path, tmp_path: Path, name: str) -> None:
    write(tmp_path, {"precious/thesis.txt": "years of work", "precious/deep/photo": ""})
    (hostile / name).symlink_to(tmp_path / "precious")
    answers(base)
    assert {path.name for path in (tmp_path / "precious").rglob("*")} == {"thesis.txt", "deep", "photo"}


@pytest.mark.parametrize("name", ["current", "lock", "manifest-x", "current.1.tmp"])
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_to_a_file_is_not_written_through(
    base: Path, hostile: Path, tmp_path: Path, name: str, exists: bool
) -> None:
    target = tmp_path / "settings"
    if exists:
        target.write_text("mine")
    (hostile / name).symlink_to(target)
    answers(base)
    assert target.exists() is exists
    assert not exists or target.read_text() == "mine"


def test_a_link_for_the_state_being_written(base: Path, hostile: Path, tmp_path: Path) -> None:
    """Whoever guesses the number of the process."""
    (tmp_path / "settings").write_text("mine")
    (hostile / f"current.{os.getpid()}.tmp").symlink_to(tmp_path / "settings")
    index(base)
    assert (tmp_path / "settings").read_text() == "mine"


@pytest.mark.parametrize("name", ["current", "lock", "x"])
@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_a_folder_or_a_pipe_in_the_way(base: Path, hostile: Path, name: str, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(hostile / name)
    else:
        write(hostile, {f"{name}/deep/file": ""})
    answers(base)


def test_a_pipe_in_place_of_the_index(base: Path, cache: Path) -> None:
    (base / ".kb").mkdir(mode=0o700)
    os.mkfifo(base / ".kb/index")
    answers(base)
    assert any(path.name.startswith("team-") for path in cache.iterdir())
