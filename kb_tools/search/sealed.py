"""A file for what can be found out again: kept beside the index, and believed only as this user's own kb wrote it.

Some of what is kept is pickled, and all of it is reported as true. So it lies under a seal made with the user's own key, which
also names what it depends on: a file that came with a clone, was changed by anybody or anything, or is of another version or
other settings is as good as none.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from kb_tools import __version__
from kb_tools.digests import blake2b
from kb_tools.search import place

_SEAL_BYTES = 32


class SealedFile:
    """Where nothing can be kept, it is always empty, and says nothing."""

    def __init__(self, root: Path, name: str, code: Iterable[str], *about: object) -> None:
        """
        Args:
            name: of the file.
            code: the parts of kb_tools that find out what is kept: a change in them is another version.
            about: the settings and all else that decides what is found; told apart by how Python writes it.
        """
        text = repr((__version__, _stamps(code), about))
        self._about = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).digest()
        self._path: Path | None = None
        with contextlib.suppress(OSError):
            path = place.kept_file(place.index_folder(root), name)
            self._key = place.key()
            self._path = path

    def read(self) -> bytes | None:
        """What was written, if it still holds."""
        if self._path is None:
            return None
        place.remove_unless_file(self._path)
        try:
            content = self._path.read_bytes()
        except OSError:
            return None
        seal, payload = content[:_SEAL_BYTES], content[_SEAL_BYTES:]
        return payload if seal == self._seal(payload) else None

    def write(self, payload: bytes) -> None:
        """Keep this for the next run; atomic, and the last of two runs at once wins whole."""
        if self._path is None:
            return
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            try:
                # For this user alone, and not through a link. Nothing waits for the disk: the seal tells what is not whole.
                with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    file.write(self._seal(payload))
                    file.write(payload)
                os.replace(temporary, self._path)
            finally:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary)

    def _seal(self, payload: bytes) -> bytes:
        return blake2b(payload, key=self._key, digest_size=_SEAL_BYTES, salt=self._about).digest()


def _stamps(parts: Iterable[str]) -> list[tuple[str, int, int]]:
    """Tells one state of the code from another, also between two versions."""
    home = Path(__file__).parents[1]
    files = [path for part in parts for path in sorted((home / part).rglob("*.*")) if "__pycache__" not in path.parts]
    return [(path.name, (found := path.stat()).st_size, found.st_mtime_ns) for path in files]
