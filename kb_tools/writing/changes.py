"""Change several files of the knowledge base: all of them or none, whatever happens meanwhile.

The new contents are written beside their places first. Then a sealed journal says what is to take whose place: from here
on it counts as done. A process that is killed while the names change hands leaves the journal, and whoever writes next
finishes its work. A file that was changed by somebody else in between keeps what they wrote.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.digests import blake2b
from kb_tools.errors import KbError
from kb_tools.search import place

JOURNAL = "writing.journal"
LOCK = "writing.lock"
WAIT = 10
"""Seconds to wait for another process that writes."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of one file."""

    path: str
    """From the root: where it stands afterwards, or stood if it goes."""
    before: bytes | None
    """What it held, wherever it stood; None for a new file."""
    after: bytes | None
    """What it holds then; None for a file that goes."""
    old: str = ""
    """Where it stood before; empty where it stays."""


class _Step(NamedTuple):
    """A name that gets other content, or goes."""

    path: str
    temporary: str
    """What takes the name, from the root; empty where nothing does."""
    before: str
    """The digest of what has the name now; empty where nothing has."""


class Busy(KbError):
    """Another process writes."""


def apply(root: Path, changes: Sequence[FileChange]) -> None:
    """Make the changes: all of them, or none.

    Raises:
        Busy: another process has been writing for ten seconds.
        KbError: a file is no longer what it was, or cannot be written; nothing was changed.
    """
    folder = place.index_folder(root)
    with _locked(folder):
        finish(root, folder)
        _check(root, changes)
        steps: list[_Step] = []
        try:
            for change in changes:
                steps += _staged(root, change)
            # First what goes: a name may be free for another only then.
            steps.sort(key=lambda step: bool(step.temporary))
            _write_journal(folder, root, steps)
            _carry_out(root, changes, steps)
        except OSError as error:
            raise KbError(f"cannot be written: {error.strerror or error}; nothing was changed",
                          path=error.filename) from error  # fmt: skip
        finally:
            for step in steps:
                with contextlib.suppress(OSError):
                    if step.temporary:
                        os.unlink(root / step.temporary)
            with contextlib.suppress(OSError):
                os.unlink(place.kept_file(folder, JOURNAL))


def finish(root: Path, folder: Path) -> None:
    """Finish what a process that was killed had begun. A journal that is not ours is thrown away."""
    path = place.kept_file(folder, JOURNAL)
    try:
        steps = _read_journal(path, root)
    except FileNotFoundError:
        return
    for step in steps or ():
        target, temporary = root / step.path, root / step.temporary
        # Taken already, or changed by somebody since.
        if _digest(target) != step.before or (step.temporary and not temporary.is_file()):
            continue
        with contextlib.suppress(OSError):
            os.replace(temporary, target) if step.temporary else os.unlink(target)
    for step in steps or ():
        if step.temporary:
            (root / step.temporary).unlink(missing_ok=True)
        else:
            _remove_empty(root, step.path)
    path.unlink(missing_ok=True)


def _check(root: Path, changes: Sequence[FileChange]) -> None:
    """Is everything as it was planned for, and may it be written?"""
    top = os.path.realpath(root)
    gone = {change.old or change.path for change in changes if change.old or change.after is None}
    for change in changes:
        for name in filter(None, (change.path, change.old)):
            above = os.path.realpath(os.path.dirname(root / name))
            if above != top and not above.startswith(top + os.sep):
                raise KbError("lies outside of the knowledge base", path=name)
        source = root / (change.old or change.path)
        if os.path.islink(source):
            raise KbError("is a link: nothing was changed", path=change.old or change.path,
                          hint="Change the file that it leads to.")  # fmt: skip
        if change.before is None or change.old:
            target = root / change.path
            # On a file system without case, a.md and A.md are one file.
            if os.path.lexists(target) and change.path not in gone and not (change.old and _same(source, target)):
                raise KbError("is there already: nothing was changed", path=change.path)
        if change.before is not None and _content(source) != change.before:
            raise KbError("changed in the meantime: nothing was changed", path=change.old or change.path,
                          hint="Run it again.")  # fmt: skip
        if change.before is not None and not os.access(source, os.W_OK):
            raise KbError("is write-protected: nothing was changed", path=change.old or change.path)


def _staged(root: Path, change: FileChange) -> Iterator[_Step]:
    """Write the new content beside its place."""
    before = _hash(change.before) if change.before is not None else ""
    if change.after is not None:
        target = root / change.path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name.lstrip('.')[:80]}.{os.urandom(4).hex()}.tmp")
        step = _Step(change.path, _below(root, temporary), "" if change.old else before)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            yield step
            file.write(change.after)
            file.flush()
            os.fsync(file.fileno())
        if change.before is not None:
            os.chmod(temporary, stat.S_IMODE(os.stat(root / (change.old or change.path)).st_mode))
    if change.after is None or change.old:
        yield _Step(change.old or change.path, "", before)


def _carry_out(root: Path, changes: Sequence[FileChange], steps: Sequence[_Step]) -> None:
    done: list[_Step] = []
    contents = {change.old or change.path: change.before for change in changes}
    try:
        for step in steps:
            done.append(step)
            if step.temporary:
                os.replace(root / step.temporary, root / step.path)
            else:
                os.unlink(root / step.path)
    except OSError:
        from kb_tools import atomic

        for step in reversed(done):
            content = contents.get(step.path)
            with contextlib.suppress(OSError):
                if content is not None:
                    atomic.replace(root / step.path, content)
                else:
                    os.unlink(root / step.path)
        raise
    for step in steps:
        if not step.temporary:
            _remove_empty(root, step.path)


def _remove_empty(root: Path, path: str) -> None:
    """A folder that has lost its last file goes, as it does for git."""
    folder = os.path.dirname(path)
    with contextlib.suppress(OSError):
        while folder:
            os.rmdir(root / folder)
            folder = os.path.dirname(folder)


# --- the journal ------------------------------------------------------------------------------------------------------


def _write_journal(folder: Path, root: Path, steps: Sequence[_Step]) -> None:
    from kb_tools import atomic

    path = place.kept_file(folder, JOURNAL)
    place.remove_unless_file(path)
    text = json.dumps({"root": os.fspath(root), "steps": steps}).encode("ascii")
    atomic.replace(path, _seal(text) + text)


def _read_journal(path: Path, root: Path) -> list[_Step] | None:
    """What is to be done; None where the journal is not one that this user's kb wrote for this folder."""
    place.remove_unless_file(path)
    content = path.read_bytes()
    seal, text = content[:32], content[32:]
    if not hmac.compare_digest(seal, _seal(text)):
        return None
    found: dict[str, Any] = json.loads(text)
    return [_Step(*step) for step in found["steps"]] if found["root"] == os.fspath(root) else None


def _seal(text: bytes) -> bytes:
    # Somebody else's journal, come with a clone, could rename any file.
    return blake2b(text, key=place.key(), person=b"kb-writing", digest_size=32).digest()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    from kb_tools.search.engines.whoosh.codec import FileLock

    lock = FileLock(str(place.kept_file(folder, LOCK)))
    start = time.monotonic()
    while not lock.acquire(blocking=False):
        if time.monotonic() - start > WAIT:
            raise Busy("another kb is writing here", path=folder, hint="Wait until it is done, then run this again.")
        time.sleep(0.02)
    try:
        yield
    finally:
        lock.release()


# --- files ------------------------------------------------------------------------------------------------------------


def _below(root: Path, path: Path) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KbError(f"cannot be read: {error.strerror}", path=path) from error


def _hash(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _digest(path: Path) -> str:
    content = _content(path)
    return "" if content is None else _hash(content)
