"""The knowledge base as it is at another commit."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb_tools.config import Settings, load_settings
from kb_tools.errors import KbError, NotFoundError
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper


@contextmanager
def searcher_at(settings: Settings, commit: str) -> Iterator[Searcher]:
    """A searcher over the files of *commit*, taken out into a temporary folder.

    Raises:
        NotFoundError: this is no git repository, or it has no such commit.
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
    try:
        # "--end-of-options": a commit that begins with a hyphen is a name, not an option.
        verify = ["git", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}"]
        name = subprocess.run(verify, cwd=root, check=True, capture_output=True, text=True).stdout.strip()
        return subprocess.run(
            ["git", "archive", "--format=tar", name], cwd=root, check=True, capture_output=True
        ).stdout
    except FileNotFoundError as error:
        raise NotFoundError("git is not installed", hint="--compare needs git.") from error
    except subprocess.CalledProcessError as error:
        raise NotFoundError(f"no commit {commit!r} in this repository", path=root,
                            hint="Name a branch, a tag or a commit; in CI, fetch it first.") from error  # fmt: skip
