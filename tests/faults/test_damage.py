"""An index that is damaged in any way is built anew, with one line that says so."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from trees import article, index, kb, scores, settle, write

BODY = "Restart the router and wait for the lamp. "


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """An index of two segments, one of them with a deleted document."""
    folder = write(tmp_path, {f"docs/{number}.md": article(f"Router {number}", BODY) for number in range(6)})
    index(settle(folder))
    write(folder, {"docs/5.md": article("Router 5 again", BODY)})
    index(settle(folder))
    return folder


def parts(base: Path) -> list[Path]:
    """All files of the index but the lock."""
    found = [path for path in (base / ".kb/index").iterdir() if path.name != "lock"]
    current = index(base).state.files
    return sorted(path for path in found if path.name in current or path.name == "current")


def damages(base: Path, damage: Callable[[Path], object]) -> None:
    """Damage each file in turn; each time it is noticed, and the index is whole again."""
    kept = base / "kept"
    shutil.copytree(base / ".kb", kept)
    expected = scores(base, "router")
    assert len(expected) == 6
    names = [path.name for path in parts(base)]
    assert len(names) >= 8
    for name in names:
        shutil.rmtree(base / ".kb")
        shutil.copytree(kept, base / ".kb")
        assert index(base).report.rebuilt == "", "a copy of the user's own is as good"
        damage(base / ".kb/index" / name)
        assert index(base).report.rebuilt.startswith("the index is damaged"), name
        assert scores(base, "router") == expected, name
        assert index(base).report.rebuilt == "", "once is enough"


def flip(position: float) -> Callable[[Path], object]:
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[int(position * (len(content) - 1))] ^= 0x10
        path.write_bytes(content)

    return damage


@pytest.mark.parametrize("position", [0, 0.1, 0.35, 0.5, 0.7, 0.9, 1])
def test_a_flipped_byte(base: Path, position: float) -> None:
    damages(base, flip(position))


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_a_truncated_file(base: Path, share: float) -> None:
    damages(base, lambda path: path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)]))


def test_something_added(base: Path) -> None:
    damages(base, lambda path: path.write_bytes(path.read_bytes() + b"\0"))


def test_something_else_altogether(base: Path) -> None:
    damages(base, lambda path: path.write_bytes(b"\0" * path.stat().st_size))


def test_every_file_deleted_one_by_one(base: Path) -> None:
    expected = scores(base, "router")
    for path in parts(base):
        path.unlink(missing_ok=True)
        assert scores(base, "router") == expected, path.name
        assert index(base).report.read == 0


def test_the_whole_index_deleted(base: Path) -> None:
    expected = scores(base, "router")
    shutil.rmtree(base / ".kb")
    assert scores(base, "router") == expected


def test_the_command_says_it_in_one_line(base: Path) -> None:
    (part,) = (base / ".kb/index").glob("kb-s*.pst")
    flip(0.5)(part)
    search = kb(base, "search", "router", "again")
    assert search.returncode == 0
    assert "Router 5 again" in search.stdout
    (line,) = search.stderr.splitlines()
    assert line.startswith("the index is damaged; built anew: 6 articles in ")
    assert kb(base, "search", "router").stderr == ""


@pytest.mark.parametrize("change", ["language = 'german'", "exclude = ['0.md']", "[fields]\nowner = 'ms.author'"])
def test_the_command_says_that_settings_changed(base: Path, change: str) -> None:
    write(base, {"kb.toml": change})
    search = kb(base, "search", "router")
    assert search.returncode == 0
    (line,) = search.stderr.splitlines()
    assert line.startswith("the index was written by another version or with other settings; built anew: ")
    assert kb(base, "search", "router").stderr == ""
