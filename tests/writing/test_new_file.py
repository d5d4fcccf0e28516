"""A new file is whole, and never takes the place of another."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb_tools.writing.new_file import create

posix = pytest.mark.skipif(os.name != "posix", reason="modes and limits are those of Unix")


def test_creates_the_file_and_the_folders_above_it(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b c" / "Ä.md"
    assert create(path, "Größe\n")
    assert path.read_bytes() == "Größe\n".encode()
    assert [*path.parent.iterdir()] == [path]


@posix
def test_the_umask_says_who_may_read_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        create(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("kind", ["file", "folder", "link to nothing"])
def test_what_is_there_stays(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a"
    if kind == "file":
        path.write_text("theirs", encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "gone")
    assert not create(path, "ours")
    assert [*tmp_path.iterdir()] == [path]
    if kind == "file":
        assert path.read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "gone").exists()


RACE = """if True:
    import os, sys, time
    from pathlib import Path
    from kb_tools.writing.new_file import create
    if sys.argv[4] == "no hard links":
        os.link = lambda *_: os.stat("/no/such/file")
    while time.time() < float(sys.argv[3]):
        pass
    print(create(Path(sys.argv[1]), sys.argv[2] * 100_000))
"""


@pytest.mark.parametrize("links", ["hard links", "no hard links"])
def test_of_several_at_once_one_creates_it_whole(tmp_path: Path, links: str) -> None:
    path = tmp_path / "a"
    start = str(time.time() + 0.5)
    commands = [[sys.executable, "-c", RACE, str(path), letter, start, links] for letter in "abcdef"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for command in commands]
    said = [run.communicate()[0].strip() for run in runs]
    assert sorted(said) == ["False"] * 5 + ["True"]
    winner = "abcdef"[said.index("True")]
    assert path.read_text(encoding="utf-8") == winner * 100_000
    assert [*tmp_path.iterdir()] == [path]


FULL = """if True:
    import errno, os, resource, signal, sys
    from pathlib import Path
    from kb_tools.writing.new_file import create
    if sys.argv[2] == "no hard links":
        os.link = lambda *_: os.stat("/no/such/file")
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        create(Path(sys.argv[1]), "x" * 5000)
    except OSError as error:
        print(errno.errorcode[error.errno])
"""


@posix
@pytest.mark.parametrize("links", ["hard links", "no hard links"])
def test_file_that_does_not_fit_leaves_nothing(tmp_path: Path, links: str) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path / "a"), links], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.stdout == "EFBIG\n", done.stderr
    assert [*tmp_path.iterdir()] == []
