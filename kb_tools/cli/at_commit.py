"""The knowledge base as it is at another commit."""

from __future__ import annotations

import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kb_tools.config import Settings, load_settings
from kb_tools.errors import KbError
from kb_tools.history.git import GitError, Repository
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper


@contextmanager
def searcher_at(settings: Settings, commit: str) -> Iterator[Searcher]:
    """A searcher over the files of *commit*, taken out into a temporary folder.

    Raises:
        GitError: this is no git repository, or it has no such commit.
        KbError: the files of that commit cannot be indexed; named as in git, ``commit:path``.
    """
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        root = Path(folder) / "root"
        # Marked as a repository of its own: nothing above it is taken for a part of the knowledge base.
        (root / ".git").mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(_archive(settings.root, commit))) as tar:
            _take_out(tar, root)
        try:
            keeper = Keeper(load_settings(root))
            searcher = Searcher(keeper.settings, keeper.update(lambda _: None))
        except KbError as error:
            if error.path is not None and Path(error.path).is_relative_to(root):
                error.path = f"{commit}:{Path(error.path).relative_to(root)}"
            raise
        yield searcher


def _take_out(tar: tarfile.TarFile, root: Path) -> None:
    """Write the files of an archive below *root*, and the links that stay there: others lead to no articles.

    By hand, since `extractall` has its filter only since Python 3.11.4, and Debian 12 has 3.11.2.
    """
    top = os.path.realpath(root)
    links: dict[str, str] = {}
    for member in tar:
        path = os.path.normpath(os.path.join(top, member.name))
        if not _is_below(path, top):
            continue
        if member.isdir():
            os.makedirs(path, exist_ok=True)
        elif member.issym():
            links[path] = member.linkname
        elif (file := tar.extractfile(member)) is not None:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(path).write_bytes(file.read())
    # Last, so that nothing is written through them.
    for path, target in links.items():
        if not os.path.lexists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            # Windows lets few people make links.
            with suppress(OSError):
                os.symlink(target, path)
    # One link may lead out over another one: each is looked at when all are there, and again when one has gone.
    while outside := [path for path in links if os.path.islink(path) and not _is_below(os.path.realpath(path), top)]:
        for path in outside:
            os.unlink(path)


def _is_below(path: str, top: str) -> bool:
    return path == top or path.startswith(top + os.sep)


def _archive(root: Path, commit: str) -> bytes:
    """The folder *root* at a commit, as tar. `git archive` reads the repository only; nothing is checked out."""
    repository = Repository(root, root)
    try:
        return repository.ask("archive", "--format=tar", repository.commit(commit))
    except GitError as error:
        error.hint = error.hint or "--compare needs git."
        raise
