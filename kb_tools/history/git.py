"""Ask git. It reads the repository only; nothing is checked out and nothing is changed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from kb_tools.errors import KbError


class GitError(KbError):
    """git cannot answer: no such commit, a damaged repository."""


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
        """
        # No settings of the user's that change what is printed, no questions, no locks for a mere look.
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        command = ["git", "-c", "core.quotePath=false", "-c", "color.ui=never", "--no-pager", *arguments]
        done = subprocess.run(command, cwd=self.root, input=stdin, capture_output=True, env=environment, check=False)
        if done.returncode:
            words = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(f"git {arguments[0]}: {words[-1] if words else f'exit status {done.returncode}'}",
                           path=self.root)  # fmt: skip
        return done.stdout

    def commit(self, name: str) -> str:
        """The full name of a commit.

        Raises:
            GitError: there is none of this name.
        """
        try:
            # A commit that begins with a hyphen is a name, not an option.
            found = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
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
        found = Repository(root, root).ask("rev-parse", "--show-toplevel")
    except (GitError, OSError):
        return None
    return Repository(Path(os.path.realpath(root)), Path(os.fsdecode(found.rstrip(b"\n"))))
