"""Run kb on a terminal of a given size, as an agent does."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from trees import KB

ESCAPE = re.compile(r"\x1b\[[\d;]*m")
"""What kb itself may send to a terminal: colors and nothing else."""


class Screen(NamedTuple):
    """What came out."""

    text: str
    status: int

    @property
    def plain(self) -> str:
        """Without the colors."""
        return ESCAPE.sub("", self.text)

    def rows(self, columns: int = 80) -> list[str]:
        """The rows of the screen: a line that is too long takes several."""
        rows: list[str] = []
        for line in self.plain.splitlines():
            rows += [line[start : start + columns] for start in range(0, len(line), columns)] or [""]
        return rows


def shown_next(terminal: int) -> bytes:
    """What a process shows on this terminal next; nothing when it has ended."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        # Linux tells the end of a terminal in this way.
        return b""


def on_terminal(
    folder: Path,
    *arguments: str,
    columns: int = 80,
    command: Sequence[str] = KB,
    environment: Mapping[str, str] = MappingProxyType({}),
    types: str = "",
) -> Screen:
    """Run kb with both its outputs on a terminal of 24 lines; *types* is what stands there when it asks."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
    with subprocess.Popen([*command, "-C", str(folder), *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
                          env={**env, "TERM": "xterm-256color", **environment}) as process:  # fmt: skip
        os.close(theirs)
        os.write(ours, types.encode())
        parts = list(iter(lambda: shown_next(ours), b""))
    os.close(ours)
    return Screen(b"".join(parts).decode("utf-8", "replace").replace("\r\n", "\n"), process.returncode)
