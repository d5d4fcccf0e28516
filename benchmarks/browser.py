"""What does a search in the browser cost? Bytes, requests and time, cold and warm, in Chromium, from a server on loopback.

python benchmarks/browser.py DIR [--rounds 30]
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import Browser
from served import Served, chromium
from workbench import (
    SEED,
    copy_of,
    mistyped,
    open_in_memory_of_this_run,
    options,
    p95,
    print_table,
    sentences,
    short_queries,
    texts,
)

from kb_tools.search.searcher import Searcher
from kb_tools.site.export import ENTRY, export

GAPS = (60, 150, 300)
"""Milliseconds from one key to the next: a typist, somebody who can type, somebody who listens meanwhile."""

PAGE = "<!doctype html>\n<meta charset=utf-8>\n<p>A page.\n"

COLD = f"""async ([keys, gap]) => {{
    const started = performance.now();
    await new Promise((done) => {{
        const script = document.createElement("script");
        Object.assign(script, {{ src: "{ENTRY}", onload: done }});
        document.head.append(script);
    }});
    globalThis.searcher = await kb.open("./");
    let [last, stop, answer] = [started, new AbortController(), null];
    for (const [place, text] of keys.entries()) {{
        if (place) await new Promise((done) => setTimeout(done, gap));
        stop.abort(); // as the dialog does with a question that is typed on
        stop = new AbortController();
        last = performance.now();
        answer = searcher.search(text, {{ signal: stop.signal, ...(keys.length > 1 && {{ typedAt: last, first: 5 }}) }});
        answer.catch(() => {{}});
    }}
    await answer;
    const spent = [performance.now() - started, performance.now() - last];
    if (keys.length > 1) await searcher.search(keys.at(-1)); // the other hits, which the dialog shows somewhat later
    return spent;
}}"""
"""The whole time, and that from the last key, to the hits that are shown at once; several keys are typed, with a gap in
milliseconds between."""

WARM = """async (text) => {
    const started = performance.now();
    await searcher.search(text);
    return performance.now() - started;
}"""


def main() -> None:
    arguments = options(__doc__, 30, "how many queries of each kind").parse_args()
    with copy_of(arguments.folder) as root, tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        searcher = open_in_memory_of_this_run(root)
        started = time.perf_counter()
        site = _site(searcher, Path(scratch))
        print(f"{arguments.folder.resolve().name}: {searcher.documents} articles, exported with stub pages in "
              f"{time.perf_counter() - started:.1f} s\n")  # fmt: skip
        articles = texts(searcher)
        short, chance = short_queries(articles, arguments.rounds), random.Random(SEED)
        kinds = {
            "2 to 5 words": [[query] for query in short],
            "the same, a word mistyped": [[mistyped(query, chance)] for query in short],
            "15 words": [[query] for query in sentences(articles, arguments.rounds, 15)],
        }
        typed = [[query[:end] for end in range(1, len(query) + 1)] for query in short]
        served = Served(site)
        rows = [_row(name, keys, browser, served) for name, keys in kinds.items() if keys]
        rows += [_row(f"2 to 5 words, a key in {gap} ms", typed, browser, served, gap) for gap in GAPS]
        served.close()
    print_table(
        ["query", "KB", "95 %", "requests", "all cold ms", "95 %", "last key ms", "95 %", "warm ms", "heap MB"], rows
    )


def _row(name: str, queries: list[list[str]], browser: Browser, served: Served, gap: int = 0) -> list[str]:
    """Each query in a browser that has never seen the site."""
    cold, last, warm, size, requests, heap = [], [], [], [], [], []
    for keys in queries:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{served.root}page.html")
        served.log.clear()
        whole, final = page.evaluate(COLD, [keys, gap])
        cold.append(whole)
        last.append(final)
        size.append(served.size() / 1000)
        requests.append(len(served.log))
        warm.append(page.evaluate(WARM, keys[-1]))
        heap.append(page.evaluate("performance.memory.usedJSHeapSize") / 1e6)
        context.close()
    return [
        name, f"{statistics.median(size):.0f}", f"{p95(size):.0f}", f"{statistics.median(requests):.0f}",
        f"{statistics.median(cold):.0f}", f"{p95(cold):.0f}", f"{statistics.median(last):.0f}", f"{p95(last):.0f}",
        f"{statistics.median(warm):.1f}", f"{statistics.median(heap):.0f}",
    ]  # fmt: skip


def _site(searcher: Searcher, site: Path) -> Path:
    """What the search of a site is, without the pages themselves: they cost the search nothing."""
    (site / "page.html").write_text(PAGE)
    for card in searcher.cards():
        below = unquote(card.get("url", "").removeprefix(searcher.settings.site_url))
        path = site / (f"{below}index.html" if below.endswith("/") or not below else below)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE)
    export(searcher, site)
    return site


if __name__ == "__main__":
    main()
