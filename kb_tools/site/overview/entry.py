"""What the pages need to know of an article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from kb_tools.article.trust import trust


class Entry(NamedTuple):
    """An article in a list. Sorted by title, then by path."""

    key: str
    """The title without case."""
    path: str
    title: str
    products: tuple[str, ...]
    error_codes: tuple[str, ...]
    symptoms: tuple[str, ...]
    owner: str
    due: str
    """The last day on which its review holds, as an ISO text; empty where there is none."""
    is_kept_true: bool
    """Somebody still looks after it: it is not archived."""


def entry(card: Mapping[str, Any], review_days: int | None = None) -> Entry:
    """An article's facts in the index -> its place in the lists."""
    reviewed = card.get("last_reviewed")
    judged = trust(
        date.min, confidence=card.get("confidence", ""),
        last_reviewed=date.fromisoformat(reviewed) if reviewed else None,
        review_days=card.get("review_days", review_days),
    )  # fmt: skip
    title = " ".join(card["title"].split()) or card["path"]
    return Entry(
        title.casefold(), card["path"], title, tuple(card.get("products", ())), tuple(card.get("error_codes", ())),
        tuple(card.get("symptoms", ())), card.get("owner", ""),
        judged.review_due.isoformat() if judged.review_due else "", judged.confidence != "archived",
    )  # fmt: skip
