"""What do these articles' front matters say already, in which words? -> a proposal for [fields] and date_formats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb_tools.article.dates import day_in, day_of
from kb_tools.article.front_matter import split
from kb_tools.article.read import decode
from kb_tools.config import FIELDS
from kb_tools.corpus.listing import list_articles

ENOUGH = 5000
"""Articles that tell all about a team's habits; of more, every so-manieth is read."""

HEAD_BYTES = 64_000
"""No front matter is longer."""

RARE = 10
"""Percent of the articles. A name fewer use is a slip of the hand, not a habit."""

#: Our field -> other names that mean the same, the likeliest first. Written as _plain() returns them.
SAME: Mapping[str, tuple[str, ...]] = {
    "id": ("article_id", "kb_id", "kbid"),
    "title": ("headline",),
    "symptoms": ("symptom", "caller_says"),
    "error_codes": ("error_code", "errors", "codes"),
    "products": ("product", "ms.service", "ms.prod", "service", "services"),
    "applies_to": ("appliesto", "platforms", "versions"),
    "confidence": ("kcs_state", "article_state"),
    "owner": ("ms.author", "owner_slack", "maintainer", "maintainers", "team", "contact"),
    "last_reviewed": ("ms.date", "last_reviewed_on", "reviewed_on", "reviewed", "review_date", "verified",
                      "dates.validation"),
    "review_interval": ("review_in", "review_cycle", "review_every", "validation_frequency",
                        "dates.validation_frequency"),
    "escalate_to": ("escalation", "escalate", "oncall", "on_call"),
    "expires": ("expiry", "expiry_date", "expires_on", "valid_until"),
    "tags": ("keywords", "labels", "categories", "category"),
    "description": ("summary", "abstract", "excerpt"),
}  # fmt: skip

#: The same, where only the team knows whether it means that: proposed, but switched off.
PERHAPS: Mapping[str, tuple[str, ...]] = {
    "owner": ("author", "authors"),
    "products": ("appliesto", "area", "component"),
    "last_reviewed": ("date", "updated", "last_updated", "last_modified", "lastmod", "modified"),
}

DATES = ("last_reviewed", "expires")

DATE_FORMATS = (
    "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y/%m/%d", "%Y.%m.%d", "%d %B %Y", "%d %b %Y",
    "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y", "%m/%d/%y", "%d.%m.%y",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the articles use for one of our fields."""

    name: str
    articles: int
    """How many use it."""
    example: str
    sure: bool
    """It means just that; otherwise the team has to say so."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a team writes its front matter."""

    articles: int = 0
    """How many were looked at."""
    fields: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    other_formats: tuple[str, ...] = ()
    """These read every date as well: no day above 12 tells the day from the month."""


def survey(docs: Path) -> Habits:
    """Read the articles' front matters, or those of a good part of them."""
    entries = list_articles(docs)
    fronts = [_front(docs / entry.path) for entry in entries[:: len(entries) // ENOUGH + 1]]
    return habits([front for front in fronts if front])


def habits(fronts: Sequence[Mapping[str, Any]]) -> Habits:
    """What these front matters have in common."""
    uses: dict[str, dict[int, str]] = defaultdict(dict)
    for number, front in enumerate(fronts):
        for key, value in _named(front):
            if text := _text(value):
                uses[key].setdefault(number, text)
    common = {key: found for key, found in uses.items() if len(found) * 100 >= len(fronts) * RARE}
    fields = {ours: names for ours in FIELDS if (names := _names(ours, common))}
    used = [common[name.name] for ours in DATES for name in fields.get(ours, ())]
    used += [uses[ours] for ours in DATES if ours in uses]
    formats, others = date_formats([text for found in used for text in found.values()])
    return Habits(len(fronts), fields, formats, others)


def date_formats(texts: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The formats these dates are written in, ISO aside; and those that would read them just as well."""
    left = {text for text in texts if day_of(text) is None}
    found: list[str] = []
    others: tuple[str, ...] = ()
    while left:
        read = {pattern: {text for text in left if day_in(text, [pattern])} for pattern in DATE_FORMATS}
        best = max(DATE_FORMATS, key=lambda pattern: len(read[pattern]))
        # One date in fifty written otherwise is a slip, for the writer to mend.
        if not read[best] or (found and len(read[best]) * 50 < len(left)):
            break
        if not found:
            others = tuple(pattern for pattern in DATE_FORMATS if _differ(best, pattern, read))
        found.append(best)
        left -= read[best]
    return tuple(found), others


def _front(path: Path) -> Mapping[str, Any]:
    try:
        with open(path, "rb") as file:
            text, _ = decode(file.read(HEAD_BYTES))
    except OSError:
        return {}
    return split(text)[0].values


def _named(front: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Each field under the name that kb.toml would have for it: ``dates.validation`` for nested ones."""
    for key, value in front.items():
        yield key, value
        if isinstance(value, Mapping):
            yield from ((f"{key}.{inner}", of_inner) for inner, of_inner in value.items())


def _names(ours: str, common: Mapping[str, Mapping[int, str]]) -> tuple[Name, ...]:
    """The names used for *ours*: as few as say it for nearly all articles, the sure ones before the others."""
    covered = set(common.get(ours, ()))
    names: list[Name] = []
    for sure, table in ((True, SAME), (False, PERHAPS)):
        wanted = ((ours,) if sure else ()) + table.get(ours, ())
        keys = [key for name in wanted for key in common if key != ours and _plain(key) == name]
        for key in sorted(keys, key=lambda key: -len(common[key])):
            found = common[key]
            if ours in DATES and sum(_is_date(text) for text in found.values()) * 100 < len(found) * 80:
                continue
            if len(found.keys() - covered) * 100 >= len(found) * RARE:
                names.append(Name(key, len(found), next(iter(found.values())), sure))
                covered |= found.keys()
    return tuple(names)


def _plain(key: str) -> str:
    """A name however it is spelled: lastReviewed, Last-Reviewed and "last reviewed" are last_reviewed."""
    return re.sub(r"[-\s]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", key)).lower()


def _text(value: Any) -> str:
    while isinstance(value, list) and value:
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


def _is_date(text: str) -> bool:
    return day_of(text, DATE_FORMATS) is not None


def _differ(one: str, other: str, read: Mapping[str, set[str]]) -> bool:
    """Do both formats read the same texts, but as other days?"""
    return read[one] == read[other] and any(day_in(text, [one]) != day_in(text, [other]) for text in read[one])
