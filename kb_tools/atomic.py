"""Replace a file: whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Write *content* to *path*. Its permissions stay; a link stays a link, and what it leads to is written.

    Raises:
        OSError: the folder cannot be written, the disk is full.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        # A pipe, /dev/stdout: there is nothing to replace.
        path.write_bytes(content)
        return
    try:
        mode = path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mode = None
    # Shorter than any name that a file system takes, whatever it is made of.
    temporary = path.with_name(f".{path.name.lstrip('.')[:40]}.{os.getpid()}.{os.urandom(4).hex()}.tmp")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
