"""Do several processes do what one does, whatever becomes of them, and is none left behind?"""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import pytest

from kb_tools import workers
from kb_tools.workers import Workers, each

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills forked processes")

US = os.getpid()


@pytest.fixture(autouse=True)
def none_left() -> Iterator[None]:
    """Neither at work nor as a zombie, and no pipe stays open."""
    before = set(os.listdir("/proc/self/fd"))
    yield
    assert multiprocessing.active_children() == []
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert set(os.listdir("/proc/self/fd")) <= before


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def squares(share: range, progress: Callable[[int], None]) -> list[int]:
    for number, _ in enumerate(share, 1):
        progress(number)
    return [number * number for number in share]


SHARES = [range(3), range(3, 7), range(7, 7), range(7, 20)]
EXPECTED = [squares(share, lambda _: None) for share in SHARES]


def test_each_share_is_done_in_a_process_of_its_own_and_stays_in_its_place() -> None:
    told: list[int] = []
    assert each(squares, SHARES, told.append) == EXPECTED
    # One message for each number, whoever sends it, and each counts up.
    assert told == list(range(1, 21))
    processes = each(lambda share, progress: [os.getpid()], SHARES)
    assert len({process for (process,) in processes} - {US}) == 4


@pytest.mark.parametrize("when", ["at the beginning", "at work", "in the middle of a word"])
def test_what_a_killed_process_had_to_do_is_done_here(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fatal(share: range, progress: Callable[[int], None]) -> list[int]:
        if os.getpid() != US and share.start == 3:
            if when == "at work":
                progress(1)
            if when == "in the middle of a word":
                # As a message begins: its length, and a part of it.
                os.write(theirs[-1], b"\0\0\4\0half")
            die()
        return squares(share, progress)

    theirs: list[int] = []
    really = workers._run

    def noted(connection: Connection, *arguments: Any) -> None:
        theirs.append(connection.fileno())
        really(connection, *arguments)

    monkeypatch.setattr(workers, "_run", noted)
    assert each(fatal, SHARES) == EXPECTED


def test_an_error_is_raised_here_and_the_others_are_stopped() -> None:
    def broken(share: range, progress: Callable[[int], None]) -> list[int]:
        if share.start == 3:
            raise ZeroDivisionError("in a worker")
        signal.pause()
        return []

    with pytest.raises(ZeroDivisionError, match="in a worker"):
        each(broken, SHARES)


def test_where_no_process_can_be_started_all_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = BaseProcess.start

    def at_most_two(process: BaseProcess) -> None:
        if len(started) == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(1)
        start(process)

    monkeypatch.setattr(BaseProcess, "start", at_most_two)
    assert each(squares, SHARES) == EXPECTED
    assert len(started) == 2


def talk(connection: Connection, number: int) -> int | str:
    connection.send([number])
    return f"{number} heard {connection.recv()}"


def test_what_all_of_them_said_can_be_told_to_all() -> None:
    with Workers(talk, [(1,), (2,), (3,)]) as at_work:
        said = at_work.collect()
        at_work.send(sum(number for (number,) in said))
        assert at_work.collect() == ["1 heard 6", "2 heard 6", "3 heard 6"]


@pytest.mark.parametrize("dies_after", [0, 1])
def test_without_anything_instead_a_killed_process_ends_it(dies_after: int) -> None:
    def fatal(connection: Connection, number: int) -> str:
        for turn in range(2):
            if number == 2 and turn == dies_after:
                die()
            connection.send([turn])
            connection.recv()
        return ""

    def all_turns() -> None:
        with Workers(fatal, [(1,), (2,), (3,)]) as at_work:
            for _ in range(2):
                at_work.collect()
                at_work.send("go on")

    with pytest.raises(EOFError, match="a worker was killed"):
        all_turns()


def test_they_end_when_we_are_gone() -> None:
    """Killed, we can tell nobody: they learn it from the pipe, and must not wait for each other's ends of it."""
    alive, mine = os.pipe()

    def parent() -> None:
        Workers(talk, [(1,), (2,), (3,)])
        die()

    child = os.fork()
    if not child:
        os.close(alive)
        parent()
    os.close(mine)
    os.waitpid(child, 0)
    # At its end only when nobody holds the other one any more.
    assert select.select([alive], [], [], 10)[0] == [alive]
    os.close(alive)
