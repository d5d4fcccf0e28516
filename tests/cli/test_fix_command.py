"""kb fix: the patch first, then all of it or nothing."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from disks import on_posix, small_disk
from terminal import on_terminal
from trees import KB, kb, settle, write

A = "# A\n\nSee [B](B.md).\n"
B = b"# B\r\n\r\nSee [A](A.md) and [gone](gone.md)."


@pytest.fixture
def base(tmp_path: Path) -> Path:
    files: dict[str, str | bytes] = {"docs/a.md": A, "docs/b.md": B, "docs/my b.md": "# C\n\n[A](A.md)\n"}
    return settle(write(tmp_path / "base", files))


def test_where_nobody_can_be_asked_the_patch_is_printed_and_nothing_changes(base: Path) -> None:
    found = kb(base, "fix")
    assert found.returncode == 1
    assert "-See [B](B.md).\n+See [B](b.md).\n" in found.stdout
    assert "3 findings in 3 files" in found.stderr
    assert "kb fix --yes" in found.stderr
    assert (base / "docs/a.md").read_text() == A


def test_yes_mends_all_and_leaves_every_other_byte(base: Path) -> None:
    done = kb(base, "fix", "--yes")
    assert done.returncode == 0
    assert done.stdout == ""
    assert (base / "docs/a.md").read_text() == A.replace("B.md", "b.md")
    assert (base / "docs/b.md").read_bytes() == B.replace(b"A.md", b"a.md")
    again = kb(base, "fix", "--yes")
    assert (again.returncode, again.stdout) == (0, "")
    assert "nothing to mend" in again.stderr


def test_the_patch_of_a_dry_run_is_what_yes_does(base: Path, tmp_path: Path) -> None:
    dry = subprocess.run([*KB, "-C", base, "fix", "--dry-run"], capture_output=True, check=True)
    copy = write(
        tmp_path / "copy", {name: (base / name).read_bytes() for name in ("docs/a.md", "docs/b.md", "docs/my b.md")}
    )
    subprocess.run(["git", "apply", "-"], input=dry.stdout, cwd=copy, check=True)
    assert kb(base, "fix", "--yes").returncode == 0
    for name in ("docs/a.md", "docs/b.md", "docs/my b.md"):
        assert (copy / name).read_bytes() == (base / name).read_bytes()


@pytest.mark.parametrize("name", ["docs/a.md", "docs\\a.md"])
def test_only_the_files_that_are_named(base: Path, name: str) -> None:
    assert kb(base, "fix", name, "--yes").returncode == 0
    assert (base / "docs/a.md").read_text() != A
    assert (base / "docs/b.md").read_bytes() == B


def test_only_the_rules_that_are_selected(base: Path) -> None:
    assert kb(base, "fix", "--yes", "--select", "freshness").returncode == 0
    assert kb(base, "fix", "--yes", "--ignore", "links").returncode == 0
    assert (base / "docs/a.md").read_text() == A
    assert "is no rule" in kb(base, "fix", "--select", "nonsense").stderr


@pytest.mark.parametrize(("answer", "status", "mended"), [("y", 0, True), ("n", 1, False), ("", 1, False)])
def test_a_terminal_is_asked_and_no_is_the_default(base: Path, answer: str, status: int, mended: bool) -> None:
    screen = on_terminal(base, "fix", types=f"{answer}\n", environment={"PAGER": "cat"})
    assert screen.status == status
    assert "\x1b[32m+See [B](b.md)." in screen.text
    assert "Apply? [y/N]" in screen.plain
    assert screen.plain.index("+See") < screen.plain.index("in 3 files") < screen.plain.index("Apply?")
    assert ((base / "docs/a.md").read_text() != A) is mended


def test_no_answer_changes_nothing(base: Path) -> None:
    assert on_terminal(base, "fix", types="\x04", environment={"PAGER": "cat"}).status == 130
    assert (base / "docs/a.md").read_text() == A


def test_a_long_patch_goes_through_the_pager(base: Path, tmp_path: Path) -> None:
    write(base, {f"docs/n{number}.md": A for number in range(9)})
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\ncat > {tmp_path}/paged\n")
    pager.chmod(0o755)
    assert on_terminal(base, "fix", types="y\n", environment={"PAGER": str(pager)}).status == 0
    assert "+See [B](b.md)." in (tmp_path / "paged").read_text()


@on_posix
def test_where_one_file_cannot_be_written_none_is(base: Path, tmp_path: Path) -> None:
    with small_disk(base / "docs/small", "64k") as disk:
        write(disk, {"a.md": "[B](B.md)\n" + "x" * 20_000, "b.md": "# B\n", "filler": "x" * 24_000})
        found = kb(base, "fix", "--yes", KB_CACHE=str(tmp_path))
        assert found.returncode == 3
        assert "nothing was changed" in found.stderr
    assert (base / "docs/a.md").read_text() == A


def test_check_fix_does_the_same(base: Path) -> None:
    assert kb(base, "check", "--diff").stdout == kb(base, "fix", "--dry-run").stdout
    kb(base, "check", "--fix")
    assert kb(base, "fix", "--dry-run").stdout == ""


def test_what_is_write_protected_is_told_and_counts_as_left(base: Path) -> None:
    for name in ("a", "b", "my b"):
        (base / f"docs/{name}.md").chmod(0o444)
    as_nobody = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*as_nobody, *KB, "-C", str(base), "fix", "--yes"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "docs/a.md: not mended: it is write-protected" in done.stderr
    assert "nothing to mend" not in done.stderr
    assert (base / "docs/a.md").read_text() == A


@pytest.mark.parametrize("since", ["", "\nMore.\n"])
def test_what_was_as_it_was_read_stays_so(base: Path, since: str) -> None:
    assert kb(base, "review", "docs/b.md", "--yes", "--by", "Ada").returncode == 0
    file = base / "docs/b.md"
    file.write_bytes(file.read_bytes() + since.encode())
    before = file.read_bytes()
    patch = kb(base, "fix", "--dry-run").stdout
    assert kb(base, "fix", "--yes").returncode == 0
    found = kb(base, "check", "--select", "KB410").stdout
    assert ("changed-since-review" in found) is bool(since)
    mended = file.read_bytes()
    hash_was, hash_is = (re.findall(rb"reviewed_hash: (\w+)", content)[0] for content in (before, mended))
    assert mended == before.replace(b"A.md", b"a.md").replace(hash_was, hash_is)
    assert (hash_was == hash_is) is bool(since)
    assert (f"+reviewed_hash: {hash_is.decode()}" in patch) is not bool(since)
