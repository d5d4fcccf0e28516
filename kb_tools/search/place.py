"""Where an index may live, and the key that marks it as our own."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from kb_tools.digests import blake2b

KEY_BYTES = 32


def index_folder(root: Path) -> Path:
    """The folder for the index of the knowledge base at *root*, created if need be.

    It is ``.kb/index`` below the root. Where that cannot be written, or others could write to it, it is a folder of the
    user's own cache instead.

    Raises:
        OSError: neither can be written.
    """
    inside = root / ".kb"
    try:
        _own_folder(inside)
        _own_folder(inside / "index")
        ignore = inside / ".gitignore"
        if not os.path.lexists(ignore):
            try:
                ignore.write_text("# Made by kb; it can be deleted at any time.\n*\n", encoding="utf-8")
            except OSError:
                # Half of it would do harm: git would take the index for content.
                remove(ignore)
                raise
        return inside / "index"
    except OSError:
        outside = cache_folder() / f"{root.name or 'root'}-{blake2b(os.fsencode(root), digest_size=8).hexdigest()}"
        _own_folder(cache_folder())
        _own_folder(outside)
        return outside


def kept_file(index_folder: Path, name: str) -> Path:
    """Where something else that kb keeps for the knowledge base with this index lies: beside the index, not in it."""
    if index_folder.name == "index":
        return index_folder.parent / name
    return index_folder.with_name(f"{index_folder.name}.{name}")


def cache_folder() -> Path:
    """The user's cache folder for kb: KB_CACHE where it is set, else what the platform prescribes.

    Raises:
        OSError: this user has no home folder.
    """
    if chosen := os.environ.get("KB_CACHE"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local") / "kb"
    if sys.platform == "darwin":
        return _home() / "Library" / "Caches" / "kb"
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "kb"


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        # A container that runs as a number nobody gave a name.
        raise FileNotFoundError("this user has no home folder") from error


def key() -> bytes:
    """The user's secret that seals every index; made on first use.

    Raises:
        OSError: there is no place to keep it.
    """
    path = cache_folder() / "key"
    _own_folder(cache_folder())
    try:
        if path.stat().st_size == KEY_BYTES and _is_own(path):
            return path.read_bytes()
    except FileNotFoundError:
        pass
    fresh = os.urandom(KEY_BYTES)
    temporary = path.with_name(f"key.{os.getpid()}.{os.urandom(4).hex()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
        try:
            # Two first runs at once: the first key wins, and both use it.
            os.link(temporary, path)
        except FileExistsError:
            if _is_own(path) and path.stat().st_size == KEY_BYTES:
                return path.read_bytes()
            path.unlink()
            return key()
        except OSError:
            # No hard links here.
            os.replace(temporary, path)
        return fresh
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def remove_unless_file(path: Path) -> None:
    """Make room for a file of ours: a link, a folder or a pipe of that name came with a clone or an archive.

    Opening it could write through a link, or wait for ever.
    """
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if not stat.S_ISREG(mode):
        remove(path)


def remove(path: Path | str) -> None:
    """Delete a file, a link, or a folder with all that is in it, and nothing that a link leads to."""
    with contextlib.suppress(OSError):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            # Imported here: nearly never needed.
            import shutil

            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)


def _own_folder(folder: Path) -> None:
    """Create *folder* for this user alone, or make sure that it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_own(folder) or not os.access(folder, os.W_OK):
        raise PermissionError(f"{folder} can be written by others, or not by this user")


def _is_own(path: Path) -> bool:
    """Can nobody but this user write here?"""
    if os.name != "posix":
        return True
    found = path.lstat()
    return (
        found.st_uid == os.geteuid()
        and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        and not stat.S_ISLNK(found.st_mode)
    )
