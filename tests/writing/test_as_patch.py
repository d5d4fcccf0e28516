"""A patch that real git applies: the folder is then as the changes themselves make it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import git
from trees import write

from kb_tools.writing.as_patch import as_patch
from kb_tools.writing.changes import FileChange, apply

IMAGE = bytes(range(256)) * 9
LONG = "".join(f"line {number}\n" for number in range(60)).encode()

FILES = {
    "a.md": LONG,
    "old/windows.md": b"one\r\ntwo\r\nthree\r\n",
    "old/no end.md": b"one\ntwo",
    'old/"quoted"\\.md': b"q\n",
    "old/ü 日本.md": "ü\n".encode(),
    "old/image.png": IMAGE,
    "gone.md": b"gone",
    "gone.png": IMAGE,
    "tool.sh": b"#!\n",
    "empty.md": b"",
    "latin.md": b"\xe4\n\xff\n",
}

CHANGES = (
    FileChange("a.md", LONG, LONG.replace(b"line 3\n", b"x\ny\n").replace(b"line 57\n", b""), ""),
    FileChange("new folder/windows.md", FILES["old/windows.md"], b"one\r\n2\r\nthree\r\n", "old/windows.md"),
    FileChange("new folder/no end.md", b"one\ntwo", b"one\n2", "old/no end.md"),
    FileChange('new folder/"quoted"\t.md', b"q\n", b"r\n", 'old/"quoted"\\.md'),
    FileChange("new folder/ü 日本.md", "ü\n".encode(), "ü\n".encode(), "old/ü 日本.md"),
    FileChange("new folder/image.png", IMAGE, IMAGE, "old/image.png"),
    FileChange("gone.md", b"gone", None),
    FileChange("gone.png", IMAGE, None),
    FileChange("tool.sh", b"#!\n", None),
    FileChange("empty.md", b"", None),
    FileChange("latin.md", b"\xe4\n\xff\n", b"\xe4\n\xfe"),
    FileChange("fresh/one two.md", None, b"one\n"),
    FileChange("fresh/new.png", None, IMAGE + b"\0"),
    FileChange("fresh/empty.md", None, b""),
)


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {".kb", ".git"} & set(path.parts)
    }


def applied_both_ways(tmp_path: Path, below: str, is_repository: bool = True) -> None:
    top, ours = tmp_path / "theirs", tmp_path / "ours"
    root = write(top / below, FILES)
    write(ours, FILES)
    (root / "tool.sh").chmod(0o755)
    if is_repository:
        git(top, "init", "-q")
        git(top, "add", "-A")
        git(top, "commit", "-qm", "x")
    patch = tmp_path / "x.patch"
    patch.write_bytes(as_patch(root, CHANGES))
    apply(ours, CHANGES)
    before = tree(root)
    git(root, "apply", "--whitespace=nowarn", str(patch))
    assert tree(root) == tree(ours)
    if not is_repository:
        # No object to look up: all that leads back stands in the patch.
        git(root, "apply", "-R", "--whitespace=nowarn", str(patch))
        assert tree(root) == before
    if is_repository:
        git(root, "apply", "--check", "-R", "--whitespace=nowarn", str(patch))
        git(root, "apply", "-R", "--whitespace=nowarn", str(patch))
        assert tree(root) == before
        git(root, "add", "-A")
        git(root, "apply", "--index", "--whitespace=nowarn", str(patch))
        assert git(root, "show", ":./new folder/ü 日本.md") == "ü\n"


def test_at_the_top_of_a_repository(tmp_path: Path) -> None:
    applied_both_ways(tmp_path, "")


def test_below_the_top_of_a_repository(tmp_path: Path) -> None:
    applied_both_ways(tmp_path, "team docs/kb")


def test_without_a_repository(tmp_path: Path) -> None:
    assert not any((folder / ".git").exists() for folder in tmp_path.parents)
    applied_both_ways(tmp_path, "", is_repository=False)


def test_what_stays_is_not_in_it(tmp_path: Path) -> None:
    assert as_patch(tmp_path, [FileChange("a.md", b"a\n", b"a\n")]) == b""


def test_a_rename_says_how_much_stayed(tmp_path: Path) -> None:
    patch = as_patch(tmp_path, [FileChange("b.md", b"a\n" * 10, b"a\n" * 9 + b"b\n", "a.md")])
    assert b"similarity index 90%\nrename from a.md\nrename to b.md\n--- a/a.md\n+++ b/b.md\n@@" in patch


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"\r\n", b"c\r\n", b"\x0b\n", b"\xc2\x85x\n", b"\n"]), max_size=12)
ENDS = st.sampled_from([b"", b"x", b"\r"])


@given(LINES, ENDS, LINES, ENDS)
def test_any_two_texts(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], last: bytes, after: list[bytes], end: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    old, new = b"".join(before) + last, b"".join(after) + end
    write(folder, {"a.md": old})
    patch = as_patch(folder, [FileChange("b.md", old, new, "a.md")])
    (folder / "x.patch").write_bytes(patch)
    git(folder, "apply", "--whitespace=nowarn", "x.patch")
    assert (folder / "b.md").read_bytes() == new
    assert not os.path.exists(folder / "a.md")


@pytest.mark.parametrize("more", [b"", b"id: x\nredirects:\n  - y\n"])
def test_a_long_table_is_compared_at_once(tmp_path: Path, more: bytes) -> None:
    before = b"---\ntitle: x\n---\n[a](x)\n" + b"| a | b |\n" * 20_000 + b"[b](x)\n"
    after = before.replace(b"](x)", b"](y)").replace(b"title: x\n", b"title: x\n" + more)
    (tmp_path / "a.md").write_bytes(before)
    start = time.process_time()
    patch = as_patch(tmp_path, [FileChange("a.md", before, after)])
    assert time.process_time() - start < 5
    (tmp_path / "x.patch").write_bytes(patch)
    git(tmp_path, "apply", "x.patch")
    assert (tmp_path / "a.md").read_bytes() == after
