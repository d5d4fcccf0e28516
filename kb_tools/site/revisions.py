"""Which revision of an article does a page show? A ticket note names it, so that it can be read again years later."""

from __future__ import annotations

from kb_tools.config import Settings
from kb_tools.history.commits import commits, is_partial
from kb_tools.history.git import GitError, find_repository

LENGTH = 10
"""Digits of a commit's name: enough to be the only one, short enough for a ticket."""

CHANGED = "+changes"
"""Behind the revision of a file with changes that are not committed."""


def revisions(settings: Settings) -> dict[str, str]:
    """Path below the docs folder -> the last commit that changed the article. Empty outside of a repository.

    Where only the end of the history is there, as in most CI, an article that was not changed in it has the oldest commit
    that is there: its content is the same.
    """
    repository = find_repository(settings.root)
    if repository is None or not repository.head:
        return {}
    try:
        # Below the knowledge base's root, as all paths of `commits` are.
        docs = settings.docs.resolve().relative_to(repository.root.resolve()).as_posix()
        folder = "" if docs == "." else docs
        prefix = f"{folder}/" if folder else ""
        found: dict[str, str] = {}
        if not is_partial(repository):
            for commit in commits(repository, folder):
                for change in commit.changes:
                    found.setdefault(change.path.removeprefix(prefix), commit.name[:LENGTH])
        tracked = repository.ask("ls-files", "-z", "--", f":(literal){folder or '.'}")
        head = repository.head[:LENGTH]
        known = {
            path.removeprefix(prefix): found.get(path.removeprefix(prefix), head)
            for path in _paths(tracked)
        }  # fmt: skip
        changed = repository.ask("diff", "--name-only", "-z", "--relative", "HEAD", "--", f":(literal){folder or '.'}")
    except (GitError, OSError, ValueError):
        return {}
    for path in _paths(changed):
        if (name := path.removeprefix(prefix)) in known:
            known[name] += CHANGED
    return known


def _paths(output: bytes) -> list[str]:
    return [path for path in output.decode("utf-8", "surrogateescape").split("\0") if path]
