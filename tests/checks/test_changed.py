"""What did a branch change, and what did it break elsewhere? With real git, and rules made for the test.

The rules are small ones of each sort: they look at facts, at files, at settings, at the disk, or search. What they find
in the whole knowledge base is compared with what is told of a branch.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from checks.marked import base as load
from disks import on_posix
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repositories import git
from trees import article, write

from kb_tools.checks import reading
from kb_tools.checks.base import Base
from kb_tools.checks.changed import change_since, findings_of_change
from kb_tools.checks.finding import Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.suppressions import suppression_unused
from kb_tools.checks.runner import run
from kb_tools.checks.source import Source
from kb_tools.history.git import GitError


def link_dead(base: Base) -> Iterator[Found]:
    for facts in base:
        for link in facts.links:
            target, _, anchor = link.target.partition("#")
            path = normpath(join(dirname(facts.path), target)) if target else facts.path
            if path not in base.files:
                yield Found(link.span, f"{target} is not there", target, path=facts.file, involves=(base.file(path),))
            elif anchor and anchor not in base.articles[path].anchors:
                yield Found(link.span, f"no {anchor} in {path}", link.target, path=facts.file)


def same_id(base: Base) -> Iterator[Found]:
    for facts in base:
        if any(other.id == facts.id for other in base if other is not facts):
            yield Found(at(1), f"{facts.id} is not unique", facts.id, path=facts.file)


def not_in_navigation(base: Base) -> Iterator[Found]:
    navigation = (base.settings.root / "mkdocs.yml").read_text() if (base.settings.root / "mkdocs.yml").exists() else ""
    for facts in base:
        if "nav:" in navigation and facts.path not in navigation:
            yield Found(at(1), "not in the navigation", "nav", path=facts.file)


def long(base: Base) -> Iterator[Found]:
    """Reads from the disk."""
    for facts in base:
        if len((base.settings.docs / facts.path).read_bytes()) > base.options.due_soon * 1000:
            yield Found(at(1), "too long", "long", path=facts.file)


def clash(base: Base) -> Iterator[Found]:
    for facts in base:
        if facts.path.replace(".md", ".html") in base.files:
            yield Found(at(1), "an HTML file of that name", "html", path=facts.file)


def not_found(base: Base) -> Iterator[Found]:
    for facts in base:
        first = base.searcher.search(facts.title, 1).hits
        if first and first[0].card["path"] != facts.path:
            other = base.file(first[0].card["path"])
            yield Found(at(1), f"{other} comes first", other, path=facts.file, involves=(other,))


def no_owner(source: Source, options: Options) -> Iterator[Found]:
    if "owner" in options.required and not source.article.owner:
        yield Found(at(1), "no owner", "owner")


def asks_servers(base: Base) -> Iterator[Found]:
    for facts in base:
        yield Found(at(1), "dead elsewhere", "x", path=facts.file)
        asked.append(facts.path)


asked: list[str] = []

RULES = [
    Rule(id, check.__name__, "error", "", base=check)
    for id, check in (
        ("KB201", link_dead), ("KB202", same_id), ("KB203", not_in_navigation), ("KB204", long), ("KB205", clash),
        ("KB501", not_found),
    )
]  # fmt: skip
EXTERNAL = Rule("KB301", "asks-servers", "error", "", base=asks_servers, external=True)


def commit(folder: Path, message: str = "x") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)


BASE = {
    "docs/a.md": article("Printer jams", "See [how](b.md#how) and ![it](img/it.png).\n"),
    "docs/b.md": article("VPN drops", "## How\n\n[gone](never.md)\n", id="vpn"),
    "docs/img/it.png": b"\x89PNG",
    "docs/ordner ü/c.md": article("Mail bounces", "[b](../b.md)\n"),
    "README.md": "x\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository on the branch `work`, which has left `main`."""
    root = write(tmp_path / "base", BASE)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "checkout", "-q", "-b", "work")
    return root


def told(root: Path, ref: str = "main", rules: list[Rule] = RULES) -> list[tuple[str, str]]:
    """What is told of a branch: where, and what."""
    base = load(root)
    found = findings_of_change(base, run(base, rules), change_since(base, ref), rules)
    return [(finding.path, finding.message) for finding in found]


def everything(root: Path) -> list[tuple[str, str]]:
    return [(finding.path, finding.message) for finding in run(load(root), RULES).findings]


def test_nothing_changed_and_nothing_is_told(root: Path) -> None:
    assert everything(root) == [("docs/b.md", "never.md is not there")]
    assert told(root) == []


def test_all_findings_of_a_changed_file_are_told(root: Path) -> None:
    write(root, {"docs/b.md": f"{BASE['docs/b.md']}more\n"})
    assert told(root) == [("docs/b.md", "never.md is not there")]


@pytest.mark.parametrize("how", ["committed", "staged", "unstaged"])
def test_an_anchor_that_is_removed_breaks_the_link_to_it(root: Path, how: str) -> None:
    write(root, {"docs/b.md": article("VPN drops", "## Why\n", id="vpn")})
    if how != "unstaged":
        git(root, "add", "-A")
    if how == "committed":
        commit(root)
    assert told(root) == [("docs/a.md", "no how in b.md")]


def test_a_file_that_is_renamed(root: Path) -> None:
    git(root, "mv", "docs/b.md", "docs/ü ber.md")
    assert told(root) == [
        ("docs/a.md", "b.md is not there"),
        ("docs/ordner ü/c.md", "../b.md is not there"),
        ("docs/ü ber.md", "never.md is not there"),
    ]


def test_an_image_that_is_deleted(root: Path) -> None:
    (root / "docs/img/it.png").unlink()
    assert told(root) == [("docs/a.md", "img/it.png is not there")]


def test_a_new_file_with_an_id_that_is_there_already(root: Path) -> None:
    """Not added to git yet."""
    write(root, {"docs/neu ü.md": article("Another", id="vpn")})
    assert told(root) == [("docs/b.md", "vpn is not unique"), ("docs/neu ü.md", "vpn is not unique")]


def test_what_git_ignores_is_none_of_the_branch(root: Path) -> None:
    write(root, {"docs/local.md": article("Local", "[x](none.md)"), ".gitignore": "local.md\n"})
    assert ("docs/local.md", "none.md is not there") in everything(root)
    assert told(root) == []


def test_what_main_did_in_the_meantime_is_none_of_the_branch(root: Path) -> None:
    git(root, "checkout", "-q", "main")
    write(root, {"docs/ordner ü/c.md": "# Rewritten\n"})
    commit(root)
    git(root, "checkout", "-q", "work")
    write(root, {"README.md": "y\n"})
    commit(root)
    base = load(root)
    assert change_since(base, "main").paths == {"README.md"}
    assert told(root) == []


def test_a_finding_of_the_same_link_twice_is_one_more(root: Path) -> None:
    """A second dead link to the same place is a finding of its own, in a file that changed or not."""
    write(root, {"docs/d.md": article("D", "[x](b.md)")})
    commit(root)
    git(root, "mv", "docs/b.md", "docs/e.md")
    assert ("docs/d.md", "b.md is not there") in told(root)


def test_the_navigation_loses_an_article(root: Path) -> None:
    """mkdocs.yml as it was is read for what was there before."""
    write(root, {"mkdocs.yml": "nav: [a.md, b.md]\n"})
    commit(root)
    git(root, "branch", "-f", "main")
    assert everything(root)[-1] == ("docs/ordner ü/c.md", "not in the navigation")
    write(root, {"mkdocs.yml": "nav: [b.md]\n"})
    assert told(root) == [("docs/a.md", "not in the navigation")]


def test_stricter_settings_break_what_was_right(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = [Rule("KB101", "no-owner", "error", "", article=no_owner)]
    monkeypatch.setattr(reading, "RULES", rules)
    write(root, {"docs/b.md": article("VPN", "[gone](never.md)", owner="net")})
    write(root, {"kb.toml": '[check]\nrequired = ["owner"]\n'})
    assert told(root, rules=rules) == [("docs/a.md", "no owner"), ("docs/ordner ü/c.md", "no owner")]
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"kb.toml": '[check]\nrequired = ["owner", "kind"]\n'})
    assert told(root, rules=rules) == []


def test_settings_that_were_not_there(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies above the folder of temporary files is no part of the knowledge base."""
    monkeypatch.setattr(
        tempfile, "tempdir", str(write(tmp_path / "temporary", {"kb.toml": "[check]\ndue_soon = '9d'\n"}))
    )
    (root / "docs").rename(root / "articles")
    write(root, {"articles/long.md": "x" * 10_000})
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"kb.toml": 'docs = "articles"\n[check]\ndue_soon = "9d"\n'})
    assert told(root, rules=RULES[3:4]) == [("articles/long.md", "too long")]


def test_settings_that_were_broken(root: Path) -> None:
    write(root, {"kb.toml": "[check\n"})
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"kb.toml": "", "docs/b.md": "# B\n"})
    assert told(root) == [("docs/a.md", "no how in b.md")]


def test_rules_that_read_the_disk_see_it_as_it_was(root: Path) -> None:
    write(root, {"docs/gone.md": "x" * 20_000, "docs/keep.md": "x" * 20_000})
    commit(root)
    git(root, "branch", "-f", "main")
    (root / "docs/gone.md").unlink()
    write(root, {"docs/b.md": "y" * 20_000})
    assert ("docs/keep.md", "too long") in everything(root)
    assert [found for found in told(root) if found[1] == "too long"] == [("docs/b.md", "too long")]


def test_a_search_that_a_new_article_spoils(root: Path) -> None:
    write(root, {"docs/z.md": article("Printer jams", "Printer jams. " * 3)})
    assert ("docs/a.md", "docs/z.md comes first") in everything(root)
    assert ("docs/a.md", "docs/z.md comes first") in told(root)


def test_a_search_that_was_spoiled_before(root: Path) -> None:
    write(root, {"docs/z.md": article("Printer jams", "Printer jams. " * 3)})
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"docs/b.md": "# B\n\n## How\n"})
    assert ("docs/a.md", "docs/z.md comes first") in everything(root)
    assert told(root) == []


def test_a_new_file_that_is_in_the_way_of_an_article(root: Path) -> None:
    write(root, {"docs/a.html": "<html>"})
    assert told(root) == [("docs/a.md", "an HTML file of that name")]


def test_a_suppression_that_was_for_nothing_before_and_one_that_is_now(root: Path) -> None:
    rules = [*RULES[:1], suppression_unused.RULE]
    write(root, {
        "docs/a.md": article("A", "<!-- kb: ignore KB201 so -->\n[x](b.md#none)\n"),
        "docs/d.md": article("D", "<!-- kb: ignore KB201 so -->\n[x](b.md)\n"),
    })  # fmt: skip
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"docs/b.md": "# B\n\n## None\n\n## How\n"})
    unused = [finding.path for finding in run(load(root), rules).findings]
    assert unused == ["docs/a.md", "docs/d.md"]
    assert [path for path, _ in told(root, rules=rules)] == ["docs/a.md"]


def test_other_servers_are_asked_once(root: Path) -> None:
    asked.clear()
    write(root, {"docs/b.md": "# B\n"})
    assert [path for path, message in told(root, rules=[EXTERNAL]) if message == "dead elsewhere"] == ["docs/b.md"]
    assert sorted(asked) == ["a.md", "b.md", "ordner ü/c.md"]


def test_a_knowledge_base_below_the_top_of_the_repository(tmp_path: Path) -> None:
    root = write(tmp_path / "all/support/kb ü", BASE)
    write(tmp_path / "all", {"other/docs/a.md": "x\n"})
    git(tmp_path / "all", "init", "-q", "-b", "main")
    commit(tmp_path / "all")
    write(tmp_path / "all", {"other/docs/a.md": "y\n", "other/docs/new.md": "z\n"})
    write(root, {"docs/b.md": "# B\n", "docs/ordner ü/neu.md": "# N\n"})
    assert change_since(load(root), "main").paths == {"docs/b.md", "docs/ordner ü/neu.md"}
    assert told(root) == [("docs/a.md", "no how in b.md")]


def test_a_folder_of_articles_that_is_the_root_itself(tmp_path: Path) -> None:
    root = write(tmp_path / "flat", {path.removeprefix("docs/"): content for path, content in BASE.items()})
    git(root, "init", "-q", "-b", "main")
    commit(root)
    (root / "b.md").unlink()
    assert told(root) == [("a.md", "b.md is not there"), ("ordner ü/c.md", "../b.md is not there")]


@on_posix
def test_articles_reached_through_links(root: Path) -> None:
    write(root, {"shared/s.md": article("Shared", "## There\n"), "docs/t.md": article("T", "[s](more/s.md#there)")})
    (root / "docs/more").symlink_to("../shared")
    (root / "docs/one.md").symlink_to("../shared/s.md")
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"shared/s.md": article("Shared", "[x](none.md)")})
    assert change_since(load(root), "main").paths == {"shared/s.md", "docs/more/s.md", "docs/one.md"}
    assert told(root, rules=RULES[:1]) == [
        ("docs/more/s.md", "none.md is not there"),
        ("docs/one.md", "none.md is not there"),
        ("docs/t.md", "no there in more/s.md"),
    ]


@on_posix
def test_a_link_that_leads_elsewhere_now(root: Path) -> None:
    (root / "docs/one.md").symlink_to("a.md")
    commit(root)
    git(root, "branch", "-f", "main")
    (root / "docs/one.md").unlink()
    (root / "docs/one.md").symlink_to("b.md")
    change = change_since(load(root), "main")
    # What git has of a link is a path, no article.
    assert (change.paths, change.before) == ({"docs/one.md"}, {})
    assert told(root, rules=RULES[:1]) == [("docs/one.md", "never.md is not there")]


def test_files_and_folders_that_change_places(root: Path) -> None:
    write(root, {"docs/x": "a file", "docs/y/z.md": "# Z\n"})
    commit(root)
    git(root, "branch", "-f", "main")
    (root / "docs/x").unlink()
    (root / "docs/y/z.md").unlink()
    (root / "docs/y").rmdir()
    write(root, {"docs/x/new.md": "[x](none.md)", "docs/y": "a file"})
    assert told(root) == [("docs/x/new.md", "none.md is not there")]


def test_submodules_are_none_of_ours(root: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"s.md": "# S\n"})
    git(other, "init", "-q")
    commit(other)
    git(root, "submodule", "add", "-q", str(other), "docs/sub")
    assert change_since(load(root), "main").paths == {".gitmodules"}
    write(root, {"docs/nested/n.md": "# N\n"})
    git(root / "docs/nested", "init", "-q")
    commit(root / "docs/nested")
    assert change_since(load(root), "main").paths == {".gitmodules"}
    shutil.rmtree(root / "docs/nested")
    commit(root)
    git(root, "branch", "-f", "main")
    write(root, {"docs/sub/s.md": "# Other\n"})
    assert change_since(load(root), "main").paths == set()


def test_the_settings_of_the_user_change_nothing(root: Path) -> None:
    for name, value in (("diff.noprefix", "true"), ("diff.renames", "copies"), ("diff.external", "false"),
                        ("core.quotePath", "true"), ("color.ui", "always"), ("diff.relative", "false")):  # fmt: skip
        git(root, "config", name, value)
    git(root, "mv", "docs/b.md", "docs/ü.md")
    assert change_since(load(root), "main").paths == {"docs/b.md", "docs/ü.md"}


def test_a_file_that_was_only_touched_did_not_change(root: Path) -> None:
    os.utime(root / "docs/b.md", (1, 1))
    assert change_since(load(root), "main").paths == set()


def test_nothing_in_the_repository_is_changed(root: Path) -> None:
    write(root, {"docs/b.md": "# B\n", "docs/new.md": "# N\n"})
    before = git(root, "status", "--porcelain"), (root / ".git/index").read_bytes()
    told(root)
    assert (git(root, "status", "--porcelain"), (root / ".git/index").read_bytes()) == before


# --- what cannot be told ------------------------------------------------------------------------------------------------


def failure(folder: Path, ref: str) -> GitError:
    with pytest.raises(GitError) as caught:
        change_since(load(folder), ref)
    return caught.value


def test_a_shallow_clone_without_the_merge_base_says_what_to_fetch(root: Path, tmp_path: Path) -> None:
    commit(root, "ours")
    git(root, "checkout", "-q", "main")
    commit(root, "theirs")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", str(clone))
    git(clone, "checkout", "-q", "work")
    error = failure(clone, "origin/main")
    assert "shallow" in error.message
    assert "fetch-depth: 0" in error.hint
    git(clone, "fetch", "-q", "--unshallow")
    assert change_since(load(clone), "origin/main").paths == set()


def test_a_shallow_clone_without_the_branch_says_what_to_fetch(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", f"file://{root}", str(clone))
    error = failure(clone, "origin/main")
    assert "no commit 'origin/main'" in error.message
    assert "fetch-depth: 0" in error.hint


def test_a_branch_with_nothing_in_common(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "other")
    commit(root, "other")
    assert "no commit in common" in failure(root, "main").message


def test_a_name_that_looks_like_an_option(root: Path) -> None:
    assert "no commit '--output=x'" in failure(root, "--output=x").message


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "kb", {"docs/a.md": "# A\n"})
    error = failure(tmp_path / "kb", "main")
    assert error.path == tmp_path / "kb"
    assert "not a git repository" in error.message
    monkeypatch.setenv("PATH", "")
    assert "not installed" in failure(tmp_path / "kb", "main").message


# --- property -----------------------------------------------------------------------------------------------------------

_NAMES = ("a.md", "b.md", "ü/c.md", "d e.md", "img.png")
_CONTENTS = st.one_of(
    st.none(),
    st.lists(
        st.sampled_from(["## One", "## Two", *(f"[x](<{up}{name}>)" for name in _NAMES for up in ("", "../")),
                         "[x](a.md#one)", "[x](b.md#two)"]),
        max_size=3,
    ).map("\n\n".join),
)  # fmt: skip
_TREES = st.fixed_dictionaries(dict.fromkeys(_NAMES, _CONTENTS))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(then=_TREES, now=_TREES)
def test_elsewhere_is_told_exactly_what_was_not_there_before(
    tmp_path_factory: pytest.TempPathFactory, then: dict[str, str | None], now: dict[str, str | None]
) -> None:
    """Compared with two checks of the whole: one of then, one of now."""
    root = tmp_path_factory.mktemp("base")
    (root / "docs").mkdir()
    git(root, "init", "-q", "-b", "main")
    lay(root, then)
    commit(root)
    before = {finding.fingerprint for finding in run(load(root), RULES[:5]).findings}
    lay(root, now)
    base = load(root)
    result = run(base, RULES[:5])
    changed = {f"docs/{name}" for name in _NAMES if then[name] != now[name]}
    expected = [each for each in result.findings if each.path in changed or each.fingerprint not in before]
    change = change_since(base, "main")
    assert change.paths == changed
    assert list(findings_of_change(base, result, change, RULES[:5])) == expected


def lay(root: Path, files: dict[str, str | None]) -> None:
    for name, content in files.items():
        path = root / "docs" / name
        if content is not None:
            write(root / "docs", {name: content})
        elif path.exists():
            path.unlink()
