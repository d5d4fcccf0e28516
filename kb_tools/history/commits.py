"""Which commits changed which files? One pass over the log, without a look into any file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kb_tools.history.git import GitError, Repository

_FORMAT = "%x00%x00%H %ad"


class Change(NamedTuple):
    """What a commit did to one file."""

    status: str
    """A added, M modified, R renamed, D deleted, and git's others."""
    before: str
    """The names of the two blobs; only zeros where there is none."""
    after: str
    old_path: str
    """From the root, as are all paths here."""
    path: str


class Commit(NamedTuple):
    """A commit that is no merge."""

    name: str
    day: date
    """When it was written, not when it was merged or rebased."""
    changes: tuple[Change, ...]


def commits(
    repository: Repository, folder: str, since: date | None = None, *, follow: bool = False
) -> Iterator[Commit]:
    """The commits that led to what is checked out, the newest first, with what they changed below *folder*.

    Merges are left out: what they bring stands in the commits that they merge.

    Args:
        follow: *folder* is a file, which may have had other names before.

    Raises:
        GitError: git cannot tell.
    """
    if not repository.head:
        return
    limit = [f"--since={since.isoformat()}T00:00:00Z"] if since is not None and since.year >= 1971 else []
    out = repository.ask(
        "log", "-z", "--raw", "--no-abbrev", "--relative",
        "--find-renames", "--no-merges", "--topo-order", "--no-ext-diff", "--date=short", f"--format={_FORMAT}", *limit,
        *(["--follow"] if follow else []),
        "HEAD", "--", f":(literal){folder}" if folder else ".",
    ).decode("utf-8", "surrogateescape")  # fmt: skip
    # Each commit begins with two NULs; a third ends its head line.
    for block in out.split("\0\0"):
        head, _, rest = block.strip("\0\n").partition("\0")
        if head:
            name, _, day = head.partition(" ")
            yield Commit(name, _day(day.strip()), tuple(_changes(rest)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        # A clock that was far off: git also knows years of five digits.
        return date.max


def _changes(rest: str) -> Iterator[Change]:
    fields = iter(rest.lstrip("\n").split("\0"))
    for meta in fields:
        if not meta.startswith(":"):
            continue
        _, _, before, after, status = meta[1:].split(" ")
        old_path = next(fields)
        yield Change(status[0], before, after, old_path, next(fields) if status[0] in "RC" else old_path)


def is_partial(repository: Repository) -> bool:
    """Were the contents of files left on the server? Each look into the past would fetch them one by one."""
    try:
        found = repository.ask("config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    except GitError:
        return False
    return bool(found.strip())
