"""Is a state believed only when it is whole, ours, and for these settings?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kb_tools.search import state as states
from kb_tools.search.state import STATE, Damaged, SegmentState, State, read_state, write_state

KEY = b"k" * 32
PRINT = "fingerprint"
SEALED = ["kb-one0_0.trm", "kb-one0_0.pst", "manifest-1", "vocabulary-1"]


def a_state(**changes: object) -> State:
    made = State(fingerprint=PRINT, generation=7, listing="listing", manifest="manifest-1", pivots=(1.0, 5.5),
                 segments=(SegmentState("one0", 3), SegmentState("sone", 2, (1,))), vocabulary="vocabulary-1")  # fmt: skip
    return made._replace(**changes)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in enumerate([*SEALED, "kb-other0_0.trm", "manifest-0"]):
        (tmp_path / name).write_bytes(bytes(range(20 + number)))
    write_state(tmp_path, a_state(), KEY)
    return tmp_path


def test_what_is_written_is_read(folder: Path) -> None:
    found = read_state(folder, KEY, PRINT)
    assert found is not None
    assert found._replace(files={}) == a_state()
    assert found.documents == 4
    assert sorted(found.files) == sorted(SEALED)


def test_there_is_none_yet(tmp_path: Path) -> None:
    assert read_state(tmp_path, KEY, PRINT) is None
    assert read_state(tmp_path / "missing", KEY, PRINT) is None


def test_another_key_another_user(folder: Path) -> None:
    with pytest.raises(Damaged, match="not written by this user"):
        read_state(folder, b"K" * 32, PRINT)


def test_another_version_or_other_settings(folder: Path) -> None:
    with pytest.raises(Damaged, match="another version or with other settings"):
        read_state(folder, KEY, "other")


def test_a_state_with_other_fields_is_another_versions(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_state", lambda data: State(**{**data, "added": 1}))
    with pytest.raises(Damaged, match="another version"):
        read_state(folder, KEY, "other")


@pytest.mark.parametrize("name", [STATE, *SEALED])
def test_any_flipped_byte_shows(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for position in range(len(whole)):
        (folder / name).write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        if name == STATE and position == whole.index(b"\n"):
            # What stands between seal and state says nothing.
            continue
        with pytest.raises(Damaged):
            read_state(folder, KEY, PRINT)


@pytest.mark.parametrize("name", [STATE, *SEALED])
def test_any_truncation_shows(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    for length in range(len(whole)):
        (folder / name).write_bytes(whole[:length])
        with pytest.raises(Damaged):
            read_state(folder, KEY, PRINT)


@pytest.mark.parametrize("name", SEALED)
def test_a_missing_part_shows(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(Damaged, match="missing"):
        read_state(folder, KEY, PRINT)


@pytest.mark.parametrize("name", SEALED)
def test_touched_or_copied_is_decided_by_the_content(folder: Path, name: str) -> None:
    os.utime(folder / name, (1, 1))
    copy = (folder / name).read_bytes()
    (folder / name).unlink()
    (folder / name).write_bytes(copy)
    assert read_state(folder, KEY, PRINT)


def test_same_size_and_time_but_not_the_same_file(folder: Path) -> None:
    path = folder / SEALED[0]
    before = path.stat()
    path.write_bytes(bytes(reversed(path.read_bytes())))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(Damaged):
        read_state(folder, KEY, PRINT)


def test_a_segment_is_digested_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_state(folder, KEY, PRINT)
    assert before is not None
    (folder / "manifest-2").write_bytes(b"rows")
    digested: list[str] = []
    real = states._digest

    def digest(path: Path | str) -> str:
        digested.append(Path(path).name)
        return real(path)

    monkeypatch.setattr(states, "_digest", digest)
    after = write_state(folder, before._replace(manifest="manifest-2"), KEY)
    assert digested == ["manifest-2"]
    assert "manifest-1" not in after.files
    monkeypatch.undo()
    assert read_state(folder, KEY, PRINT) == after


@pytest.mark.skipif(os.name != "posix", reason="a full disk by another way")
def test_a_state_that_cannot_be_written_leaves_the_old_one(folder: Path) -> None:
    (folder / f"{STATE}.{os.getpid()}.tmp").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_state(folder, a_state(generation=8), KEY)
    found = read_state(folder, KEY, PRINT)
    assert found is not None
    assert found.generation == 7
