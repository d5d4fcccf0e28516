"""KB1xx. Is it written so that an agent, an editor and MkDocs understand it?"""

from __future__ import annotations

from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.form import (
    article_too_long,
    byte_order_mark,
    date_in_future,
    date_invalid,
    duplicate_id,
    empty_article,
    field_invalid,
    field_missing,
    field_unknown,
    file_unreadable,
    first_action_late,
    front_matter_broken,
    front_matter_duplicate_key,
    front_matter_hidden,
    not_utf_8,
    section_empty,
    section_missing,
    several_h1,
    title_missing,
    title_too_long,
    yaml_changes_value,
)

RULES: tuple[Rule, ...] = (
    front_matter_broken.RULE,
    front_matter_duplicate_key.RULE,
    byte_order_mark.RULE,
    not_utf_8.RULE,
    empty_article.RULE,
    article_too_long.RULE,
    file_unreadable.RULE,
    field_missing.RULE,
    field_invalid.RULE,
    field_unknown.RULE,
    yaml_changes_value.RULE,
    date_invalid.RULE,
    date_in_future.RULE,
    section_missing.RULE,
    section_empty.RULE,
    first_action_late.RULE,
    several_h1.RULE,
    title_missing.RULE,
    title_too_long.RULE,
    duplicate_id.RULE,
    front_matter_hidden.RULE,
)
