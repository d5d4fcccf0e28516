"""The redirects that articles ask for in their front matter, for the rules about links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kb_tools.links.former import source_of
from kb_tools.links.site import Redirect

if TYPE_CHECKING:
    from kb_tools.checks.base import Base


def own_redirects(base: Base) -> dict[str, Redirect]:
    """By the old path. What cannot be redirected is left out: a rule says so."""
    found: dict[str, Redirect] = {}
    for facts in base:
        for name, span in facts.redirects:
            old = source_of(name)
            if old is not None and old not in base.files:
                found.setdefault(old, Redirect(old, facts.path, facts.file, span, is_own=True))
    return found
