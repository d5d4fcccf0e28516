"""What exactly was read in a review, and when? A digest of both, so that a date alone is not a review."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kb_tools.article.front_matter import split
from kb_tools.article.read import decode
from kb_tools.digests import blake2b

FIELDS = ("last_reviewed", "reviewed_by", "reviewed_hash")
"""What a review itself writes: not part of what is read."""

DIGITS = 12


def review_hash(content: bytes, names: Mapping[str, Sequence[str]], day: date | None) -> str:
    """Names a review: the text that was read, and the day. Who moves the day alone has not read anything, and it shows.

    Args:
        names: our fields -> the team's names for them.
    """
    return dated(text_hash(content, names), day)


def dated(text: str, day: date | None) -> str:
    """The name of a review of the text that has this name."""
    return blake2b(f"{text} {day.isoformat() if day else ''}".encode("ascii")).hexdigest()[:DIGITS]


def text_hash(content: bytes, names: Mapping[str, Sequence[str]]) -> str:
    """Names what an article says: its body, and its front matter without the fields of reviews.

    Line ends, a byte order mark, and how YAML is written (quotes, order, comments) make no difference.

    Args:
        names: our fields -> the team's names for them.
    """
    front, body = split(decode(content)[0])
    values: Any = front.values
    for field in FIELDS:
        for name in (field, *names.get(field, ())):
            values = _without(_without(values, (name,)), name.split("."))
    text = json.dumps(values, sort_keys=True) + "\0" + body.strip("\n")
    return blake2b(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def _without(values: Mapping[str, Any], path: Sequence[str]) -> Mapping[str, Any]:
    """The same without one field; a field that holds only this one goes, too."""
    first, rest = path[0], path[1:]
    if first not in values or (rest and not isinstance(values[first], Mapping)):
        return values
    inner = _without(values[first], rest) if rest else None
    others = {name: value for name, value in values.items() if name != first}
    return {**others, first: inner} if inner else others
