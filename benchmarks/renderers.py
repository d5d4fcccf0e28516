"""The processes in which Chromium runs pages: what they hold in memory, and how to make them slow, workers included.

Linux only. Chromium's own throttling (CDP) slows a page's main thread and hardly its workers; so the whole process is
stopped and let go by turns.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PERIOD = 0.016

DUTY = """\
import os, signal, sys, time
period, slower, *pids = map(float, sys.argv[1:])
while os.getppid() != 1:
    for wanted, pause in ((signal.SIGSTOP, period - period / slower), (signal.SIGCONT, period / slower)):
        for pid in map(int, pids):
            try:
                os.kill(pid, wanted)
            except ProcessLookupError:
                sys.exit()
        time.sleep(pause)
"""


def renderers() -> set[int]:
    """The renderers below this process."""
    parents: dict[int, int] = {}
    found = set()
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if b"--type=renderer" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return {pid for pid in found if os.getpid() in _above(pid, parents)}


def _above(pid: int, parents: dict[int, int]) -> set[int]:
    above = set()
    while pid in parents:
        pid = parents[pid]
        above.add(pid)
    return above


def private(pids: set[int]) -> float:
    """MB that only these processes have."""
    return sum(_private(pid) for pid in pids) / 1000


def _private(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


@contextmanager
def slowed(pids: set[int], times: float) -> Iterator[None]:
    """These processes run for a part of the time only."""
    if times <= 1:
        yield
        return
    turns = subprocess.Popen([sys.executable, "-c", DUTY, str(PERIOD), str(times), *map(str, sorted(pids))])
    try:
        yield
    finally:
        turns.terminate()
        turns.wait()
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
