"""The faults that are open right now, as a small file next to the site: copied there, it is on every page within a minute.

It is written without the index: only the front matter of the few articles that say `status: known-issue` matters, and a
fresh checkout in CI has no index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from kb_tools import atomic
from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.article.trust import trust
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import list_articles
from kb_tools.errors import ContentError
from kb_tools.search.card import url
from kb_tools.site.assets import Asset, bundle, in_head
from kb_tools.site.contents import as_json

FORMAT = 1
"""What the file and the script on the pages agree on."""

NAME = "known-issues.json"
"""At the site's root."""

SCRIPTS = ("checked.js", "feed.js", "pages.js", "matching.js", "banner.js", "start.js")
"""In the order in which they need each other."""

SHOWN = 50
"""A page shows no more known issues than so many (checked.js)."""

MAX_SAID = 600
"""Characters to say to a caller: what is longer is no sentence to read out."""

_STATUS = b"known-issue"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MOUNTED = re.compile(  # As in mount.py.
    r"<link (?=[^<>]*>)[^<>]*\bdata-kb-issues-style\b[^<>]*>\n?"
    r"|<script (?=[^<>]*></script>)[^<>]*\bdata-kb-issues=[^<>]*></script>\n?"
)


def known_issues(settings: Settings, now: datetime, urls: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The known issues that have not expired, by path; *now* has its offset.

    *urls*: the address of each page below the site's root, by path, where whoever builds the site knows it: drafts have none.

    Raises:
        ContentError: the docs folder cannot be read.
        ConfigError: a pattern of files to leave out makes no sense.
    """
    issues = [
        _issue(article, url(article.path, settings._replace(site_url="")) if urls is None else urls[article.path])
        for article in _articles(settings, now.date())
        if urls is None or article.path in urls
    ]
    return {"format": FORMAT, "written": now.isoformat(timespec="seconds"), "issues": issues}


def write(path: Path, document: dict[str, Any]) -> None:
    """Write the file, and beside it the same as a script: pages that were opened from a folder may fetch nothing.

    Raises:
        ContentError: it cannot be written.
    """
    text = as_json(document)
    script = path.with_suffix(".js")
    for each, content in ((path, f"{text}\n"), (script, f"kbKnownIssues({text});\n")):
        if each is script and path.suffix != ".json":
            continue
        try:
            atomic.replace(each, content.encode("utf-8"))
        except OSError as error:
            raise ContentError(f"cannot be written: {error.strerror}", path=each,
                               hint="Name a file in a folder that is there and can be written.") from error  # fmt: skip


def _articles(settings: Settings, today: date) -> Iterator[Article]:
    is_out = left_out(settings, "ignore", "exclude")
    for entry in list_articles(settings.docs):
        try:
            content = (settings.docs / entry.path).read_bytes()
        except OSError:
            # Gone since it was listed, or not ours to read: `kb check` says so.
            continue
        if (_STATUS not in content.lower() and not content.startswith(_UTF_16)) or is_out(entry.path):
            continue
        article = read_article(entry.path, content, settings)
        judged = trust(
            today, confidence=article.confidence, last_reviewed=None, review_days=None, status=article.status,
            expires=article.expires,
        )  # fmt: skip
        if judged.known_issue and judged.confidence != "archived" and not article.excluded:
            yield article


def _issue(article: Article, address: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        # Below the root, whatever the site is called: the file lies next to it.
        "url": address,
        "products": list(article.products),
        "symptoms": list(article.symptoms),
        "error_codes": list(article.error_codes),
        "audience": article.audience or None,
        "since": article.since or None,
        "next_update": article.next_update or None,
        "expires": article.expires.isoformat() if article.expires else None,
        "workaround": article.workaround or _said(article, "workaround"),
        "say": _said(article, "say"),
        "escalate_to": article.escalate_to or None,
    }
    # Who has folded an issue away sees it again when anything about it has changed.
    return {**found, "version": sha256(as_json(found).encode()).hexdigest()[:12]}


def _said(article: Article, kind: str) -> str | None:
    """What the first section of a kind says, as plain text."""
    for section in article.sections:
        if section.kind == kind:
            parts = [" ".join(part.text.split()) for part in section.paragraphs if not part.is_code and not part.level]
            text = "\n".join(part for part in parts if part)
            if len(text) > MAX_SAID:
                text = text[: MAX_SAID - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
            if text:
                return text
    return None


# --- on the pages ---------------------------------------------------------------------------------------------------


@cache
def style() -> Asset:
    return bundle("kb/known-issues.css", ["assets/known-issues/known-issues.css"])


@cache
def script() -> Asset:
    return bundle("kb/known-issues.js", (f"assets/known-issues/{name}" for name in SCRIPTS))


def tags(base: str) -> str:
    """The tags for the end of a page's head.

    Args:
        base: the site's root as seen from the page, "" or ending in a slash.
    """
    return (
        f'<link rel="stylesheet" href="{escape(base + style().path)}" data-kb-issues-style>\n'
        f'<script src="{escape(base + script().path)}" charset="utf-8" data-kb-issues="{escape(base or "./")}" defer></script>\n'
    )


def mounted(html: str, base: str) -> str:
    """A page that shows the known issues; tags that an earlier run put there are replaced."""
    return in_head(unmounted(html), tags(base))


def unmounted(html: str) -> str:
    """A page without these tags."""
    return _MOUNTED.sub("", html)
