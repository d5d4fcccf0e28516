"""The facts of an article for its page: plain data, and the HTML of what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from kb_tools.article.dates import told
from kb_tools.article.model import Article
from kb_tools.article.trust import Flags, trust
from kb_tools.errors import ConfigError
from kb_tools.site.sections import Part, after_title, wrapped

TEMPLATES = Path(__file__).parent / "theme" / "partials"

_JUMPS = ("say", "check", "workaround", "fix", "escalation", "cause")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TARGET = re.compile(r"(?:https?://|mailto:)\S", re.I)

PLACEHOLDERS = frozenset(("id", "title", "path", "url", "revision", "owner", "note", "markdown", "found", "answer"))
"""What a target of feedback may have filled in."""


class Neighbor(NamedTuple):
    """Another article that the page links to."""

    title: str
    url: str
    """Relative to the page."""
    why: str


class Feedback(NamedTuple):
    """Where the team wants to hear that an article worked, did not, or is wrong: addresses with placeholders."""

    fixed: str = ""
    wrong: str = ""


def checked_target(name: str, target: str) -> str:
    """The target, if a browser can open it and every placeholder is known.

    Raises:
        ConfigError: not so.
    """
    if target and not _TARGET.match(target):
        raise ConfigError(f"{name}: {target!r} is neither https://, http:// nor mailto:",
                          hint="Give the address of the team's tracker or mailbox.")  # fmt: skip
    for placeholder in _PLACEHOLDER.findall(target):
        if placeholder not in PLACEHOLDERS:
            raise ConfigError(f"{name}: nothing can be put in for {{{placeholder}}}",
                              hint=f"There are: {', '.join(sorted(PLACEHOLDERS))}.")  # fmt: skip
    return target


def filled(target: str, values: Mapping[str, str]) -> str:
    """A target with its placeholders filled in, encoded as a part of an address."""
    return _PLACEHOLDER.sub(lambda found: quote(values.get(found[1], ""), safe="", errors="replace"), target)


def in_short(article: Article) -> Article:
    """What pages need of an article: thousands are kept until the last page is written."""
    sections = tuple(replace(section, paragraphs=()) for section in article.sections if section.kind)
    return replace(article, sections=sections, body="", lines={}, nodes=(), problems=())


def facts(
    article: Article, revision: str = "", parts: Iterable[Part] = (), flags: Flags | None = None
) -> dict[str, Any]:
    """What the page says about its article. Days are ISO texts; nothing in it depends on the day it is built."""
    known = trust(date.min, confidence=article.confidence, last_reviewed=article.last_reviewed,
                  review_days=article.review_days)  # fmt: skip
    return {
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "revision": revision,
        "symptoms": list(article.symptoms),
        "error_codes": list(article.error_codes),
        "products": list(article.products),
        "applies_to": list(article.applies_to),
        "audience": article.audience,
        "owner": article.owner,
        "escalate_to": article.escalate_to,
        "confidence": article.confidence,
        "last_reviewed": known.last_reviewed.isoformat() if known.last_reviewed else "",
        "review_due": known.review_due.isoformat() if known.review_due else "",
        "review_days": article.review_days,
        "known_issue": article.status == "known-issue",
        "since": article.since,
        "next_update": article.next_update,
        "expires": article.expires.isoformat() if article.expires else "",
        "workaround": article.workaround,
        "ask": "" if any(section.kind == "check" for section in article.sections) else article.ask,
        "jumps": _jumps(parts),
        "flags": flags,
    }


def _jumps(parts: Iterable[Part]) -> list[Part]:
    """One link for each kind of section: the first of it, in the order of a call."""
    first: dict[str, Part] = {}
    for part in parts:
        if part.anchor and part.kind in _JUMPS:
            first.setdefault(part.kind, part)
    return sorted(first.values(), key=lambda part: _JUMPS.index(part.kind))


class Pages:
    """Puts together the pages of one site."""

    def __init__(self, feedback: Feedback, overrides: Sequence[str] = ()) -> None:
        self._feedback = feedback
        self._overrides = overrides
        """Folders in which a team's own `kb/article-head.html` counts before ours."""

    @cached_property
    def _templates(self) -> Any:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        # Values come from articles: everything is escaped unless a template says otherwise.
        made = Environment(
            loader=FileSystemLoader([*self._overrides, str(TEMPLATES)]), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        made.filters |= {"fragment": _fragment, "told": told}
        return made

    def whole(
        self,
        html: str,
        article: Article,
        *,
        revision: str = "",
        flags: Flags | None = None,
        url: str = "",
        script: str = "",
        neighbors: Sequence[Neighbor] = (),
        around: tuple[str, str] = ("", ""),
    ) -> str:
        """The text of an article with what stands above and below it. *script* is the address of the page's script.

        *around*: marks before and after what is put in, for whoever wants to take it out again.
        """
        html, parts = wrapped(html, {section.heading: section.kind for section in article.sections if section.kind})
        about = facts(article, revision, parts, flags)
        values = {
            **{name: str(about[name]) for name in ("id", "title", "path", "revision", "owner")},
            "url": url,
            "note": _note(about, url),
            "markdown": _note(about, url),
        }
        targets = {
            "yes": filled(self._feedback.fixed, {**values, "answer": "yes"}),
            "no": filled(self._feedback.fixed, {**values, "answer": "no"}),
            "wrong": filled(self._feedback.wrong, values),
        }
        shown = {"about": about, "script": script, "feedback": self._feedback, "targets": targets, "url": url}
        head = self._templates.get_template("kb/article-head.html").render(shown)
        foot = self._templates.get_template("kb/article-foot.html").render({**shown, "neighbors": neighbors})
        cut = after_title(html)
        before, after = around
        if before:
            # A page of another tool may be in any encoding: what is put in means the same in each.
            head, foot = _in_any_encoding(head), _in_any_encoding(foot)
        return f"{html[:cut]}\n{before}{head}{after}\n{html[cut:]}\n{before}{foot}{after}" + ("\n" if after else "")


_NOT_ASCII = re.compile(r"[^\x00-\x7f\udc80-\udcff]")


def _in_any_encoding(html: str) -> str:
    """HTML in ASCII. What stands for a byte of the page itself, which is not UTF-8, stays."""
    return _NOT_ASCII.sub(lambda found: f"&#{ord(found[0])};", html)


def _fragment(anchor: str) -> str:
    """An anchor as the end of an address. What stands for a byte of a page that is not UTF-8 stays."""
    return re.sub(r"[^\udc80-\udcff]+", lambda found: quote(found[0], safe="", errors="replace"), anchor)


def _note(about: Mapping[str, Any], url: str) -> str:
    """What a target is filled with where no script runs; ticketnote.js says more."""
    revision = f" (revision {about['revision']})" if about["revision"] else ""
    return "\n".join(line for line in (about["title"], f"Article: {about['id']}{revision}", url) if line)


_TAGS = '<nav class="md-tags"'
_EMPTY_LABEL = re.compile(r'id="(__nav_\w+_label)"[^>]*>\s*<span class="md-nav__icon[^>]*></span>\s*</label>')
_LIST = re.compile(
    r'aria-labelledby="(__nav_\w+_label)"([^>]*>\s*<label class="md-nav__title"[^>]*>\s*<span[^>]*></span>)([^<]*)'
)
_NOT_FOUND = re.compile(r"<h1>404 - .*?</h1>")


def named_landmarks(html: str) -> str:
    """Some of Material's landmarks have no name, so that screen readers announce a part of the page without one.

    Its list of tags has none. The list of a section with a page of its own takes its name from an empty label.
    """
    html = html.replace(_TAGS, f'{_TAGS} aria-label="Tags"', 1)
    empty = set(_EMPTY_LABEL.findall(html))
    if not empty:
        return html

    def named(found: re.Match[str]) -> str:
        title = " ".join(found[3].split()).replace('"', "&quot;")
        return f'aria-label="{title}"{found[2]}{found[3]}' if found[1] in empty and title else found[0]

    return _LIST.sub(named, html)


def not_found(html: str, root: str) -> str:
    """Material's page for an address that leads nowhere, with a way on."""
    text = (
        "<h1>There is no such page</h1>\n<p>It was moved or removed, or the address has a slip in it. The search finds it by what "
        'the caller says.</p>\n<p><button type="button" class="md-button md-button--primary" data-kb-open>Search</button>\n'
        f'<a class="md-button" href="{escape(root or "./")}">Front page</a></p>'
    )
    return _NOT_FOUND.sub(lambda _: text, html, count=1)
