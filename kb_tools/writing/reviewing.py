"""Record that an article was read and is true, or that nobody needs it any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kb_tools.article.dates import day_in, day_of
from kb_tools.article.front_matter import split
from kb_tools.article.read import decode
from kb_tools.article.reviewed import review_hash
from kb_tools.config import Settings
from kb_tools.corpus.flags import Flag, one_line
from kb_tools.errors import KbError
from kb_tools.writing.changes import FileChange
from kb_tools.writing.flagging import answering
from kb_tools.writing.front import with_fields

ARCHIVED = "archived"


def reviewed(settings: Settings, file: str, content: bytes, by: str, day: date) -> list[FileChange]:
    """What records a review.

    Args:
        content: what was read, to the last byte. Where the file holds something else by then, nothing is recorded.

    Raises:
        ContentError: the front matter can only be changed by hand.
        KbError: nobody is named.
    """
    by = one_line(by)
    if not by:
        raise KbError("nobody knows who you are", hint="Say it with --by NAME, or: git config --global user.name NAME")
    fields = {
        "last_reviewed": _written(day, content, settings),
        "reviewed_by": by,
        "reviewed_hash": review_hash(content, dict(settings.fields), day),
    }
    return [FileChange(file, content, with_fields(content, fields, settings, file))]


def archived(settings: Settings, file: str, content: bytes) -> list[FileChange]:
    """What takes an article out of use. It stays where it is, and is found last."""
    return [FileChange(file, content, with_fields(content, {"confidence": ARCHIVED}, settings, file))]


def answered(settings: Settings, flags: Sequence[Flag]) -> list[FileChange]:
    """What takes away the flags that the review has answered."""
    return answering(settings.root, flags)


def _written(day: date, content: bytes, settings: Settings) -> str:
    """The day as the article has its days: in the team's own format where the old one is."""
    values = split(decode(content)[0])[0].values
    names = ("last_reviewed", *dict(settings.fields).get("last_reviewed", ()))
    old = next((text for name in names if (text := _text(values, name))), "")
    if old and day_of(old) is None:
        for pattern in settings.date_formats:
            text = day.strftime(pattern)
            if day_in(old, (pattern,)) is not None and day_of(text, settings.date_formats) == day:
                return text
    return day.isoformat()


def _text(values: object, name: str) -> str:
    for path in ((name,), tuple(name.split("."))):
        found = values
        for part in path:
            found = found.get(part) if isinstance(found, dict) else None
        if isinstance(found, str) and found.strip():
            return found.strip()
    return ""
