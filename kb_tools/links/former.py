"""Previous names of an article, as its front matter gives them: paths of the docs folder, or addresses of the site."""

from __future__ import annotations

import ntpath
import posixpath

FIELD = "redirects"
"""The front matter field."""

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")


def file_of(name: str, use_directory_urls: bool) -> str | None:
    """The file of the site that an article of this name was; None where it can have been none."""
    plain = _plain(name)
    if plain is None:
        return None
    stem, suffix = posixpath.splitext(plain)
    if suffix.lower() not in _SUFFIXES:
        # An address, as it stood in the browser: old/name/ or old/name.html.
        return plain if suffix == ".html" else f"{plain}/index.html"
    if posixpath.basename(stem).lower() in ("index", "readme"):
        return posixpath.join(posixpath.dirname(stem), "index.html")
    return f"{stem}/index.html" if use_directory_urls else f"{stem}.html"


def source_of(name: str) -> str | None:
    """The file of the docs folder that it was, as far as that can be told."""
    plain = _plain(name)
    if plain is None:
        return None
    stem, suffix = posixpath.splitext(plain)
    return plain if suffix.lower() in _SUFFIXES else f"{stem if suffix == '.html' else plain}.md"


def _plain(name: str) -> str | None:
    if not name.strip() or "\0" in name or "://" in name:
        return None
    plain = posixpath.normpath(name.strip().replace("\\", "/").lstrip("/"))
    # On Windows, C:name.md lies on another drive.
    return None if plain in (".", "..") or plain.startswith("../") or ntpath.splitdrive(plain)[0] else plain
