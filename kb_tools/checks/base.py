"""The knowledge base as the rules about all of it see it: the facts of every article, and the files around them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kb_tools.checks.facts import Facts
from kb_tools.checks.lines import reader
from kb_tools.checks.options import Options
from kb_tools.config import Settings
from kb_tools.history.git import Repository, find_repository

if TYPE_CHECKING:
    from kb_tools.article.model import Link
    from kb_tools.checks.alike import Alike
    from kb_tools.checks.external.verdicts import Verdicts
    from kb_tools.checks.searching import Titles
    from kb_tools.corpus.flags import OpenFlags
    from kb_tools.corpus.listing import Entry
    from kb_tools.links.resolve import Lead
    from kb_tools.links.site import Site
    from kb_tools.links.tree import Tree
    from kb_tools.search.searcher import Searcher
    from kb_tools.search.update import Index


class Base:
    """All articles, and what else a rule may ask about. Each part is found out when it is first asked for."""

    def __init__(
        self,
        settings: Settings,
        options: Options,
        articles: Mapping[str, Facts],
        today: date,
        index: Index | None = None,
        entries: Iterable[Entry] = (),
    ) -> None:
        self.settings = settings
        self.options = options
        self.articles = articles
        """By path below the docs folder."""
        self.today = today
        self._index = index
        """The search index, where somebody has just brought it up to date."""
        self._entries = entries
        self.notes: list[str] = []
        """What could not be looked at, and why: one line each for the user."""

        self.progress: Callable[[int, int], None] = lambda done, total: None
        """Called by what takes more than a moment: how much is done, of how much."""

        self.asks_for: Callable[[str], bool] = lambda file: True
        """Are the links of this file to other servers asked? Not where nobody wants to hear of it."""

    def __iter__(self) -> Iterator[Facts]:
        """The articles by path."""
        return iter(self.articles.values())

    def note(self, text: str) -> None:
        """Say once that something could not be checked."""
        if text not in self.notes:
            self.notes.append(text)

    @cached_property
    def docs(self) -> str:
        """The docs folder from the root, with forward slashes; empty when it is the root itself."""
        return self.settings.docs_name

    def file(self, path: str) -> str:
        """A path below the docs folder, from the root."""
        return f"{self.docs}/{path}" if self.docs else path

    def below(self, file: str) -> str:
        """A path from the root, below the docs folder; empty for what lies elsewhere."""
        if not self.docs:
            return file
        return file[len(self.docs) + 1 :] if file.startswith(f"{self.docs}/") else ""

    @cached_property
    def as_read(self) -> dict[str, Entry]:
        """How the folder showed each file when it was read, by its path from the root, where that is known: the articles, and
        what the site is read from."""
        return {self.file(entry.path): entry for entry in self._entries}

    @cached_property
    def lines(self) -> Callable[[str], list[str]]:
        """A path from the root -> the lines of that file; none where it cannot be read."""
        return reader(self.settings.root)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file below the docs folder, articles and others, with forward slashes; hidden ones too."""
        found = []
        top = str(self.settings.docs)
        for folder, folders, names in os.walk(top):
            folders[:] = [name for name in folders if name != ".git"]
            below = os.path.relpath(folder, top).replace(os.sep, "/")
            found += names if below == "." else [f"{below}/{name}" for name in names]
        return frozenset({*found, *self.articles})

    @cached_property
    def site(self) -> Site:
        """What mkdocs.yml says about pages and links."""
        from kb_tools.checks.redirecting import own_redirects
        from kb_tools.corpus.listing import Entry
        from kb_tools.links.site import read_site

        site = read_site(self.settings)
        if site.trouble:
            self.note(site.trouble)
        for file in {site.file, *[redirect.file for redirect in site.redirects.values()]} - {""}:
            with contextlib.suppress(OSError):
                found = os.stat(self.settings.root / file)
                self.as_read.setdefault(file, Entry(file, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
        return site._replace(redirects={**own_redirects(self), **site.redirects}) if site.has_kb else site

    @cached_property
    def tree(self) -> Tree:
        """The files as links find them."""
        from kb_tools.links.tree import Tree

        top = self.repository.top if self.repository else None
        anchors = {path: facts.anchors for path, facts in self.articles.items()}
        return Tree(self.settings.root, self.settings.docs, self.files, self.site, anchors, top)

    @cached_property
    def leads(self) -> Sequence[tuple[Facts, Link, Lead]]:
        """Every link of every article that leads to no other server, and where it leads; what stands in two places, once."""
        from kb_tools.checks.leads import leads

        return leads(self)

    @cached_property
    def repository(self) -> Repository | None:
        """The git repository it lies in, if it does and git is there."""
        return find_repository(self.settings.root)

    @cached_property
    def flags(self) -> OpenFlags:
        """What agents say is wrong, and nobody has answered."""
        from kb_tools.corpus.flags import OpenFlags

        return OpenFlags(self.settings.root)

    @cached_property
    def alike(self) -> Alike:
        """The articles that are near-duplicates."""
        from kb_tools.checks.alike import find_alike

        return find_alike(self, self.settings.docs)

    @cached_property
    def external(self) -> Verdicts:
        """What became of the links to other servers; they are asked the first time, once for all rules."""
        from kb_tools.checks.external.verdicts import find_out

        return find_out(self)

    @cached_property
    def searcher(self) -> Searcher:
        """A search over these very articles, brought up to date first."""
        from kb_tools.search.searcher import Searcher
        from kb_tools.search.update import Keeper

        index = self._index or Keeper(self.settings).update(lambda _: None)
        return Searcher(self.settings, index)

    @cached_property
    def titles(self) -> Titles | None:
        """The searches for every title, begun when this is first asked for; None where nothing can be searched."""
        from kb_tools.checks.searching import Titles, open_searcher

        searcher = open_searcher(self)
        return Titles(self, searcher) if searcher is not None else None
