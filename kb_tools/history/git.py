"""Ask git. It reads the repository only; nothing is checked out and nothing is changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kb_tools.errors import KbError
from kb_tools.history.command import SETTINGS, WITH_FILTERS, command, environment, filters, program


class GitError(KbError):
    """git cannot answer: no such commit, a damaged repository."""


class NoGit(GitError):
    """git is not installed."""


class Repository:
    """The git repository that a knowledge base lies in."""

    def __init__(self, root: Path, top: Path) -> None:
        self.root = root
        """The root of the knowledge base."""
        self.top = top
        """The top of the working tree."""
        below = os.path.relpath(root, top).replace(os.sep, "/")
        self.prefix = "" if below == "." else f"{below}/"
        """From the top to the root, with a slash at the end."""

    def ask(self, *arguments: str, stdin: bytes | None = None) -> bytes:
        """What git prints, run in the root.

        Raises:
            GitError: it refused; its own words are in the message.
            NoGit: it is not installed.
        """
        settings = SETTINGS
        if arguments[0] in WITH_FILTERS:
            settings = {**settings, **self._filters}
        done = self._run(arguments, settings, stdin)
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {arguments[0]}: {words[-1] if words else f'exit status {done.returncode}'}",
                           path=self.root)  # fmt: skip
        return done.stdout

    def _run(
        self, arguments: Sequence[str], settings: Mapping[str, str], stdin: bytes | None
    ) -> subprocess.CompletedProcess[bytes]:
        if not (git := program()):
            raise NoGit("git is not installed")
        try:
            return subprocess.run([*command(git, settings), *arguments], cwd=self.root, input=stdin or b"",
                                  capture_output=True, env=environment(), check=False)  # fmt: skip
        except FileNotFoundError as error:
            raise NoGit("git is not installed") from error
        except ValueError as error:
            raise GitError(f"git {arguments[0]}: {error}", path=self.root) from error

    @cached_property
    def _filters(self) -> dict[str, str]:
        try:
            return filters(self.ask("config", "--list", "-z", "--show-scope", "--name-only"))
        except ValueError as error:
            hint = "It could run anything. Take it out of .git/config, or clone the repository."
            raise GitError(f"git is not asked: there is {error}", path=self.root, hint=hint) from error

    def commit(self, name: str) -> str:
        """The full name of a commit.

        Raises:
            GitError: there is none of this name.
        """
        try:
            # A commit that begins with a hyphen is a name, not an option.
            found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except NoGit:
            raise
        except GitError as error:
            raise GitError(f"no commit {name!r} in this repository", path=self.root,
                           hint="Name a branch, a tag or a commit; in CI, fetch it first.") from error  # fmt: skip
        return found.decode("ascii").strip()

    @property
    def head(self) -> str:
        """The commit that is checked out; empty before the first one."""
        try:
            return self.commit("HEAD")
        except GitError:
            return ""

    @property
    def is_shallow(self) -> bool:
        """Is only the end of the history there, as in most CI?"""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def contents(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The content of objects, `commit:./path` or a blob's name, one for each; None where there is none."""
        wanted = list(names)
        out = self.ask(
            "cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode("utf-8", "surrogateescape")
        )
        position = 0
        for _ in wanted:
            end = out.index(b"\n", position)
            header = out[position:end].split()
            position = end + 1
            if header[-1] == b"missing" or header[-1] == b"ambiguous" or len(header) < 3 or header[1] != b"blob":
                size = int(header[2]) + 1 if len(header) == 3 and header[2].isdigit() else 0
                position += size
                yield None
                continue
            size = int(header[2])
            yield out[position : position + size]
            position += size + 1


def find_repository(root: Path) -> Repository | None:
    """The repository that *root* lies in; None outside of one, or where git is not installed."""
    try:
        return open_repository(root)
    except (GitError, OSError):
        return None


def open_repository(root: Path) -> Repository:
    """The repository that *root* lies in.

    Raises:
        GitError: why there is none, in git's own words: a folder that belongs to another user, for one.
    """
    found = Repository(root, root).ask("rev-parse", "--show-toplevel")
    return Repository(Path(os.path.realpath(root)), Path(os.fsdecode(found.rstrip(b"\n"))))
