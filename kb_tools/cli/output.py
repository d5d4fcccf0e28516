"""How text reaches the terminal: no control characters, color only where it is wanted, notes on standard error."""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal

import click

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Escape sequences and direction marks: an article must not steer the reader's terminal."""


def clean(text: str) -> str:
    """Text from an article or a query, made harmless and printable."""
    text = _CONTROL.sub("", text)
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def to_json(data: Any) -> str:
    """JSON for other programs, as readable as can be. What must not reach a terminal is escaped: nothing is lost."""
    import json

    # On Windows, a pipe takes only the letters of the system's code page.
    narrow = not (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=narrow, indent=2))


def cut(text: str, room: int) -> str:
    """Text on one line of *room* characters."""
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def wants_color() -> bool:
    """Is standard output a terminal that shows color, and does the user not object (NO_COLOR)?"""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """The width to write in: the terminal's, but no wider than can be read well."""
    return min(max(shutil.get_terminal_size((80, 24)).columns, 40), 100)


def note(text: str, kind: Literal["note", "warning", "error"] = "note") -> None:
    """Say something on standard error, on one line.

    A name in it may hold line ends, and what begins a line with `::` is a command to GitHub.
    """
    prefix = {"note": "", "warning": "warning: ", "error": "error: "}[kind]
    color = {"note": None, "warning": "yellow", "error": "red"}[kind]
    plain = bool(os.environ.get("NO_COLOR"))
    head = prefix if plain or not prefix else click.style(prefix, fg=color, bold=True)
    click.echo(head + " ".join(clean(text).splitlines()), err=True)


class Progress:
    """A bar on standard error, when that is a terminal and the work takes more than a moment."""

    AFTER = 0.7
    """Seconds; what is done sooner needs no bar."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total = what, total
        self._started = time.monotonic()
        self._bar: Any = None

    def __call__(self, done: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._started < self.AFTER or not sys.stderr.isatty():
                return
            # Imported here: most runs are over before a bar is needed.
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=self._total)
        self._bar.update(self._task, completed=done)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


class Steps:
    """Bars for work whose parts become known one by one: each part gets its bar when it says how much there is."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._what = ""

    def __call__(self, what: str) -> Callable[[int, int], None]:
        """A function to call with how much of this part is done, and how much there is."""

        def tell(done: int, total: int) -> None:
            if self._what != what:
                self._stop()
                self._bar, self._what = Progress(what, total), what
            if self._bar is not None:
                self._bar(done)

        return tell

    def __enter__(self) -> Steps:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
