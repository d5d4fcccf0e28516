"""What a move, a new heading or a removal comes to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kb_tools.article.model import Link
from kb_tools.checks.base import Base
from kb_tools.corpus.listing import list_articles
from kb_tools.errors import KbError
from kb_tools.links.site import Site
from kb_tools.links.tree import Tree
from kb_tools.writing.changes import FileChange
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.placed import Place
from kb_tools.writing.moving.relinking import NewTarget, Relinking, texts
from kb_tools.writing.moving.way import Way, tree_after


@dataclass
class Plan:
    """The changes, and what to say about them."""

    changes: list[FileChange] = field(default_factory=list)
    moved: int = 0
    """Files."""
    links: int = 0
    files: int = 0
    """In which these links stand."""
    notes: list[str] = field(default_factory=list)
    """What the user should know, one line each."""


class Follower:
    """Makes all links follow: those of the articles, and those of other Markdown in the knowledge base."""

    def __init__(self, base: Base, way: Way, drafts: Drafts) -> None:
        self._base, self._drafts, self._way = base, drafts, way
        tree = base.tree
        self.after = tree_after(tree, way)
        url = base.settings.site_url if base.site.is_built else ""
        self.articles = Relinking(tree, self.after, way, url, lambda page: drafts.before(base.file(page)))
        self._links = {facts.path: facts.links for facts in base}
        self.others, self._others_links = self._outside(tree, way)

    def _outside(self, tree: Tree, way: Way) -> tuple[Relinking, dict[str, tuple[Link, ...]]]:
        """Markdown that is no article: a README beside the docs folder, files that kb.toml leaves out."""
        from kb_tools.article.links import links
        from kb_tools.article.read import read

        base, settings = self._base, self._base.settings
        top = f"{base.docs}/" if base.docs else ""
        known = {facts.file for facts in base}
        found = {}
        for entry in list_articles(settings.root):
            if entry.path not in known:
                try:
                    content = self._drafts.before(entry.path)
                except KbError:
                    continue
                found[entry.path] = links(read(entry.path, content, settings).blocks)
        files = {*found, *(top + path for path in tree.files)}
        anchors = {top + path: names for path, names in tree.anchors.items()}
        whole = Tree(settings.root, settings.root, files, Site(), anchors, tree.top)
        below = way.below(top)
        return Relinking(whole, tree_after(whole, below), below, "", self._drafts.before), found

    def leading_to(self, path: str) -> Iterable[tuple[str, Link]]:
        """The links that lead to a file, with the path from the root of the file that each stands in."""
        top = f"{self._base.docs}/" if self._base.docs else ""
        for page, links in self._links.items():
            yield from ((self._base.file(page), link) for link in self.articles.leading_to(page, links, path))
        for page, links in self._others_links.items():
            yield from ((page, link) for link in self.others.leading_to(page, links, top + path))

    def follow(self, plan: Plan) -> None:
        """Write anew what must be.

        Raises:
            ContentError: a link is written in a way that only a person should change.
        """
        for page, links in self._links.items():
            if page not in self._way.gone:
                self._write(plan, self._base.file(page), list(self.articles.of(page, links)))
        for page, links in self._others_links.items():
            self._write(plan, page, list(self.others.of(page, links)))

    def check(self) -> None:
        """Read what changes, as it will be.

        Raises:
            ContentError: a link would not lead where it should.
        """
        for page, links in self._links.items():
            file = self._base.file(page)
            if page not in self._way.gone and file in self._drafts.changed:
                self.articles.check(page, links, self._drafts.content(file), self._base.settings)
        for page, links in self._others_links.items():
            if page in self._drafts.changed:
                self.others.check(page, links, self._drafts.content(page), self._base.settings)

    def _write(self, plan: Plan, file: str, found: Sequence[NewTarget]) -> None:
        if not found:
            return
        plan.links += len(found)
        plan.files += 1
        plan.notes += [f"{file}:{each.link.span.line}: #{each.lost} is not there; the link leads to the page"
                       for each in found if each.lost]  # fmt: skip
        self._drafts.put(file, Place(self._drafts.before(file)).with_texts(texts(found)))
