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
import shutil
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from kb_tools import atomic
from kb_tools.errors import ContentError
from kb_tools.search.searcher import Searcher
from kb_tools.site import scripts
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


def export(searcher: Searcher, site: Path) -> Report:
    """Write the search of a built site; replaces the one that is there.

    Raises:
        ContentError: there is no site in this folder, none of the articles is in it, or it cannot be written.
    """
    try:
        return _export(searcher, site)
    except OSError as error:
        raise ContentError(
            f"the search cannot be written ({error.strerror or error})", path=error.filename or site,
            hint="The site keeps the search that it had. Make room there, or allow it to be written.",
        ) from error  # fmt: skip


def _export(searcher: Searcher, site: Path) -> Report:
    started = time.perf_counter()
    if not site.is_dir():
        raise ContentError("there is no such folder", path=site, hint="Build the site first: mkdocs build")
    contents = Contents(searcher, _is_published(searcher.settings.site_url, site))
    if not contents.cards and contents.left_out:
        raise ContentError(
            f"none of the {len(contents.left_out)} articles has its page here, not even {contents.left_out[0]}", path=site,
            hint="Build the site first. Where its addresses are not those of MkDocs, set use_directory_urls in mkdocs.yml.",
        )  # fmt: skip
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    before = sorted(folder.iterdir())
    terms, frequencies = _terms(contents)
    words = cut(
        (first + chr(LENGTHS_FROM + length), " ".join(found))
        for first, length, found in contents.words({term for file in terms.files for term in file[::2]})
    )
    generation, files, size = _write(folder, _files(contents, terms, words))
    engine = scripts.engine(searcher.settings.language)
    engine_name = scripts.hashed("engine", ".js", engine)
    atomic.replace(folder / engine_name, engine)
    index = {
        "format": FORMAT,
        "data": generation,
        "engine": engine_name,
        "language": searcher.settings.language,
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


def _is_published(site_url: str, site: Path) -> Callable[[Card], bool]:
    """Is an article's page in the site? A draft that the site leaves out must not be found there, either."""

    def is_published(card: Card) -> bool:
        page = unquote(card.get("url", "").removeprefix(site_url), errors="surrogateescape")
        return (site / (f"{page}index.html" if page.endswith("/") or not page else page)).is_file()

    return is_published


def _terms(contents: Contents) -> tuple[Shards, list[int]]:
    """The terms with their postings, and the frequencies that occur."""
    meanings = vocabulary_data(contents.vocabulary())
    frequencies: set[int] = set()
    rows: list[Row] = []
    for term, documents, impacts in contents.postings():
        frequencies.add(len(documents))
        said = meanings.pop(term, "")
        rows.append((term, packed(documents, impacts) + (f"\n{said}" if said else "")))
    rows += [(term, f"\n{said}") for term, said in meanings.items()]
    return cut(rows), sorted(frequencies)


def _files(contents: Contents, terms: Shards, words: Shards) -> Iterator[File]:
    for name, shards in (("terms", terms), ("words", words)):
        for number, rows in enumerate(shards.files):
            yield _file(f"{name}/{number}", rows)
    for start in range(0, len(contents.cards), TRUST_ROWS):
        yield _file(f"trust/{start // TRUST_ROWS}", _trust(contents.cards[start : start + TRUST_ROWS]))
    for number, card in enumerate(contents.cards):
        yield _file(f"articles/{number}", [card, contents.body(number)])
    yield _file("facets", contents.facets())


def _file(name: str, value: object) -> File:
    return f"{name}.js", scripts.data(name, value)


def _trust(cards: list[Card]) -> list[object]:
    """The different rows of facts, and which of them each article has."""
    rows: dict[tuple[object, ...], int] = {}
    numbers = [rows.setdefault(tuple(card.get(field, 0) for field in TRUST_FIELDS), len(rows)) for card in cards]
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
