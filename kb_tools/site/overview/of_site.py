"""The overview pages of a site that is about to be built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from kb_tools.checks.options import load_options
from kb_tools.search.searcher import Searcher
from kb_tools.site.overview import FOLDER, overview_pages
from kb_tools.site.overview.recent import changed

START = f"{FOLDER}/index.md"
"""Leads to all others."""


def of_site(searcher: Searcher, is_on_site: Callable[[str], bool], today: date) -> dict[str, str]:
    """The pages, by path; of the articles that are on the site.

    Raises:
        ConfigError: kb.toml says something about reviews that makes no sense.
    """
    settings = searcher.settings
    cards: Iterable[Mapping[str, object]] = (card for card in searcher.cards() if is_on_site(card["path"]))
    review_days = load_options(settings).review_interval
    return overview_pages(cards, today, changed=changed(settings, today), review_days=review_days)
