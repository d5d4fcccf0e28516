"""Lists -> Markdown pages: one page where it is short, else a page for each group with a bar that leads from one to another."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from kb_tools.site.overview.entry import Entry
from kb_tools.wording import number

FOLDER = "overview"
"""Below the docs folder."""

MOST = 300
"""Lines of a page: more takes too long to look through."""

FEW = 60
"""So many names may stand below each other."""

_NO_WORD = re.compile(r"[^\w\s]|_")
_WHITE = re.compile(r"\s+")
_NO_NAME = re.compile(r"[^a-z0-9]+")


class Row(NamedTuple):
    """A line that leads to an article."""

    text: str
    """What the link says."""
    path: str
    after: str = ""
    """What follows the link."""


class Group(NamedTuple):
    """Some lines below one heading."""

    name: str
    rows: Sequence[Row]


class Listing(NamedTuple):
    """All that one way to browse shows."""

    name: str
    """Its folder."""
    title: str
    summary: str
    """What it holds, in a few words."""
    groups: Sequence[Group]
    intro: str = ""
    has_letters: bool = False
    """The groups' names are so short that they fit into a bar."""


def plain(text: str) -> str:
    """A text that no Markdown, of whatever dialect, takes for anything but text."""
    return _NO_WORD.sub(lambda found: f"&#{ord(found[0])};", _WHITE.sub(" ", text).strip())


def link(page: str, target: str, text: str) -> str:
    """A link from one file of the docs folder to another."""
    address = posixpath.relpath(target, posixpath.dirname(page))
    return f"[{plain(text) or '?'}]({quote(address, errors='surrogateescape')})"


def page(title: str, lines: Iterable[str]) -> str:
    """A page that no search finds."""
    return "\n".join(["---", "search:", "  exclude: true", "---", "", f"# {plain(title)}", "", *lines, ""])


def written(listing: Listing) -> dict[str, str]:
    """The pages of a list: `index.md` and, where that would be too long, one or more for each group."""
    start = f"{FOLDER}/{listing.name}/index.md"
    intro = [listing.intro, ""] if listing.intro else []
    if sum(len(group.rows) + 2 for group in listing.groups) <= MOST:
        lines = [*intro]
        for group in listing.groups:
            lines += [f"## {plain(group.name)}", "", *_rows(start, group.rows), ""]
        return {start: page(listing.title, lines)}
    names = _names(listing.groups)
    targets: dict[str, str] = {}
    pages: dict[str, str] = {}
    bundles = [[group] for group in listing.groups] if listing.has_letters else _bundles(listing.groups)
    for bundle in bundles:
        path = f"{FOLDER}/{listing.name}/{names[bundle[0].name]}.md"
        targets.update({group.name: path for group in bundle})
    for bundle in bundles:
        pages.update(
            _bundle_page(listing, bundle, targets) if len(bundle) > 1 else _group_pages(listing, bundle[0], targets)
        )
    return {start: page(listing.title, [*intro, *_contents(start, listing, targets)]), **pages}


def _bundles(groups: Iterable[Group]) -> list[list[Group]]:
    """Small groups share a page: each page takes its share of the time that a site is built in."""
    found: list[list[Group]] = []
    size = MOST
    for group in groups:
        lines = len(group.rows) + 3
        if size + lines > MOST:
            found.append([])
            size = 0
        found[-1].append(group)
        size += lines
    return found


def _bundle_page(listing: Listing, bundle: Sequence[Group], targets: dict[str, str]) -> dict[str, str]:
    path = targets[bundle[0].name]
    lines = [link(path, f"{FOLDER}/{listing.name}/index.md", listing.title), ""]
    for group in bundle:
        lines += [f"## {plain(group.name)}", "", *_rows(path, group.rows), ""]
    return {path: page(f"{listing.title}: {bundle[0].name} to {bundle[-1].name}", lines)}


def _contents(start: str, listing: Listing, targets: dict[str, str]) -> list[str]:
    entries = [(name, f"{link(start, targets[name], name)} ({number(len(rows))})") for name, rows in listing.groups]
    if len(entries) <= FEW:
        return [f"- {text}" for _, text in entries]
    # A line for each letter: hundreds of lines would have to be scrolled through.
    letters: dict[str, list[str]] = {}
    for name, text in entries:
        letters.setdefault(plain(name[:1].upper()), []).append(text)
    return [f"- {' · '.join(texts)}" for texts in letters.values()]


def _group_pages(listing: Listing, group: Group, targets: dict[str, str]) -> dict[str, str]:
    start = f"{FOLDER}/{listing.name}/index.md"
    first = targets[group.name]
    parts = [group.rows[at : at + MOST] for at in range(0, len(group.rows), MOST)]
    paths = [first, *(f"{first.removesuffix('.md')}-part-{count}.md" for count in range(2, len(parts) + 1))]
    pages = {}
    for count, (path, rows) in enumerate(zip(paths, parts, strict=True), 1):
        bar = [link(path, start, listing.title)]
        if listing.has_letters:
            bar += [
                f"**{plain(name)}**" if name == group.name else link(path, target, name)
                for name, target in targets.items()
            ]
        lines = [" · ".join(bar), ""]
        if len(parts) > 1:
            others = " · ".join(
                f"**{other}**" if other == count else link(path, target, str(other))
                for other, target in enumerate(paths, 1)
            )
            lines += [f"Page {others}: {plain(_first_words(rows[0]))} to {plain(_first_words(rows[-1]))}", ""]
        title = f"{listing.title}: {group.name}" + (f", page {count}" if count > 1 else "")
        pages[path] = page(title, [*lines, *_rows(path, rows)])
    return pages


def _first_words(row: Row) -> str:
    return " ".join(row.text.split()[:4])


def _rows(page: str, rows: Iterable[Row]) -> list[str]:
    return [f"- {link(page, row.path, row.text)}{f' {row.after}' if row.after else ''}" for row in rows]


def _names(groups: Iterable[Group]) -> dict[str, str]:
    """A file name for each group: readable where it can be, its own in any case, and never `index`."""
    found: dict[str, str] = {}
    taken = {"index", "readme"}
    for group in groups:
        letters = unicodedata.normalize("NFKD", group.name).lower().encode("ascii", "ignore").decode()
        name = _NO_NAME.sub("-", letters).strip("-")[:60]
        if not name or name in taken or "-part-" in name:
            name = f"{name}-{sha256(group.name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}".lstrip("-")
        taken.add(name)
        found[group.name] = name
    return found


def by_title(entries: Iterable[Entry]) -> list[Row]:
    """Lines of articles in the order of their titles."""
    return [Row(entry.title, entry.path) for entry in entries]
