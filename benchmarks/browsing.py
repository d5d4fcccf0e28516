"""kb browse on a pseudo-terminal: from the start of the process to the first hits on the screen, and from each key to the
last byte that is painted. Against the time that kb search takes.

python benchmarks/browsing.py [DIR] [--rounds 11]
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import termios
import time
from pathlib import Path

from workbench import copy_of, kb, open_in_memory_of_this_run, options, print_table, seconds, short_queries, texts

SIZES = ((80, 24), (120, 40), (200, 60))
QUIET = 0.06
"""Seconds without a byte: then the screen is whole."""


class Terminal:
    """kb browse on a terminal of a given size."""

    def __init__(self, root: Path, query: str, columns: int, rows: int) -> None:
        self.screen, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(kb("-C", root, "browse", "--", query), stdin=theirs, stdout=theirs, stderr=theirs,
                                        env={**os.environ, "TERM": "xterm-256color"}, start_new_session=True)  # fmt: skip
        os.close(theirs)

    def painted(self, wanted: bytes = b"") -> float:
        """When the last byte came: the first with *wanted* in it, or before a while without any."""
        last, sent = time.perf_counter(), b""
        while select.select([self.screen], [], [], 10 if wanted else QUIET)[0]:
            sent += os.read(self.screen, 65536)
            last = time.perf_counter()
            if wanted and wanted in sent:
                break
        return last

    def key(self, key: str) -> float:
        """Milliseconds from a key to the last byte painted for it."""
        pressed = time.perf_counter()
        os.write(self.screen, key.encode())
        return 1000 * (self.painted() - pressed)

    def leave(self) -> None:
        os.write(self.screen, b"\x03")
        # Linux tells the end of a terminal by an error.
        with contextlib.suppress(OSError):
            self.painted()
        self.process.wait(10)
        os.close(self.screen)


def main() -> None:
    arguments = options(__doc__, 11, "how often it is started").parse_args()
    with copy_of(arguments.folder) as root:
        queries = short_queries(texts(open_in_memory_of_this_run(root)), arguments.rounds)
        seconds(kb("-C", root, "search", "--", queries[0]))
        rows = []
        for columns, lines in SIZES:
            starts, keys, searches = [], [], []
            for query in queries:
                searches.append(1000 * seconds(kb("-C", root, "search", "--", query)))
                terminal = Terminal(root, query, columns, lines)
                starts.append(1000 * (terminal.painted("▌".encode()) - terminal.started))
                terminal.painted()
                terminal.key("\x15")
                keys += [terminal.key(letter) for letter in query]
                terminal.leave()
            keys.sort()
            rows.append((f"{columns} by {lines}", f"{statistics.median(starts):.0f}",
                         f"{statistics.median(starts) / statistics.median(searches):.2f}",
                         f"{statistics.median(keys):.1f}", f"{keys[int(0.95 * len(keys))]:.1f}"))  # fmt: skip
    print(f"{arguments.folder.resolve().name}: {arguments.rounds} starts a size, each with a query typed again\n")
    print_table(("", "start ms", "times kb search", "key ms", "key p95 ms"), rows)


if __name__ == "__main__":
    main()
