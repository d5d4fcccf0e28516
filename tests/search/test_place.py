"""Does the index live where only its user can write, and nowhere else?"""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from disks import NOBODY, as_root, on_posix, read_only
from processes import can_fork, ended, start
from trees import write

from kb_tools.search import place
from kb_tools.search.place import KEY_BYTES, cache_folder, index_folder, key, remove, remove_unless_file

pytestmark = on_posix


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "team docs"
    folder.mkdir()
    return folder


def test_below_the_root_for_this_user_alone_and_out_of_git(root: Path) -> None:
    assert index_folder(root) == root / ".kb" / "index"
    for folder in (root / ".kb", root / ".kb" / "index"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    write(root, {".kb/index/current": "sealed"})
    status = ["git", "-C", str(root), "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(status, check=True, capture_output=True, text=True).stdout == ""


def test_a_gitignore_of_the_users_own_stays(root: Path) -> None:
    (root / ".kb").mkdir(mode=0o700)
    write(root, {".kb/.gitignore": "mine"})
    index_folder(root)
    assert (root / ".kb/.gitignore").read_text() == "mine"


def test_where_it_cannot_be_written_it_is_in_the_cache(root: Path, cache: Path) -> None:
    with read_only(root):
        found = index_folder(root)
        assert found == index_folder(root)
    assert found.parent == cache
    assert found.name.startswith("team docs-")
    assert stat.S_IMODE(found.stat().st_mode) == 0o700


def test_two_folders_of_one_name_have_two_places(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path, {f"{name}/docs/.kb": "in the way"})
    assert index_folder(tmp_path / "a/docs") != index_folder(tmp_path / "b/docs")


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
@pytest.mark.parametrize("inside", [".kb", ".kb/index"])
def test_not_where_others_can_write(root: Path, cache: Path, inside: str, mode: int) -> None:
    (root / ".kb/index").mkdir(parents=True)
    (root / ".kb").chmod(0o755)
    (root / inside).chmod(mode)
    assert index_folder(root).parent == cache


@pytest.mark.parametrize("inside", [".kb", ".kb/index"])
@as_root
def test_not_in_another_users_folder(root: Path, cache: Path, inside: str) -> None:
    index_folder(root)
    os.chown(root / inside, NOBODY, NOBODY)
    assert index_folder(root).parent == cache


@pytest.mark.parametrize("inside", [".kb", ".kb/index"])
def test_not_through_a_link(root: Path, cache: Path, tmp_path: Path, inside: str) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (root / inside).parent.mkdir(mode=0o700, exist_ok=True)
    (root / inside).symlink_to(tmp_path / "elsewhere")
    assert index_folder(root).parent == cache
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_for_the_gitignore_is_not_written_through(root: Path, tmp_path: Path) -> None:
    (root / ".kb").mkdir(mode=0o700)
    (root / ".kb/.gitignore").symlink_to(tmp_path / "made by kb")
    assert index_folder(root) == root / ".kb/index"
    assert not (tmp_path / "made by kb").exists()


def test_neither_place(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"team docs/.kb": "in the way", "file": ""})
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(OSError, match="Not a directory"):
        index_folder(root)


@pytest.mark.parametrize(
    ("platform", "variables", "expected"),
    [
        ("linux", {"KB_CACHE": "/k", "XDG_CACHE_HOME": "/x"}, "/k"),
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/kb"),
        ("linux", {"XDG_CACHE_HOME": ""}, "/home/a/.cache/kb"),
        ("darwin", {}, "/home/a/Library/Caches/kb"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/kb"),
        ("win32", {}, "/home/a/AppData/Local/kb"),
    ],
)
def test_the_cache_is_where_the_platform_has_it(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], expected: str
) -> None:
    for name in ("KB_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/a", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert cache_folder() == Path(expected)


@as_root
def test_a_user_without_name_and_home(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KB_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    real = os.getuid()
    os.setresuid(54321, -1, -1)
    try:
        with pytest.raises(OSError, match="no home folder"):
            key()
    finally:
        os.setresuid(real, -1, -1)


# --- the key


def test_one_key_for_this_user_alone(cache: Path) -> None:
    first = key()
    assert len(first) == KEY_BYTES
    assert key() == first
    assert stat.S_IMODE((cache / "key").stat().st_mode) == 0o600
    assert [path.name for path in cache.iterdir()] == ["key"]


def test_many_first_runs_at_once_share_one_key(cache: Path) -> None:
    code = "from kb_tools.search.place import key; print(key().hex())"
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(8)]
    assert {run.communicate()[0].strip() for run in runs} == {key().hex()}


@can_fork
def test_of_two_first_runs_the_first_key_wins(cache: Path) -> None:
    """The other one writes its key at the very moment when this one has made its own."""
    theirs = b"k" * KEY_BYTES

    def late() -> None:
        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event in ("os.link", "os.rename") and not (cache / "key").exists():
                (cache / "key").write_bytes(theirs)
                (cache / "key").chmod(0o600)

        sys.addaudithook(hook)
        assert key() == theirs

    assert ended([start(late)]) == [0]
    assert key() == theirs


def test_a_broken_key_is_replaced(cache: Path) -> None:
    write(cache, {"key": "short"})
    first = key()
    assert len(first) == KEY_BYTES
    assert key() == first


def test_a_key_that_others_could_have_written_is_replaced(cache: Path) -> None:
    (cache / "key").write_bytes(b"k" * KEY_BYTES)
    (cache / "key").chmod(0o666)
    assert key() != b"k" * KEY_BYTES
    assert key() == key()


def test_a_key_behind_a_link_is_not_taken(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"k" * KEY_BYTES)
    (cache / "key").symlink_to(tmp_path / "theirs")
    assert key() != b"k" * KEY_BYTES
    assert (tmp_path / "theirs").read_bytes() == b"k" * KEY_BYTES


def test_no_place_for_a_key(cache: Path) -> None:
    (cache / "key").mkdir()
    write(cache, {"key/in the way": ""})
    with pytest.raises(OSError, match="directory"):
        key()
    assert [path.name for path in cache.iterdir()] == ["key"]


# --- what came with a clone


@pytest.mark.parametrize("remover", [remove, remove_unless_file])
def test_removing_a_link_leaves_what_it_leads_to(tmp_path: Path, remover: type[object]) -> None:
    write(tmp_path, {"precious/a.txt": "", "folder/inner/b": ""})
    (tmp_path / "folder/link").symlink_to(tmp_path / "precious")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "folder", "pipe", "missing"):
        remover(tmp_path / name)  # type: ignore[call-arg]
        assert not os.path.lexists(tmp_path / name)
    assert (tmp_path / "precious/a.txt").exists()


def test_a_file_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"file": "ours"})
    place.remove_unless_file(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "ours"
