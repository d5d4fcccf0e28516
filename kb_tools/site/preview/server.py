"""The server of a preview: MkDocs' own, with pages built when they are asked for and told what is wrong with them."""

from __future__ import annotations

import json
import logging
import posixpath
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from kb_tools.checks.finding import Finding
from kb_tools.site.assets import THEME
from kb_tools.site.export import ENTRY
from kb_tools.site.preview.findings import Checker
from kb_tools.site.preview.pages import MARK, Pages

OWN = "__kb-preview"
"""Below this name stands what no site has: the script, the style, what is wrong."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PATIENCE = 25
"""Seconds after which a page that waits for news is told that there are none."""
_TYPES = {"preview.js": "application/javascript", "preview.css": "text/css"}

Start = Callable[..., Any]


class Server(LiveReloadServer):
    """Serves a site that is built in parts.

    Args:
        rebuild: called when a file changed.
        docs_name: the docs folder from the root; empty where it is the root.
    """

    pages: Pages

    def __init__(
        self, rebuild: Callable[[], None], root: Path, docs_name: str, site: Path, host: str, port: int
    ) -> None:
        super().__init__(builder=rebuild, host=host, port=port, root=str(site))
        self._below = f"{docs_name}/" if docs_name else ""
        self._is_private = host in LOOPBACK or host == "::1" or host.startswith("127.")
        self._bound = False
        self._news = threading.Condition()
        self.checker = Checker(root, self.tell)
        self.trouble = ""
        """Why the last build failed; the pages are those of the one before."""
        self.error_handler = self._error_page

    def server_bind(self) -> None:
        """Once: before the first build, so that nobody waits for it in vain, and not again by `serve`."""
        if not self._bound:
            super().server_bind()
            self._bound = True

    def tell(self) -> None:
        """Wake the pages that wait for news."""
        with self._news:
            self._news.notify_all()

    def serve_request(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if self._is_private and not self._from_here(environ):
            # Another site's name that was made to lead to this machine: its scripts could read internal articles.
            return _answer(start_response, "403 Forbidden", b"Open it as localhost.", "text/plain")
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not path.startswith(self.mount_path):
            return super().serve_request(environ, start_response)
        name = path[len(self.mount_path) :]
        if name.startswith(f"{OWN}/"):
            return self._own(name[len(OWN) + 1 :], environ, start_response)
        if name == ENTRY:
            self.pages.search()
        try:
            page = self.pages.page(f"{name}index.html" if name.endswith("/") or not name else posixpath.normpath(name))
        except (Exception, Abort) as error:
            return _answer(start_response, "500 Internal Server Error", self._cannot_be_built(error))
        if page is not None:
            return _answer(start_response, "200 OK", self._with_script(page))
        if f"{name}/index.html" in self.pages:
            start_response("302 Found", [("Location", quote(path) + "/")])
            return []
        return super().serve_request(environ, start_response)

    def _from_here(self, environ: dict[str, Any]) -> bool:
        name = environ.get("HTTP_HOST", "")
        host = name if name.endswith("]") else name.rpartition(":")[0] or name
        return host.lower() in LOOPBACK or host.startswith("127.")

    def _own(self, name: str, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if name in _TYPES:
            return _answer(start_response, "200 OK", (THEME / "assets" / "preview" / name).read_bytes(), _TYPES[name])
        if name == "state":
            asked = {key: values[-1] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
            state = json.dumps(self._state(asked)).encode()
            return _answer(start_response, "200 OK", state, "application/json")
        return _answer(start_response, "404 Not Found", b"404 Not Found", "text/plain")

    def _state(self, asked: dict[str, str]) -> dict[str, Any]:
        """What a page has to know: is there a newer build of it, and what is wrong? Waits until it is another than it knows."""
        knows = asked.get("knows", "")

        def version() -> str:
            return f"{self.pages.generation}.{self.checker.latest.number}.{hash(self.trouble)}"

        with self._news:
            self._news.wait_for(lambda: version() != knows, timeout=PATIENCE)
        path = asked.get("page", "")
        below = path[len(self.mount_path) :] if path.startswith(self.mount_path) else ""
        name = f"{below}index.html" if below.endswith("/") or not below else below
        source, first_line = self.pages.source(name)
        latest = self.checker.latest
        file = f"{self._below}{source}"
        return {
            "version": version(),
            "generation": self.pages.generation,
            "checked": latest.generation >= self.pages.generation,
            "trouble": [text for text in (self.trouble, latest.trouble) if text],
            "file": file if source else "",
            "findings": [_row(finding, first_line) for finding in latest.by_file.get(file, ())] if source else [],
        }

    def _with_script(self, html: bytes) -> bytes:
        base = f"{self.mount_path}{OWN}"
        tags = (
            f'<link rel="stylesheet" href="{base}/preview.css">'
            f'<script src="{base}/preview.js" data-state="{base}/state" defer></script>'
        ).encode()
        end = html.rfind(b"</head>")
        return html[:end] + tags + html[end:] if end >= 0 else html + tags

    def _cannot_be_built(self, error: BaseException) -> bytes:
        text = escape(str(error) or type(error).__name__)
        return self._with_script(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cannot be built</title></head><body><main>'
            f"<h1>This page cannot be built</h1><pre>{text}</pre><p>It is built again when you save.</p>"
            f'<template id="{MARK}" data-generation="{self.pages.generation}"></template></main></body></html>'.encode()
        )

    def _error_page(self, code: int) -> bytes | None:
        path = Path(self.root) / f"{code}.html"
        return self._with_script(path.read_bytes()) if code == 404 and path.is_file() else None


def _answer(start_response: Start, status: str, content: bytes, kind: str = "text/html; charset=utf-8") -> list[bytes]:
    start_response(
        status, [("Content-Type", kind), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")]
    )
    return [content]


def _row(finding: Finding, first_line: int) -> dict[str, Any]:
    return {
        "rule": finding.rule, "slug": finding.slug, "severity": finding.severity, "line": finding.line,
        "message": finding.message, "hint": finding.hint, "top": finding.line < first_line,
    }  # fmt: skip


class _Ears(logging.Handler):
    """What MkDocs and its plugins say."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell
        self._said: set[str] = set()
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage().strip()
        if record.levelno >= logging.ERROR:
            self.errors.append(text)
        elif not record.name.startswith(("mkdocs.structure", "mkdocs.commands", "mkdocs.livereload")):
            # What those warn of is a finding, too, and each rebuild would say it again.
            if text not in self._said:
                self._tell(text)
            self._said.add(text)


@contextmanager
def heard(tell: Callable[[str], None]) -> Iterator[list[str]]:
    """Listen to MkDocs: its warnings are told once, its errors are collected."""
    ears, log = _Ears(tell), logging.getLogger("mkdocs")
    propagated, log.propagate = log.propagate, False
    log.addHandler(ears)
    try:
        yield ears.errors
    finally:
        log.removeHandler(ears)
        log.propagate = propagated
