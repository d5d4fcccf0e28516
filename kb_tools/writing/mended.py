"""An article that was as it was read in its review stays so when `kb fix` mends it: that needed no thinking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kb_tools.article.reviewed import review_hash
from kb_tools.checks.base import Base
from kb_tools.checks.edited import Change, FixedFile, applied
from kb_tools.checks.facts import Facts


def with_reviews(base: Base, files: Iterable[FixedFile]) -> list[FixedFile]:
    """The same files, with `reviewed_hash` naming the new text where it names the old one."""
    reviewed = {facts.file: facts for facts in base if facts.is_as_reviewed}
    return [_with_review(file, reviewed[file.path], base) if file.path in reviewed else file for file in files]


def _with_review(file: FixedFile, facts: Facts, base: Base) -> FixedFile:
    now = review_hash(file.after, dict(base.settings.fields), facts.last_reviewed)
    old, new = facts.reviewed_hash.encode(), now.encode()
    # Where the text itself holds those figures, nobody can tell here which of them are the field's.
    if old == new or file.before.count(old) != 1:
        return file
    start = file.before.index(old)
    end = start + len(old)
    if any(change.start < end and start < change.end for change in file.changes):
        return file
    changes = tuple(sorted([*file.changes, Change(start, end, new)]))
    return replace(file, after=applied(file.before, changes), changes=changes)
