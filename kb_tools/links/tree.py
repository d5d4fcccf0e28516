"""The files of a knowledge base as its readers meet them: by path, and by address on the built site."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from kb_tools.article.headings import slugify
from kb_tools.links.site import PAGE_SUFFIXES, Site

_MADE_BY_MKDOCS = frozenset(("404.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json"))
_OVERVIEW = "overview/"
"""What kb_tools/site/overview calls its folder."""

_INDEX = ("index", "README")
_MOST_COMPARISONS = 200_000
_LONGEST_NAME = 200
_NUMBERS = re.compile(r"\d+")


class Tree:
    """Which file is meant by a path, and which by an address?"""

    def __init__(
        self,
        root: Path,
        docs: Path,
        files: Collection[str],
        site: Site,
        anchors: Mapping[str, Collection[str]],
        top: Path | None = None,
    ) -> None:
        self.root = root
        self.docs = docs
        self.files = files
        """Below the docs folder, with forward slashes."""
        self.site = site
        self.anchors = anchors
        """Of each article."""
        self.top = Path(os.path.abspath(top or root))
        """The top of the repository."""
        self._sorted: dict[str, list[str]] = {}
        self._comparisons = _MOST_COMPARISONS
        self._loose: dict[str, dict[str, list[str]]] = {}

    @cached_property
    def hidden_by_index(self) -> frozenset[str]:
        """README.md files that MkDocs leaves out because the folder has an index.md."""
        found = set()
        for path in self.files:
            folder, name = posixpath.split(path)
            index = posixpath.join(folder, "index.md")
            if name == "README.md" and index in self.files and not self.site.is_unpublished(index):
                found.add(path)
        return frozenset(found)

    def is_published(self, path: str) -> bool:
        """Is this file on the site?"""
        return not self.site.is_unpublished(path) and path not in self.hidden_by_index

    @cached_property
    def addresses(self) -> dict[str, str]:
        """Path of a file on the built site -> the file it is made of."""
        made = {self.built(path): path for path in sorted(self.files, reverse=True) if self.is_published(path)}
        if not self.site.is_built:
            return made
        ours = [_OVERVIEW + "index.html"] if self.makes(_OVERVIEW + "index.md") else []
        return {**dict.fromkeys([*_MADE_BY_MKDOCS, *ours], ""), **made}

    def makes(self, path: str) -> bool:
        """Is this one of the overview pages that the site's plugin kb makes? Not where the team has its own."""
        return self.site.has_overview and path.startswith(_OVERVIEW) and is_page(path) and not self._has_own_overview

    @cached_property
    def _has_own_overview(self) -> bool:
        own = (path for path in self.files if path.lower().startswith((_OVERVIEW, "overview.")))
        return any(self.built(path).lower().startswith(_OVERVIEW) for path in own)

    def built(self, path: str) -> str:
        """Where MkDocs puts a file: guides/vpn.md -> guides/vpn/index.html."""
        if not is_page(path):
            return path
        folder, name = posixpath.split(path)
        stem = posixpath.splitext(name)[0]
        if stem in _INDEX:
            return posixpath.join(folder, "index.html")
        return (
            posixpath.join(folder, stem, "index.html") if self.site.use_directory_urls else path_without(path, ".html")
        )

    def address(self, path: str) -> str:
        """The address of a file below the top of the site; a folder's ends with a slash, the top itself is empty."""
        built = self.built(path)
        if self.site.use_directory_urls and posixpath.basename(built) == "index.html":
            folder = posixpath.dirname(built)
            return folder + "/" if folder else ""
        return built

    def at_address(self, address: str) -> str | None:
        """The file that the server shows at an address below the top of the site; None where there is nothing."""
        place = posixpath.normpath(address).lstrip("/")
        if place == ".":
            place = ""
        if place in self.addresses and not address.endswith("/"):
            return self.addresses[place]
        return self.addresses.get(posixpath.join(place, "index.html"))

    @cached_property
    def redirected(self) -> dict[str, str]:
        """Path on the built site of each redirect -> its old path in the docs folder."""
        return {self.built(old): old for old in self.site.redirects}

    @cached_property
    def folders(self) -> frozenset[str]:
        found = {""}
        for path in self.files:
            folder = posixpath.dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    @cached_property
    def _folded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            found.setdefault(_fold(path), []).append(path)
        return found

    def like(self, path: str) -> list[str]:
        """The files that differ from *path* in case or in how letters are composed, and in nothing else."""
        return sorted(self._folded.get(_fold(path), ()), key=lambda found: (found != path, found))

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self.files:
            if not path.startswith(".") and "/." not in path:
                found.setdefault(_fold(posixpath.splitext(posixpath.basename(path))[0]), []).append(path)
        return found

    def near(self, path: str) -> str:
        """The file that was probably meant by a path at which there is none; empty where nothing suggests itself."""
        folder, name = posixpath.split(path)
        stem, suffix = posixpath.splitext(name)
        same = [found for found in self._stems.get(_fold(stem), ()) if posixpath.splitext(found)[1] in (suffix, ".md")]
        if len(same) == 1 and stem not in _INDEX:
            return same[0]
        beside = self._beside.get(folder, [])
        # Another number is another article: error 691 is not error 619.
        numbers = _NUMBERS.findall(name)
        beside = [other for other in beside if _NUMBERS.findall(other) == numbers]
        close = self._closest(name, beside, 0.75)
        # Of short names the suffix alone makes half: b.md is not a.md misspelt.
        return posixpath.join(folder, close) if self._closest(stem, [path_without(close)], 0.65) else ""

    @cached_property
    def _beside(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            folder, name = posixpath.split(path)
            if not name.startswith("."):
                found.setdefault(folder, []).append(name)
        return found

    def on_disk(self, path: str) -> bool:
        """Is it there after all? The list of files does not follow links to folders."""
        try:
            return os.path.isfile(self.docs / path)
        except ValueError:
            return False

    def in_repository(self, path: str) -> bool | None:
        """Is there something in the repository at a path that leads out of the docs folder? None for out of the repository."""
        place = os.path.normpath(self.docs / path)
        if not (Path(place) == self.top or self.top in Path(place).parents):
            return None
        try:
            return os.path.exists(place)
        except ValueError:
            return False

    def has_anchor(self, path: str, fragment: str) -> bool:
        """Does this page have a place of that name? Yes, where that cannot be known."""
        anchors = self.anchors.get(path)
        name = fragment.partition(":~:")[0]
        if anchors is None or not name or name.lower() == "top" or name.startswith(("__", "kb?")):
            # __tabbed_1_2 and the like: made while the page is built. #kb?q=vpn opens the search.
            return True
        if name in anchors or ("%" in name and unquote(name) in anchors):
            return True
        if self.site.is_built and not self.site.has_own_slugs:
            return False
        if name.startswith("tab/") and not self.site.is_built:
            # A tab, where DocFX builds the pages.
            return True
        # Other rules make other slugs of the same heading.
        return bool(self.anchors_like(path, name)) or (not loosened(unquote(name)) and "_1" in anchors)

    def anchors_like(self, path: str, fragment: str) -> list[str]:
        """The anchors of a page that other rules for slugs (GitHub's, say) write as *fragment*."""
        if path not in self._loose:
            loose: dict[str, list[str]] = {}
            for anchor in sorted(self.anchors.get(path, ())):
                loose.setdefault(loosened(anchor), []).append(anchor)
            self._loose[path] = loose
        name = loosened(unquote(fragment))
        return self._loose[path].get(name, []) if name else []

    def anchor_near(self, path: str, fragment: str) -> str:
        """The anchor that was probably meant."""
        if path not in self._sorted:
            self._sorted[path] = sorted(self.anchors.get(path, ()))
        return self._closest(unquote(fragment), self._sorted[path], 0.7)

    def _closest(self, name: str, names: list[str], cutoff: float) -> str:
        from difflib import get_close_matches

        self._comparisons -= len(names)
        if self._comparisons < 0 or len(name) > _LONGEST_NAME:
            # A thousand dead links need no thousand guesses.
            return ""
        close = get_close_matches(name, [other for other in names if len(other) <= _LONGEST_NAME], 1, cutoff)
        return close[0] if close else ""


def is_page(path: str) -> bool:
    return path.endswith(PAGE_SUFFIXES)


def path_without(path: str, suffix: str = "") -> str:
    """A path with another suffix, or none."""
    return posixpath.splitext(path)[0] + suffix


def loosened(name: str) -> str:
    """What is left of a slug when all rules have had their say: letters and digits in small groups."""
    return re.sub(r"[-_]+", "-", slugify(name)).strip("-")


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
