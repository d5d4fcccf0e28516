"""What mkdocs.yml says about pages and links."""

from __future__ import annotations

from typing import NamedTuple

from kb_tools.config import Settings


class Site(NamedTuple):
    """The parts of mkdocs.yml that decide where a link leads."""


def read_site(settings: Settings) -> Site:
    return Site()
