"""Which revision of an article does a page show?"""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import git
from trees import write

from kb_tools.config import load_settings
from kb_tools.site.revisions import revisions


@pytest.mark.parametrize("below", ["", "some/where"])
def test_each_article_has_the_last_commit_that_changed_it(tmp_path: Path, below: str) -> None:
    git(tmp_path, "init", "-q")
    root = tmp_path / below
    write(root, {"kb.toml": "", "docs/a.md": "# A\n", "docs/ü b.md": "# B\n", "other.txt": "x"})
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    first = git(tmp_path, "rev-parse", "HEAD").strip()
    write(root, {"docs/a.md": "# A 2\n", "other.txt": "y"})
    git(tmp_path, "commit", "-qam", "two")
    second = git(tmp_path, "rev-parse", "HEAD").strip()
    write(root, {"docs/ü b.md": "# B 2\n", "docs/new.md": "# New\n"})
    assert revisions(load_settings(root)) == {"a.md": second[:10], "ü b.md": f"{first[:10]}+changes"}


def test_where_the_history_is_cut_off_what_is_there_is_named(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", {"kb.toml": "", "docs/a.md": "# A\n"})
    git(whole, "init", "-q")
    git(whole, "add", "-A")
    git(whole, "commit", "-qm", "one")
    write(whole, {"docs/b.md": "# B\n"})
    git(whole, "add", "-A")
    git(whole, "commit", "-qm", "two")
    git(tmp_path, "clone", "-q", "--depth=1", whole.as_uri(), "cut")
    head = git(whole, "rev-parse", "HEAD").strip()[:10]
    assert revisions(load_settings(tmp_path / "cut")) == {"a.md": head, "b.md": head}


def test_out_of_a_repository_there_are_none(tmp_path: Path) -> None:
    root = write(tmp_path, {"kb.toml": "", "docs/a.md": "# A\n"})
    assert revisions(load_settings(root)) == {}
    git(tmp_path, "init", "-q")
    assert revisions(load_settings(root)) == {}
