"""kb init, end to end: what it makes is searched, built, and checked by the commands it wrote down."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest
from trees import KB, article, kb, write

needs_site = pytest.mark.skipif(find_spec("material") is None, reason="no Material for MkDocs")


@pytest.fixture
def on_path(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `kb` and `mkdocs` are those of this Python."""
    folder = tmp_path_factory.mktemp("bin")
    for name, module in (("kb", "kb_tools"), ("mkdocs", "mkdocs")):
        command = folder / name
        command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m {module} \"$@\"\n", encoding="utf-8")
        command.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "NO_MKDOCS_2_WARNING": "1"}


def _run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and ".git" not in path.parts and ".kb" not in path.parts}  # fmt: skip


@needs_site
@pytest.mark.parametrize("name", ["team kb", "Größe & Maß", 'it\'s: "ours" #1 $HOME'])
def test_new_knowledge_base_is_found_in_and_builds(tmp_path: Path, name: str, on_path: dict[str, str]) -> None:
    made = _run([*KB, "init", name], tmp_path)
    assert made.count("created ") == 8
    folder = tmp_path / name
    # What it says to do next works, typed as it stands.
    steps = [line.strip() for line in made.split("Next:\n")[1].splitlines()]
    commands = [re.split(r"  +", step)[0] for step in steps]
    assert commands[0].startswith("cd ")
    search = next(command for command in commands if command.startswith("kb search"))
    found = _run(["sh", "-c", f"{commands[0]} && {search}"], tmp_path, on_path)
    assert found.startswith("1  The right password is refused at sign-in\n")
    show = next(command for command in commands if command.startswith("kb show"))
    assert "## Say" in _run(["sh", "-c", f"{commands[0]} && {show}"], tmp_path, on_path)
    # What CI will run; test_ci_jobs.py runs all of it.
    for command in ("kb check", "mkdocs build --strict"):
        _run(["sh", "-c", command], folder, on_path)
    page = (folder / "site/accounts/password-refused/index.html").read_text(encoding="utf-8")
    assert 'id="if-that-fails"' in page
    home = (folder / "site/index.html").read_text(encoding="utf-8")
    assert "accounts/password-refused/" in home
    assert 'id="tag:password"' in home


@needs_site
def test_strict_build_fails_on_a_link_that_leads_nowhere(tmp_path: Path, on_path: dict[str, str]) -> None:
    kb(tmp_path, "init")
    for number, link in enumerate(("gone.md", "password-refused.md#gone", "/gone.md", "gone/")):
        write(tmp_path, {"docs/accounts/new.md": f"# New\n\n[x]({link})\n"})
        build = [sys.executable, "-m", "mkdocs", "build", "--strict"]
        done = subprocess.run(build, cwd=tmp_path, env=on_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, (number, link)
        assert "Aborted with 1 warnings in strict mode" in done.stdout + done.stderr


def test_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    said = kb(tmp_path, "init", "new", "--dry-run")
    assert said.returncode == 0
    assert _tree(tmp_path) == {}
    assert not (tmp_path / "new").exists()
    done = kb(tmp_path, "init", "new")
    planned = [line.removeprefix("would create").strip() for line in said.stdout.splitlines()]
    created = [line.removeprefix("created").strip() for line in done.stdout.split("\n\n")[0].splitlines()]
    assert planned == created == [*created]
    assert sorted(planned) == sorted(_tree(tmp_path / "new"))


def test_again_changes_nothing(tmp_path: Path) -> None:
    kb(tmp_path, "init")
    before = _tree(tmp_path)
    again = kb(tmp_path, "init")
    assert again.returncode == 0
    assert _tree(tmp_path) == before
    assert "created" not in again.stdout
    assert len(re.findall(r"^kept  ", again.stdout, re.M)) == 8


def test_what_to_add_by_hand_is_printed(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.pyc\n", ".pre-commit-config.yaml": "repos: []\n"})
    done = kb(tmp_path, "init")
    assert "To add to .gitignore by hand:\n\n/.kb/\n/site/\n" in done.stdout
    assert "To add to .pre-commit-config.yaml by hand:\n\nrepos:\n  - repo: local\n" in done.stdout
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "*.pyc\n"


def test_articles_that_are_there_are_read_as_their_writers_meant(tmp_path: Path) -> None:
    theirs = {f"docs/{number}.md": article(f"Printer {number}", "## Resolution\n\nTurn it off.\n",
                                           **{"ms.author": "jd", "ms.date": f"'0{number}/2{number}/2026'"})
              for number in range(1, 6)}  # fmt: skip
    write(tmp_path, theirs)
    done = kb(tmp_path, "init")
    assert done.returncode == 0
    assert "5 are there already" in done.stdout
    assert 'owner = "ms.author"    # in 5 of 5 articles' in (tmp_path / "kb.toml").read_text(encoding="utf-8")
    shown = kb(tmp_path, "search", "printer")
    assert "reviewed 2026-05-25" in shown.stdout
    assert "warning" not in kb(tmp_path, "index", "--rebuild").stderr
    assert {name: text for name, text in _tree(tmp_path).items() if name in theirs} == {
        name: text.encode() for name, text in theirs.items()}  # fmt: skip


def test_settings_that_are_there_and_wrong_are_something_to_mend(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "exclud = 1\n"})
    done = kb(tmp_path, "init")
    assert done.returncode == 3
    assert "kb.toml:1" in done.stderr
    assert [*_tree(tmp_path)] == ["kb.toml"]


@pytest.mark.parametrize("files", [{"docs": "a file"}, {"x": "a file"}, {".github": "a file"}])
def test_file_where_a_folder_must_be_is_said_before_anything_is_written(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    done = kb(tmp_path, "init", "x" if "x" in files else ".", "--ci", "github")
    assert done.returncode == 3, done.stdout
    assert str(tmp_path / next(iter(files))) in done.stderr
    assert "is not a folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert [*_tree(tmp_path)] == [*files]


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of Unix")
def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    # root may write anywhere, unless that right is taken away.
    humbled: list[str] = []
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write anywhere, and there is no setpriv here to change that")
        humbled = ["setpriv", "--bounding-set", "-dac_override"]
    done = subprocess.run([*humbled, *KB, "init", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert re.search(r"^error: .*kb\.toml: cannot be created: .*locked cannot be written$", done.stderr, re.M)
    assert "run kb init again" in done.stderr
    assert [*folder.iterdir()] == []


def test_two_at_once_make_one(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen([*KB, "-C", str(tmp_path), "init", "new"], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    said = "".join(run.communicate()[0] for run in runs)
    assert [run.returncode for run in runs] == [0] * 4
    alone = tmp_path / "alone" / "new"
    kb(tmp_path, "init", str(alone))
    assert _tree(tmp_path / "new") == _tree(alone)
    for name in _tree(alone):
        assert len(re.findall(rf"^created +{re.escape(name)}$", said, re.M)) == 1, name


KILLED = """if True:
    import os, signal, sys
    name, left = sys.argv[1], int(sys.argv[2])
    del sys.argv[1:3]
    real = getattr(os, name)
    def last(*arguments, **options):
        global left
        done = real(*arguments, **options)
        # Only what is done to new files counts.
        left -= name != "open" or bool(arguments[1] & os.O_EXCL)
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(os, name, last)
    from kb_tools.cli import main
    main()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is of Unix")
@pytest.mark.parametrize("moment", ["open", "fsync", "link", "unlink"])
def test_killed_it_leaves_whole_files_and_goes_on_later(tmp_path: Path, moment: str) -> None:
    kb(tmp_path, "init", "whole/new")
    whole = _tree(tmp_path / "whole/new")
    for number in (1, 4, 7):
        folder = tmp_path / str(number) / "new"
        command = [sys.executable, "-c", KILLED, moment, str(number), "init", str(folder)]
        assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == -9
        left = _without_temporary(folder)
        assert all(whole[name] == text for name, text in left.items())
        assert len(left) == number - (moment in ("open", "fsync"))
        assert kb(tmp_path, "init", str(folder)).returncode == 0
        assert _without_temporary(folder) == whole


def _without_temporary(folder: Path) -> dict[str, bytes]:
    return {name: text for name, text in _tree(folder).items() if not name.endswith(".tmp")}


def test_inside_another_knowledge_base_that_is_said(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "", "docs/a.md": "# A\n"})
    done = kb(tmp_path, "init", "below")
    assert done.returncode == 0
    assert "is a knowledge base already" in done.stderr
    assert kb(tmp_path, "init").stderr == ""


def test_name_from_the_file_system_cannot_steer_the_terminal(tmp_path: Path) -> None:
    done = kb(tmp_path, "init", "red \x1b[31m\x07 kb")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


@needs_site
def test_hooks_run(tmp_path: Path, on_path: dict[str, str]) -> None:
    pytest.importorskip("pre_commit")
    folder = tmp_path / "repo" / "our kb"
    folder.parent.mkdir()
    _run(["git", "init", "-q"], folder.parent)
    kb(tmp_path, "init", str(folder))
    _run(["git", "add", "-A"], folder.parent)
    environment = {**on_path, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    for stage in ("pre-commit", "pre-push"):
        said = _run(
            [sys.executable, "-m", "pre_commit", "run", "-a", "--hook-stage", stage], folder.parent, environment
        )
        assert "Passed" in said, stage
    write(folder, {"docs/accounts/new.md": "# New\n\n[x](gone.md)\n"})
    done = subprocess.run([sys.executable, "-m", "pre_commit", "run", "-a", "--hook-stage", "pre-push"],
                          cwd=folder.parent, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1
