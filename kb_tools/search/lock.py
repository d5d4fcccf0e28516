"""One process at a time: locks that go when the process does, however it ends."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from kb_tools.search.engines.whoosh.codec import FileLock


@contextlib.contextmanager
def locked(path: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock that this file stands for; others wait, for so many seconds or as long as it takes.

    Raises:
        TimeoutError: somebody else has held it all that time.
        OSError: the file cannot be made.
    """
    lock = FileLock(str(path))
    start = time.monotonic()
    while not lock.acquire(blocking=patience is None):
        # Windows gives up after ten seconds.
        if patience is not None and time.monotonic() - start > patience:
            raise TimeoutError(f"{path} is held by another process")
        time.sleep(0.1 if patience is None else 0.02)
    try:
        yield
    finally:
        lock.release()


def is_locked(path: Path) -> bool:
    """Does another process hold it right now?"""
    lock = FileLock(str(path))
    if lock.acquire(blocking=False):
        lock.release()
        return False
    return True
