"""How long does an agent wait for a command? Whole processes, against the least that any Click program takes.

python benchmarks/cold_start.py [DIR] [--rounds 31]
"""

from __future__ import annotations

import random
import statistics
import sys
from pathlib import Path

from workbench import (
    SEED,
    copy_of,
    kb,
    mistyped,
    open_in_memory_of_this_run,
    options,
    print_table,
    seconds,
    short_queries,
    texts,
)


def main() -> None:
    parser = options(__doc__, 31, "how often each is run")
    arguments = parser.parse_args()
    with copy_of(arguments.folder) as root:
        queries = short_queries(texts(open_in_memory_of_this_run(root)), arguments.rounds)
        # Builds the index, and whatever Python compiles on first use.
        _round(root, queries[0])
        spent = [_round(root, query) for query in queries]
    names = ("python -c pass", 'python -c "import click"', "kb --help", "kb search", "kb search, a word mistyped")
    folder = arguments.folder.resolve().name
    print(f"{folder}: {arguments.rounds} rounds of whole processes, taking turns; index warm\n")
    rows = []
    for number, name in enumerate(names):
        times = [times[number] for times in spent]
        # Pair by pair: what slows the machine down for a while slows both.
        ratio = statistics.median(times[number] / times[1] for times in spent)
        rows.append((name, f"{1000 * statistics.median(times):.0f}", f"{1000 * min(times):.0f}", f"{ratio:.2f}"))
    print_table(("", "median ms", "least ms", "times import click"), rows)


def _round(root: Path, query: str) -> list[float]:
    typo = mistyped(query, random.Random(SEED))
    return [
        seconds(command)
        for command in (
            [sys.executable, "-c", "pass"],
            [sys.executable, "-c", "import click"],
            kb("--help"),
            kb("-C", root, "search", "--", query),
            kb("-C", root, "search", "--", typo),
        )
    ]


if __name__ == "__main__":
    main()
