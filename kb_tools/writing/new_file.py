"""Write a file that is not there yet: whole or not at all, and never over another one."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def create(path: Path, text: str) -> bool:
    """Create *path*, and the folders above it; False where something of this name is there already.

    It gets its name only when all of it is on the disk, and only if the name is still free: of two runs at once one
    creates it, and a run that is killed leaves no half of it.

    Raises:
        OSError: the folder cannot be written, the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        return False
    temporary = path.with_name(f".{path.name.lstrip('.')}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        _write(temporary, text)
        return _take_name(temporary, path, text)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)


def _take_name(temporary: Path, path: Path, text: str) -> bool:
    try:
        if os.name == "nt":
            # There, renaming onto a file that exists is an error, as it should be here.
            os.rename(temporary, path)
        else:
            os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:
        # No hard links here (FAT, some network shares). Then exclusive, if not at once.
        return _create_exclusively(path, text)
    return True


def _create_exclusively(path: Path, text: str) -> bool:
    try:
        _write(path, text)
    except FileExistsError:
        return False
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return True


def _write(path: Path, text: str) -> None:
    """The user's umask decides who may read it, as with any file an editor makes."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
