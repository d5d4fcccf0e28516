"""Front matter -> typed fields, under the names a team uses for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kb_tools.article.dates import day_of
from kb_tools.article.front_matter import FrontMatter, Value
from kb_tools.article.model import Problem, Span
from kb_tools.config import Settings

_INTERVAL = re.compile(r"(\d{1,4})\s*(d|days?|w|weeks?|m|months?|y|years?)$", re.I)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


class Fields:
    """Looks fields up in one article's front matter and notes what is wrong with them."""

    def __init__(self, front: FrontMatter, settings: Settings) -> None:
        self._front = front
        self._names = dict(settings.fields)
        self._date_formats = settings.date_formats
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        """The field as one text; the first of a list."""
        return next(self._texts(name), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """The field as a list of texts, whatever it was written as."""
        return tuple(self._texts(name))

    def date(self, name: str) -> date | None:
        """The field as a day: ISO (2026-10-01), or in one of the settings' date_formats."""
        text = self.text(name)
        if not text:
            return None
        if (found := day_of(text, self._date_formats)) is not None:
            return found
        self._note(name, "date-unreadable", f"{name} is {text!r}, which is no date kb can read",
                   "Write it as in 2026-10-31, or name your format under date_formats in kb.toml.")  # fmt: skip
        return None

    def days(self, name: str) -> int | None:
        """The field as a number of days: 90d, 12w, 6m, 1y."""
        text = self.text(name)
        if not text:
            return None
        if found := _INTERVAL.match(text.strip()):
            return int(found.group(1)) * _DAYS[found.group(2)[0].lower()]
        self._note(name, "interval-unreadable", f"{name} is {text!r}, which is no length of time",
                   "Write 90d, 12w, 6m or 1y.")  # fmt: skip
        return None

    def excludes_itself(self) -> bool:
        """Does the article ask to be left out of searches, in Material's words or in short?"""
        search = self._front.values.get("search")
        if isinstance(search, Mapping):
            return str(search.get("exclude", "")).lower() in ("true", "yes")
        return False

    def _texts(self, name: str) -> Iterator[str]:
        for key in (name, *self._names.get(name, ())):
            value = self._lookup(key)
            if value not in ("", None, [], {}):
                yield from _flat(value)
                return

    def _lookup(self, key: str) -> Value | None:
        """A key as it stands (``ms.date``), else as a path into nested fields (``review.date``)."""
        values: Any = self._front.values
        if key in values:
            return values[key]  # type: ignore[no-any-return]
        for part in key.split("."):
            if not isinstance(values, Mapping) or part not in values:
                return None
            values = values[part]
        return values  # type: ignore[no-any-return]

    def _note(self, name: str, slug: str, message: str, hint: str) -> None:
        keys = (name, *self._names.get(name, ()))
        line = next((self._front.lines[key] for key in keys if key in self._front.lines), 1)
        self.problems.append(Problem(slug, message, Span(line, 1, line, 1), hint))


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if text := value.strip():
            yield text
    elif isinstance(value, list):
        for item in value:
            yield from _flat(item)
    elif isinstance(value, Mapping):
        # A list item with an unquoted colon ("error: 809") arrives as a mapping: give the words back as written.
        for key, item in value.items():
            yield f"{key}: {' '.join(_flat(item))}".strip()
