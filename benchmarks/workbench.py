"""What the benchmarks share: a copy to work on, fresh processes, queries, and tables."""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kb_tools.config import load_settings
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper

OWN = Path(__file__).resolve().parent.parent
"""The knowledge base that ships."""

SEED = 1


class Text(NamedTuple):
    """One article as any engine may have it."""

    path: str
    title: str
    text: str


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """A copy of a knowledge base and a cache folder of its own; the original is only read."""
    settings = load_settings(folder)
    with tempfile.TemporaryDirectory(prefix="kb-benchmark-") as temporary:
        root = Path(temporary) / (settings.root.name or "root")
        os.environ["KB_CACHE"] = str(Path(temporary) / "cache")
        # As after an installation: what is run twice is compiled once, whatever this shell says.
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(temporary) / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        docs = root / settings.docs.relative_to(settings.root)
        shutil.copytree(settings.docs, docs, ignore=shutil.ignore_patterns(".kb", ".git"))
        for path in settings.root.iterdir():
            if path.is_file() and not (root / path.name).exists():
                shutil.copy2(path, root)
        # The way up to a kb.toml ends at a repository: nothing above the temporary folder counts.
        (root / ".git").mkdir()
        yield root


def open_in_memory_of_this_run(root: Path) -> Searcher:
    """Build an index that nobody else uses and that goes with this process."""
    keeper = Keeper(load_settings(root))
    keeper.use_temporary_folder()
    return Searcher(keeper.settings, keeper.update(lambda _: None))


def texts(searcher: Searcher) -> list[Text]:
    """All articles with the text of their files."""

    def text(path: str) -> str:
        return (searcher.settings.docs / path).read_text("utf-8", "replace")

    return [Text(card["path"], card["title"], text(card["path"])) for card in searcher.cards()]


def options(description: str | None, rounds: int, what: str) -> argparse.ArgumentParser:
    """The options that all timing scripts have."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=OWN, metavar="DIR", help="a folder with docs/")
    parser.add_argument("--rounds", type=int, default=rounds, metavar="N", help=f"{what} (default: {rounds})")
    return parser


# --- processes ------------------------------------------------------------------------------------------------------


def kb(*arguments: str | Path) -> list[str]:
    """The command line that an agent's shell would run."""
    script = Path(sys.executable).with_name("kb")
    start = [str(script)] if script.exists() else [sys.executable, "-m", "kb_tools"]
    return [*start, *map(str, arguments)]


def seconds(command: Sequence[str]) -> float:
    """How long a whole process takes. What it prints is dropped; it may find nothing, but must not fail."""
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    spent = time.perf_counter() - started
    if done.returncode > 1:
        sys.exit(f"{' '.join(command)} failed with {done.returncode}:\n{done.stderr.decode(errors='replace')}")
    return spent


# --- queries --------------------------------------------------------------------------------------------------------


def short_queries(articles: Sequence[Text], count: int) -> list[str]:
    """Two to five words of a title."""
    chance = random.Random(SEED)
    titled = [words for article in articles if len(words := article.title.split()) > 1]
    queries = []
    for _ in range(count):
        words = chance.choice(titled)
        queries.append(" ".join(chance.sample(words, min(len(words), chance.randint(2, 5)))))
    return queries


def sentences(articles: Sequence[Text], count: int, words: int = 40) -> list[str]:
    """Forty words in a row from a paragraph, as a caller who does not stop would say them."""
    chance = random.Random(SEED)
    found = []
    for article in chance.sample(articles, len(articles)):
        body = article.text.split("\n---\n", 1)[-1]
        runs = (re.findall(r"[A-Za-z']+", re.sub(r"\]\(.*?\)", "]", part)) for part in body.split("\n\n"))
        if long := [run for run in runs if len(run) >= words]:
            found.append(" ".join(chance.choice(long)[:words]))
        if len(found) == count:
            break
    return found


def mistyped(query: str, chance: random.Random) -> str:
    """The query with two neighboring letters swapped in its longest word."""
    word = max(re.findall(r"[^\W\d_]+", query), key=len, default="")
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if len(word) < 4 or not places:
        return query
    place = chance.choice(places)
    return query.replace(word, word[:place] + word[place + 1] + word[place] + word[place + 2 :], 1)


# --- figures --------------------------------------------------------------------------------------------------------


BLOCK = 25


def each(functions: Sequence[Callable[[str], object]], queries: Sequence[str]) -> list[list[float]]:
    """Milliseconds of every function for every query.

    They take turns every few queries and in changing order: a noisy moment hits all alike, and none always finds what
    another one has just put into the processor's cache.
    """
    chance = random.Random(SEED)
    spent: list[list[float]] = [[] for _ in functions]
    turns = list(zip(functions, spent, strict=True))
    for start in range(0, len(queries), BLOCK):
        block = queries[start : start + BLOCK]
        for function, times in chance.sample(turns, len(turns)):
            function(block[0])
            for query in block:
                started = time.perf_counter()
                function(query)
                times.append(1000 * (time.perf_counter() - started))
    return spent


def p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table, with columns of equal width so that it reads well as it is."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for row in (head, rule, *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        print("|", " | ".join(cells), "|")
    print(flush=True)
