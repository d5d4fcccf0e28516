"""The pages for everybody who does not search: by product, by error code, by symptom, what changed, what is overdue.

They are plain Markdown, so that any site builder takes them. Their facts are those of the index's cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from kb_tools.site.overview.codes import codes
from kb_tools.site.overview.entry import Entry, entry
from kb_tools.site.overview.products import products
from kb_tools.site.overview.recent import Changed, recent
from kb_tools.site.overview.reviews import reviews
from kb_tools.site.overview.symptoms import symptoms
from kb_tools.site.overview.writing import FOLDER, Listing, link, page, written
from kb_tools.wording import counted

__all__ = ["FOLDER", "Changed", "overview_pages"]


def overview_pages(
    cards: Iterable[Mapping[str, Any]],
    today: date,
    *,
    changed: Sequence[Changed] = (),
    review_days: int | None = None,
) -> dict[str, str]:
    """The pages: path below the docs folder -> Markdown. The same cards in any order give the same pages.

    Args:
        cards: what the index knows of the articles (`Searcher.cards`), of those that are on the site.
        today: the day on which reviews are judged; the pages say so.
        changed: what git says about recent changes; none where it cannot tell.
        review_days: how long a review holds where an article does not say.
    """
    entries: list[Entry] = sorted(entry(card, review_days) for card in cards)
    listings: list[Listing] = [
        found
        for found in (
            products(entries), codes(entries), symptoms(entries), recent(entries, changed, today), reviews(entries, today),
        )
        if found.groups
    ]  # fmt: skip
    pages: dict[str, str] = {}
    rows = []
    for listing in listings:
        pages.update(written(listing))
        rows.append(
            f"- {link(f'{FOLDER}/index.md', f'{FOLDER}/{listing.name}/index.md', listing.title)}: {listing.summary}"
        )
    start = [f"{counted(len(entries), 'article')} to browse. Mid-call, search is faster.", "", *rows]
    pages[f"{FOLDER}/index.md"] = page("All articles", start)
    return pages
