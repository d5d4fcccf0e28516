"""A folder on loopback, compressed as web servers do it, and the browser that looks at it."""

from __future__ import annotations

import gzip
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Browser, sync_playwright


class Sent(NamedTuple):
    """One answer."""

    at: float
    """Seconds, as `time.time()` has them."""
    path: str
    size: int


class Served:
    """Gives out a folder and remembers what it gave: HTTP/1.1, kept alive, gzip."""

    def __init__(self, folder: Path, counted: tuple[str, ...] = ("",)) -> None:
        """
        Args:
            counted: the beginnings of the paths that are remembered; what lies there is compressed beforehand.
        """
        self.log: list[Sent] = []

        @cache
        def compressed(path: Path) -> bytes:
            return gzip.compress(path.read_bytes(), 6)

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            wbufsize = 1 << 16

            def do_GET(handler) -> None:
                path = Path(handler.translate_path(handler.path))
                if path.is_dir():
                    path /= "index.html"
                if not path.is_file():
                    return handler.send_error(404)
                content = compressed(path)
                if handler.path.lstrip("/").startswith(counted):
                    self.log.append(Sent(time.time(), handler.path, len(content)))
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

        for beginning in filter(None, counted):
            for path in (folder / beginning).rglob("*"):
                if path.is_file():
                    compressed(path)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.root = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def size(self, until: float = float("inf")) -> int:
        """Bytes of content; the heads of the answers are not counted."""
        return sum(sent.size for sent in self.log if sent.at <= until)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield browser
        browser.close()
