"""Change several files of the knowledge base: all of them or none, whatever happens meanwhile.

The new contents are written beside their places first. Then a sealed journal says what is to take whose place: from here
on it counts as done. A process that is killed while the names change hands leaves the journal, and whoever writes next
finishes its work. A file that was changed by somebody else in between keeps what they wrote.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb_tools.digests import blake2b
from kb_tools.errors import KbError
from kb_tools.search import place
from kb_tools.writing import journal
from kb_tools.writing.journal import JOURNAL, Step

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


class Busy(KbError):
    """Another process writes."""


@contextlib.contextmanager
def writing(root: Path) -> Iterator[Path]:
    """Be the only one that writes, and know the folder where kb keeps its own files.

    Raises:
        Busy: another process has been writing for ten seconds.
        KbError: there is no place for a lock.
    """
    from kb_tools.search.lock import locked

    with contextlib.ExitStack() as held:
        try:
            folder = place.index_folder(root)
            held.enter_context(locked(place.kept_file(folder, LOCK), WAIT))
        except TimeoutError as error:
            raise Busy("another kb is writing here", path=root,
                       hint="Wait until it is done, then run this again.") from error  # fmt: skip
        except OSError as error:
            raise KbError(f"there is no place for a lock: {error.strerror or error}; nothing was changed", path=root,
                          hint="Set the environment variable KB_CACHE to a folder of your own.") from error  # fmt: skip
        yield folder


def apply(root: Path, changes: Sequence[FileChange]) -> None:
    """Make the changes: all of them, or none.

    Raises:
        Busy: another process has been writing for ten seconds.
        KbError: a file is no longer what it was, or cannot be written; nothing was changed.
    """
    with writing(root) as folder:
        finish(root, folder)
        _check(root, changes)
        steps: list[Step] = []
        is_over = True
        try:
            for change in changes:
                steps += _staged(root, change)
            # Thousands take a while: somebody may have saved one of them meanwhile.
            _check(root, changes)
            # First what goes: a name may be free for another only then.
            steps[:] = sorted(_once_each(steps), key=lambda step: bool(step.temporary))
            journal.write(place.kept_file(folder, JOURNAL), root, steps)
            is_over = False
            _carry_out(root, changes, steps, place.kept_file(folder, JOURNAL))
            is_over = True
        except OSError as error:
            is_over = True
            raise KbError(f"cannot be written: {error.strerror or error}; nothing was changed",
                          path=error.filename2 or error.filename) from error  # fmt: skip
        finally:
            if not is_over:
                # Somebody has pressed Ctrl-C: what has begun is finished, here or by whoever writes next.
                finish(root, folder)
            _tidy(root, steps, place.kept_file(folder, JOURNAL))


def finish(root: Path, folder: Path) -> None:
    """Finish what a process that was killed had begun. A journal that is not ours is thrown away."""
    path = place.kept_file(folder, JOURNAL)
    try:
        steps = journal.read(path, root)
    except FileNotFoundError:
        return
    is_whole = all((root / step.temporary).is_file() for step in steps if step.temporary)
    # Removals come first. Is one still to be done, though of the new contents one is gone already, then somebody has tidied
    # up or gone back: what would be removed now has no successor.
    if is_whole or not any(_is_as_it_was(root, step) for step in steps if not step.temporary):
        for step in steps:
            # Otherwise taken already, or changed by somebody since.
            if _is_as_it_was(root, step):
                target = root / step.path
                with contextlib.suppress(OSError):
                    os.replace(root / step.temporary, target) if step.temporary else os.unlink(target)
    _tidy(root, steps, path)


def _is_as_it_was(root: Path, step: Step) -> bool:
    if step.temporary and not (root / step.temporary).is_file():
        return False
    try:
        return _digest(root / step.path) == step.before
    except KbError:
        # A folder of that name, or not ours to read: nothing that a journal could know of.
        return False


def _tidy(root: Path, steps: Sequence[Step], noted: Path) -> None:
    """Remove what was only needed on the way; the journal last, which knows of the rest."""
    for step in steps:
        with contextlib.suppress(OSError):
            if step.temporary:
                os.unlink(root / step.temporary)
    for step in steps:
        _remove_empty(root, step.path)
    with contextlib.suppress(OSError):
        os.unlink(noted)


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


def _staged(root: Path, change: FileChange) -> Iterator[Step]:
    """Write the new content beside its place."""
    before = _hash(change.before) if change.before is not None else ""
    if change.after is not None:
        target = root / change.path
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name.lstrip('.')[:40]}.{os.urandom(4).hex()}.tmp")
        step = Step(change.path, _below(root, temporary), "" if change.old else before)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            yield step
            file.write(change.after)
            file.flush()
            os.fsync(file.fileno())
        if change.before is not None:
            os.chmod(temporary, stat.S_IMODE(os.stat(root / (change.old or change.path)).st_mode))
    if change.after is None or change.old:
        yield Step(change.old or change.path, "", before)


def _once_each(steps: Sequence[Step]) -> Iterator[Step]:
    """Where two files change places, a name that goes is taken at once: of two files alike, nobody could tell which it is."""
    taken = {step.path for step in steps if step.temporary}
    gone = {step.path: step.before for step in steps if not step.temporary}
    for step in steps:
        if step.temporary:
            yield step._replace(before=gone.get(step.path, step.before))
        elif step.path not in taken:
            yield step


def _carry_out(root: Path, changes: Sequence[FileChange], steps: Sequence[Step], noted: Path) -> None:
    done: list[Step] = []
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

        # From here on it counts as undone: whoever finds the journal would remove what is put back.
        with contextlib.suppress(OSError):
            os.unlink(noted)
        for step in reversed(done):
            content = contents.get(step.path)
            with contextlib.suppress(OSError):
                if content is not None:
                    atomic.replace(root / step.path, content)
                else:
                    os.unlink(root / step.path)
        raise


def _remove_empty(root: Path, path: str) -> None:
    """A folder that has lost its last file goes, as it does for git; and so does one that was made for nothing."""
    folder = os.path.dirname(path)
    with contextlib.suppress(OSError):
        while folder:
            os.rmdir(root / folder)
            folder = os.path.dirname(folder)


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
