"""How long does a query take in a process that is warm? kb, SQLite's FTS5 and stock Whoosh, in one process.

python benchmarks/searching.py DIR [--rounds 3] [--no-stock]
"""

from __future__ import annotations

import gc
import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from others import Fts5, StockWhoosh
from workbench import (
    SEED,
    copy_of,
    each,
    mistyped,
    open_in_memory_of_this_run,
    options,
    p95,
    print_table,
    sentences,
    short_queries,
    texts,
)

from kb_tools.query.understand import understand
from kb_tools.search import ranking
from kb_tools.search.searcher import Searcher

SHORT, LONG = 300, 40
BASE = "FTS5"

Engines = dict[str, Callable[[str], object]]


def main() -> None:
    parser = options(__doc__, 3, "the quietest of so many counts")
    parser.add_argument(
        "--no-stock", action="store_true", help="without stock Whoosh, which takes minutes to index much"
    )
    arguments = parser.parse_args()
    with copy_of(arguments.folder) as root, tempfile.TemporaryDirectory() as scratch:
        searcher = open_in_memory_of_this_run(root)
        articles = texts(searcher)
        engines = {**_own(searcher), **_others(Fts5(articles))}
        if not arguments.no_stock:
            engines["stock Whoosh"] = StockWhoosh(Path(scratch), articles)
        short, long = short_queries(articles, SHORT), sentences(articles, LONG)
        chance = random.Random(SEED)
        del articles
        # What stands in memory by now is nobody's garbage.
        gc.collect()
        gc.freeze()
        print(f"{arguments.folder.resolve().name}: {searcher.documents} articles, the quietest of {arguments.rounds}\n")
        median = _table(f"{SHORT} queries of 2 to 5 words", engines, short, arguments.rounds)
        _table(
            "the same, a word mistyped", engines, [mistyped(query, chance) for query in short], arguments.rounds, median
        )
        if long:
            _table(f"{len(long)} sentences of 40 words", engines, long, arguments.rounds, median)


def _own(searcher: Searcher) -> Engines:
    """kb's three depths. Each query looks its terms up anew: callers seldom say the same twice."""
    lexicon = searcher._lexicon

    def scores(query: str) -> object:
        lexicon._known.clear()
        understood = understand(query, searcher.analyzer, lexicon)
        return ranking.rank(ranking.weigh(understood.terms, lexicon, searcher.documents), searcher._segments, 10)

    def facts(query: str) -> object:
        lexicon._known.clear()
        return searcher.rank(query, 10)

    def full(query: str) -> object:
        lexicon._known.clear()
        return searcher.search(query, 10)

    return {
        "kb, understand and rank": scores,
        "kb, with the articles' facts": facts,
        "kb, with the lines that matched": full,
    }


def _others(fts5: Fts5) -> Engines:
    return {BASE: fts5, "FTS5, no stop words": fts5.without_stop_words, "FTS5, with snippet()": fts5.with_snippets}


def _table(
    title: str, engines: Engines, queries: Sequence[str], rounds: int, short: dict[str, float] | None = None
) -> dict[str, float]:
    """Measure and print; the medians are handed back, so that the next table can be set against them."""
    tries = [each(tuple(engines.values()), queries) for _ in range(rounds)]
    quietest = min(tries, key=lambda spent: sum(map(sum, spent)))
    times = dict(zip(engines, quietest, strict=True))
    base = statistics.median(times[BASE])
    medians = {name: statistics.median(values) for name, values in times.items()}
    rows = []
    for name, values in times.items():
        row = [name, f"{medians[name]:.2f}", f"{p95(values):.2f}", f"{medians[name] / base:.2f}"]
        rows.append([*row, f"{medians[name] / short[name]:.1f}"] if short else row)
    head = [title, "median ms", "95 % ms", f"times {BASE}"]
    print_table([*head, "times own short"] if short else head, rows)
    return medians


if __name__ == "__main__":
    main()
