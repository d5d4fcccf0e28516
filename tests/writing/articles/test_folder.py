"""However a folder is written, it is the one below the docs folder that was meant, or an error."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from trees import write

from kb_tools.config import load_settings
from kb_tools.errors import KbError
from kb_tools.writing.articles.folder import folder_named


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "team", {"docs/net/wi fi/a.md": "# A\n", "docs/größe/日本/b.md": "# B\n", "other/c.md": ""})


@pytest.mark.parametrize(("text", "expected"), [
    ("net", "net"), ("docs/net", "net"), ("./docs/net/", "net"), ("net/wi fi", "net/wi fi"),
    ("net\\wi fi\\", "net/wi fi"), ("docs\\net\\new one", "net/new one"), ("größe/日本", "größe/日本"),
    (".", ""), ("", ""), ("docs", ""), ("brand/new", "brand/new"), ("docs/brand/new", "brand/new"),
    ("net/../größe", "größe"),
])  # fmt: skip
def test_named(root: Path, text: str, expected: str) -> None:
    assert folder_named(text, load_settings(root), root) == expected


def test_named_from_where_one_stands(root: Path) -> None:
    settings = load_settings(root)
    assert folder_named("wi fi", settings, root / "docs/net") == "net/wi fi"
    assert folder_named(str(root / "docs/net"), settings, root) == "net"


@pytest.mark.parametrize("text", ["../other", "/etc", "..", "net/.hidden", "what?", "net/a:b"])
def test_no_folder_for_articles(root: Path, text: str) -> None:
    with pytest.raises(KbError) as caught:
        folder_named(text, load_settings(root), root)
    assert caught.value.hint


def test_a_link_that_leads_out_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    os.symlink(tmp_path / "away", root / "docs/link")
    with pytest.raises(KbError, match="outside"):
        folder_named("link", load_settings(root), root)
