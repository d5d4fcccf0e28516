"""All or none: also when a disk fails, a process is killed, or somebody else writes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kb_tools import atomic
from kb_tools.errors import KbError
from kb_tools.search import place
from kb_tools.search.lock import locked
from kb_tools.writing import changes
from kb_tools.writing.changes import FileChange, apply, finish


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".kb" not in path.parts
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("a.md", "b.md", "old/c.md", "old/ü 日本.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


PLAN = (
    FileChange("a.md", b"a.md", b"A\r\n"),
    FileChange("new/c.md", b"old/c.md", b"C", "old/c.md"),
    FileChange("new/ü 日本.md", "old/ü 日本.md".encode(), b"u", "old/ü 日本.md"),
    FileChange("b.md", b"b.md", None),
    FileChange("fresh/d.md", None, b"D"),
)
AFTER = {"a.md": b"A\r\n", "new/c.md": b"C", "new/ü 日本.md": b"u", "fresh/d.md": b"D"}


def test_all_is_done_and_nothing_else_is_left(root: Path) -> None:
    (root / "old" / "c.md").chmod(0o755)
    apply(root, PLAN)
    assert tree(root) == AFTER
    assert not (root / "old").exists()
    assert (root / "new" / "c.md").stat().st_mode & 0o777 == 0o755
    assert not place.kept_file(place.index_folder(root), changes.JOURNAL).exists()


def test_two_files_change_places(root: Path) -> None:
    apply(root, [FileChange("b.md", b"a.md", b"a.md", "a.md"), FileChange("a.md", b"b.md", b"b.md", "b.md")])
    assert (root / "a.md").read_bytes() == b"b.md"
    assert (root / "b.md").read_bytes() == b"a.md"


@pytest.mark.parametrize(
    "change",
    [
        FileChange("a.md", b"other", b"x"),
        FileChange("a.md", None, b"x"),
        FileChange("b.md", b"a.md", b"x", "a.md"),
        FileChange("gone.md", b"x", b"y"),
        FileChange("../outside.md", None, b"x"),
        FileChange("link/x.md", None, b"x"),
        FileChange("link.md", b"a.md", b"x"),
    ],
)
def test_what_is_not_as_planned_stops_all(root: Path, change: FileChange) -> None:
    outside = root.parent / f"{root.name}-outside"
    outside.mkdir()
    (root / "link").symlink_to(outside)
    (root / "link.md").symlink_to("a.md")
    before = tree(root)
    with pytest.raises(KbError):
        apply(root, [FileChange("old/c.md", b"old/c.md", b"changed"), change])
    assert tree(root) == before
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("fails_at", range(7))
def test_a_failure_on_the_way_is_undone(root: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    before, count = tree(root), 0
    real_replace, real_unlink = os.replace, os.unlink

    def failing(real: object) -> object:
        def call(*args: object) -> object:
            nonlocal count
            if str(args[-1]).endswith(".md"):
                count += 1
                if count == fails_at + 1:
                    raise OSError(28, "No space left on device", str(args[-1]))
            return real(*args)  # type: ignore[operator]

        return call

    monkeypatch.setattr(os, "replace", failing(real_replace))
    monkeypatch.setattr(os, "unlink", failing(real_unlink))
    with pytest.raises(KbError, match="No space left"):
        apply(root, PLAN)
    monkeypatch.undo()
    assert tree(root) == before


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.writing.test_changes import PLAN
from kb_tools.writing import changes
left = int(sys.argv[2])
def counted(real):
    def call(*args, **kwargs):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*args, **kwargs)
    return call
os.replace, os.unlink = counted(os.replace), counted(os.unlink)
changes.apply(Path(sys.argv[1]), PLAN)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("after", range(10))
def test_a_killed_process_leaves_all_or_none_to_the_next(root: Path, after: int) -> None:
    before = tree(root)
    top = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED, root, str(after)], cwd=top, check=False)
    assert done.returncode in (-signal.SIGKILL, 0)
    finish(root, place.index_folder(root))
    left = {path: content for path, content in tree(root).items() if not path.endswith(".tmp")}
    assert left in (before, AFTER)
    if left == AFTER:
        assert left == tree(root)


def test_what_was_written_since_a_process_was_killed_stays(root: Path) -> None:
    top = Path(__file__).parents[2]
    # The journal is written, and b.md gone.
    subprocess.run([sys.executable, "-c", KILLED, root, "3"], cwd=top, check=False)
    (root / "a.md").write_bytes(b"by somebody")
    finish(root, place.index_folder(root))
    assert (root / "a.md").read_bytes() == b"by somebody"


def test_a_journal_that_is_not_ours_does_nothing(root: Path) -> None:
    folder = place.index_folder(root)
    journal = place.kept_file(folder, changes.JOURNAL)
    (root / "x.tmp").write_bytes(b"evil")
    for content in (
        b"",
        b"x" * 100,
        b"\0" * 32 + b'{"root": "%s", "steps": [["a.md", "x.tmp", ""]]}' % os.fsencode(root),
    ):
        journal.write_bytes(content)
        finish(root, folder)
        assert (root / "a.md").read_bytes() == b"a.md"
        assert not journal.exists()


def _grow(root: Path, start: multiprocessing.synchronize.Event, name: str) -> None:
    start.wait()
    for _ in range(20):
        while True:
            content = (root / "a.md").read_bytes()
            try:
                apply(root, [FileChange("a.md", content, content + name.encode())])
                break
            except KbError:
                continue


def test_two_at_once_lose_nothing(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    start = context.Event()
    writers = [context.Process(target=_grow, args=(root, start, name)) for name in "XY"]
    for writer in writers:
        writer.start()
    start.set()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    content = (root / "a.md").read_bytes()
    assert sorted(content.removeprefix(b"a.md")) == sorted(b"XY" * 20)


def test_who_waits_too_long_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "WAIT", 0.1)
    folder = place.index_folder(root)
    with locked(place.kept_file(folder, changes.LOCK)), pytest.raises(changes.Busy):
        apply(root, PLAN)
    apply(root, PLAN)
    assert tree(root) == AFTER


@pytest.mark.parametrize("stops_at", range(7))
def test_whoever_presses_ctrl_c_in_the_middle_has_all_of_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, stops_at: int
) -> None:
    count = 0
    real_replace, real_unlink = os.replace, os.unlink

    def stopping(real: object) -> object:
        def call(*args: object) -> object:
            nonlocal count
            if str(args[-1]).endswith(".md"):
                count += 1
                if count == stops_at + 1:
                    raise KeyboardInterrupt
            return real(*args)  # type: ignore[operator]

        return call

    monkeypatch.setattr(os, "replace", stopping(real_replace))
    monkeypatch.setattr(os, "unlink", stopping(real_unlink))
    with pytest.raises(KeyboardInterrupt):
        apply(root, PLAN)
    monkeypatch.undo()
    assert tree(root) == AFTER
    assert not place.kept_file(place.index_folder(root), changes.JOURNAL).exists()


def _left_by_a_killed_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is written and promised, and no name has changed hands."""
    with monkeypatch.context() as patched:
        patched.setattr(changes, "_carry_out", lambda *_: None)
        patched.setattr(changes, "_tidy", lambda *_: None)
        apply(root, PLAN)


def test_where_somebody_has_tidied_up_after_a_killed_process_nothing_is_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(root)
    _left_by_a_killed_process(root, monkeypatch)
    # As `git clean -fd` does: it leaves the journal, which git ignores.
    for path in root.rglob(".*.tmp"):
        path.unlink()
    finish(root, place.index_folder(root))
    assert tree(root) == before
    assert not place.kept_file(place.index_folder(root), changes.JOURNAL).exists()


def test_what_stands_in_the_way_of_a_journal_does_not_stop_everything_for_ever(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _left_by_a_killed_process(root, monkeypatch)
    (root / "fresh" / "d.md").mkdir()
    apply(root, [FileChange("a.md", b"A\r\n", b"2")])
    assert tree(root) == {name: content for name, content in AFTER.items() if name != "fresh/d.md"} | {"a.md": b"2"}
    assert (root / "fresh" / "d.md").is_dir()


def test_what_somebody_saves_while_the_rest_is_written_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = tree(root), changes._staged

    def staged(root: Path, change: FileChange) -> object:
        if change.path == "fresh/d.md":
            (root / "a.md").write_bytes(b"saved")
        return real(root, change)

    monkeypatch.setattr(changes, "_staged", staged)
    with pytest.raises(KbError, match="changed in the meantime"):
        apply(root, PLAN)
    assert tree(root) == {**before, "a.md": b"saved"}
    assert not (root / "fresh").exists()


@pytest.mark.parametrize("name", ["x" * 252 + ".md", "🙂" * 63 + ".md", "日" * 84 + ".md"])
def test_the_longest_names(root: Path, name: str) -> None:
    apply(root, [FileChange(name, None, b"1")])
    apply(root, [FileChange(name, b"1", b"2")])
    assert (root / name).read_bytes() == b"2"
    atomic.replace(root / name, b"3")
    assert (root / name).read_bytes() == b"3"


@pytest.mark.parametrize("stops_at", range(4))
@pytest.mark.parametrize("other", [b"same", b"other"])
def test_two_files_that_change_places_are_both_there_whenever_it_is_stopped(
    root: Path, monkeypatch: pytest.MonkeyPatch, stops_at: int, other: bytes
) -> None:
    (root / "a.md").write_bytes(b"same")
    (root / "b.md").write_bytes(other)
    count, real = 0, os.replace

    def stopping(source: str, target: str) -> None:
        nonlocal count
        if str(target).endswith(".md"):
            count += 1
            if count == stops_at + 1:
                raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", stopping)
    swap = [FileChange("b.md", b"same", b"same", "a.md"), FileChange("a.md", other, other, "b.md")]
    with contextlib.suppress(KeyboardInterrupt):
        apply(root, swap)
    monkeypatch.undo()
    assert (root / "a.md").read_bytes() == other
    assert (root / "b.md").read_bytes() == b"same"
