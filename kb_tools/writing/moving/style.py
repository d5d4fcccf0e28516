"""Write the target of a link anew, in the manner in which it was written: the smallest change that leads there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kb_tools.article.model import Link
from kb_tools.links.resolve import Lead
from kb_tools.links.site import PAGE_SUFFIXES
from kb_tools.links.tree import Tree, is_page

_INDEX = ("index.md", "README.md")
_SAFE = "._-~!$+,;=@:"
_ESCAPED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")


class Written(NamedTuple):
    """A link as it stands in its file."""

    link: Link
    raw: str
    """The target in the source."""
    in_angles: bool
    """`<the target>`, in which spaces may stand."""
    page: str
    """The article it stands in, below the docs folder."""


class Goal(NamedTuple):
    """Where it is to lead afterwards."""

    tree: Tree
    """The files as they will be."""
    page: str
    """The article it will stand in."""
    path: str
    """The file it must lead to."""
    fragment: str | None
    """The place there; None where it stays as it is written."""


def leads_there(lead: Lead, goal: Goal, before: Lead) -> bool:
    """Does it lead where it should, no worse than before?"""
    # In HTML, a file can be meant that the browser does not find.
    if lead.path != goal.path or lead.detail == "html" or (before.works and not lead.works):
        return False
    return goal.fragment is None or unquote(lead.fragment) == goal.fragment


def rewritten(
    tree: Tree, written: Written, before: Lead, goal: Goal, leads: Callable[[Link], Lead | None]
) -> str | None:
    """The new source of the target; None where none could be found. *leads*: where a link leads afterwards."""
    target = written.link.target.strip()
    path = urlsplit(target).path
    tail = target[len(path) :]
    is_plain = written.raw == target
    if goal.fragment is not None:
        query = tail.partition("#")[0]
        tail = query + (f"#{quote(goal.fragment, safe=_SAFE + '()/')}" if goal.fragment else "")
    coder = _Coder(written, path if is_plain else "")
    for candidate in _candidates(tree, written.page, path, before.path, goal) if path else ("",):
        encoded = coder.path(candidate)
        new = encoded + tail
        found = leads(written.link._replace(target=new))
        if found is not None and leads_there(found, goal, before):
            return coder.source(new)
    return None


def _candidates(tree: Tree, page: str, path: str, old: str, goal: Goal) -> Iterator[str]:
    """Paths as this link might write them, decoded, the likeliest first."""
    plain = unquote(path).replace("\\", "/")
    is_absolute = plain.startswith("/")
    prefix = "/"
    if is_absolute:
        site = tree.site
        prefix = site.prefix if site.prefix != "/" and plain.startswith(site.prefix) else "/"
        place = posixpath.normpath(plain[len(prefix) :].lstrip("/") or ".")
    else:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page), plain))
    slash = "/" if plain.endswith("/") else ""
    folder = posixpath.dirname(goal.page)

    def written(new: str) -> Iterator[str]:
        if is_absolute:
            yield prefix + new
            return
        is_shortest = posixpath.relpath(place, posixpath.dirname(page) or ".") == plain.rstrip("/")
        if not is_shortest and (kept := _by_the_same_way(page, plain, new, goal.page)):
            yield kept
        found = posixpath.relpath(new, folder or ".")
        is_here = plain.startswith("./") and not found.startswith("../")
        yield f"./{found}" if is_here and found != "." else found

    form = _form(place, old, goal.path)
    if form is not None:
        for each in written(form):
            yield each + slash
    if slash or is_page(old):
        # An address of the site.
        address = goal.tree.address(goal.path)
        if is_absolute:
            yield prefix + address
        else:
            at = posixpath.dirname(goal.tree.address(goal.page))
            found = posixpath.relpath(address or ".", at or ".")
            index = (
                "/index.html" if plain.endswith("index.html") else "/" if address.endswith("/") or not address else ""
            )
            yield found + index
            yield found + ("/" if index else "")
    elif not is_absolute:
        yield posixpath.relpath(goal.path, posixpath.dirname(goal.tree.address(goal.page)) or ".")
    yield from written(goal.path)


def _form(place: str, old: str, new: str) -> str | None:
    """The new path, shortened as the old one was: without suffix, as the folder alone; None where it was no path."""
    if place == old or place.casefold() == old.casefold():
        return new
    stem = posixpath.splitext(new)[0]
    if not is_page(old) or not is_page(new):
        return None
    for ending in ("", ".html", ".htm"):
        base = place.removesuffix(ending) if ending else place
        if ending and base == place:
            continue
        if any(base + each == old for each in PAGE_SUFFIXES):
            return stem + ending
        if not ending and any(posixpath.join("" if base == "." else base, each) == old for each in _INDEX):
            return posixpath.dirname(new) or "." if posixpath.basename(new) in _INDEX else stem
    return None


def _by_the_same_way(page: str, path: str, new: str, new_page: str) -> str:
    """`../vpn/a.md` in vpn/b.md leads up first, though it need not: so does the new one, if it can."""
    ups = 0
    parts = path.split("/")
    while ups < len(parts) and parts[ups] == "..":
        ups += 1
    if not ups:
        return ""
    above = posixpath.dirname(page).split("/")
    if ups > len(above) or (above == [""]):
        return ""
    top = "/".join(above[: len(above) - ups])
    start = f"{top}/" if top else ""
    folder = posixpath.dirname(new_page)
    if not new.startswith(start) or not f"{folder}/".startswith(start):
        return ""
    below = folder[len(start) :]
    return "../" * (below.count("/") + 1 if below else 0) + new[len(start) :]


class _Coder:
    """Writes paths as the link has them: what stays, letter by letter; the rest in its manner."""

    def __init__(self, written: Written, raw_path: str) -> None:
        self._is_html = written.link.kind == "html"
        self._in_angles = written.in_angles
        self._raw = {unquote(part): part for part in raw_path.split("/")}
        self._all = bool(_ESCAPED.search(raw_path))
        self._spaces = " " in raw_path or (written.in_angles and "%20" not in raw_path)

    def path(self, path: str) -> str:
        parts = [self._raw.get(part) or self._encoded(part) for part in path.split("/")]
        # A colon in the first part would be a protocol.
        return "/".join(["./" + parts[0] if ":" in parts[0] else parts[0], *parts[1:]])

    def _encoded(self, part: str) -> str:
        found = []
        for letter in part:
            is_kept = letter.isascii() and (letter.isalnum() or letter in _SAFE)
            is_kept = (
                is_kept or (letter == " " and self._spaces) or (letter in "()" and (self._in_angles or self._is_html))
            )
            is_kept = is_kept or (
                not letter.isascii() and letter.isprintable() and not letter.isspace() and not self._all
            )
            found.append(letter if is_kept else quote(letter, safe="", errors="surrogateescape"))
        return "".join(found)

    def source(self, target: str) -> str:
        """The target as it must stand in the source."""
        if self._is_html:
            return escape(target, quote=True).replace("&#x27;", "'") if "&" in target or '"' in target else target
        return target
