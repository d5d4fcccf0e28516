"""What changed lately, as git has it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from kb_tools.config import Settings
from kb_tools.history.commits import commits, is_partial
from kb_tools.history.git import GitError, find_repository
from kb_tools.site.overview.entry import Entry
from kb_tools.site.overview.writing import Group, Listing, Row
from kb_tools.wording import counted

DAYS = 90
MOST = 100


class Changed(NamedTuple):
    """The newest change of an article."""

    day: date
    path: str
    is_new: bool


def recent(entries: Sequence[Entry], changed: Sequence[Changed], today: date) -> Listing:
    """By day, the newest first; no more than one reads."""
    known = {entry.path: entry for entry in entries}
    found = [change for change in changed if change.path in known and change.day <= today]
    found.sort(key=lambda change: (-change.day.toordinal(), known[change.path]))
    groups = [
        Group(
            day.isoformat(), [Row(known[each.path].title, each.path, "(new)" if each.is_new else "") for each in days]
        )
        for day, days in groupby(found[:MOST], key=lambda change: change.day)
    ]
    return Listing("recent", "Recently changed", f"{counted(min(len(found), MOST), 'article')} in {DAYS} days", groups)


def changed(settings: Settings, today: date) -> list[Changed]:
    """The newest change of each article in the last days; nothing where git cannot tell.

    A shallow clone, as in most CI, has one commit that seems to have made everything: it tells nothing.
    """
    repository = find_repository(settings.root)
    try:
        if repository is None or repository.is_shallow or is_partial(repository):
            return []
        docs = settings.docs.resolve().relative_to(repository.root.resolve()).as_posix()
        folder = "" if docs == "." else docs
        prefix = f"{folder}/" if folder else ""
        found: dict[str, Changed] = {}
        for commit in commits(repository, folder, today - timedelta(days=DAYS)):
            for change in commit.changes:
                path = change.path.removeprefix(prefix)
                before = found.get(path)
                # Moving a file changes nothing for its reader.
                if change.before != change.after and (before is None or before.day < commit.day):
                    found[path] = Changed(commit.day, path, change.status == "A")
    except (GitError, OSError, ValueError):
        return []
    return sorted(found.values())
