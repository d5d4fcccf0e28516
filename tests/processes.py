"""Real processes that end in unkind ways."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

can_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks itself")

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}


def start(action: Callable[[], object]) -> int:
    """Run *action* in a process of its own, at once; its id."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    try:
        action()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def ended(children: Sequence[int]) -> list[int]:
    """Wait for processes; their exit statuses, negative for a signal."""
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def killed_at(moment: int, folder: Path, action: Callable[[], object]) -> bool:
    """Run *action* in a process that is killed (-9) just before its *moment*-th change to a file in *folder*.

    Returns:
        Was it killed? False: it was done before.
    """

    def watched() -> None:
        left, process = moment, os.getpid()

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if os.getpid() != process:
                # Those that it starts live on, as they would.
                return
            changes = event in _CHANGES or (event == "open" and _writes(arguments[2]))
            if changes and str(arguments[0]).startswith(str(folder)):
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        action()

    (status,) = ended([start(watched)])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
