"""For other programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb_tools.checks.reports.words import as_json
from kb_tools.review.formats.view import View
from kb_tools.review.queue import Item


def render(items: Sequence[Item], view: View) -> str:
    return as_json(
        {
            "today": view.today.isoformat(),
            "articles": [_article(item) for item in items],
            "summary": {
                "overdue": sum(item.is_overdue for item in items),
                "due_soon": sum(not item.is_overdue for item in items),
                "never_reviewed": sum(item.due is None for item in items),
            },
        }
    )


def _article(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "path": item.path,
        "title": item.title,
        "owner": item.owner or None,
        "state": "never-reviewed" if item.due is None else "overdue" if item.is_overdue else "due-soon",
        "due": item.due.isoformat() if item.due else None,
        "days_overdue": item.days,
        "last_reviewed": item.last_reviewed.isoformat() if item.last_reviewed else None,
        "known_issue": item.is_known_issue,
        "uses": item.uses,
        "phrases": item.phrases,
        "dead_links": item.dead_links,
        "flags": item.flags,
        "url": item.url or None,
        "why": list(item.reasons),
    }
