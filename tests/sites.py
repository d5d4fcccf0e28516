"""Built sites for tests of the export: a page for each article, and a web server on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kb_tools.search.searcher import Searcher

PAGE = "<!doctype html>\n<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n{title}\n</body>\n</html>\n"


def with_pages(searcher: Searcher, site: Path) -> Path:
    """A site as some builder left it: a page for each article, where MkDocs would put it. Returns *site*."""
    for card in searcher.cards():
        path = page_of(card, searcher, site)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(title=card["title"]), encoding="utf-8", errors="replace")
    return site


def page_of(card: dict[str, Any], searcher: Searcher, site: Path) -> Path:
    """Where an article's page is."""
    below = unquote(card.get("url", "").removeprefix(searcher.settings.site_url))
    return site / (f"{below}index.html" if below.endswith("/") or not below else below)


@contextmanager
def served(folder: Path, headers: dict[str, str] | None = None) -> Iterator[tuple[str, list[str]]]:
    """The folder on loopback: its address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
