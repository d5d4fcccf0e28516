"""How often each article was used: a CSV file out of a ticket system or the site's statistics."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from kb_tools.checks.base import Base
from kb_tools.errors import ConfigError
from kb_tools.search.card import url
from kb_tools.text_file import read_text

MOST = 10**15
"""More uses than any article has; sums stay whole numbers in every spreadsheet."""


class Uses(NamedTuple):
    """What the file says."""

    by_path: Mapping[str, int]
    """Path below the docs folder -> how often the article was used; the sum of its rows."""
    unknown: tuple[str, ...]
    """What the file names and is no article here: renamed, deleted, another site's."""


def load_uses(path: Path, base: Base) -> Uses:
    """Read a file with the columns `article` (id, path, or address on the site) and `uses`.

    Raises:
        ConfigError: the first mistake in it, with its line.
    """
    text = read_text(path, hint="Save the file as CSV UTF-8.")
    head = text.partition("\n")[0]
    # Where the comma is the decimal mark, spreadsheets put semicolons between.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    names = _names(base)
    counts: dict[str, int] = {}
    unknown: dict[str, None] = {}
    columns: tuple[int, int] | None = None
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row, path, rows.line_num)
                continue
            article, number = _row(row, columns, path, rows.line_num)
            known = names.get(article) or names.get(_page(article, base))
            if known is None:
                unknown.setdefault(article)
            else:
                counts[known] = min(MOST, counts.get(known, 0) + number)
    except csv.Error as error:
        raise ConfigError(f"is not CSV: {error}", path=path, line=rows.line_num) from error
    if columns is None:
        raise ConfigError("is empty", path=path, hint="Its first line names the columns: article,uses")
    return Uses(counts, tuple(unknown))


def _columns(row: list[str], path: Path, line: int) -> tuple[int, int]:
    heads = [cell.strip().lower() for cell in row]
    if "article" not in heads or "uses" not in heads:
        raise ConfigError("the first line must name the columns article and uses", path=path, line=line,
                          hint="article,uses")  # fmt: skip
    return heads.index("article"), heads.index("uses")


def _row(row: list[str], columns: tuple[int, int], path: Path, line: int) -> tuple[str, int]:
    article, number = (row[column].strip() if column < len(row) else "" for column in columns)
    if not article:
        raise ConfigError("a line without an article", path=path, line=line)
    if not number.isascii() or not number.isdigit() or len(number) > len(str(MOST)):
        raise ConfigError(f"the uses of {article} are {number!r}, which is no whole number", path=path, line=line,
                          hint="Digits only, as in 1204.")  # fmt: skip
    return article, int(number)


def _names(base: Base) -> Mapping[str, str]:
    """All that an article may be called; an id before a path."""
    names: dict[str, str] = {}
    for name in (attrgetter("id"), attrgetter("path"), attrgetter("file")):
        for facts in base:
            names.setdefault(name(facts), facts.path)
    site = base.settings._replace(site_url="")
    for facts in base:
        names.setdefault(_page(unquote(url(facts.path, site)), base), facts.path)
    return names


def _page(address: str, base: Base) -> str:
    """An address on the site without what may differ: the site's own address, slashes around it, query, percent signs."""
    below = urlsplit(base.settings.site_url).path.strip("/")
    try:
        page = unquote(urlsplit(address).path)
    except ValueError:
        page = address
    page = page.strip("/").removesuffix("index.html").strip("/")
    return f"/{page.removeprefix(below).strip('/')}" if below and f"{page}/".startswith(f"{below}/") else f"/{page}"
