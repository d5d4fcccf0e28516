"""Can this article be believed today? Computed when it is read, never stored: time passes after an index is built."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple


class Flags(NamedTuple):
    """What agents say is wrong with an article, until somebody answers."""

    times: int
    said: str
    """What the newest says."""
    at: str
    """When: a day and a time, with its zone."""

    @property
    def summary(self) -> str:
        times = "" if self.times == 1 else f"{self.times} times, last "
        return f"FLAGGED {times}{self.at[:10]}"

    def as_dict(self) -> dict[str, Any]:
        return {"count": self.times, "said": self.said, "at": self.at}


class Trust(NamedTuple):
    """What an agent may rely on."""

    confidence: str
    """wip, not-validated, validated, archived; empty where the article does not say."""
    last_reviewed: date | None
    review_due: date | None
    stale: bool
    """The review is overdue."""
    known_issue: bool
    """It describes a fault that is not mended yet, and has not expired."""
    flags: Flags | None = None

    @property
    def summary(self) -> str:
        """In words, the warning first."""
        parts = []
        if self.known_issue:
            parts.append("KNOWN ISSUE")
        if self.flags is not None:
            parts.append(self.flags.summary)
        if self.stale and self.review_due is not None:
            parts.append(f"STALE since {self.review_due}")
        if self.confidence:
            parts.append(self.confidence.replace("-", " "))
        parts.append(f"reviewed {self.last_reviewed}" if self.last_reviewed else "never reviewed")
        return ", ".join(parts)

    def as_dict(self) -> dict[str, Any]:
        return {
            "confidence": self.confidence or None,
            "last_reviewed": self.last_reviewed.isoformat() if self.last_reviewed else None,
            "review_due": self.review_due.isoformat() if self.review_due else None,
            "stale": self.stale,
            "known_issue": self.known_issue,
            "flags": self.flags.as_dict() if self.flags is not None else None,
            "summary": self.summary,
        }


def trust(
    today: date,
    *,
    confidence: str,
    last_reviewed: date | None,
    review_days: int | None,
    status: str = "",
    expires: date | None = None,
    flags: Flags | None = None,
) -> Trust:
    """Judge an article by its fields on the day *today*."""
    due = None
    if last_reviewed is not None and review_days is not None:
        try:
            due = last_reviewed + timedelta(days=review_days)
        except OverflowError:
            due = date.max
    return Trust(
        confidence=confidence,
        last_reviewed=last_reviewed,
        review_due=due,
        stale=due is not None and due < today,
        known_issue=status == "known-issue" and (expires is None or today <= expires),
        flags=flags,
    )
