"""The header of an article, its steps and its ticket note, on a page that any tool has built.

The article's element is found by its tags: the `<article>` with the page's title in it, else `<main>`. What an earlier
run put in is taken out first, so that running it twice changes nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.config import Settings
from kb_tools.corpus.flags import OpenFlags
from kb_tools.site import assets, redirects
from kb_tools.site.contents import Card
from kb_tools.site.page import Feedback, Neighbor, Pages, in_short
from kb_tools.site.related import related
from kb_tools.site.revisions import revisions
from kb_tools.site.sections import tags

OPEN, CLOSE = "<!-- kb: above and below an article -->", "<!-- /kb -->"
OURS = "data-kb-article="
"""Stands in every header, whoever put it there."""

_PUT_IN = re.compile(rf"\n?{re.escape(OPEN)}.*?{re.escape(CLOSE)}\n?", re.S)
_SECTION = re.compile(r'<section class="kb-section kb-[\w-]+" data-kb-kind="[\w-]+">\n')
_STYLE = re.compile(r'<link rel="stylesheet" href="[^"]*" data-kb-article-style>\n')


class Headers:
    """Knows the articles of a site, and puts on their pages what an agent needs of them."""

    def __init__(self, settings: Settings, cards: Mapping[str, Card], feedback: Feedback, most_related: int) -> None:
        """*cards*: of the articles on the site, each by its page: a path below the site's root."""
        self._pages_of = {card["path"]: page for page, card in cards.items()}
        self._articles: dict[str, Article] = {}
        for page, card in cards.items():
            try:
                content = (settings.docs / card["path"]).read_bytes()
            except OSError:
                continue  # gone since the index was made
            self._articles[page] = in_short(read_article(card["path"], content, settings))
        by_path = [self._articles[page] for page in sorted(self._articles)]
        self._related = related(by_path, settings, most_related) if most_related > 0 else {}
        self._titles = {article.path: article.title for article in by_path}
        self._revisions = revisions(settings)
        self._flags = OpenFlags(settings.root)
        self._site_url = settings.site_url
        self._pages = Pages(feedback)

    def put(self, html: str, page: str, base: str) -> tuple[str, str]:
        """The page with its header; and why not, where it has none and should: empty where all is well.

        *base*: the site's root as seen from the page.
        """
        article = self._articles.get(page)
        html = without(html)
        if article is None or OURS in html:
            # No article; or the plugin has done it.
            return html, ""
        found = _element(html)
        if found is None:
            return html, "it has no <article> and no <main>"
        start, end = found
        neighbors = [
            Neighbor(
                self._titles[other.path], redirects.relative(_address(self._pages_of[other.path]), page), other.why
            )
            for other in self._related.get(article.path, ())
        ]
        whole = self._pages.whole(
            html[start:end], article, revision=self._revisions.get(article.path, ""),
            flags=self._flags.summary(article.id),
            url=self._site_url + _address(page) if self._site_url else "",
            script=base + assets.article_script().path, neighbors=neighbors, around=(OPEN, CLOSE),
        )  # fmt: skip
        style = f'<link rel="stylesheet" href="{base}{assets.style().path}" data-kb-article-style>\n'
        return assets.in_head(html[:start], style) + whole + html[end:], ""


def _address(page: str) -> str:
    """Where the page is read: the folder of an index.html. Quoted: a file may be called `javascript:alert(1).html`."""
    folder, name = posixpath.split(page)
    address = (f"{folder}/" if folder else "") if name == "index.html" else page
    return quote(address, errors="surrogateescape")


def _element(html: str) -> tuple[int, int] | None:
    """Where the text of the article begins and ends: where the title is, if there is one in any."""
    found = [*_elements(html, "article"), *_elements(html, "main")]
    return next(((start, end) for start, end in found if "<h1" in html[start:end].lower()), found[0] if found else None)


def _elements(html: str, name: str) -> Iterator[tuple[int, int]]:
    depth, start = 0, 0
    for tag in tags(html):
        if tag[2].lower() != name:
            continue
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            start = tag.end()
        elif depth == 0:
            yield start, tag.start()


def without(html: str) -> str:
    """A page without what *put* has put in."""
    if OPEN not in html:
        return html
    # Behind the last mark that closes there is nothing of ours.
    end = html.rfind(CLOSE) + len(CLOSE) + 1
    html = _STYLE.sub("", _PUT_IN.sub("", html[:end]) + html[end:], count=1)
    cuts: list[tuple[int, int]] = []
    ours: list[bool] = []
    """Of each section that is open: is it ours?"""
    for tag in tags(html):
        if tag[2].lower() != "section":
            continue
        if not tag[1]:
            mark = _SECTION.match(html, tag.start())
            ours.append(mark is not None)
            if mark is not None:
                cuts.append(mark.span())
        elif ours and ours.pop():
            cuts.append((tag.start(), tag.end() + html.startswith("\n", tag.end())))
    for start, end in sorted(cuts, reverse=True):
        html = html[:start] + html[end:]
    return html
