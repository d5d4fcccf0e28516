"""Does nothing of an archive get out of the folder, whatever it holds?"""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from kb_tools.cli.at_commit import _take_out

pytestmark = pytest.mark.skipif(os.name != "posix", reason="makes links")


def archive(files: dict[str, str], links: dict[str, str]) -> tarfile.TarFile:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, target in links.items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            tar.addfile(member)
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    stream.seek(0)
    return tarfile.open(fileobj=stream)


def taken_out(folder: Path, files: dict[str, str], links: dict[str, str]) -> dict[str, str]:
    root = folder / "root"
    root.mkdir()
    with archive(files, links) as tar:
        _take_out(tar, root)
    assert sorted(path.name for path in folder.iterdir()) == ["root"]
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def test_files_and_links_within(tmp_path: Path) -> None:
    found = taken_out(tmp_path, {"docs/\u00fc/a.md": "A", "b.md": "B"}, {"docs/b.md": "../b.md", "again": "docs"})
    assert found == {"docs/\u00fc/a.md": "A", "b.md": "B", "docs/b.md": "B"}
    assert (tmp_path / "root/again/b.md").read_text() == "B"


@pytest.mark.parametrize(
    "links",
    [
        {"out": "/etc/hostname"}, {"out": "../../secret"}, {"out": ".."},
        # In turn: each of them alone stays within.
        {"x": "a/b/..", "a": ".", "b": "."}, {"x": "a/../..", "a": "docs"}, {"x": "y", "y": "z/..", "z": "."},
    ],
)  # fmt: skip
def test_links_that_lead_out_are_left_out(tmp_path: Path, links: dict[str, str]) -> None:
    assert taken_out(tmp_path, {"docs/a.md": "A"}, links) == {"docs/a.md": "A"}
    left = [path for path in (tmp_path / "root").rglob("*") if path.is_symlink()]
    assert all(path.resolve().is_relative_to(tmp_path / "root") for path in left)


def test_names_that_lead_out_are_left_out_and_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    files = {"../up.md": "U", "docs/../../up.md": "U", "in/x.md": "X", "docs/a.md": "A"}
    assert taken_out(tmp_path, files, {"in": ".."}) == {"in/x.md": "X", "docs/a.md": "A"}
