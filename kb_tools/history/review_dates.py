"""What did a commit do to the review date of an article, and did it do anything else to it?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kb_tools.article.dates import day_in, day_of
from kb_tools.article.read import decode
from kb_tools.config import Settings

_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.Zz+\- ]*)?")
_FIELD = re.compile(r"([ \t]*)[\"']?([^\s\"':#][^\"':#]*?)[\"']?[ \t]*:[ \t]*(.*)")


class NewDate(NamedTuple):
    """What one commit did to the date of one article."""

    before: date
    after: date
    is_all: bool
    """It changed nothing else."""


class Reader:
    """Takes the date of the review out of a text, and tells what else is in it."""

    def __init__(self, settings: Settings) -> None:
        names = ("last_reviewed", *dict(settings.fields).get("last_reviewed", ()))
        parts = sorted({part for name in names for part in (name, name.rpartition(".")[2])})
        self._names = frozenset(names)
        self._last_parts = frozenset(parts)
        self._reviewed = re.compile(rf"^[ \t]*[\"']?(?:{'|'.join(map(re.escape, parts))})[\"']?[ \t]*:(.*)$", re.M)
        self._date_formats = settings.date_formats
        self._dates: dict[str, date | None] = {}

    def compare(self, before: bytes, after: bytes) -> NewDate | None:
        """What became of the date; None where there is no later one."""
        (old_front, old_body), (new_front, new_body) = _parts(before), _parts(after)
        # Most commits leave it alone, and need no closer look.
        if self._reviewed.findall(old_front) == self._reviewed.findall(new_front):
            return None
        (old, old_others), (new, new_others) = self._dated(old_front), self._dated(new_front)
        # A date set back is a correction; the first date of all is no new one.
        if old is None or new is None or new <= old:
            return None
        is_same = old_others == new_others and (
            old_body == new_body or _words(old_body.split("\n")) == _words(new_body.split("\n"))
        )
        return NewDate(old, new, is_same)

    def _dated(self, front: str) -> tuple[date | None, list[str]]:
        """The day of the last review, and the lines that hold no date."""
        reviewed, others = None, []
        for line in front.split("\n"):
            found = _FIELD.fullmatch(line.rstrip())
            day = self._date(found[3]) if found else None
            if found is None or day is None:
                others.append(line)
            elif found[2] in self._names or (found[1] and found[2] in self._last_parts):
                reviewed = day
        return reviewed, _words(others)

    def _date(self, text: str) -> date | None:
        text = text.partition(" #")[0].strip().strip("\"'")
        if not 6 <= len(text) <= 40:
            return None
        if text not in self._dates:
            self._dates[text] = self._read(text)
        return self._dates[text]

    def _read(self, text: str) -> date | None:
        if _ISO.fullmatch(text):
            return day_of(text)
        return day_in(text, self._date_formats)


def _parts(content: bytes) -> tuple[str, str]:
    """Front matter and body."""
    text = decode(content)[0]
    end = _END.search(text, 3) if text.startswith("---") else None
    return (text[: end.start()], text[end.end() :]) if end else ("", text)


def _words(lines: Iterable[str]) -> list[str]:
    return [words for line in lines if (words := " ".join(line.split()))]
