"""Share work among processes: a forked one starts in a millisecond."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self, TypeVar

Share = TypeVar("Share")
Result = TypeVar("Result")
Progress = Callable[[int], None]
"""Called with how much is done so far."""

CAN_FORK = sys.platform == "linux"
"""Elsewhere forking is unsafe or missing, and a new Python must be started, which takes as long as many articles."""

_KILLED = "a worker was killed"
"""Told by an EOFError, never an OSError, as a pipe has it that breaks in the middle of a word: it is no fault of a disk."""


class Workers:
    """Processes at work; each runs `work(connection, *arguments)` and hands back what that returns, or its error.

    Meanwhile it may send whole numbers, which say how much it has done, and whatever else was agreed on.
    """

    def __init__(self, work: Callable[..., Any], arguments: Iterable[Sequence[Any]]) -> None:
        context: Any = multiprocessing.get_context("fork" if CAN_FORK else "spawn")
        self._processes: list[Any] = []
        self._connections: list[Connection] = []
        try:
            for share in arguments:
                ours, theirs = context.Pipe()
                self._connections.append(ours)
                # A forked process has our ends too. Were it to keep them, it would never learn that we are gone, and hold
                # on to what it has locked.
                inherited = tuple(self._connections) if CAN_FORK else ()
                process = context.Process(target=_run, args=(theirs, inherited, work, share), daemon=True)
                try:
                    process.start()
                finally:
                    theirs.close()
                self._processes.append(process)
        except BaseException:
            self.close(stop=True)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(stop=kind is not None)

    def send(self, message: Any) -> None:
        """Tell every worker.

        Raises:
            EOFError: one was killed.
        """
        try:
            for connection in self._connections:
                connection.send(message)
        except OSError as error:
            raise EOFError(_KILLED) from error

    def collect(self, progress: Progress = lambda _: None, instead: Callable[[int], Any] | None = None) -> list[Any]:
        """One result from each, in order, passing on what they say of their progress meanwhile.

        Args:
            instead: what a worker that was killed would have said, by its number; asked when the others are done.

        Raises:
            EOFError: a worker was killed, and there is nothing instead.
            Exception: what a worker raised.
        """
        results: dict[int, Any] = {}
        killed: list[int] = []
        done = [0] * len(self._connections)
        waiting = dict(enumerate(self._connections))
        while waiting:
            for number in [
                number for ready in wait(waiting.values()) for number in waiting if waiting[number] is ready
            ]:
                try:
                    message = waiting[number].recv()
                except (EOFError, OSError) as error:
                    if instead is None:
                        raise EOFError(_KILLED) from error
                    killed.append(number)
                    del waiting[number]
                    continue
                if isinstance(message, int):
                    done[number] = message
                    progress(sum(done))
                elif isinstance(message, Exception):
                    raise message
                else:
                    results[number] = message
                    del waiting[number]
        if instead is not None:
            results.update((number, instead(number)) for number in killed)
        return [results[number] for number in range(len(self._connections))]

    def close(self, *, stop: bool = False) -> None:
        """Wait until all have ended; with *stop*, end them."""
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            if stop:
                process.terminate()
            process.join()
            process.close()
        self._connections, self._processes = [], []


def _run(
    connection: Connection, inherited: Sequence[Connection], work: Callable[..., Any], arguments: Sequence[Any]
) -> None:
    """What a worker process does."""
    for other in inherited:
        other.close()
    # Nothing that is done here makes circles, and the process ends soon: looking for some would take a tenth of its time.
    gc.disable()
    try:
        connection.send(work(connection, *arguments))
    except (EOFError, KeyboardInterrupt, BrokenPipeError, ConnectionResetError):
        # The parent is gone or is stopping.
        pass
    except Exception as error:
        connection.send(error)


def each(
    work: Callable[[Share, Progress], Result], shares: Sequence[Share], progress: Progress = lambda _: None
) -> list[Result]:
    """What *work* makes of each share, in order, each in a process of its own.

    A share whose process was killed is done here, and so are all where no process can be started.
    """
    try:
        workers = Workers(partial(_share, work), [(share,) for share in shares])
    except OSError:
        return [work(share, lambda _: None) for share in shares]
    with workers:
        return workers.collect(progress, instead=lambda number: work(shares[number], lambda _: None))


def _share(work: Callable[[Share, Progress], Result], connection: Connection, share: Share) -> Result:
    return work(share, connection.send)
