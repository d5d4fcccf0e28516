"""A baseline and a memory that lead out of the knowledge base, or that are no files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from trees import article, kb, write

from kb_tools.checks.own_file import own_file
from kb_tools.errors import ConfigError

FILES = {
    "docs/a.md": article("a", "[x](gone.md) [y](http://127.0.0.1:9/)"),
    "kb.toml": '[check]\nbaseline = "kept.txt"\n[check.external]\nmemory = "kept.txt"\n',
}

posix = pytest.mark.skipif(os.name == "nt", reason="links and pipes")


@posix
@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "circle", "outside", "outside, not there yet"])
@pytest.mark.parametrize("arguments", [(), ("--write-baseline",), ("--external", "--baseline", "other.txt")])
def test_it_is_refused_at_once(tmp_path: Path, kind: str, arguments: tuple[str, ...]) -> None:
    root, outside = write(tmp_path / "root", FILES), tmp_path / "precious"
    kept = root / "kept.txt"
    if kind == "pipe":
        os.mkfifo(kept)
    elif kind == "folder":
        kept.mkdir()
    else:
        kept.symlink_to({"device": "/dev/zero", "circle": kept}.get(kind, outside))
    if kind == "outside":
        outside.write_text("# nothing\n")
    done = kb(root, "check", *arguments, timeout=20)
    assert done.returncode == 3
    assert "kept.txt leads out of this folder, or is no file" in done.stderr
    assert outside.exists() == (kind == "outside")
    assert kind != "outside" or outside.read_text() == "# nothing\n"


@posix
def test_the_usual_baseline_is_not_written_through_a_link(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {**FILES, "kb.toml": ""})
    (root / "kb-baseline.txt").symlink_to(tmp_path / "precious")
    assert kb(root, "check", "--write-baseline").returncode == 3
    assert not (tmp_path / "precious").exists()


@posix
def test_a_link_within_is_a_file(tmp_path: Path) -> None:
    write(tmp_path, {"config/kept.txt": ""})
    (tmp_path / "link").symlink_to("config/kept.txt")
    assert own_file(tmp_path, "link", "x") == tmp_path / "link"
    assert own_file(tmp_path, "new/file", "x") == tmp_path / "new/file"
    (tmp_path / "up").symlink_to("..")
    with pytest.raises(ConfigError):
        own_file(tmp_path, "up/file", "x")


def test_a_baseline_without_end_is_not_read(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    with open(root / "kept.txt", "wb") as file:
        file.truncate(2_000_000_000)
    done = kb(root, "check", timeout=20)
    assert done.returncode == 3
    assert "is larger than 100 MB" in done.stderr
