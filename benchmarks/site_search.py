"""A reader's search in three sites of the same articles: Material's own, Pagefind, kb. Typed in Chromium, key by key.

python benchmarks/site_search.py DIR [--queries 12] [--ranked 60] [--slower 4] [--builds 1]

It needs Pagefind beside kb (the package pagefind[extended]), Chromium and Linux. Where DIR has queries.jsonl and
qrels/test.tsv in BEIR's layout, the ranking is measured, too.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import labelled
from in_browser import SEARCHES, Search
from playwright.sync_api import Browser, Page
from served import Served, chromium
from sites import BUILDERS, SIZE_HEAD, Built, Failed, emptied, size_row
from typed import Typed, typed
from workbench import OWN, copy_of, open_in_memory_of_this_run, p95, print_table, texts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=OWN, metavar="DIR", help="a folder with docs/")
    parser.add_argument("--queries", type=int, default=12, metavar="N", help="how many are typed (default: 12)")
    parser.add_argument("--ranked", type=int, default=60, metavar="N", help="how many of each kind are ranked; 0: none")
    parser.add_argument("--slower", type=float, default=4, metavar="TIMES", help="slow the renderers down (default: 4)")
    parser.add_argument("--builds", type=int, default=1, metavar="N", help="how often each site is built (default: 1)")
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n", flush=True)
    with copy_of(arguments.folder) as root, tempfile.TemporaryDirectory(prefix="kb-benchmark-") as scratch:
        searcher = open_in_memory_of_this_run(root)
        docs = searcher.settings.docs
        articles = texts(searcher)
        built = _build(root, docs, Path(scratch), arguments.builds)
        asked = labelled.asked(arguments.folder, searcher, articles, max(arguments.ranked, arguments.queries * 2))
        pages = {unquote(card.get("url", "")): card["path"] for card in searcher.cards()}
        start = sorted(pages)[len(pages) // 2]
        with chromium() as browser:
            _print_untouched(browser, built, start)
            for times, count in ((1, arguments.queries), (arguments.slower, math.ceil(arguments.queries / 3))):
                if count:
                    _print_times(browser, built, asked, start, times, count)
            if arguments.ranked:
                _print_ranking(browser, built, asked, start, pages, arguments.ranked)
    print(f"load {os.getloadavg()[0]:.1f}")


def _build(root: Path, docs: Path, scratch: Path, rounds: int) -> dict[str, Built]:
    """Each site, rounds times, by turns."""
    done: dict[str, list[Built]] = {}
    for _ in range(rounds):
        for name, builder in BUILDERS.items():
            site = emptied(scratch / name.replace(" + ", "-"))
            if (built := _tried(f"{name}: the build", lambda: builder(root, docs, site))) is not None:  # noqa: B023
                done.setdefault(name, []).append(built)
    first = done.get("Material")
    print_table(SIZE_HEAD, [size_row(name, built, first or built) for name, built in done.items()])
    return {name: built[-1] for name, built in done.items()}


def _tried(what: str, run: Callable[[], Any]) -> Any:
    """A tool that fails says why; the others go on."""
    try:
        return run()
    except Failed as error:
        print(f"{what} failed: {error}\n", flush=True)
    except Exception:
        print(f"{what} failed:\n{traceback.format_exc(limit=3)}", flush=True)
    return None


# --- time, bytes, memory --------------------------------------------------------------------------------------------


def _print_untouched(browser: Browser, built: dict[str, Built], start: str) -> None:
    """What of the search a page asks for although nobody has touched it."""
    for name, site in built.items():
        served = Served(site.site, SEARCHES[name].folders)
        page = browser.new_page()
        page.goto(served.root + start, wait_until="networkidle")
        asked = ", ".join(f"{sent.path} ({sent.size / 1e3:.1f} KB)" for sent in served.log)
        print(f"{name}, untouched: {asked or 'nothing'}")
        page.close()
        served.close()
    print(flush=True)


def _print_times(
    browser: Browser, built: dict[str, Built], asked: labelled.Asked, start: str, times: float, count: int
) -> None:
    rows, bare = {}, []
    for name, site in built.items():
        served = Served(site.site, SEARCHES[name].folders)
        done = []
        for query, next_query in zip(asked.typed[:count], asked.typed[count : 2 * count], strict=False):
            if one := _tried(
                f"{name}: {query!r}",
                lambda: typed(browser, SEARCHES[name], served, start, (query, next_query), times),  # noqa: B023
            ):
                done.append(one)
        served.close()
        if done:
            rows[name] = done
            bare.append(statistics.median(one.bare for one in done))
    least = min(bare, default=0.0)
    head = f"{count} queries" + (f", renderers {times:g} times slower" if times > 1 else "")
    print_table(
        (head, "KB before", "KB to first", "95 %", "KB in all", "ms to first", "95 %", "last key ms", "95 %",
         "later ms", "95 %", "nothing", "MB more", "most"),
        [[name, *_row(done, least)] for name, done in rows.items()],
    )  # fmt: skip


def _row(done: Sequence[Typed], bare: float) -> list[str]:
    found = [one for one in done if one.first]
    memory = [one.memory - bare for one in done]
    return [
        f"{statistics.median(one.before for one in done) / 1e3:.0f}",
        *_middle([(one.before + one.to_first) / 1e3 for one in found]),
        *_middle([(one.before + one.whole) / 1e3 for one in done])[:1],
        *_middle([one.first for one in found]),
        *_middle([one.last for one in done if one.last is not None]),
        *_middle([one.later for one in done if one.later is not None]),
        f"{1 - len(found) / len(done):.0%}",
        f"{statistics.median(memory):.0f}",
        f"{max(memory):.0f}",
    ]


def _middle(values: Sequence[float]) -> tuple[str, str]:
    """The median, and what 95 of 100 do not exceed."""
    if not values:
        return "-", "-"
    return f"{statistics.median(values):.0f}", f"{p95(values) if len(values) > 1 else values[0]:.0f}"


# --- ranking --------------------------------------------------------------------------------------------------------


def _print_ranking(
    browser: Browser, built: dict[str, Built], asked: labelled.Asked, start: str, pages: dict[str, str], count: int
) -> None:
    """The same queries, asked as the interface asks them, without typing."""
    rows = []
    for name, site in built.items():
        search = SEARCHES[name]
        served = Served(site.site, ())
        page = browser.new_page()
        page.add_init_script(search.watch())
        page.goto(served.root + start)
        if search.open:
            page.keyboard.press(search.open)
        for kind, cases in asked.kinds.items():
            some = cases[:count]
            found = _tried(f"{name}: {kind}", lambda: _ranked(page, search, some, pages))  # noqa: B023
            if found:
                places = [next((n for n, path in enumerate(paths, 1) if path in case.expected), 0)
                          for case, paths in zip(some, found, strict=True)]  # fmt: skip
                rows.append([
                    f"{kind} ({len(some)})", name,
                    f"{statistics.mean(1 / place if place else 0 for place in places):.3f}",
                    f"{statistics.mean(place == 1 for place in places):.2f}",
                    f"{statistics.mean(place > 0 for place in places):.2f}",
                    f"{statistics.mean(not paths for paths in found):.0%}",
                ])  # fmt: skip
        page.close()
        served.close()
    kinds = [f"{kind} ({min(count, len(cases))})" for kind, cases in asked.kinds.items()]
    rows.sort(key=lambda row: kinds.index(row[0]))
    if rows:
        print_table(("queries", "", "MRR@10", "hit@1", "hit@10", "nothing"), rows)


def _ranked(page: Page, search: Search, cases: Sequence[Any], pages: dict[str, str]) -> list[list[str]]:
    page.wait_for_function(search.ready)
    found = []
    for case in cases:
        addresses = page.evaluate(search.rank, case.said)
        found.append([pages.get(unquote(address), unquote(address)) for address in addresses])
    return found


if __name__ == "__main__":
    main()
