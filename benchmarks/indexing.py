"""How long does indexing take? kb against stock Whoosh, each in processes of its own.

python benchmarks/indexing.py DIR [--rounds 3]
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workbench import copy_of, kb, options, print_table, seconds

from kb_tools.config import Settings, load_settings
from kb_tools.corpus.listing import list_articles
from kb_tools.search.build import MAX_WORKERS, PARALLEL_FROM

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = options(__doc__, 3, "the quickest of so many counts")
    arguments = parser.parse_args()
    with copy_of(arguments.folder) as root, tempfile.TemporaryDirectory() as scratch:
        settings = load_settings(root)
        _compile(Path(scratch))
        rounds = [_round(settings, Path(scratch)) for _ in range(arguments.rounds)]
        stock, full, nothing, one = (min(times) for times in zip(*rounds, strict=True))
        files = len(list_articles(settings.docs))
        stock_peak = sum(_peak(Path(scratch), _stock(settings, Path(scratch))))
        own_peak, worker_peak = _peak(Path(scratch), ["kb_tools", "-C", str(root), "index", "--rebuild"])
    workers = min(MAX_WORKERS, os.cpu_count() or 1) if files >= PARALLEL_FROM else 0
    print(f"{arguments.folder.resolve().name}: {files} files; the quickest of {arguments.rounds}; whole processes\n")
    rows = [
        _row("stock Whoosh, everything", stock, stock, f"{stock_peak:.0f}"),
        _row("kb index, everything", full, stock, f"{own_peak + workers * worker_peak:.0f}"),
        _row("kb index, one article changed", one, stock),
        _row("kb index, nothing changed", nothing, stock),
    ]
    print_table(("", "seconds", "times as fast", "MB at most"), rows)


def _row(name: str, spent: float, stock: float, memory: str = "") -> tuple[str, ...]:
    return name, f"{spent:.2f}", f"{stock / spent:.1f}", memory


def _round(settings: Settings, scratch: Path) -> tuple[float, float, float, float]:
    """Stock Whoosh; then kb: everything, nothing changed, one article changed."""
    stock = seconds([sys.executable, *_stock(settings, scratch)])
    shutil.rmtree(settings.root / ".kb", ignore_errors=True)
    index = kb("-C", settings.root, "index")
    full = seconds(index)
    nothing = seconds(index)
    articles = list_articles(settings.docs)
    with open(settings.docs / articles[len(articles) // 2].path, "a", encoding="utf-8") as article:
        article.write("\nThis sentence is new.\n")
    return stock, full, nothing, seconds(index)


def _compile(scratch: Path) -> None:
    """Run both on as little as makes kb use all its parts, so that Python has compiled them."""
    docs = scratch / "small" / "docs"
    docs.mkdir(parents=True)
    for number in range(PARALLEL_FROM):
        (docs / f"{number}.md").write_text(f"# Article {number}\n")
    _round(load_settings(docs.parent), scratch)


def _stock(settings: Settings, scratch: Path) -> list[str]:
    folder = scratch / "stock"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return [str(HERE / "others.py"), str(settings.docs), str(folder)]


def _peak(scratch: Path, program: Sequence[str]) -> list[float]:
    """The peak of a process, and of the largest that it starts, in MB."""
    out = scratch / "peak.json"
    seconds([sys.executable, str(HERE / "peak.py"), str(out), *program])
    found: list[float] = json.loads(out.read_text())
    return found


if __name__ == "__main__":
    main()
