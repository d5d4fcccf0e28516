"""The search into a site that stands: its data, the dialog, and two tags in each page. Whoever has built the site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from kb_tools.errors import ContentError
from kb_tools.search.searcher import Searcher
from kb_tools.site import mount
from kb_tools.site.export import Report, export

NOT_FOUND = "404.html"
"""Shown at any address, so that nothing in it can be named from where it stands."""


def publish(searcher: Searcher, site: Path) -> tuple[Report, int]:
    """What was exported, and how many pages have the search now.

    Raises:
        ContentError: see export.py.
    """
    report = export(searcher, site)
    root = urlsplit(searcher.settings.site_url).path or "/"
    try:
        for asset in (mount.loader(), mount.dialog_style(), mount.dialog_script()):
            _replace(site / asset.path, asset.content)
        pages = 0
        for page in _pages(site):
            below = page.relative_to(site).parts
            base = root if below == (NOT_FOUND,) else "../" * (len(below) - 1)
            # Whatever the page is written in, the bytes that are not ours stay as they are.
            before = page.read_bytes().decode("utf-8", "surrogateescape")
            after = mount.mounted(before, base)
            pages += mount.tags(base) in after
            if after != before:
                _replace(page, after.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise ContentError(
            f"the page cannot be written ({error.strerror or error})", path=error.filename or site,
            hint="Some pages may have the search already. Allow it to be written, and run this again.",
        ) from error  # fmt: skip
    return report, pages


def _pages(site: Path) -> Iterator[Path]:
    for page in site.rglob("*.html"):
        if page.is_file() and not page.is_symlink():
            yield page


def _replace(path: Path, content: bytes) -> None:
    """A page is read while it is written. Thousands of them: that each is on the disk is not waited for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
