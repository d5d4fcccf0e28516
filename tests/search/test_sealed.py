"""Is a kept file believed only whole, our own, and while it holds?"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from disks import on_posix, unprivileged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.search import sealed
from kb_tools.search.sealed import SealedFile

PAYLOAD = b"what was found"


def file(root: Path, *about: object) -> SealedFile:
    return SealedFile(root, "kept", ("health",), *about)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    file(tmp_path, "settings").write(PAYLOAD)
    return tmp_path / ".kb/kept"


def test_what_was_written_is_read_and_the_last_one_counts(tmp_path: Path) -> None:
    assert file(tmp_path).read() is None
    for payload in (PAYLOAD, b"", b"\0" * 1000):
        file(tmp_path).write(payload)
        assert file(tmp_path).read() == payload
    assert sorted(os.listdir(tmp_path / ".kb")) == [".gitignore", "index", "kept"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.data())
def test_no_byte_can_be_changed_taken_out_or_put_in(tmp_path: Path, kept: Path, data: st.DataObject) -> None:
    content = kept.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    for broken in (
        content[:place] + bytes([other]) + content[place + 1 :],
        content[:place],
        content[:place] + content[place + 1 :] if content.count(content[place]) == 1 else b"",
        content + bytes([other]),
    ):
        try:
            kept.write_bytes(broken)
            assert file(tmp_path, "settings").read() is None
        finally:
            kept.write_bytes(content)
    assert file(tmp_path, "settings").read() == PAYLOAD


@pytest.mark.usefixtures("kept")
def test_other_settings_another_version_and_other_code_are_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert file(tmp_path, "other settings").read() is None
    assert SealedFile(tmp_path, "kept", ("health", "links"), "settings").read() is None
    with monkeypatch.context() as patch:
        patch.setattr(sealed, "__version__", "0.0.0")
        assert file(tmp_path, "settings").read() is None
    assert file(tmp_path, "settings").read() == PAYLOAD


def test_a_change_in_the_code_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "kb_tools/health/count.py"
    code.parent.mkdir(parents=True)
    code.write_text("one = 1\n")
    monkeypatch.setattr(sealed, "__file__", str(tmp_path / "kb_tools/search/sealed.py"))
    file(tmp_path).write(PAYLOAD)
    assert file(tmp_path).read() == PAYLOAD
    # What Python compiles beside it is no change.
    (code.parent / "__pycache__").mkdir()
    (code.parent / "__pycache__/count.cpython-311.pyc.1234").write_bytes(b"")
    assert file(tmp_path).read() == PAYLOAD
    code.write_text("one = 11\n")
    assert file(tmp_path).read() is None


@pytest.mark.usefixtures("kept")
def test_what_another_user_wrote_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "elsewhere"))
    assert file(tmp_path, "settings").read() is None


@on_posix
@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_what_is_no_file_makes_room(tmp_path: Path, kept: Path, kind: str) -> None:
    content = kept.read_bytes()
    kept.unlink()
    other = tmp_path / "other"
    other.write_bytes(content)
    if kind == "link":
        kept.symlink_to(other)
    elif kind == "folder":
        kept.mkdir()
    else:
        os.mkfifo(kept)
    assert file(tmp_path, "settings").read() is None
    assert not os.path.lexists(kept)
    # A link that is laid between reading and writing is replaced, not followed.
    kept.symlink_to(other)
    file(tmp_path, "settings").write(b"new")
    assert other.read_bytes() == content
    assert file(tmp_path, "settings").read() == b"new"


@on_posix
def test_it_is_for_this_user_alone(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@on_posix
def test_where_nothing_can_be_kept_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = tmp_path / "base"
    base.mkdir()
    base.chmod(0o555)
    monkeypatch.setenv("KB_CACHE", str(base / "cache"))
    with unprivileged(tmp_path):
        file(base).write(PAYLOAD)
        assert file(base).read() is None
