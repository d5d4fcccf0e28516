"""An article that was as it was read in its review stays so: that kb wrote its links anew is no news to a reviewer."""

from __future__ import annotations

from collections.abc import Collection

from kb_tools.article.reviewed import review_hash
from kb_tools.checks.base import Base
from kb_tools.writing.front import with_fields
from kb_tools.writing.moving.drafts import Drafts


def keep(base: Base, drafts: Drafts, files: Collection[str]) -> None:
    """Name the new text of these files where `reviewed_hash` names the old one."""
    for facts in base:
        if facts.file in files and facts.is_as_reviewed:
            content = drafts.content(facts.file)
            now = review_hash(content, dict(base.settings.fields), facts.last_reviewed)
            if now != facts.reviewed_hash:
                drafts.put(facts.file, with_fields(content, {"reviewed_hash": now}, base.settings, facts.file))
