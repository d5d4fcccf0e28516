"""Which links must be written anew, so that each leads where it led before?"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from kb_tools.article.links import links
from kb_tools.article.model import Link, Span
from kb_tools.article.read import read
from kb_tools.config import Settings
from kb_tools.errors import ContentError
from kb_tools.links.resolve import Lead, resolve
from kb_tools.links.targets import form
from kb_tools.links.tree import Tree
from kb_tools.links.written import is_reference
from kb_tools.writing.moving.placed import Place
from kb_tools.writing.moving.style import Goal, Written, leads_there, rewritten
from kb_tools.writing.moving.way import Way


class NewTarget(NamedTuple):
    """A link, and what its target is to be."""

    page: str
    """The article it stands in, below the docs folder, before anything moves."""
    link: Link
    raw: str
    lost: str = ""
    """The place on the page that its new page does not have."""


class Relinking:
    """Follows the links of articles to where they will lead."""

    def __init__(self, tree: Tree, after: Tree, way: Way, site_url: str, content: Callable[[str], bytes]) -> None:
        self.tree, self.after, self.way = tree, after, way
        self._site_url = site_url
        self._content = content
        """Path below the docs folder -> the file."""
        self.is_small = not (way.paths or way.gone)
        """Only anchors change."""

    def of(self, page: str, found: Sequence[Link]) -> Iterator[NewTarget]:
        """The links of an article that must be written anew.

        Raises:
            ContentError: nobody knows how to write one of them.
        """
        place: Place | None = None
        for link in standing(found):
            goal, before = self._goal(page, link)
            if goal is None or (lead_now := self._lead(goal, link)) is None or leads_there(lead_now, goal, before):
                continue
            place = place or Place(self._content(page))
            raw = place.at(link.span)
            own = self._site_url and link.target.startswith(self._site_url)
            written = Written(link, raw, place.before(link.span) == "<" and link.kind != "autolink", page)
            leads = partial(self._lead, goal)
            new = self._own(link, goal) if own else rewritten(self.tree, written, before, goal, leads)
            if new is None:
                raise ContentError(f"the link to {link.target} cannot be written anew", path=page, line=link.span.line,
                                   hint="Change it by hand first: to a plain path of the file.")  # fmt: skip
            lost = before.fragment if goal.fragment == "" and before.fragment else ""
            yield NewTarget(page, link, new, lost)

    def leading_to(self, page: str, found: Sequence[Link], path: str) -> Iterator[Link]:
        """The links of an article that lead to this file."""
        for link in standing(found):
            goal, before = self._goal(page, link)
            if goal is not None and before.path == path:
                yield link

    def check(self, page: str, before: Sequence[Link], content: bytes, settings: Settings) -> None:
        """Read an article as it will be: does each link lead where it should?

        Raises:
            ContentError: one does not; nothing may be written.
        """
        new_page = self.way.page(page)
        old = list(standing(before))
        new = list(standing(links(read(new_page, content, settings).blocks)))
        for one, other in zip(old, new, strict=False):
            goal, lead = self._goal(page, one)
            if goal is not None and (now := self._lead(goal, other)) is not None and not leads_there(now, goal, lead):
                self._refuse(page, one)
        if len(old) != len(new):
            self._refuse(page, (old or new)[0])

    def _refuse(self, page: str, link: Link) -> None:
        raise ContentError(f"the link to {link.target} is written in a way that only a person should change",
                           path=page, line=link.span.line, hint="Change it by hand first.")  # fmt: skip

    def _goal(self, page: str, link: Link) -> tuple[Goal | None, Lead]:
        """Where a link must lead, and where it leads now; None for what leads nowhere, or to other servers."""
        way = self.way
        target = link.target.strip()
        if self._site_url and target.startswith(self._site_url):
            lead = self._own_lead(self.tree, target)
        elif target.startswith(("https://", "http://")):
            return None, Lead("elsewhere")
        else:
            lead = resolve(self.tree, page, link)
        new_page = way.page(page)
        if lead.path in self.tree.files and lead.detail != "html" and lead.state not in ("outside", "redirected"):
            path = way.goal(lead.path)
            if not path:
                return Goal(self.after, new_page, lead.path, None), lead
            return Goal(self.after, new_page, path, self._fragment(lead, path)), lead
        if self.is_small or form(target).shape != "inside":
            return None, lead
        if (place := self._place(page, target, lead)) is not None:
            return Goal(self.after, new_page, way.place(place), None), lead._replace(path=place, works=False)
        return None, lead

    def _fragment(self, lead: Lead, path: str) -> str | None:
        if not lead.fragment:
            return None
        if renamed := self.way.anchors.get(lead.path):
            name = unquote(lead.fragment)
            if name not in self.tree.anchors.get(lead.path, ()):
                alike = self.tree.anchors_like(lead.path, name)
                name = alike[0] if len(alike) == 1 and lead.works else name
            return renamed.get(name)
        if lead.path in self.way.gone and not self.after.has_anchor(path, lead.fragment):
            return ""
        return None

    def _lead(self, goal: Goal, link: Link) -> Lead | None:
        """Where a link leads afterwards, as it is written; None where that need not be asked."""
        target = link.target.strip()
        if self._site_url and target.startswith(self._site_url):
            return self._own_lead(self.after, target)
        found = resolve(self.after, goal.page, link)
        if goal.path in self.after.files:
            return found
        try:
            path = unquote(urlsplit(target).path)
        except ValueError:
            return None
        place = posixpath.normpath(posixpath.join(posixpath.dirname(goal.page), path))
        return found._replace(path=place)

    def _place(self, page: str, target: str, lead: Lead) -> str | None:
        """What a relative target names that is no file of the docs folder, but is there: a folder, or something outside."""
        try:
            path = unquote(urlsplit(target).path)
        except ValueError:
            return None
        if not path or path.startswith(("/", "\\")):
            return None
        place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        try:
            there = os.path.exists(self.tree.docs / place)
        except ValueError:
            return None
        return place if there or (lead.state == "redirected" and lead.path == place) else None

    def _own_lead(self, tree: Tree, target: str) -> Lead:
        """Where an address of this very site leads."""
        path, _, fragment = target[len(self._site_url) :].partition("#")
        file = tree.at_address(unquote(path.partition("?")[0]))
        return Lead("alive", file, fragment) if file else Lead("elsewhere")

    def _own(self, link: Link, goal: Goal) -> str:
        tail = link.target[len(self._site_url) :]
        path = urlsplit(tail).path
        rest = tail[len(path) :] if goal.fragment is None else f"#{goal.fragment}" if goal.fragment else ""
        return self._site_url + quote(self.after.address(goal.path)) + rest


def standing(found: Iterable[Link]) -> Iterator[Link]:
    """The links whose target stands where they stand: no references, but their definitions."""
    found = list(found)
    defined = {link.target for link in found if link.kind == "definition"}
    for link in found:
        if link.kind != "reference" and not (link.target in defined and is_reference(link)):
            yield link


def texts(found: Iterable[NewTarget]) -> list[tuple[Span, str]]:
    return [(each.link.span, each.raw) for each in found]
