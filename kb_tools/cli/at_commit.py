"""The knowledge base as it is at another commit."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
            tar.extractall(root, filter=_inside)
        try:
            keeper = Keeper(load_settings(root))
            searcher = Searcher(keeper.settings, keeper.update(lambda _: None))
        except KbError as error:
            if error.path is not None and Path(error.path).is_relative_to(root):
                error.path = f"{commit}:{Path(error.path).relative_to(root)}"
            raise
        yield searcher


def _inside(member: tarfile.TarInfo, root: str) -> tarfile.TarInfo | None:
    """Leaves out what Python would refuse to extract: links that lead out of the folder. They are no articles."""
    try:
        return tarfile.data_filter(member, root)
    except tarfile.FilterError:
        return None


def _archive(root: Path, commit: str) -> bytes:
    """The folder *root* at a commit, as tar. `git archive` reads the repository only; nothing is checked out."""
    repository = Repository(root, root)
    try:
        return repository.ask("archive", "--format=tar", repository.commit(commit))
    except GitError as error:
        error.hint = error.hint or "--compare needs git."
        raise
