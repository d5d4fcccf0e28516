"""The figures for other programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from kb_tools.health.advice import first_thing
from kb_tools.health.figures import Figures
from kb_tools.health.timeline import Timeline


def as_dict(figures: Figures, past: Timeline) -> dict[str, Any]:
    """Figures and history as JSON can hold them."""
    found: dict[str, Any] = {
        "day": figures.day,
        "name": figures.name,
        "first": first_thing(figures),
        "now": figures.state._asdict(),
        "other_pages": figures.other_pages,
        "kinds": dict(figures.kinds),
        "confidence": dict(figures.confidence),
        "due": [week._asdict() for week in figures.weeks],
        "findings": dict(figures.findings),
        "rules": [each._asdict() for each in figures.rules],
        "products": [each._asdict() for each in figures.products],
        "owners": [each._asdict() for each in figures.owners],
        "oldest_reviews": [each._asdict() for each in figures.oldest],
        "known_issues": [each._asdict() for each in figures.known_issues],
        "flags": {"count": figures.flags, "articles": figures.flagged},
        "misses": None if figures.misses is None else [each._asdict() for each in figures.misses],
        "history": [{"day": each.day, "commit": each.commit or None, **each.state._asdict()} for each in past.samples],
        "notes": [*figures.notes, *([past.note] if past.note else [])],
    }
    plain: dict[str, Any] = _plain(found)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
