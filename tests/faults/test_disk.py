"""The disk is full, or nothing can be written on it: a search answers all the same, and the index that was there stays."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from disks import on_posix, read_only, small_disk
from trees import KB, article, index, kb, quiet, scores, settle, write

from kb_tools.config import load_settings
from kb_tools.errors import IndexUnusable
from kb_tools.search.update import Keeper

pytestmark = [
    on_posix,
    # When writing fails, Whoosh leaves its files for the garbage collector to close.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BODY = "Restart the router and wait for the lamp. "
ROOM = 512 * 1024
PAGE = 4096


def articles(count: int) -> dict[str, str]:
    return {f"docs/{number:02}.md": article(f"Router {number}", BODY) for number in range(count)}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A knowledge base on a disk of half a megabyte."""
    with small_disk(tmp_path / "disk", str(ROOM)) as folder:
        yield write(folder, articles(10))


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes free."""
    (disk / "ballast").unlink(missing_ok=True)
    free = os.statvfs(disk)
    (disk / "ballast").write_bytes(b"x" * max(0, free.f_bavail * free.f_bsize - left))


def leave_room(disk: Path) -> None:
    (disk / "ballast").unlink()


def test_the_first_build_at_every_size_of_what_is_left(disk: Path) -> None:
    failed = 0
    Keeper(load_settings(disk))
    for left in range(0, 40 * PAGE, PAGE):
        fill(disk, left)
        try:
            index(disk)
            break
        except IndexUnusable as error:
            failed, told = failed + 1, error
        rest = {path.name for path in (disk / ".kb/index").iterdir()} if (disk / ".kb/index").exists() else set()
        assert rest <= {"lock"}, "what was half written is gone"
        assert "cannot be written (No space left on device)" in str(told)
        assert told.hint
    assert failed >= 5
    leave_room(disk)
    assert len(scores(disk, "router")) == 10


def test_a_tree_on_a_full_disk_is_indexed_in_the_cache(disk: Path, cache: Path) -> None:
    for left in (0, PAGE, 2 * PAGE):
        fill(disk, left)
        assert len(scores(disk, "router")) == 10
        ignore = disk / ".kb/.gitignore"
        assert not ignore.exists() or ignore.read_text().endswith("*\n")
    leave_room(disk)
    assert Keeper(load_settings(disk)).folder == disk / ".kb/index"


def test_an_update_at_every_size_of_what_is_left(disk: Path) -> None:
    index(disk)
    settle(write(disk, {"docs/05.md": article("Scanner", BODY)}))
    failed = 0
    for left in range(0, 40 * PAGE, PAGE):
        fill(disk, left)
        keeper = Keeper(load_settings(disk))
        assert keeper.folder == disk / ".kb/index"
        try:
            keeper.update(quiet)
            break
        except IndexUnusable:
            failed += 1
            assert len(scores(disk, "router")) == 10, "the old one answers, without what is new"
            assert scores(disk, "scanner") == {}
    assert failed >= 3
    leave_room(disk)
    assert scores(disk, "scanner").keys() == {"05.md"}


def test_the_command_says_it_in_a_line(disk: Path) -> None:
    fill(disk, 2 * PAGE)
    search = kb(disk, "search", "router", "-n", "20", "--json")
    assert search.returncode == 0, search.stderr
    assert search.stdout.count('"path"') == 10
    warning, note = search.stderr.splitlines()
    assert warning.startswith(f"warning: {disk}/.kb/index: the index cannot be written (No space left on device)")
    assert note.startswith("indexed 10 articles")
    build = kb(disk, "index")
    assert build.returncode == 3, build.stderr
    assert build.stderr.splitlines()[0].endswith("the index cannot be written (No space left on device)")
    assert "KB_CACHE" in build.stderr

    leave_room(disk)
    assert kb(disk, "index").returncode == 0
    settle(write(disk, {"docs/05.md": article("Scanner", BODY)}))
    fill(disk, 0)
    search = kb(disk, "search", "router", "--json")
    assert search.returncode == 0
    assert search.stderr.splitlines() == [
        "warning: the index cannot be written (No space left on device); this is from the one before"
    ]


def test_a_temporary_index_goes_with_its_process(disk: Path, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    fill(disk, 0)
    search = kb(disk, "search", "router", TMPDIR=str(tmp_path / "temporary"))
    assert search.returncode == 0, search.stderr
    assert list((tmp_path / "temporary").iterdir()) == []


def test_nothing_can_be_written_anywhere(tmp_path: Path) -> None:
    """Neither the index, nor the key, nor a temporary folder: no file may have a size."""
    base = write(tmp_path, articles(3))
    command = f"ulimit -f 0; exec {shlex.join([*KB, '-C', str(base), 'search', 'router'])}"
    search = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (search.returncode, search.stdout) == (3, "")
    assert "Traceback" not in search.stderr
    error, hint = search.stderr.splitlines()[-2:]
    assert error.startswith("error: ")
    assert "cannot be written" in error
    assert hint


# --- nothing can be written


def test_a_read_only_tree_is_indexed_in_the_cache_once(tmp_path: Path, cache: Path) -> None:
    base = write(tmp_path / "team", articles(10))
    with read_only(base):
        first, second = (kb(base, "search", "router", "-n", "20", "--json") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert first.stdout.count('"path"') == second.stdout.count('"path"') == 10
    assert first.stderr.startswith("indexed 10 articles")
    assert second.stderr == ""
    assert not (base / ".kb").exists()
    (folder,) = (path for path in cache.iterdir() if path.is_dir())
    assert folder.name.startswith("team-")


def test_a_tree_that_became_read_only_is_still_followed(tmp_path: Path) -> None:
    base = write(tmp_path / "team", articles(10))
    index(base)
    write(base, {"docs/05.md": article("Scanner", BODY)})
    with read_only(base):
        assert scores(base, "scanner").keys() == {"05.md"}
    write(base, {"docs/05.md": article("Plotter", BODY)})
    assert scores(base, "plotter").keys() == {"05.md"}
    assert scores(base, "scanner") == {}


def test_no_place_at_all(tmp_path: Path) -> None:
    base = write(tmp_path / "team", articles(3))
    write(tmp_path, {"file": ""})
    with read_only(base):
        search = kb(base, "search", "router", KB_CACHE=str(tmp_path / "file/cache"))
    assert (search.returncode, search.stdout) == (3, "")
    error, hint = search.stderr.splitlines()
    assert error.startswith(f"error: {base}: no folder can be written for the index")
    assert "KB_CACHE" in hint
