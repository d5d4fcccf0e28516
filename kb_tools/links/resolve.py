"""Target -> where it leads on the built site, or why it leads nowhere. The truth is what MkDocs 1.6 builds.

MkDocs rewrites a Markdown link only if it names a file of the docs folder. What it does not recognize, and all raw HTML,
stays as it is, and the browser reads it from the page's address: with `use_directory_urls`, `x.png` in `a/b.md` is
`a/b/x.png` there.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kb_tools.article.model import Link
from kb_tools.links.site import PAGE_SUFFIXES
from kb_tools.links.targets import form
from kb_tools.links.tree import Tree

State = Literal[
    "alive", "elsewhere", "empty", "malformed", "unsafe", "unknown", "dead", "anchor", "case", "outside", "absolute",
    "address", "unpublished", "redirected",
]  # fmt: skip


class Lead(NamedTuple):
    """Where a link leads."""

    state: State
    path: str = ""
    """The file below the docs folder that it leads to, was meant to, or that is missing."""
    fragment: str = ""
    better: str = ""
    """The target that says the same and works, where that is sure."""
    works: bool = True
    """Does the reader of the built site get there?"""
    detail: str = ""
    """What more there is to say: `folder`, `slashes`, `present`, `absent`."""


_PLACE_TAGS = frozenset(("a", "area"))
"""HTML whose fragments name a place on a page."""


def resolve(tree: Tree, page: str, link: Link) -> Lead:
    """Where does this link of an article lead?"""
    target = link.target.strip()
    judged = form(target)
    if judged.shape != "inside":
        return Lead(judged.shape)
    try:
        parts = urlsplit(target)
    except ValueError:
        return Lead("malformed")
    # "a.md?x#y" -> "?x#y", to be kept as it is.
    tail = target[len(parts.path) :] if target.startswith(parts.path) else ""
    where = _Where(
        tree, page, link.kind == "html", link.text in _PLACE_TAGS if link.kind == "html" else link.kind != "image"
    )
    if not parts.path:
        return where.on(page, parts.fragment, tail, here=True)
    if target.startswith(("/", "\\")):
        return where.absolute(parts.path, parts.fragment, tail)
    return where.relative(unquote(parts.path), parts.fragment, tail)


def written(tree: Tree, page: str, link: Link, path: str) -> str:
    """How a link of this kind on this page points to a file."""
    is_html = link.kind == "html"
    where = _Where(tree, page, is_html, has_place=True)
    return where.in_browser(path) if is_html and tree.site.is_built else where.written(path)


class _Miss(NamedTuple):
    """A target that names no file, in its readings."""

    path: str
    """As written, decoded."""
    browsed: str
    """The address that a browser makes of it, below the top of the site."""
    place: str
    """The path below the docs folder."""
    shown: str | None
    """The file at that address; empty where MkDocs makes it, None where there is none."""
    fragment: str
    tail: str
    """Query and fragment as written."""
    written: Callable[[str], str]
    """How this page points to a file."""


class _Where(NamedTuple):
    tree: Tree
    page: str
    is_html: bool
    has_place: bool

    def relative(self, path: str, fragment: str, tail: str) -> Lead:
        """A target without a slash in front."""
        place = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path))
        browsed = self.browsed(path)
        shown = self.tree.at_address(browsed) if self.tree.site.is_built else None
        if self.is_html and self.tree.site.is_built:
            return self.in_html(path, browsed, place, shown, fragment, tail)
        if place in self.tree.files:
            return self.on(place, fragment, tail)
        if "\\" in path:
            place = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), path.replace("\\", "/")))
        return self.not_a_file(_Miss(path, browsed, place, shown, fragment, tail, self.written))

    def in_html(self, path: str, browsed: str, place: str, shown: str | None, fragment: str, tail: str) -> Lead:
        """Raw HTML on a built site: only the address counts, never the source."""
        tree = self.tree
        if shown is not None:
            return self.on(shown, fragment, tail)
        file = _normal(browsed)
        if file in tree.files and not tree.is_published(file):
            return Lead("unpublished", file, works=False)
        meant = [each for each in dict.fromkeys((place, file)) if each in tree.files and tree.is_published(each)]
        if meant:
            better = self.in_browser(meant[0]) + tail if len(meant) == 1 else ""
            return Lead("dead", meant[0], fragment, better, works=False, detail="html")
        if _is_out(file) and _is_out(place):
            return self.outside(place)
        return self.not_a_file(_Miss(path, browsed, file, None, fragment, tail, self.in_browser))

    def absolute(self, path: str, fragment: str, tail: str) -> Lead:
        """A target from the top of the server."""
        tree, site = self.tree, self.tree.site
        rest = unquote(path)
        if site.absolute_links == "relative_to_docs" and not self.is_html:
            place = _normal(rest)
            if rest.startswith("/") and place in tree.files:
                return self.on(place, fragment, tail)
            shown = tree.at_address(rest) if site.prefix == "/" else None
            return self.not_a_file(_Miss(path, rest.lstrip("/"), place, shown, fragment, tail, _from_top))
        rest = rest.replace("\\", "/")
        if site.prefix != "/" and rest.startswith(site.prefix):
            rest = rest[len(site.prefix) - 1 :]
        place = _normal(rest)
        shown = tree.at_address(rest)
        found = place if place in tree.files else shown or self.guess(place)
        if shown and shown == found and site.is_built and self.lacks(found, fragment):
            return Lead("anchor", found, fragment, works=False)
        if found:
            written = self.in_browser if self.is_html and site.is_built else self.written
            better = written(found) + tail if tree.is_published(found) else ""
            return Lead("absolute", found, fragment, better, works=shown is not None)
        if not site.is_built or place in _FROM_TOP:
            # What else that server holds is not known.
            return Lead("unknown")
        return Lead("absolute", place, fragment, works=False, detail="absent")

    def not_a_file(self, miss: _Miss) -> Lead:
        """No file has this path: was it meant for something else?"""
        tree, place, shown, fragment, tail = self.tree, miss.place, miss.shown, miss.fragment, miss.tail
        guess = self.guess(place)
        if shown and guess and guess != shown:
            # Two readings, two pages: nobody but the writer knows.
            return Lead("address", shown, fragment, detail="two")
        if shown and self.lacks(shown, fragment):
            return Lead("anchor", shown, fragment, works=False)
        if shown:
            return Lead("address", shown, fragment, miss.written(shown) + tail)
        if shown == "" or tree.makes(place):
            # Made during the build.
            return Lead("alive")
        if redirect := self.redirect(miss):
            return redirect
        if not _is_out(place) and (alike := tree.like(place)):
            sure = (len(alike) == 1 or alike[0] == place) and tree.is_published(alike[0])
            return Lead("case", alike[0], fragment, miss.written(alike[0]) + tail if sure else "", works=False,
                        detail="slashes" if "\\" in miss.path else "")  # fmt: skip
        if guess:
            return Lead("address", guess, fragment, miss.written(guess) + tail, works=not tree.site.is_built)
        if _is_out(place):
            return self.outside(place)
        if place in tree.folders or place == ".":
            return Lead("dead", place, works=False, detail="folder") if tree.site.is_built else Lead("alive", place)
        if tree.on_disk(place):
            return Lead("alive")
        return Lead("dead", place, fragment, works=False)

    def outside(self, place: str) -> Lead:
        """Out of the docs folder."""
        tree = self.tree
        if _is_out(place) and tree.site.docs and tree.site.is_built and tree.site.docs != str(tree.docs):
            disk = os.path.normpath(tree.docs / place)
            if disk.startswith(tree.site.docs + os.sep) and os.path.exists(disk):
                # The site's docs folder is larger than the folder of the articles.
                return Lead("alive")
        below = os.path.relpath(os.path.normpath(tree.docs / place), tree.docs).replace(os.sep, "/")
        if below in tree.files:
            # ../docs/a.md leaves the folder and comes back: not for MkDocs.
            better = (self.in_browser if self.is_html and tree.site.is_built else self.written)(below)
            return Lead("outside", below, better=better if tree.is_published(below) else "", works=False, detail="back")
        exists = tree.in_repository(place)
        if not tree.site.is_built and exists is not False:
            return Lead("unknown")
        return Lead("outside", place, works=False, detail="present" if exists else "absent" if exists is False else "")

    def on(self, path: str, fragment: str, tail: str, here: bool = False) -> Lead:
        """The target is this file; is it on the site, and is the place on it?"""
        tree = self.tree
        if path and not here and tree.site.is_built and not tree.is_published(path) and tree.is_published(self.page):
            return Lead("unpublished", path, fragment, works=False)
        if self.lacks(path, fragment):
            return Lead("anchor", path, fragment, works=False)
        return Lead("alive", path, fragment)

    def lacks(self, path: str, fragment: str) -> bool:
        """Does the link name a place that this page does not have?"""
        return bool(fragment) and self.has_place and not self.tree.has_anchor(path, fragment)

    def redirect(self, miss: _Miss) -> Lead | None:
        """Does it lead to a page that is gone, and that a redirect stands for? By its source or by its address."""
        redirects = self.tree.site.redirects
        if not redirects:
            return None
        address, redirected = _normal(miss.browsed), self.tree.redirected
        caught = redirected.get(address) or redirected.get(posixpath.join(address, "index.html"), "")
        old = miss.place if miss.place in redirects else caught
        if not old:
            return None
        new, _, fragment = redirects[old].new.partition("#")
        better = ""
        if new in self.tree.files:
            # The place on the old page may have a successor, or not.
            is_kept = miss.tail and (not miss.fragment or self.tree.has_anchor(new, miss.fragment))
            better = miss.written(new) + (miss.tail if is_kept else f"#{fragment}" if fragment else "")
        elif form(redirects[old].new).shape == "elsewhere":
            better = redirects[old].new
        return Lead("redirected", old, better=better, works=bool(caught))

    def guess(self, place: str) -> str:
        """The page that a target means which is written as an address, or without its suffix."""
        if _is_out(place):
            return ""
        bases = [place]
        if place.endswith((".html", ".htm")):
            bases.insert(0, posixpath.splitext(place)[0])
            if posixpath.basename(bases[0]) == "index":
                bases.append(posixpath.dirname(place))
        for base in bases:
            folder = "" if base == "." else base
            candidates = [folder + suffix for suffix in PAGE_SUFFIXES] if folder else []
            candidates += [posixpath.join(folder, "index.md"), posixpath.join(folder, "README.md")]
            for candidate in candidates:
                if candidate in self.tree.files and self.tree.is_published(candidate):
                    return candidate
        return ""

    def browsed(self, path: str) -> str:
        """What a browser makes of a relative address on this page."""
        return posixpath.join(posixpath.dirname(self.tree.address(self.page)), path.replace("\\", "/"))

    def written(self, path: str) -> str:
        """How Markdown on this page points to a file."""
        folder = posixpath.dirname(self.page)
        return _quoted(posixpath.relpath(path, folder) if folder else path)

    def in_browser(self, path: str) -> str:
        """How raw HTML on this page points to a file."""
        address = self.tree.address(path)
        folder = posixpath.dirname(self.tree.address(self.page))
        relative = posixpath.relpath(address or ".", folder or ".")
        return _quoted(relative + "/" if address.endswith("/") or not address else relative)


_FROM_TOP = frozenset(("404.html", "sitemap.xml", "robots.txt", "favicon.ico"))


def _is_out(place: str) -> bool:
    return place == ".." or place.startswith("../")


def _normal(path: str) -> str:
    return posixpath.normpath(path.lstrip("/")) if path.strip("/") else "."


def _quoted(path: str) -> str:
    """A path as a target: what Markdown and addresses would misread is encoded, letters of all languages stay."""
    if not any(character in path for character in " %#?()<>[]\"'\\|`*"):
        # A colon in the first part would be a protocol.
        return f"./{path}" if ":" in path.partition("/")[0] else path
    return "".join(character if ord(character) > 126 else quote(character, safe="/._-~:@!$&+,;=")
                   for character in path)  # fmt: skip


def _from_top(path: str) -> str:
    return "/" + _quoted(path)
