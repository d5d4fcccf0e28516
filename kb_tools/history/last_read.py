"""Which text was it that somebody read in the last review of an article?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from kb_tools.article.fields import Fields
from kb_tools.article.front_matter import split
from kb_tools.article.model import Article
from kb_tools.article.read import decode
from kb_tools.article.reviewed import dated, text_hash
from kb_tools.config import Settings
from kb_tools.history.commits import commits, is_partial
from kb_tools.history.git import GitError, Repository

MOST = 1000
"""Versions of one article that are looked at, the newest first."""


class LastRead(NamedTuple):
    """The text, or why it cannot be shown."""

    content: bytes | None
    commit: str = ""
    day: date | None = None
    """Of the commit."""
    trouble: str = ""
    """Why there is none, or why it may be another one."""


class _Version(NamedTuple):
    commit: str
    day: date
    content: bytes


def last_read(repository: Repository | None, settings: Settings, file: str, article: Article) -> LastRead:
    """Find it in the history of *file*, a path from the root.

    It is the one that `reviewed_hash` names. Without that, the one of the commit that wrote the day of the last review;
    where no commit has, the last one up to that day.
    """
    if article.last_reviewed is None and not article.reviewed_hash:
        return LastRead(None, trouble="it was never reviewed")
    if repository is None:
        return LastRead(None, trouble="this is no git repository, so what changed since is not known")
    try:
        versions = list(_versions(repository, file))
        if (found := _named(versions, settings, article)) is not None:
            return LastRead(found.content, found.commit, found.day)
        if (found := _of_that_day(versions, settings, article)) is not None:
            was_named = "the very text that was read was never committed; this is what was there on that day"
            return LastRead(found.content, found.commit, found.day, was_named if article.reviewed_hash else "")
        if repository.is_shallow:
            return LastRead(
                None, trouble="this clone has only the end of the history (git fetch --unshallow gets it all)"
            )
        if is_partial(repository):
            return LastRead(None, trouble="this clone left the contents of old files on the server")
        if repository.head:
            return LastRead(None, trouble="the history does not have the text that was read")
        return LastRead(None, trouble="nothing is committed yet")
    except GitError as error:
        return LastRead(None, trouble=error.message)


def _versions(repository: Repository, file: str) -> Iterator[_Version]:
    """What the file held after each commit that changed it, the newest first."""
    changes = [(commit, change) for commit in islice(commits(repository, file, follow=True), MOST)
               for change in commit.changes[:1] if change.status != "D"]  # fmt: skip
    if not changes:
        return
    contents = repository.contents(change.after for _, change in changes)
    for (commit, _), content in zip(changes, contents, strict=True):
        if content is not None:
            yield _Version(commit.name, commit.day, content)


def _named(versions: list[_Version], settings: Settings, article: Article) -> _Version | None:
    names = dict(settings.fields)
    named = article.reviewed_hash
    for version in versions if named else ():
        # The day that stands there now, or where somebody has moved it since, the one that stood there then.
        days = {article.last_reviewed, _reviewed(version.content, settings)}
        text = text_hash(version.content, names)
        if any(dated(text, day) == named for day in days):
            return version
    return None


def _of_that_day(versions: list[_Version], settings: Settings, article: Article) -> _Version | None:
    day = article.last_reviewed
    if day is None:
        return None
    says = [_reviewed(version.content, settings) == day for version in versions]
    if any(says):
        # The oldest of those that say so without a break: it came with the day.
        first = says.index(True)
        last = next((number for number in range(first, len(says)) if not says[number]), len(says)) - 1
        return versions[last]
    return next((version for version in versions if version.day <= day), None)


def _reviewed(content: bytes, settings: Settings) -> date | None:
    front, _ = split(decode(content)[0])
    return Fields(front, settings).date("last_reviewed")
