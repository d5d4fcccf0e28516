"""The knowledge base as it was at commits of the past, out of git's objects: nothing is checked out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.options import Options
from kb_tools.checks.reading import read_facts
from kb_tools.checks.rule import Rule
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import is_listed
from kb_tools.history.git import Repository
from kb_tools.search.build import PARALLEL_FROM
from kb_tools.workers import CAN_FORK, Progress, each

AT_ONCE = 100
"""Articles that are asked of git in one go."""


class Version(NamedTuple):
    """One article as it was: its path below the docs folder, and git's name for its content."""

    path: str
    blob: str


class Tree(NamedTuple):
    """What was in the docs folder at a commit."""

    articles: tuple[Version, ...]
    files: frozenset[str]
    """All paths below the docs folder."""


def tree(repository: Repository, commit: str, docs: str, settings: Settings) -> Tree:
    """List the docs folder (from the root; empty for the root itself) at a commit.

    Raises:
        GitError: the commit is not there.
    """
    is_none = left_out(settings, "ignore")
    # Without --full-tree, paths are relative to the root, which git is run in.
    rows = repository.ask("ls-tree", "-r", "-z", commit, "--", f"{docs}/" if docs else ".").split(b"\0")
    articles, files = [], []
    prefix = len(f"{docs}/") if docs else 0
    for row in rows:
        if not row:
            continue
        about, _, name = row.partition(b"\t")
        mode, _, blob = about.split()
        path = os.fsdecode(name)[prefix:]
        files.append(path)
        # 120000 is a link, 160000 another repository: what they lead to is not in this one.
        if mode.startswith(b"100") and is_listed(path) and not is_none(path):
            articles.append(Version(path, blob.decode("ascii")))
    return Tree(tuple(sorted(articles)), frozenset(files))


def base_at(today: Base, tree: Tree, facts: Mapping[Version, Facts], day: date) -> Base:
    """The knowledge base of *tree*, judged on *day* by the settings of today."""
    base = Base(today.settings, today.options, {each.path: facts[each] for each in tree.articles}, day)
    base.files = tree.files
    base.site = today.site
    # No rule needs to ask for the history of the past.
    base.repository = None
    return base


class Reader:
    """Reads versions of articles: each once, with the rules for links and nothing else."""

    def __init__(
        self, repository: Repository, settings: Settings, options: Options, docs: str, rules: Iterable[Rule]
    ) -> None:
        self._repository, self._settings, self._options, self._docs = repository, settings, options, docs
        self._rules = tuple(rules)

    def read(self, versions: Sequence[Version], progress: Progress) -> dict[Version, Facts]:
        """The facts of each; on all cores where that pays."""
        workers = min(4, os.cpu_count() or 1)
        if len(versions) < PARALLEL_FROM or workers < 2 or not CAN_FORK:
            return self._read_part(versions, progress)
        cuts = [len(versions) * number // workers for number in range(workers + 1)]
        parts = each(self._read_part, [versions[start:end] for start, end in pairwise(cuts)], progress)
        return {version: facts for part in parts for version, facts in part.items()}

    def _read_part(self, versions: Sequence[Version], progress: Progress) -> dict[Version, Facts]:
        done: dict[Version, Facts] = {}
        for start in range(0, len(versions), AT_ONCE):
            part = versions[start : start + AT_ONCE]
            contents = self._repository.contents(version.blob for version in part)
            # An object that is not there (a partial clone) is an empty article.
            done.update(
                (version, self._facts(version.path, content or b""))
                for version, content in zip(part, contents, strict=True)
            )
            progress(len(done))
        return done

    def _facts(self, path: str, content: bytes) -> Facts:
        file = f"{self._docs}/{path}" if self._docs else path
        # Sketches and symptoms take most of the room, and nobody asks for those of the past.
        return read_facts(path, content, self._settings, self._options, file, self._rules)._replace(
            sketch=(), symptoms=()
        )
