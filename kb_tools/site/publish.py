"""All of it into a site that stands, whoever has built it: the search, what is said about articles, known issues."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from kb_tools.errors import ContentError
from kb_tools.search.searcher import Searcher
from kb_tools.site import assets, known_issues, mount
from kb_tools.site.export import Report, export, page_of
from kb_tools.site.headers import Headers, without
from kb_tools.site.page import Feedback

NOT_FOUND = "404.html"
"""Shown at any address, so that nothing in it can be named from where it stands."""

_OURS = re.compile(r"(?:dialog|loader|known-issues|article|kb|moved)\.[0-9a-f]{10}\.(?:css|js)")
"""The names of files that pages load: another content, another name."""


class Wanted(NamedTuple):
    """What the pages get beside the search."""

    headers: bool = True
    """What matters about an article, its steps, its ticket note."""
    known_issues: bool = True
    related: int = 5
    feedback: Feedback = Feedback()


ALL = Wanted()


class Done(NamedTuple):
    """What was done to a site."""

    report: Report
    pages: int
    """So many have the search now."""
    bare: tuple[tuple[str, str], ...]
    """Pages of articles that have no header though it is wanted, and why."""


def publish(searcher: Searcher, site: Path, wanted: Wanted = ALL) -> Done:
    """Put everything in; what an earlier run has put there is replaced.

    Raises:
        ContentError: see export.py.
    """
    report = export(searcher, site)
    settings = searcher.settings
    root = urlsplit(settings.site_url).path or "/"
    loaded = [mount.loader(), mount.dialog_style(), mount.dialog_script()]
    headers = None
    if wanted.headers:
        loaded += [assets.style(), assets.article_script()]
        cards = {page_of(card, settings.site_url): card for card in searcher.cards()}
        cards = {page: card for page, card in cards.items() if (site / page).is_file()}
        headers = Headers(settings, cards, wanted.feedback, wanted.related)
    if wanted.known_issues:
        loaded += [known_issues.style(), known_issues.script()]
        known_issues.write(site / known_issues.NAME, known_issues.known_issues(settings, datetime.now().astimezone()))
    used: set[str] = {Path(asset.path).name for asset in loaded}
    bare: list[tuple[str, str]] = []
    pages = 0
    try:
        for asset in loaded:
            _replace(site / asset.path, asset.content)
        for path in _pages(site):
            page = path.relative_to(site).as_posix()
            base = root if page == NOT_FOUND else "../" * page.count("/")
            # Whatever the page is written in, the bytes that are not ours stay as they are.
            before = path.read_bytes().decode("utf-8", "surrogateescape")
            after = mount.mounted(before, base)
            after = known_issues.mounted(after, base) if wanted.known_issues else known_issues.unmounted(after)
            after, why = headers.put(after, page, base) if headers is not None else (without(after), "")
            if why:
                bare.append((page, why))
            pages += mount.tags(base) in after
            used.update(_OURS.findall(after))
            if after != before:
                _replace(path, after.encode("utf-8", "surrogateescape"))
        _remove_unused(site, used)
    except OSError as error:
        raise ContentError(
            f"the page cannot be written ({error.strerror or error})", path=error.filename or site,
            hint="Some pages may have the search already. Allow it to be written, and run this again.",
        ) from error  # fmt: skip
    return Done(report, pages, tuple(bare))


def _pages(site: Path) -> Iterator[Path]:
    for page in sorted(site.rglob("*.html")):
        if page.is_file() and not page.is_symlink():
            yield page


def _remove_unused(site: Path, used: set[str]) -> None:
    """Remove what only pages of an earlier run have loaded."""
    for folder in (mount.FOLDER, assets.FOLDER):
        for path in (site / folder).glob("*.*.*"):
            if _OURS.fullmatch(path.name) and path.name not in used:
                path.unlink(missing_ok=True)


def _replace(path: Path, content: bytes) -> None:
    """A page is read while it is written. Thousands of them: that each is on the disk is not waited for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:40]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        # Never through a link of that name.
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
        if path.exists():
            os.chmod(temporary, path.stat().st_mode & 0o7777)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
