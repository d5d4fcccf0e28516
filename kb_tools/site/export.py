"""Index -> files for the browser's search.

    SITE/kb/search.js               starts the search; names everything else; the only file that must not be kept long
    SITE/kb/search/engine.HASH.js   understands and ranks, as kb_tools/query and kb_tools/search do
    SITE/kb/search/HASH/            the data of one state of the articles, never changed
        terms/N.js                  terms in order, with their postings and what the vocabulary says about them
        words/N.js                  words as they are written, by first letter and length: for corrections
        trust/N.js                  what decides how far an article can be trusted, for 512 articles each
        articles/N.js               the card and the text of one article: loaded for the hits that are shown
        facets.js                   what can be filtered by

All data are scripts that call ``kbData(name, value)``: that works from a folder without a server, where nothing may be
fetched. The folder of data is named by what it holds, whole: the same articles give the same files to the last byte, and
a page that is open while a site is published sees the old state or the new one, never some of both.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from kb_tools import atomic
from kb_tools.article.trust import Flags
from kb_tools.errors import ContentError
from kb_tools.search import coarse
from kb_tools.search.searcher import Searcher
from kb_tools.site import scripts
from kb_tools.site.assets import hashed
from kb_tools.site.close_calls import close_calls
from kb_tools.site.contents import Card, Contents
from kb_tools.site.packing import packed, text
from kb_tools.site.shards import Row, Shards, cut
from kb_tools.site.vocabulary import vocabulary_data

FORMAT = 1
"""What search.js and the engine agree on."""

ENTRY = "kb/search.js"
FOLDER = "kb/search"
UNFINISHED = ".new-"
_OURS = re.compile(rf"[0-9a-f]{{16}}|engine\.[0-9a-f]{{10}}\.js|{re.escape(UNFINISHED)}.*", re.S)
"""What exports write there. A site may have pages of its own in that folder: those of an article kb/search.md."""
ABANDONED = 3600
"""Seconds after which an export that is not done was killed."""

TRUST_ROWS = 512
TRUST_FIELDS = ("confidence", "last_reviewed", "review_days", "status", "expires")

LENGTHS_FROM = 96
"""A word's length as a character: 3 is "c", 24 is "x"."""

File = tuple[str, bytes]
"""A path below the folder of data, and what it holds."""


class Report(NamedTuple):
    """What was written."""

    articles: int
    left_out: tuple[str, ...]
    """Articles whose pages are not in the site."""
    files: int
    size: int
    seconds: float


def export(searcher: Searcher, site: Path, urls: Mapping[str, str] | None = None) -> Report:
    """Write the search of a built site; replaces the one that is there.

    Args:
        searcher: what has the articles.
        site: the folder of the site.
        urls: the address of each article that the site has, below its root, by path. Default: as MkDocs names pages.

    Raises:
        ContentError: there is no site in this folder, none of the articles is in it, or it cannot be written.
    """
    try:
        return _export(searcher, site, urls)
    except OSError as error:
        raise ContentError(
            f"the search cannot be written ({error.strerror or error})", path=error.filename or site,
            hint="The site keeps the search that it had. Make room there, or allow it to be written.",
        ) from error  # fmt: skip


def _export(searcher: Searcher, site: Path, urls: Mapping[str, str] | None) -> Report:
    started = time.perf_counter()
    if not site.is_dir():
        raise ContentError("there is no such folder", path=site, hint="Build the site first: mkdocs build")
    root = searcher.settings.site_url
    if urls is not None:
        urls = {path: f"{root}{'' if url == './' else url}" for path, url in urls.items()}
    contents = Contents(searcher, _is_published(root, site, urls), urls)
    if not contents.cards and contents.left_out:
        raise ContentError(
            f"none of the {len(contents.left_out)} articles has its page here, not even {contents.left_out[0]}", path=site,
            hint="Build the site first. Where its addresses are not those of MkDocs, set use_directory_urls in mkdocs.yml.",
        )  # fmt: skip
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    before = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))
    terms, frequencies = _terms(contents)
    words = cut(
        (first + chr(LENGTHS_FROM + length), " ".join(found))
        for first, length, found in contents.words({term for file in terms.files for term in file[::2]})
    )
    generation, files, size = _write(folder, _files(contents, terms, words))
    engine = scripts.engine(searcher.settings.language)
    engine_name = hashed("engine.js", engine)
    atomic.replace(folder / engine_name, engine)
    index = {
        "format": FORMAT,
        "data": generation,
        "engine": engine_name,
        "language": searcher.settings.language,
        # What the addresses of the articles begin with, which the reader's site may not: staging, a folder.
        "siteUrl": root,
        "documents": len(contents.cards),
        "terms": terms.starts,
        "words": words.starts,
        "trustRows": TRUST_ROWS,
        "idf": close_calls(frequencies, len(contents.cards)),
    }
    entry = scripts.entry(index)
    atomic.replace(site / ENTRY, entry)
    _remove(before, {generation, engine_name})
    return Report(
        len(contents.cards), tuple(sorted(contents.left_out)), files + 2, size + len(engine) + len(entry),
        time.perf_counter() - started,
    )  # fmt: skip


def page_of(card: Card, site_url: str) -> str:
    """The file of an article's page, below the site's root."""
    page = unquote(card.get("url", "").removeprefix(site_url), errors="surrogateescape")
    return f"{page}index.html" if page.endswith("/") or not page else page


def _is_published(site_url: str, site: Path, urls: Mapping[str, str] | None) -> Callable[[Card], bool]:
    """Is an article's page in the site? A draft that the site leaves out must not be found there, either."""
    return lambda card: (urls is None or card["path"] in urls) and (site / page_of(card, site_url)).is_file()


def _terms(contents: Contents) -> tuple[Shards, list[int]]:
    """The terms with their postings, and the frequencies that occur."""
    meanings = vocabulary_data(contents.vocabulary())
    frequencies: set[int] = set()
    rows: list[Row] = []
    for term, documents, impacts in contents.postings():
        frequencies.add(len(documents))
        rounded = coarse.rounded(impacts, len(documents), len(contents.cards))
        said = meanings.pop(term, "")
        rows.append((term, packed(documents, rounded) + (f"\n{said}" if said else "")))
    rows += [(term, f"\n{said}") for term, said in meanings.items()]
    return cut(rows), sorted(frequencies)


def _files(contents: Contents, terms: Shards, words: Shards) -> Iterator[File]:
    for name, shards in (("terms", terms), ("words", words)):
        for number, rows in enumerate(shards.files):
            yield _file(f"{name}/{number}", rows)
    for start in range(0, len(contents.cards), TRUST_ROWS):
        yield _file(
            f"trust/{start // TRUST_ROWS}", _trust(contents.cards[start : start + TRUST_ROWS], contents.flags_of)
        )
    for number, card in enumerate(contents.cards):
        yield _file(f"articles/{number}", [card, contents.body(number)])
    yield _file("facets", contents.facets())


def _file(name: str, value: object) -> File:
    return f"{name}.js", scripts.data(name, value)


def _trust(cards: list[Card], flags_of: Callable[[str], Flags | None]) -> list[object]:
    """The different rows of facts, what is flagged the last of them, and which of the rows each article has."""
    rows: dict[tuple[object, ...], int] = {}
    numbers = [
        rows.setdefault(
            (*map(card.get, TRUST_FIELDS), *((flags,) if (flags := flags_of(card["id"])) else ())), len(rows)
        )
        for card in cards
    ]
    return [[list(row) for row in rows], text(numbers)]


def _write(folder: Path, files: Iterator[File]) -> tuple[str, int, int]:
    """Write the data into a folder of their own: its name, how many files, how many bytes."""
    unfinished = folder / f"{UNFINISHED}{os.getpid()}-{os.urandom(4).hex()}"
    hasher, count, size = sha256(), 0, 0
    try:
        unfinished.mkdir()
        made = {""}
        for name, content in files:
            below = name.rpartition("/")[0]
            if below not in made:
                made.add(below)
                (unfinished / below).mkdir()
            (unfinished / name).write_bytes(content)
            hasher.update(b"%s\0%d\0%s" % (name.encode(), len(content), content))
            count += 1
            size += len(content)
        generation = hasher.hexdigest()[:16]
        whole = folder / generation
        if not whole.exists():
            unfinished.rename(whole)
        elif _sizes(whole) != _sizes(unfinished):
            # Somebody has taken something out of it.
            whole.rename(unfinished.with_name(f"{unfinished.name}-old"))
            unfinished.rename(whole)
    finally:
        for rest in folder.glob(f"{unfinished.name}*"):
            shutil.rmtree(rest, ignore_errors=True)
    return generation, count, size


def _sizes(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def _remove(before: list[Path], needed: set[str]) -> None:
    """Remove what exports before this one have left; not what another one is writing right now."""
    for path in before:
        if path.name in needed:
            continue
        try:
            if path.name.startswith(UNFINISHED) and time.time() - path.stat().st_mtime < ABANDONED:
                continue
            # First the name: what is half removed must not be taken for something whole.
            rest = path.rename(path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name.removeprefix(UNFINISHED)}"))
            shutil.rmtree(rest) if rest.is_dir() and not rest.is_symlink() else rest.unlink()
        except FileNotFoundError:
            pass
