"""What a hit shows of an article, kept in the index so that no file is read for it: plain JSON-able data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from kb_tools.article.model import Article
    from kb_tools.config import Settings

MAX_STEP = 300
"""Characters of the first step: four lines of a terminal."""

MAX_CHECK = 160

_ORDER = ("say", "check", "workaround", "fix")
_INLINE = re.compile(
    r"(`+)(?P<code>[^`]+)\1|!?\[(?P<label>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|</?[a-zA-Z][^>]{0,300}>|\{[:#.][^}]*\}|\*+|_{2,3}|`+"
)
"""Markup of a line, with what stays of it. A backslash before a letter is none: C:\\Windows."""


def card(article: Article, settings: Settings) -> dict[str, Any]:
    """The facts of an article; empty ones are left out. Days are ISO texts, lists are lists."""
    facts: dict[str, Any] = {
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "kind": article.kind,
        "url": url(article.path, settings),
        "symptoms": list(article.symptoms),
        "error_codes": list(article.error_codes),
        "products": list(article.products),
        "applies_to": list(article.applies_to),
        "audience": article.audience,
        "confidence": article.confidence,
        "owner": article.owner,
        "last_reviewed": article.last_reviewed.isoformat() if article.last_reviewed else "",
        "review_days": article.review_days,
        "ask": article.ask,
        "check": "" if article.ask else _first_words(article, "check")[:MAX_CHECK],
        "escalate_to": article.escalate_to,
        "cause_id": article.cause_id,
        "status": article.status,
        "since": article.since,
        "next_update": article.next_update,
        "expires": article.expires.isoformat() if article.expires else "",
        "workaround": article.workaround,
        "first_step": first_step(article),
    }
    # 0 days is an answer: such a review is overdue the day after, and no other default may take its place.
    return {name: value for name, value in facts.items() if value or value == 0}


def first_step(article: Article) -> dict[str, str] | None:
    """The first thing to say, to check or to do, as ``{"kind": "say", "text": ...}``."""
    if article.workaround:
        return {"kind": "workaround", "text": _shortened(article.workaround)}
    for kind in _ORDER:
        if text := _first_words(article, kind):
            return {"kind": kind, "text": _shortened(text)}
    return None


def _first_words(article: Article, kind: str) -> str:
    """The first paragraph that says something in the sections of a kind."""
    for section in article.sections:
        if section.kind == kind:
            for paragraph in section.paragraphs:
                text = " ".join(paragraph.text.split())
                # "To resolve this issue, follow these steps:" says nothing to an agent; what follows does.
                if len(text) > 3 and not text.endswith(":") and not paragraph.is_code and text[0] not in "!|:[":
                    return text
    return ""


def inline_text(markdown: str) -> str:
    """Markdown of one paragraph without its markup."""
    return " ".join(_INLINE.sub(_shown, markdown).split())


def _shown(found: re.Match[str]) -> str:
    return found["code"] or found["label"] or found["escaped"] or ""


def _shortened(text: str) -> str:
    if len(text) <= MAX_STEP:
        return text
    return text[: MAX_STEP - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def url(path: str, settings: Settings) -> str:
    """Where the built site has the article; below the site's root where the settings know no site_url."""
    page = path.rpartition(".")[0]
    folder, _, name = page.rpartition("/")
    if name.lower() in ("index", "readme"):
        page = f"{folder}/" if folder else ""
        if not settings.use_directory_urls:
            page += "index.html"
    else:
        page += "/" if settings.use_directory_urls else ".html"
    return settings.site_url + quote(page, errors="replace")
