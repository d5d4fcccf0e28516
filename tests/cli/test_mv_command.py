"""kb mv and kb rm, end to end: what they print, what they change, and what stays when they cannot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from repositories import git
from trees import KB, kb, write

from kb_tools.writing.changes import writing

ONE = "---\ntitle: One\nid: one\n---\n# One\n\n[two](two.md)\n"
TWO = "# Two\r\n\r\n[one](one.md#one)\r\n![p](pics/p.png)"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    root = write(
        tmp_path / "team", {"docs/one.md": ONE, "docs/two.md": TWO, "docs/pics/p.png": b"\0\1", "mkdocs.yml": ""}
    )
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    return root


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*"))
            if path.is_file() and ".kb" not in path.parts}  # fmt: skip


def test_a_folder(team: Path) -> None:
    done = kb(team, "mv", "docs/pics", "docs/new pics")
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 file moved; 1 link changed in 1 file\n", "")
    assert (team / "docs/two.md").read_bytes().endswith(b"![p](new%20pics/p.png)")
    # Nothing is staged.
    assert git(team, "diff", "--cached", "--name-only") == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("mv", "one", "sub folder/ü.md"),
        ("mv", "two.md", "sub/three.md"),
        ("mv", "pics", "images"),
        ("mv", "one.md#one", "one.md#first", "--title", "First"),
        ("rm", "two", "--instead", "one", "--with-images"),
        ("rm", "one", "--force"),
    ],
)
def test_a_dry_run_prints_the_patch(team: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    before = tree(team)
    done = subprocess.run([*KB, "-C", str(team), *arguments, "--dry-run"], capture_output=True, check=True)
    assert tree(team) == before
    assert kb(team, *arguments).returncode == 0
    after = tree(team)
    assert after != before
    git(team, "checkout", "-q", ".")
    git(team, "clean", "-fdq", "-e", ".kb")
    (tmp_path / "x.patch").write_bytes(done.stdout)
    git(team, "apply", "--whitespace=nowarn", str(tmp_path / "x.patch"))
    assert tree(team) == after


def test_uncommitted_work_stays(team: Path) -> None:
    (team / "docs/one.md").write_text(ONE + "more\n")
    (team / "docs/new.md").write_text("[x](one.md)\n")
    kb(team, "mv", "one.md", "sub/one.md")
    assert (team / "docs/sub/one.md").read_text().endswith("[two](../two.md)\nmore\n")
    assert (team / "docs/new.md").read_text() == "[x](sub/one.md)\n"
    assert git(team, "diff", "--cached", "--name-only") == ""


def test_paths_count_from_here_and_may_be_those_of_windows(team: Path) -> None:
    done = subprocess.run([*KB, "mv", "pics\\p.png", "..\\docs\\p.png"], cwd=team / "docs", capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (team / "docs/p.png").exists()


def test_without_git(tmp_path: Path) -> None:
    write(tmp_path, {"docs/one.md": ONE, "docs/two.md": TWO})
    assert kb(tmp_path, "mv", "one", "a/b.md").stdout == "1 file moved; 2 links changed in 2 files\n"


def test_a_name_with_a_hash_is_no_heading(team: Path) -> None:
    write(team, {"docs/c#1.md": "# C\n"})
    assert kb(team, "mv", "c#1.md", "c#2.md").returncode == 0
    assert (team / "docs/c#2.md").exists()


def test_mistakes_are_one_line(team: Path) -> None:
    before = tree(team)
    done = kb(team, "mv", "one.md", "two.md")
    assert done.returncode == 3
    assert done.stderr == (
        "error: docs/two.md: is there already: nothing was moved\n  Choose another name, or remove it first: kb rm.\n"
    )
    assert kb(team, "mv", "one.md", "three.md", "--title", "x").returncode == 2
    assert kb(team, "rm", "one", "--instead", "two", "--force").returncode == 2
    done = kb(team, "rm", "one")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        3, "error: docs/one.md: a link leads to it: docs/two.md:3"
    )  # fmt: skip
    assert tree(team) == before


def test_a_link_is_shown_that_nobody_can_mend(team: Path) -> None:
    """All or none: one link that cannot follow keeps everything where it is."""
    write(team, {"docs/three.md": '<a href="one.md">x</a>\n'})
    before = tree(team)
    done = kb(team, "rm", "one", "--force")
    assert done.returncode == 3
    assert tree(team) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_tree_that_cannot_be_written(team: Path) -> None:
    (team / "docs").chmod(0o555)
    try:
        done = kb(team, "mv", "one.md", "three.md")
    finally:
        (team / "docs").chmod(0o755)
    assert done.returncode == 3
    assert done.stderr.count("\n") <= 2


def test_two_at_once_lose_nothing(team: Path) -> None:
    """Both rewrite two.md; whoever comes second says so, or does its work after the other."""
    write(team, {"docs/two.md": "[a](one.md) [b](pics/p.png)\n"})
    with writing(team):
        both = [subprocess.Popen([*KB, "-C", str(team), "mv", *names], stderr=subprocess.PIPE, text=True)
                for names in (("one.md", "first.md"), ("pics", "images"))]  # fmt: skip
        # Both have planned by now, and wait.
        with pytest.raises(subprocess.TimeoutExpired):
            both[0].wait(4)
    said = [each.communicate(timeout=60)[1] for each in both]
    codes = [each.returncode for each in both]
    assert sorted(codes) == [0, 3]
    assert "two.md: changed in the meantime: nothing was changed" in said[codes.index(3)]
    left = ("one.md", "first.md") if codes[0] == 3 else ("pics", "images")
    assert kb(team, "mv", *left).returncode == 0
    assert (team / "docs/two.md").read_text() == "[a](first.md) [b](images/p.png)\n"
