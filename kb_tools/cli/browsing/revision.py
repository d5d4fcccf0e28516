"""Which revision of an article is being read? The same words as on its page of the site."""

from __future__ import annotations

from kb_tools.config import Settings
from kb_tools.history.git import GitError, find_repository
from kb_tools.site.revisions import CHANGED, LENGTH


def revision(settings: Settings, path: str) -> str:
    """The last commit that changed one article; empty where git does not know it."""
    repository = find_repository(settings.root)
    if repository is None:
        return ""
    try:
        below = (settings.docs / path).resolve().relative_to(repository.root.resolve()).as_posix()
        name = f":(literal){below}"
        commit = repository.ask("log", "-1", "--format=%H", "--", name).decode("ascii").strip()[:LENGTH]
        if not commit or not repository.ask("ls-files", "-z", "--", name):
            return ""
        changed = repository.ask("diff", "--name-only", "-z", "HEAD", "--", name)
    except (GitError, OSError, ValueError):
        return ""
    return commit + (CHANGED if changed else "")
