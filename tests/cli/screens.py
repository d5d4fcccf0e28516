"""A terminal with a screen: run kb browse on it, type, and look."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

import pyte
from trees import KB

PATIENCE = 30
"""Seconds for the screen to show what a test waits for."""


class Terminal:
    """kb on a pseudo-terminal, and what its screen shows."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        command: Sequence[str] = KB,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.raw = b""
        """All that was sent to the terminal."""
        self._screen: Any = pyte.Screen(columns, rows)
        self._stream: Any = pyte.ByteStream(self._screen)
        self._ours, self._theirs = pty.openpty()
        self.before = termios.tcgetattr(self._theirs)
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        left_out = ("COLUMNS", "LINES", "NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "EDITOR", "VISUAL")
        env = {key: value for key, value in os.environ.items() if key not in left_out}
        self.process = subprocess.Popen(
            [*command, "-C", str(folder), "browse", *arguments], stdin=self._theirs, stdout=self._theirs,
            stderr=self._theirs, env={**env, "TERM": "xterm-256color", **environment}, start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close()

    def close(self) -> None:
        """Close the window."""
        for end in (self._ours, self._theirs):
            if end >= 0:
                os.close(end)
        self._ours = self._theirs = -1

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def cells(self) -> Any:
        """Row -> column -> the character there and how it is shown."""
        return self._screen.buffer

    @property
    def mode(self) -> list[Any]:
        """How the terminal is set now."""
        return termios.tcgetattr(self._theirs)

    def send(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        # The terminal is nobody's controlling one here, so the signal does not come by itself.
        self.process.send_signal(28)

    def wait(self, *wanted: str, without: str = "\0") -> str:
        """What the screen shows, as soon as all of this stands on it."""
        return self.until(lambda: all(words in self.text for words in wanted) and without not in self.text, wanted)

    def until(self, done: Callable[[], bool], what: object = "") -> str:
        end = time.monotonic() + PATIENCE
        while True:
            self._take(0.05)
            if done():
                return self.text
            if time.monotonic() > end:
                raise AssertionError(f"{what!r} is not on the screen:\n{self.text}")

    def ended(self) -> int:
        """Wait until kb has ended; its exit status."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._take(0.05)
        self._take(0.05)
        assert self.process.returncode is not None, f"it still runs:\n{self.text}"
        return self.process.returncode

    def _take(self, seconds: float) -> None:
        while select.select([self._ours], [], [], seconds)[0]:
            part = os.read(self._ours, 65536)
            self.raw += part
            self._stream.feed(part)
            seconds = 0
