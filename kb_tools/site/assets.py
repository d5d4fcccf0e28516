"""The files that pages load: put together, with the content's hash in their names, so that browsers may keep them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

THEME = Path(__file__).parent / "theme"
FOLDER = "assets/kb"
"""Below the site's root."""

STYLE = ("colors", "page", "header", "sections", "below", "panels", "print")
"""The style sheets, the later ones having the last word."""

ARTICLE = (
    "search/trust.js",
    *(f"assets/article/{name}.js" for name in (
        "text", "calls", "steps", "note", "copying", "toast", "keys", "panel", "feedback", "article",
    )),
)  # fmt: skip
"""The scripts of an article's page, in the order in which they need each other."""


_HEAD_ENDS = re.compile(r"</head\s*>", re.I)


class Asset(NamedTuple):
    path: str
    """Below the site's root."""
    content: bytes


@cache
def style() -> Asset:
    return bundle(f"{FOLDER}/kb.css", (f"assets/style/{name}.css" for name in STYLE))


@cache
def article_script() -> Asset:
    return bundle(f"{FOLDER}/article.js", ARTICLE)


@cache
def moved_script() -> Asset:
    return bundle(f"{FOLDER}/moved.js", ["assets/moved.js"])


def bundle(path: str, files: Iterable[str]) -> Asset:
    """Files of the theme as one file of the site; its name says what is in it."""
    content = together(THEME / name for name in files)
    return Asset(hashed(path, content), content)


def together(paths: Iterable[Path]) -> bytes:
    """What these files hold, one after the other."""
    return b"\n".join(path.read_bytes() for path in paths)


def hashed(path: str, content: bytes) -> str:
    """A path with the digest of what stands there, so that a cache may keep it for ever: a.js is a.0123456789.js."""
    stem, suffix = posixpath.splitext(path)
    return f"{stem}.{sha256(content).hexdigest()[:10]}{suffix}"


def in_head(html: str, tags: str) -> str:
    """A page with these tags at the end of its head; a page without a head stays as it is."""
    end = _HEAD_ENDS.search(html)
    return html[: end.start()] + tags + html[end.start() :] if end else html


def write(path: Path, text: str) -> None:
    """Write a file of the site, and the folders above it. Half a character is kept as the page has it.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
