"""A repository that a stranger made: git is asked about it, and nothing that it brings is run."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from trees import article, kb, write

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the traps are shell scripts")

COMMANDS = (
    ("check", "--changed-since", "HEAD~1"),
    ("check", "--fail-on", "never"),
    ("stale",),
    ("health",),
    ("eval", "--compare", "HEAD~1"),
)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Two commits; since then a file was touched and another one changed."""
    root = tmp_path / "clone"
    files = {f"docs/{name}.md": article(name, "text", last_reviewed="2026-01-01", owner="team") for name in "abcdef"}
    write(root, {**files, "phrases.yml": "- said: text of a\n  expect: [a]\n", "kb.toml": ""})
    git(tmp_path, "init", "-q", str(root))
    for name, value in (("user.name", "a"), ("user.email", "a@example.org")):
        git(root, "config", name, value)
    git(root, "add", ".")
    git(root, "commit", "-qm", "one")
    for name in "abcdef":
        path = root / f"docs/{name}.md"
        path.write_text(path.read_text().replace("2026-01-01", "2026-05-01"))
    git(root, "commit", "-qam", "two")
    (root / "docs/a.md").write_text(article("a", "[gone](gone.md)", owner="team"))
    os.utime(root / "docs/b.md")
    return root


class Traps:
    """A program that leaves a mark when it runs."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "it-ran"
        self.script = folder / "trap.sh"
        self.script.write_text(f'#!/bin/sh\necho "$0 $@" >> {shlex.quote(str(self.mark))}\nexit 1\n')
        self.script.chmod(self.script.stat().st_mode | stat.S_IXUSR)

    def sprung(self) -> str:
        return self.mark.read_text() if self.mark.exists() else ""


@pytest.fixture
def traps(tmp_path: Path) -> Traps:
    return Traps(tmp_path)


def settings(trap: Path) -> dict[str, tuple[str, str]]:
    """By name: a setting of a repository that has git run a program, and a line of .gitattributes that goes with it."""
    run = str(trap)
    return {
        "fsmonitor": (f"[core]\nfsmonitor = {run}\n", ""),
        "hooks": (f"[core]\nhooksPath = {trap.parent}/hooks\n", ""),
        "clean": (f'[filter "x"]\nclean = {run}\nsmudge = {run}\n', "* filter=x\n"),
        "process": (f'[filter "x"]\nprocess = {run}\nrequired\n', "* filter=x\n"),
        "odd name": (f'[filter "x.Y"]\nclean = {run}\n', "* filter=x.Y\n"),
        "external diff": (f"[diff]\nexternal = {run}\n", ""),
        "textconv": (f'[diff "x"]\ntextconv = {run}\ncommand = {run}\n', "* diff=x\n"),
        "signatures": (f"[log]\nshowSignature = true\n[gpg]\nprogram = {run}\n", ""),
        "pager": (f"[core]\npager = {run}\n[pager]\nlog = {run}\ndiff = {run}\n", ""),
        "alias": (f"[alias]\ndiff = !{run}\nlog = !{run}\nrev-parse = !{run}\n", ""),
        "archiver": (f'[tar "tar"]\ncommand = {run}\n', ""),
    }


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: each[0] + (" changed" if len(each) == 3 else ""))
def test_a_setting_of_the_clone_runs_nothing(clone: Path, traps: Traps, command: tuple[str, ...]) -> None:
    (traps.script.parent / "hooks").mkdir()
    for hook in ("post-index-change", "post-checkout", "reference-transaction"):
        os.symlink(traps.script, traps.script.parent / "hooks" / hook)
    every = settings(traps.script)
    (clone / ".git/more").write_text("".join(each for each, _ in every.values()))
    with open(clone / ".git/config", "a") as file:
        file.write("[include]\npath = more\n")
    (clone / ".git/info").mkdir(exist_ok=True)
    (clone / ".git/info/attributes").write_text("".join(each for _, each in every.values()))
    done = kb(clone, *command)
    assert not traps.sprung()
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.parametrize("name", settings(Path("x")))
def test_each_of_them_by_itself(clone: Path, traps: Traps, name: str) -> None:
    config, attributes = settings(traps.script)[name]
    with open(clone / ".git/config", "a") as file:
        file.write(config)
    write(clone, {".gitattributes": attributes})
    done = kb(clone, "check", "--changed-since", "HEAD~1")
    assert not traps.sprung()
    assert done.returncode == 1
    assert "gone.md" in done.stdout, done.stderr


def test_a_filter_that_cannot_be_turned_off_is_told(clone: Path, traps: Traps) -> None:
    with open(clone / ".git/config", "a") as file:
        file.write(f'[filter "x=y"]\nclean = {traps.script}\n')
    write(clone, {".gitattributes": "* filter=x=y\n"})
    done = kb(clone, "check", "--changed-since", "HEAD~1")
    assert not traps.sprung()
    assert done.returncode == 3
    assert "x=y" in done.stderr


def test_the_traps_work(clone: Path, traps: Traps) -> None:
    """What kb does not do: else the tests above would prove nothing."""
    config, attributes = settings(traps.script)["clean"]
    with open(clone / ".git/config", "a") as file:
        file.write(config)
    write(clone, {".gitattributes": attributes})
    subprocess.run(["git", "diff", "--raw", "HEAD~1"], cwd=clone, check=False, capture_output=True)
    assert "trap.sh" in traps.sprung()


def test_what_a_partial_clone_left_on_its_server_is_not_fetched(clone: Path, traps: Traps) -> None:
    partial = clone.parent / "partial"
    git(clone, "config", "uploadpack.allowFilter", "true")
    git(clone.parent, "clone", "-q", "--filter=blob:none", clone.as_uri(), str(partial))
    git(partial, "config", "remote.origin.uploadpack", str(traps.script))
    (partial / "docs/a.md").unlink()
    for command in COMMANDS:
        done = kb(partial, *command)
        assert "Traceback" not in done.stderr
    assert not traps.sprung()
    done = kb(partial, "check", "--changed-since", "HEAD~1")
    assert done.returncode == 3
    assert "partial clone" in done.stderr


@pytest.mark.parametrize("path", ["", ".", "tools"])
def test_a_git_that_the_clone_brings_is_not_run(clone: Path, traps: Traps, path: str) -> None:
    for folder in (clone, clone / "docs", clone / "tools"):
        folder.mkdir(exist_ok=True)
        os.symlink(traps.script, folder / "git")
    done = subprocess.run(
        [sys.executable, "-m", "kb_tools", "check", "--changed-since", "HEAD~1"], cwd=clone, capture_output=True,
        env={**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}, check=False,
    )  # fmt: skip
    assert not traps.sprung()
    assert done.returncode == 1, done.stderr


def test_a_folder_that_plays_a_repository_is_none(clone: Path, traps: Traps) -> None:
    """Files of these names are all that git needs to see a bare repository; they come with any clone."""
    write(clone, {
        "docs/HEAD": "ref: refs/heads/main\n", "docs/objects/info/packs": "", "docs/refs/heads/x": "",
        "docs/kb.toml": "", "docs/config": "[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ..\n"
        f"fsmonitor = {traps.script}\n[filter \"x\"]\nclean = {traps.script}\n",
    })  # fmt: skip
    for command in COMMANDS:
        kb(clone / "docs", *command)
    assert not traps.sprung()


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"]
)
def test_the_repository_is_the_one_that_the_articles_lie_in(clone: Path, name: str) -> None:
    """A git hook is told where its own repository is, and may check another one."""
    other = clone.parent / "other"
    git(clone.parent, "init", "-q", str(other))
    done = kb(clone, "check", "--changed-since", "HEAD~1", **{name: str(other / ".git")})
    assert "gone.md" in done.stdout, done.stderr


@pytest.mark.parametrize(
    "name", ["--output=x", "-x", "--exec=x", "a\nb", "--", "", "HEAD:docs", "a b", "\udcff", "@{-1}"]
)
def test_a_ref_is_only_a_name(clone: Path, name: str) -> None:
    before = sorted(clone.rglob("x"))
    done = kb(clone, "check", f"--changed-since={name}")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "no commit" in done.stderr
    assert sorted(clone.rglob("x")) == before


@pytest.mark.parametrize(
    "name", ["docs/-x.md", "docs/--output=x.md", "docs/a\nb.md", "docs/:(top)x.md", "docs/\u202ex.md"]
)
def test_a_file_name_is_only_a_name(clone: Path, name: str) -> None:
    write(clone, {name: article("odd", "[gone](nowhere.md)")})
    git(clone, "add", ".")
    git(clone, "commit", "-qm", "three")
    write(clone, {name: article("odd", "[gone](elsewhere.md)")})
    done = kb(clone, "check", "--changed-since", "HEAD")
    assert "elsewhere.md" in done.stdout, done.stderr
    assert "\n::" not in kb(clone, "check", "--changed-since", "HEAD", "--format", "github").stdout.replace(
        "\n::error", ""
    )


def test_settings_of_the_clone_change_nothing_that_is_read(clone: Path) -> None:
    expected = [kb(clone, *command).stdout for command in COMMANDS]
    with open(clone / ".git/config", "a") as file:
        file.write(
            "[i18n]\nlogOutputEncoding = UTF-16\n[diff]\nnoprefix\nrenames = false\nignoreSubmodules = none\n"
            "orderFile = /nowhere\nrelative\n[log]\ndate = raw\nshowRoot = false\nfollow\nmailmap = false\n"
            "[core]\nquotePath\nabbrev = 5\nignoreCase\n[color]\nui = always\n[format]\npretty = %%\n"
        )
    found = [kb(clone, *command) for command in COMMANDS]
    assert [each.stdout for each in found] == expected, [each.stderr for each in found]
