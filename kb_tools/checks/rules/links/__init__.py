"""KB2xx. Does every link lead where it says, on the built site?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.links import (
    anchor_dead,
    footnote_undefined,
    image_dead,
    link_absolute,
    link_case,
    link_dead,
    link_empty,
    link_malformed,
    link_not_to_source,
    link_outside,
    link_to_redirect,
    link_to_unpublished,
    link_unsafe,
    markdown_in_html,
    orphan,
    redirect_dead,
    redirect_loop,
    reference_undefined,
)

RULES: tuple[Rule, ...] = (
    link_dead.RULE,
    anchor_dead.RULE,
    image_dead.RULE,
    reference_undefined.RULE,
    link_case.RULE,
    link_outside.RULE,
    link_absolute.RULE,
    link_not_to_source.RULE,
    link_to_unpublished.RULE,
    redirect_dead.RULE,
    redirect_loop.RULE,
    link_to_redirect.RULE,
    orphan.RULE,
    link_malformed.RULE,
    link_unsafe.RULE,
    link_empty.RULE,
    footnote_undefined.RULE,
    markdown_in_html.RULE,
)
"""By id."""
