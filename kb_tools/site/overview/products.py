"""The articles of each product."""

from __future__ import annotations

from collections.abc import Sequence

from kb_tools.site.overview.entry import Entry
from kb_tools.site.overview.writing import Group, Listing, by_title
from kb_tools.wording import counted


def products(entries: Sequence[Entry]) -> Listing:
    """By product; names that differ only in case are one product."""
    names: dict[str, str] = {}
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda each: each.path):
        for key in dict.fromkeys(name.casefold() for name in entry.products):
            found.setdefault(key, []).append(entry)
        for name in entry.products:
            names.setdefault(name.casefold(), name)
    groups = [Group(names[key], by_title(sorted(found[key]))) for key in sorted(found)]
    return Listing("products", "By product", counted(len(groups), "product"), groups)
