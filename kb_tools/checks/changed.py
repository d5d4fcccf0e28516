"""What a branch changed, and what that broke elsewhere: an anchor it removed, a file it renamed.

Findings elsewhere are told from those that were there before by running the same rules over the knowledge base as it was
where the branch began: the articles that did not change are known already, the others are read from git.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Finding, Found
from kb_tools.checks.options import Options, load_options
from kb_tools.checks.reading import listed, read_all, read_facts
from kb_tools.checks.rule import Rule
from kb_tools.checks.runner import Result, run
from kb_tools.config import CONFIG_NAME, Settings, load_settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import is_listed
from kb_tools.errors import KbError
from kb_tools.history.commits import is_partial
from kb_tools.history.git import GitError, Repository, open_repository
from kb_tools.links import mkdocs_yml

if TYPE_CHECKING:
    from kb_tools.search.searcher import Searcher

_FETCH = "In CI, fetch the whole history first: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 in GitLab."
_LINK = b"120000"


class Change(NamedTuple):
    """The difference between the working tree and the commit at which a branch began."""

    commit: str
    """Where it began: the merge base."""
    paths: frozenset[str]
    """Every file that is another one now, from the root: changed, added, removed, renamed (both names)."""
    before: Mapping[str, str]
    """Those of them that were there then, with the name of the content in git."""


def change_since(base: Base, ref: str) -> Change:
    """What changed since HEAD and *ref* went apart, with all that is not committed yet.

    Raises:
        GitError: there is no git repository, no such commit, or too little of its history.
    """
    repository = base.repository or open_repository(base.settings.root)
    commit = _merge_base(repository, ref)
    paths, before = _difference(repository, commit)
    for path in repository.ask("ls-files", "-z", "--others", "--exclude-standard").split(b"\0"):
        # A folder: the repository of somebody else within ours.
        if path and not path.endswith(b"/"):
            paths.add(os.fsdecode(path))
    for article, file in _links(base).items():
        if file in paths:
            paths.add(article)
            before.update({article: before[file]} if file in before else {})
    return Change(commit, frozenset(paths), before)


def _merge_base(repository: Repository, ref: str) -> str:
    if ref == "HEAD" and not repository.head:
        # Before the first commit, everything is new: a git hook runs then too.
        return repository.ask("hash-object", "-t", "tree", "--stdin", stdin=b"").decode("ascii").strip()
    try:
        theirs = repository.commit(ref)
    except GitError as error:
        if repository.is_shallow:
            error.hint = _FETCH
        raise
    ours = repository.commit("HEAD")
    try:
        return repository.ask("merge-base", theirs, ours).decode("ascii").strip()
    except GitError as error:
        if repository.is_shallow:
            raise GitError(f"where HEAD and {ref} went apart is not in this shallow clone", path=repository.root,
                           hint=_FETCH) from error  # fmt: skip
        raise GitError(f"HEAD and {ref} have no commit in common", path=repository.root,
                       hint="Name a branch or a commit that this one comes from.") from error  # fmt: skip


def _difference(repository: Repository, commit: str) -> tuple[set[str], dict[str, str]]:
    """The tracked files below the root that are not as they were: all names, and the contents of those that were there."""
    out = repository.ask(
        "diff", "--raw", "--no-ext-diff", "-z", "--no-abbrev", "--no-renames", "--relative",
        "--ignore-submodules=all", commit, "--",
    )  # fmt: skip
    paths: set[str] = set()
    before: dict[str, str] = {}
    fields = iter(out.split(b"\0"))
    for head, name in zip(fields, fields, strict=False):
        old_mode, _, content, _, _ = head.lstrip(b":").split(b" ")
        path = os.fsdecode(name)
        paths.add(path)
        if old_mode.strip(b"0") and old_mode != _LINK:
            before[path] = content.decode("ascii")
    return paths, before


def _links(base: Base) -> dict[str, str]:
    """The articles that are reached through a link, and which file, from the root, each of them is."""
    root = os.path.realpath(base.settings.root)
    folders: dict[str, str] = {}
    found = {}
    for facts in base:
        folder, _, name = facts.file.rpartition("/")
        if folder not in folders:
            folders[folder] = os.path.realpath(os.path.join(root, folder))
        path = os.path.join(folders[folder], name)
        real = os.path.realpath(path) if os.path.islink(path) else path
        file = os.path.relpath(real, root).replace(os.sep, "/")
        if file != facts.file:
            found[facts.file] = file
    return found


def findings_of_change(base: Base, result: Result, change: Change, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """The findings in changed files, and those elsewhere that were not there before."""
    elsewhere = [finding for finding in result.findings if finding.path not in change.paths]
    if not elsewhere:
        return result.findings
    caused = _caused(base, elsewhere, change, rules)
    return tuple(
        finding for finding in result.findings if finding.path in change.paths or finding.fingerprint in caused
    )


def _caused(base: Base, elsewhere: Sequence[Finding], change: Change, rules: Sequence[Rule]) -> set[str]:
    """The fingerprints of those findings elsewhere that the change brought."""
    searching: set[str] = set()
    # No change here makes a page on another server go away, and asking twice is not polite.
    external = {rule.id for rule in rules if rule.external}
    with tempfile.TemporaryDirectory(prefix="kb-") as folder:
        before = _base_before(base, change, Path(folder))
        again = [_without_search(rule, searching) for rule in rules if not rule.external]
        known = {finding.fingerprint for finding in run(before, again).findings}
    caused = set()
    for finding in elsewhere:
        if finding.rule in searching:
            new = not change.paths.isdisjoint(finding.involves)
        else:
            new = finding.rule not in external and finding.fingerprint not in known
        if new:
            caused.add(finding.fingerprint)
    return caused


class _Searches(Exception):
    """A rule wants to search the knowledge base as it was."""


class _Before(Base):
    """The knowledge base as it was."""

    def __init__(self, now: Base, settings: Settings, options: Options, articles: Mapping[str, Facts],
                 files: frozenset[str]) -> None:  # fmt: skip
        super().__init__(settings, options, articles, now.today)
        self.files = files
        self.repository = now.repository

    @cached_property
    def searcher(self) -> Searcher:
        # An index of its own for the articles as they were would take longer than all else.
        raise _Searches


def _without_search(rule: Rule, searching: set[str]) -> Rule:
    """The rule, which ends where it wants to search, and then is noted in *searching*."""
    check = rule.base
    if check is None:
        return rule

    def guarded(base: Base) -> Iterator[Found]:
        try:
            yield from check(base)
        except _Searches:
            searching.add(rule.id)

    return replace(rule, base=guarded, searches=False)


def _base_before(base: Base, change: Change, folder: Path) -> Base:
    """The knowledge base as it was, its files put together in *folder* for what rules read from the disk."""
    assert base.repository is not None
    contents = _contents(base.repository, change.before)
    _rebuild(base.settings.root, folder, "", {path: contents.get(path) for path in change.paths})
    settings, options = _settings_before(base, change, folder)
    # As they were, but at the place where the articles that did not change are.
    here = settings._replace(root=base.settings.root, docs=base.settings.docs)
    is_none = left_out(here, "ignore")
    articles = dict(base.articles)
    if (here, options) != (base.settings, base.options):
        # Other settings, other findings: what is known of the articles that did not change does not hold either.
        kept = [entry for entry in listed(here) if base.file(entry.path) not in change.paths]
        articles = {facts.path: facts for _, facts in read_all(here, options, kept)}
    for path in change.paths:
        articles.pop(base.below(path), None)
    for path, content in contents.items():
        below = base.below(path)
        if content is not None and is_listed(below) and not is_none(below):
            articles[below] = read_facts(below, content, here, options, path)
    gone = {base.below(path) for path in change.paths if path not in change.before}
    files = base.files - gone | {base.below(path) for path in change.before} - {""}
    return _Before(base, settings, options, {path: articles[path] for path in sorted(articles)}, files)


def _contents(repository: Repository, names: Mapping[str, str]) -> dict[str, bytes | None]:
    """By path, the contents with these names."""
    try:
        contents = dict(zip(names, repository.contents(names.values()), strict=True))
        if None not in contents.values() or not is_partial(repository):
            return contents
    except GitError:
        if not is_partial(repository):
            raise
    # Fetching them would run whatever the settings of the repository name.
    raise GitError("this partial clone left on its server what the files were before", path=repository.root,
                   hint="Clone it without --filter.")  # fmt: skip


def _settings_before(base: Base, change: Change, folder: Path) -> tuple[Settings, Options]:
    """The settings as they were."""
    moved = base.settings._replace(root=folder, docs=folder / base.docs)
    if change.paths.isdisjoint((CONFIG_NAME, *mkdocs_yml.NAMES)):
        return moved, base.options
    # What the folder lies in must not be taken for a part of the knowledge base.
    (folder / ".git").mkdir()
    try:
        settings = load_settings(folder)
        return settings._replace(docs=moved.docs), load_options(settings)
    except KbError:
        # They were broken then; the new ones are the best there are.
        return moved, base.options


def _rebuild(root: Path, folder: Path, below: str, changed: Mapping[str, bytes | None]) -> None:
    """Make *folder* look as *root* did: *changed* has what was there, or None; all else are links."""
    inside: dict[str, dict[str, bytes | None]] = {}
    for path, content in changed.items():
        name, slash, _ = path[len(below) :].partition("/")
        if slash:
            inside.setdefault(name, {})[path] = content
        elif content is not None:
            (folder / path).write_bytes(content)
    for name in _names(root / below) - inside.keys() - {".git"}:
        if below + name not in changed:
            _link(root / below / name, folder / below / name)
    for name, paths in inside.items():
        # A file then and a folder now is a file here.
        if changed.get(below + name) is None:
            (folder / below / name).mkdir()
            _rebuild(root, folder, f"{below}{name}/", paths)


def _names(folder: Path) -> set[str]:
    return set(os.listdir(folder)) if folder.is_dir() else set()


def _link(target: Path, link: Path) -> None:
    try:
        os.symlink(target, link)
    except OSError:
        # Windows, where few may make links.
        if target.is_dir():
            link.mkdir()
            for name in _names(target):
                _link(target / name, link / name)
        else:
            shutil.copyfile(target, link)
