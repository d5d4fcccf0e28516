"""The team's own words: how its articles call their sections and their fields, and how they write a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kb_tools.article.dates import day_in, day_of
from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.checks.base import Base
from kb_tools.config import Settings

SAMPLE = 40
"""Articles that tell how all of them are written."""

OFTEN = 0.5
"""The share of the articles that must have a section for a new one to get it."""


RARE = 0.1
"""What fewer articles call a section so is no habit."""


CALL = "call"


class Wording(NamedTuple):
    """How a team writes."""

    headings: Mapping[str, str] = {}
    """Kind of section -> what the articles call it."""
    has_symptoms: bool = False
    """They have a section for what the caller sees."""
    names: Mapping[str, tuple[str, ...]] = {}
    """Field of ours -> the team's name for it, of two parts where it stands within another field."""
    date_format: str = ""
    """As strftime has it; empty for 2026-10-31."""

    def day(self, day: date) -> str:
        """A day as the team writes it."""
        return day.strftime(self.date_format) if self.date_format else day.isoformat()


def wording_in(base: Base, folder: str, kind: str) -> Wording:
    """How the articles of a folder are written, those of the same kind if there are any; else those of all folders."""
    # What is said and done in a call has other headings than a fault.
    answers = [facts for facts in base if facts.is_answer and (facts.kind == CALL) == (kind == CALL)]
    answers = answers or [facts for facts in base if facts.is_answer and kind == CALL]
    near = [facts for facts in answers if facts.path.rpartition("/")[0] == folder] or answers
    alike = [facts for facts in near if facts.kind == kind]
    sample = (alike or near)[:: len(alike or near) // SAMPLE + 1]
    articles = [article for facts in sample if (article := _read(base.settings, facts.path))]
    headings = _headings(articles, base.settings)
    if kind == CALL and not alike and "do" in dict(base.settings.headings).get("fix", ()):
        # What is done in a call is no fix.
        headings["fix"] = "Do"
    return Wording(
        headings,
        _often(articles, "symptoms"),
        _names(articles, base.settings),
        _date_format(articles, base.settings),
    )


def _read(settings: Settings, path: str) -> Article | None:
    try:
        return read_article(path, (settings.docs / path).read_bytes(), settings)
    except OSError:
        return None


def _headings(articles: Sequence[Article], settings: Settings) -> dict[str, str]:
    found: dict[str, Counter[str]] = {}
    for kind, names in settings.headings:
        # "Resolution 2: reinstall" is this kind of section as well, but no heading for the next article.
        found[kind] = Counter(
            heading
            for article in articles
            for section in article.sections
            if section.kind == kind and (heading := section.heading.strip(" :.!?")).lower() in map(str.lower, names)
        )
        if found[kind].total() < RARE * len(articles) or not found[kind]:
            found[kind] = Counter(name[:1].upper() + name[1:] for name in names[:1])
    return {kind: counts.most_common(1)[0][0] for kind, counts in found.items() if counts}


def _often(articles: Sequence[Article], kind: str) -> bool:
    having = sum(any(section.kind == kind and section.heading for section in article.sections) for article in articles)
    return having > OFTEN * len(articles)


def _names(articles: Sequence[Article], settings: Settings) -> dict[str, tuple[str, ...]]:
    """The name that most articles use for a field that kb.toml knows under several."""
    there = Counter(node.path for article in articles for node in article.nodes if len(node.path) <= 2)
    found = {}
    for field, names in settings.fields:
        # A name with a dot is one field within another, unless articles have it as it stands.
        paths = [each for name in names for each in dict.fromkeys((tuple(name.split(".")), (name,)))]
        best = max([*paths, (field,)], key=lambda path: there[path])
        if best != (field,):
            found[field] = best
    return found


def _date_format(articles: Sequence[Article], settings: Settings) -> str:
    """The one of date_formats that most of these articles are dated in."""
    names = {"last_reviewed", *dict(settings.fields).get("last_reviewed", ())}
    texts = [node.text for article in articles for node in article.nodes if ".".join(map(str, node.path)) in names]
    counts = Counter(
        "" if day_of(text) else next((each for each in settings.date_formats if day_in(text, [each])), "")
        for text in texts
    )
    return counts.most_common(1)[0][0] if counts else ""
