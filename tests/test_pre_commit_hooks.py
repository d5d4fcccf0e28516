"""The hooks that other repositories take from this one, run by the real pre-commit out of a real clone."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from repositories import git
from trees import article, write

ROOT = Path(__file__).parents[1]
DEAD = article("Printer is offline", "# Printer is offline\n\nSee [this](gone.md).\n")


def test_the_hooks_are_what_pre_commit_takes() -> None:
    if find_spec("pre_commit") is None:
        pytest.skip("no pre-commit")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.fixture
def tool(tmp_path: Path) -> Path:
    """A repository with kb as it is here."""
    folder = tmp_path / "tool"
    folder.mkdir()
    git(folder, "init", "--quiet")
    wanted = ["kb_tools", "*.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"]
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *wanted]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            write(folder, {name: (ROOT / name).read_bytes()})
    git(folder, "add", "-A")
    git(folder, "commit", "--quiet", "-m", "Tool")
    return folder


@pytest.mark.slow
def test_a_commit_is_stopped_by_what_it_breaks(tmp_path: Path, tool: Path) -> None:
    pytest.importorskip("pre_commit")
    team = tmp_path / "team"
    write(team, {"docs/index.md": "# Home\n\n[Scanner](scanner.md)\n", "docs/scanner.md": "# Scanner\n", "kb.toml": "",
                 "docs/old.md": DEAD})  # fmt: skip
    git(team, "init", "--quiet")
    config = {"repos": [{"repo": str(tool), "rev": git(tool, "rev-parse", "HEAD").strip(),
                         "hooks": [{"id": "kb-check"}, {"id": "kb-check-all"}]}]}  # fmt: skip
    write(team, {".pre-commit-config.yaml": yaml.safe_dump(config)})
    git(team, "add", "-A")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "pre_commit", "run", *arguments], cwd=team, env=environment,
                              capture_output=True, text=True, check=False)  # fmt: skip

    installed = subprocess.run([sys.executable, "-m", "pre_commit", "install-hooks"], cwd=team, env=environment,
                               capture_output=True, text=True, check=False)  # fmt: skip
    if installed.returncode and "pip" in installed.stdout and "onnection" in installed.stdout:
        pytest.skip("nothing can be installed here")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    # Before the first commit everything is new, also what was wrong all along.
    done = run()
    assert done.returncode == 1, done.stdout
    assert "docs/old.md" in done.stdout
    git(team, "commit", "--quiet", "--no-verify", "-m", "First")
    # From then on a commit answers for itself alone ...
    write(team, {"docs/new.md": "# New\n"})
    git(team, "add", "-A")
    done = run()
    assert done.returncode == 0, done.stdout
    # ... and for what it breaks elsewhere.
    git(team, "mv", "docs/scanner.md", "docs/scanners.md")
    done = run()
    assert done.returncode == 1, done.stdout
    assert "docs/index.md" in done.stdout
    assert "docs/old.md" not in done.stdout
    # What is not staged is not committed.
    git(team, "reset", "--quiet", "--hard")
    write(team, {"docs/new.md": "# New\n"})
    git(team, "add", "docs/new.md")
    write(team, {"docs/index.md": "# Home\n\n[Nothing](nothing.md)\n"})
    done = run()
    assert done.returncode == 0, done.stdout
    assert run("--hook-stage", "pre-push", "kb-check-all").returncode == 1
