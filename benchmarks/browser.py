"""What does a search in the browser cost? Bytes, requests and time, cold and warm, in Chromium, from a server on loopback.

python benchmarks/browser.py DIR [--rounds 30]
"""

from __future__ import annotations

import gzip
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Browser, sync_playwright
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

PAGE = "<!doctype html>\n<meta charset=utf-8>\n<p>A page.\n"

COLD = f"""async (keys) => {{
    const started = performance.now();
    await new Promise((done) => {{
        const script = document.createElement("script");
        Object.assign(script, {{ src: "{ENTRY}", onload: done }});
        document.head.append(script);
    }});
    globalThis.searcher = await kb.open("./");
    let last = started;
    for (const text of keys) {{
        last = performance.now();
        await searcher.search(text);
    }}
    return [performance.now() - started, performance.now() - last];
}}"""

WARM = """async (text) => {
    const started = performance.now();
    await searcher.search(text);
    return performance.now() - started;
}"""


class Served:
    """A folder on loopback, compressed as web servers do it, with a count of what it gave out."""

    def __init__(self, folder: Path) -> None:
        self.bytes = self.requests = 0

        @cache
        def compressed(path: Path) -> bytes:
            return gzip.compress(path.read_bytes(), 6)

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = 1 << 16

            def do_GET(handler) -> None:
                path = Path(handler.translate_path(handler.path))
                if not path.is_file():
                    return handler.send_error(404)
                content = compressed(path)
                self.bytes += len(content)
                self.requests += 1
                handler.send_response(200)
                for name, value in (
                    ("Content-Type", handler.guess_type(path)),
                    ("Content-Encoding", "gzip"),
                    ("Content-Length", str(len(content))),
                ):
                    handler.send_header(name, value)
                handler.end_headers()
                handler.wfile.write(content)
                return None

            def log_message(handler, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}/page.html"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


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
            "2 to 5 words, every key": [[query[:end] for end in range(1, len(query) + 1)] for query in short],
        }
        served = Served(site)
        rows = [_row(name, keys, browser, served) for name, keys in kinds.items() if keys]
        served.server.shutdown()
    print_table(
        ["query", "KB", "95 %", "requests", "all cold ms", "95 %", "last key ms", "95 %", "warm ms", "heap MB"], rows
    )


def _row(name: str, queries: list[list[str]], browser: Browser, served: Served) -> list[str]:
    """Each query in a browser that has never seen the site."""
    cold, last, warm, size, requests, heap = [], [], [], [], [], []
    for keys in queries:
        context = browser.new_context()
        page = context.new_page()
        page.goto(served.address)
        served.bytes = served.requests = 0
        whole, final = page.evaluate(COLD, keys)
        cold.append(whole)
        last.append(final)
        size.append(served.bytes / 1000)
        requests.append(served.requests)
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


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
