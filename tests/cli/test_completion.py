"""Shell completion: commands, options, and the ids of the articles."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from trees import KB, kb

BASH = shutil.which("bash")

PRESS_TAB = """
eval "$(kb completion bash)"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_kb_completion kb
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def on_path(tmp_path: Path) -> dict[str, str]:
    """An environment in which `kb` is the one under test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "kb"
    command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m kb_tools \"$@\"\n", encoding="utf-8")
    command.chmod(0o755)
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


def _in_bash(folder: Path, environment: dict[str, str], *words: str) -> list[str]:
    """What bash offers for the last word."""
    done = subprocess.run([BASH or "bash", "--norc", "-c", PRESS_TAB, "bash", *words], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.skipif(BASH is None, reason="no bash here")
def test_bash_completes(team: Path, on_path: dict[str, str]) -> None:
    assert _in_bash(team, on_path, "kb", "se") == ["search"]
    assert _in_bash(team, on_path, "kb", "show", "vpn-") == ["vpn-800", "vpn-809"]
    assert _in_bash(team, on_path, "kb", "show", "mail") == ["mail-bounce"]
    assert _in_bash(team, on_path, "kb", "show", "nothing-begins-so") == []
    assert _in_bash(team, on_path, "kb", "search", "--conf") == ["--confidence"]
    assert _in_bash(team, on_path, "kb", "show", "vpn-809", "--section", "f") == ["fix"]


@pytest.mark.skipif(BASH is None, reason="no bash here")
def test_bash_completes_for_the_folder_that_is_named(team: Path, tmp_path: Path, on_path: dict[str, str]) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert _in_bash(tmp_path / "elsewhere", on_path, "kb", "-C", str(team), "show", "vpn-") == ["vpn-800", "vpn-809"]


def test_completion_says_nothing_when_it_cannot_help(team: Path) -> None:
    (team / "kb.toml").write_text("nonsense = 1\n", encoding="utf-8")
    for folder in (team, team / "gone"):
        words = {"_KB_COMPLETE": "bash_complete", "COMP_CWORD": "4", "COMP_WORDS": f"kb -C {folder} show v"}
        done = subprocess.run([*KB], env={**os.environ, **words}, capture_output=True, text=True, check=False)
        assert (done.stdout.strip(), done.stderr) == ("", ""), folder


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_told_the_same(team: Path, shell: str) -> None:
    words = {"COMP_WORDS": f"kb -C {team} show vpn-", "COMP_CWORD": "4"}
    if shell == "fish":
        words = {"COMP_WORDS": f"kb -C {team} show vpn-", "COMP_CWORD": "vpn-"}
    done = subprocess.run([*KB], env={**os.environ, **words, "_KB_COMPLETE": f"{shell}_complete"}, capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert "vpn-800" in done.stdout
    assert "vpn-809" in done.stdout
    assert "mail-bounce" not in done.stdout


@pytest.mark.parametrize(
    ("shell", "check"), [("bash", ["bash", "-n"]), ("zsh", ["zsh", "-n"]), ("fish", ["fish", "-n"])]
)
def test_script_is_one_that_the_shell_can_read(team: Path, tmp_path: Path, shell: str, check: list[str]) -> None:
    done = kb(team, "completion", shell)
    assert done.returncode == 0
    assert "_KB_COMPLETE" in done.stdout
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    script = tmp_path / "script"
    script.write_text(done.stdout, encoding="utf-8")
    assert subprocess.run([shell, "-n", str(script)], capture_output=True, text=True, check=False).stderr == ""


def test_unknown_shell_is_wrong_usage(team: Path) -> None:
    assert kb(team, "completion", "tcsh").returncode == 2
