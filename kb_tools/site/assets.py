"""The files that pages load: put together, with the content's hash in their names, so that browsers may keep them."""

from __future__ import annotations

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


class Asset(NamedTuple):
    path: str
    """Below the site's root."""
    content: bytes


@cache
def style() -> Asset:
    parts = [(THEME / "assets" / "style" / f"{name}.css").read_bytes() for name in STYLE]
    return _hashed("kb", ".css", b"\n".join(parts))


@cache
def article_script() -> Asset:
    parts = [(THEME / name).read_bytes() for name in ARTICLE]
    return _hashed("article", ".js", b"\n".join(parts))


@cache
def moved_script() -> Asset:
    return _hashed("moved", ".js", (THEME / "assets" / "moved.js").read_bytes())


def _hashed(name: str, suffix: str, content: bytes) -> Asset:
    return Asset(f"{FOLDER}/{name}.{sha256(content).hexdigest()[:10]}{suffix}", content)
