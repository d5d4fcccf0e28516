"""The knowledge base as it was at commits of the past, out of git's objects: nothing is checked out."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts, facts_of
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import is_listed
from kb_tools.history.git import Repository
from kb_tools.search.build import PARALLEL_FROM

AT_ONCE = 100
"""Articles that are asked of git, and handed to a process, in one go."""


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
        self._rules = tuple(rule.id for rule in rules if rule.article is not None)

    def read(self, versions: Sequence[Version], progress: Callable[[int], None]) -> dict[Version, Facts]:
        """The facts of each; on all cores where that pays."""
        parts = [versions[start : start + AT_ONCE] for start in range(0, len(versions), AT_ONCE)]
        done: dict[Version, Facts] = {}
        for part, facts in zip(parts, self._parts(parts), strict=True):
            done.update(zip(part, facts, strict=True))
            progress(len(done))
        return done

    def _parts(self, parts: Sequence[Sequence[Version]]) -> Iterator[list[Facts]]:
        workers = min(4, os.cpu_count() or 1)
        # fork starts in a millisecond; elsewhere it is unsafe or missing, and a new Python takes longer than it saves.
        if sum(map(len, parts)) < PARALLEL_FROM or workers < 2 or sys.platform != "linux":
            yield from map(self.read_part, parts)
            return
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            yield from pool.map(self.read_part, parts)

    def read_part(self, versions: Sequence[Version]) -> list[Facts]:
        """The facts of these, in order. An object that is not there (a partial clone) is an empty article."""
        contents = self._repository.contents(version.blob for version in versions)
        return [self._facts(path, content or b"") for (path, _), content in zip(versions, contents, strict=True)]

    def _facts(self, path: str, content: bytes) -> Facts:
        from kb_tools.checks.rules import RULES

        file = f"{self._docs}/{path}" if self._docs else path
        is_answer = not left_out(self._settings, "exclude")(path)
        source = Source.read(path, content, self._settings, file, is_answer=is_answer)
        found = [
            (rule.id, each)
            for rule in RULES
            if rule.id in self._rules and rule.article is not None
            for each in rule.article(source, self._options)
        ]
        # Sketches and symptoms take most of the room, and nobody asks for those of the past.
        return facts_of(source, tuple(found))._replace(sketch=(), symptoms=())
