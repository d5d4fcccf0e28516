"""A new article: what the writer said about it, its text, and its file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from kb_tools.article.front_matter import split
from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.checks.base import Base
from kb_tools.config import FIELDS, Settings
from kb_tools.errors import KbError
from kb_tools.writing.articles.naming import free_id
from kb_tools.writing.articles.template import Kind, Template, template
from kb_tools.writing.articles.wording import wording_in
from kb_tools.writing.changes import writing
from kb_tools.writing.front import Value, with_fields
from kb_tools.writing.new_file import create

NEWS_IN = timedelta(hours=1)
"""When there is news about a known issue, if nobody says otherwise."""

EXPIRES_IN = timedelta(days=7)
"""When somebody asks whether a known issue is still one."""

ATTEMPTS = 5
"""To find a name that nobody takes meanwhile."""

ALWAYS = frozenset({"id", "title", "symptoms", "error_codes", "confidence"})
"""Fields that every new article gets."""

FIXED = {"kind": "kind", "confidence": "confidence", "last_reviewed": "last_reviewed"}
"""Fields that nobody is asked for -> where an article has them: what a team's own template says of them stays."""

_NAME = re.compile(r"\$(title|id|symptoms)\b")
_MARKS = re.compile(r"[\\`\[\]<]|\*|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|\{(?=[:#. ])|#(?=#*$)")


class Draft(NamedTuple):
    """What the writer said."""

    kind: Kind
    title: str
    folder: str = ""
    """Below the docs folder."""
    symptoms: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    owner: str = ""
    escalate_to: str = ""
    audience: str = ""
    review_interval: str = ""
    workaround: str = ""
    id: str = ""
    """What the writer wants it to be called; made from the title where they do not say."""


class NewArticle(NamedTuple):
    """An article that is not there yet."""

    path: str
    """Below the docs folder."""
    id: str
    text: str


def form_of(draft: Draft, base: Base) -> tuple[Template, Article]:
    """The template that a draft is made from, and what it says already."""
    form = template(draft.kind, base.settings, wording_in(base, draft.folder, draft.kind))
    return form, read_article(f"{draft.kind}.md", form.text.encode("utf-8"), base.settings)


def new_article(draft: Draft, base: Base, now: datetime) -> NewArticle:
    """The article, with an id and a path that no other has.

    Raises:
        ContentError: the team's own template cannot be filled in.
    """
    taken = {facts.id.lower() for facts in base}
    above = f"{draft.folder}/" if draft.folder else ""
    # A file that is no article may have the name, too; and the file system may not tell a.md from A.md.
    taken |= {file[len(above) :].rpartition(".")[0].lower() for file in base.files if file.startswith(above)}
    id = free_id(draft.id or draft.title, draft.kind, taken, base.settings.language)
    form, article = form_of(draft, base)
    values = _values(draft, base, id, now)
    if form.is_own:
        # Where the team's form has no place for a field, the team does not want it; but no article goes without these.
        there = _there(article, base.settings)
        values = {field: value for field, value in values.items() if field in there | ALWAYS}
        for field in there & FIXED.keys():
            if getattr(article, FIXED[field]):
                values.pop(field, None)
    elif not draft.error_codes:
        values["error_codes"] = None
    content = with_fields(form.text.encode("utf-8"), values, base.settings, f"{draft.kind}.md")
    head, body = _cut(content.decode("utf-8"))
    symptoms = "\n".join(f"- {as_markdown(each)}" for each in draft.symptoms)
    said = {"title": as_markdown(draft.title), "id": id, "symptoms": symptoms}
    return NewArticle(f"{above}{id}.md", id, head + _NAME.sub(lambda found: said[found[1]], body))


def create_article(draft: Draft, settings: Settings, load: Callable[[], Base], now: datetime) -> NewArticle:
    """Write it: nothing is overwritten, and of two at once each gets an id of its own.

    Args:
        load: the articles as they are now.

    Raises:
        Busy: another process has been writing for ten seconds.
        KbError: it cannot be written.
    """
    with writing(settings.root):
        for _ in range(ATTEMPTS):
            # Read now, since another process may have written one while this one waited.
            new = new_article(draft, load(), now)
            path = settings.docs / new.path
            try:
                if create(path, new.text):
                    return new
            except OSError as error:
                raise KbError(f"cannot be created: {error.strerror or error}", path=path) from error
    raise KbError("is there already", path=path, hint="Run it again.")


def as_markdown(text: str) -> str:
    """A text that a page shows as it is."""
    return _MARKS.sub(lambda found: {"<": "&lt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}"), text)


def one_line(text: str) -> str:
    """What somebody typed, on one line and without what steers a terminal."""
    return " ".join("".join(letter if letter.isprintable() or letter == "\u200d" else " " for letter in text).split())


def _values(draft: Draft, base: Base, id: str, now: datetime) -> dict[str, Value]:
    wording = wording_in(base, draft.folder, draft.kind)
    values: dict[str, Value] = {
        "id": id,
        "title": draft.title,
        "kind": draft.kind,
        "symptoms": draft.symptoms,
        "error_codes": draft.error_codes,
        "products": draft.products,
        "audience": draft.audience,
        "confidence": "wip",
        "owner": draft.owner,
        # Whoever writes it has just found it true; and without a day, a draft that is forgotten would never become stale.
        "last_reviewed": wording.day(now.date()),
        "review_interval": draft.review_interval,
        "escalate_to": draft.escalate_to,
    }
    if draft.kind == "known-issue":
        values |= {
            "status": "known-issue",
            "since": now.isoformat(timespec="minutes"),
            "next_update": (now + NEWS_IN).isoformat(timespec="minutes"),
            "expires": wording.day((now + EXPIRES_IN).date()),
            "workaround": draft.workaround,
        }
    # A field without a value keeps what the template says.
    return {field: value for field, value in values.items() if value}


def _there(article: Article, settings: Settings) -> set[str]:
    """The fields of ours that a template has a place for."""
    names = dict(settings.fields)
    paths = {".".join(map(str, node.path)) for node in article.nodes}
    return {field for field in FIELDS if paths & {field, *names.get(field, ())}}


def _cut(text: str) -> tuple[str, str]:
    """The front matter with its two lines of hyphens, and the rest."""
    lines = text.splitlines(keepends=True)
    end = split(text)[0].end
    return "".join(lines[:end]), "".join(lines[end:])
