"""Real disks in trouble: read-only ones, full ones, files of other users. Skips where the system allows none of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534

on_posix = pytest.mark.skipif(os.name != "posix", reason="file modes and owners")
as_root = pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files to another user")


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """*folder*, where nothing can be written: by its modes, or mounted so where modes mean nothing (root)."""
    if os.geteuid() != 0:
        folders = [folder, *(path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink())]
        modes = [path.stat().st_mode for path in folders]
        for path in folders:
            path.chmod(0o555)
        try:
            yield folder
        finally:
            for path, mode in zip(folders, modes, strict=True):
                path.chmod(mode)
        return
    with _mounted(["--bind", str(folder), str(folder)], folder):
        _mount("-o", "remount,bind,ro", str(folder))
        yield folder


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own with so little room, mounted on *folder*."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder.mkdir(parents=True, exist_ok=True)
    with _mounted(["-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", str(folder)], folder):
        yield folder


@contextmanager
def unprivileged(*folders: Path) -> Iterator[None]:
    """File modes mean something inside: root becomes nobody, who is given *folders*."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@contextmanager
def _mounted(arguments: list[str], folder: Path) -> Iterator[None]:
    _mount(*arguments)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this system does not let even root mount: {done.stderr.strip()}")
