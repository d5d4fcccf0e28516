"""Other programs: the editor, the clipboard, the browser. None of them gets to write on our screen."""

from __future__ import annotations

import base64
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence

PATIENCE = 3
"""Seconds for a clipboard program to take a text."""

MOST = 74_000
"""Bytes that terminals take in one OSC 52."""


def editor() -> list[str]:
    """The user's editor and its options; empty where none is set, and the system has none of its own."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        parts = shlex.split(named, posix=os.name != "nt")
    except ValueError:
        parts = [named]
    return parts if os.name != "nt" else [part.strip('"') for part in parts] or ["notepad"]


def run_editor(command: Sequence[str], path: str) -> str:
    """Edit a file, on the terminal; why that failed, or nothing."""
    try:
        status = subprocess.run([*command, path], check=False).returncode
    except (OSError, ValueError) as error:
        return f"{command[0]}: {getattr(error, 'strerror', None) or error}"
    return f"{command[0]} ended with {status}" if status else ""


def copy(text: str) -> str:
    """Hand a text to a clipboard program; which one took it, empty where none did."""
    for command in _clipboards():
        try:
            # Windows' own takes UTF-8 for its code page.
            encoding = "utf-16" if command[0] == "clip.exe" else "utf-8"
            subprocess.run(command, input=text.encode(encoding, "replace"), stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True)  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            continue
        return command[0].removesuffix(".exe")
    return ""


def _clipboards() -> Iterator[list[str]]:
    """The programs that can be there on this kind of screen."""
    candidates = []
    if sys.platform == "darwin":
        candidates.append(["pbcopy"])
    if os.environ.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    if sys.platform == "win32" or os.environ.get("WSL_DISTRO_NAME"):
        candidates.append(["clip.exe"])
    yield from (command for command in candidates if shutil.which(command[0]))


def osc52(text: str) -> str:
    """What makes a terminal put a text into its clipboard, also from afar; empty for a text that is too long for it."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    return f"\x1b]52;c;{encoded}\x07" if len(encoded) <= MOST else ""


def open_address(url: str) -> bool:
    """Open a page in a window; False where there is none."""
    if sys.platform == "win32":
        os.startfile(url)
        return True
    if sys.platform == "darwin":
        command = "open"
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        command = "xdg-open"
    else:
        return False
    try:
        subprocess.Popen([command, url], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                         start_new_session=True)  # fmt: skip
    except OSError:
        return False
    return True
