"""Which folder is the knowledge base? From the command, with and without -C."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from trees import KB, kb, write

PAGE = "# Printer\n\nThe printer jams.\n"
GIT = ".git/HEAD"


@pytest.mark.parametrize(
    ("files", "start", "path"),
    [
        ({"kb.toml": "", "docs/a.md": PAGE}, "docs", "a.md"),
        ({"kb.toml": "", "docs/x/y/a.md": PAGE}, "docs/x/y", "x/y/a.md"),
        ({"mkdocs.yml": "docs_dir: content\n", "content/a.md": PAGE, "docs/b.md": "# no"}, "content", "a.md"),
        ({"docs/x/a.md": PAGE, "README.md": PAGE}, "docs/x", "x/a.md"),
        ({"x/a.md": PAGE}, ".", "x/a.md"),
        ({"kb.toml": 'docs = "wiki"', "wiki/a.md": PAGE, "docs/b.md": "# no"}, ".", "a.md"),
        # kb.toml counts before a nearer mkdocs.yml; a docs folder is asked last.
        ({"kb.toml": "", "docs/a.md": PAGE, "docs/mkdocs.yml": ""}, "docs", "a.md"),
        # Nothing above a repository counts.
        ({"kb.toml": "", "docs/no.md": PAGE, f"mine/{GIT}": "", "mine/a.md": PAGE}, "mine", "a.md"),
        ({"Größe und Maß/docs/Ä b.md": PAGE}, "Größe und Maß", "Ä b.md"),
    ],
)
def test_root(tmp_path: Path, files: Mapping[str, str], start: str, path: str) -> None:
    write(tmp_path, {GIT: "", **files})
    named = kb(tmp_path / start, "search", "--json", "printer jams")
    inside = subprocess.run([*KB, "search", "--json", "printer jams"], cwd=tmp_path / start, capture_output=True,
                            text=True, check=False)  # fmt: skip
    for done in (named, inside):
        assert [hit["path"] for hit in json.loads(done.stdout)["hits"]] == [path], done.stderr


def test_c_counts_from_where_one_is_and_only_the_last_counts(team: Path) -> None:
    done = subprocess.run([*KB, "-C", os.path.join("team", "docs"), "show", "vpn-809"], cwd=team.parent, text=True,
                          capture_output=True, check=False)  # fmt: skip
    assert done.stdout.startswith("VPN is blocked")


def test_file_is_no_folder(team: Path) -> None:
    done = kb(team / "docs/vpn/vpn-809.md", "search", "vpn")
    assert done.returncode == 3
    assert "no such folder" in done.stderr
    assert "after -C" in done.stderr


def test_command_and_module_are_one(team: Path) -> None:
    script = Path(os.path.dirname(KB[0])) / "kb"
    if not script.exists():
        pytest.skip("kb is not installed as a command here")
    done = subprocess.run(
        [str(script), "-C", str(team), "show", "vpn-809"], capture_output=True, text=True, check=False
    )
    assert done.stdout == kb(team, "show", "vpn-809").stdout
