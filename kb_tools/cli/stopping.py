"""Whoever stops a command otherwise than with Ctrl-C must not make it lose what it keeps at its end."""

from __future__ import annotations

import signal
from typing import Any


def end_as_with_ctrl_c() -> None:
    """Take SIGTERM, and the end of the terminal, for Ctrl-C; but not where whoever started us has them ignored (nohup)."""

    def end(*_: Any) -> None:
        raise KeyboardInterrupt

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, end)
