"""The state of an index: which segments make it up, what the docs folder looked like, and the seal over it all.

The state is one small file, replaced atomically; segments never change once written. The seal is a keyed hash over the
state, which in turn names size, times and digest of every other file. Whoosh unpickles a part of its files, so nothing is
opened that this user's own kb did not write: an index that came with a clone, or was changed by anybody or anything, is
built anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from kb_tools.digests import blake2b

STATE = "current"
_SEAL_LENGTH = 64


class Damaged(Exception):
    """The index cannot be used; the message says why, in words for the user."""


class SegmentState(NamedTuple):
    """One segment and those of its documents that are no longer true."""

    name: str
    documents: int
    deleted: tuple[int, ...] = ()


class State(NamedTuple):
    """What one generation of the index is made of."""

    fingerprint: str
    """Names the version of kb and the settings that it was built with."""
    generation: int
    listing: str
    """Digest of the docs folder's listing."""
    manifest: str
    """The file that holds the rows of manifest.py."""
    pivots: tuple[float, ...]
    segments: tuple[SegmentState, ...]
    vocabulary: str
    """The file that holds the compiled vocabulary; named by what it was compiled from."""
    files: Mapping[str, tuple[int, int, int, int, str]] = MappingProxyType({})
    """File name -> size, mtime, ctime, inode, digest."""

    @property
    def documents(self) -> int:
        """How many articles can be found."""
        return sum(segment.documents - len(segment.deleted) for segment in self.segments)


def read_state(folder: Path, key: bytes, fingerprint: str) -> State | None:
    """The current state, or None where there is none yet.

    Raises:
        Damaged: there is one, but it is not ours, not whole, or not for these settings.
    """
    try:
        content = (folder / STATE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Damaged(f"the index cannot be read ({error.strerror})") from error
    seal, payload = content[:_SEAL_LENGTH], content[_SEAL_LENGTH + 1 :]
    if seal != _seal(payload, key):
        raise Damaged("the index is damaged or was not written by this user")
    data = json.loads(payload)
    # Before anything else: another version's state may have other fields.
    if data.get("fingerprint") != fingerprint:
        raise Damaged("the index was written by another version or with other settings")
    state = _state(data)
    for name in state.files:
        _verify(folder, name, state.files[name])
    return state


def write_state(folder: Path, state: State, key: bytes) -> State:
    """Make *state* the current one, atomically. Its files are there already."""
    state = _with_files(folder, state)
    payload = json.dumps(state._asdict(), separators=(",", ":")).encode("ascii")
    temporary = folder / f"{STATE}.{os.getpid()}.tmp"
    with open(temporary, "wb") as file:
        file.write(_seal(payload, key) + b"\n" + payload)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / STATE)
    return state


def write_file(folder: Path, name: str, content: bytes) -> None:
    """Write a new file of the index so that it is on the disk before the state names it."""
    with open(folder / name, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _seal(payload: bytes, key: bytes) -> bytes:
    return blake2b(payload, key=key, digest_size=_SEAL_LENGTH // 2).hexdigest().encode("ascii")


def _state(data: dict[str, Any]) -> State:
    segments = tuple(SegmentState(name, documents, tuple(deleted)) for name, documents, deleted in data["segments"])
    files = {name: tuple(facts) for name, facts in data["files"].items()}
    return State(**{**data, "pivots": tuple(data["pivots"]), "segments": segments, "files": files})


def _with_files(folder: Path, state: State) -> State:
    prefixes = tuple(f"kb-{name}_" for name in (state.vocabulary, *(segment.name for segment in state.segments)))
    files = {}
    for entry in os.scandir(folder):
        if entry.name.startswith(prefixes) or entry.name in (state.manifest, state.vocabulary):
            known = state.files.get(entry.name)
            # A segment is digested once, when it is new.
            found = (
                known if known and known[:4] == _identity(entry.path) else (*_identity(entry.path), _digest(entry.path))
            )
            files[entry.name] = found
    return state._replace(files=files)


def _verify(folder: Path, name: str, facts: tuple[int, int, int, int, str]) -> None:
    """Is this the file that was sealed? Untouched since: yes. Otherwise its content decides."""
    path = folder / name
    try:
        found = _identity(path)
        if found == facts[:4]:
            return
        if found[0] == facts[0] and _digest(path) == facts[4]:
            return
    except OSError as error:
        raise Damaged("a part of the index is missing") from error
    raise Damaged("the index is damaged")


def _identity(path: Path | str) -> tuple[int, int, int, int]:
    found = os.stat(path)
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _digest(path: Path | str) -> str:
    hasher = blake2b(digest_size=16)
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            hasher.update(block)
    return hasher.hexdigest()
