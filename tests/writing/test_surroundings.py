"""Where a new knowledge base stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from repositories import git
from trees import write

from kb_tools import __version__
from kb_tools.errors import ConfigError
from kb_tools.writing.surroundings import docs_folder, platform, repository, requirement


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with nothing in it."""
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "-q")
    return folder


def test_repository(clone: Path) -> None:
    assert repository(clone) == clone
    assert repository(clone / "not" / "there yet") == clone
    assert repository(clone.parent) is None


@pytest.mark.parametrize(
    ("files", "remote", "expected"),
    [
        ({}, "", "github"),
        ({}, "git@gitlab.example.org:team/kb.git", "gitlab"),
        ({}, "https://github.com/team/kb", "github"),
        ({}, "ssh://git@git.example.org/gitlab-mirror.git", "gitlab"),
        ({".github/dependabot.yml": ""}, "git@gitlab.example.org:team/kb.git", "github"),
        ({".gitlab-ci.yml": ""}, "https://github.com/team/kb", "gitlab"),
    ],
)
def test_platform(clone: Path, files: Mapping[str, str], remote: str, expected: str) -> None:
    write(clone, files)
    if remote:
        git(clone, "remote", "add", "upstream", remote)
    assert platform(clone) == expected
    assert platform(clone / "below") == expected


PAGE = "# A\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, "docs"),
        ({"README.md": PAGE, "CHANGELOG.md": PAGE, "src/lib/README.md": PAGE}, "docs"),
        ({"docs/a.md": PAGE, "wiki/b.md": PAGE}, "docs"),
        ({"wiki/b.md": PAGE, "wiki/x/c.md": PAGE, "README.md": PAGE}, "wiki"),
        ({"Größe und Maß/b.md": PAGE}, "Größe und Maß"),
        ({"a.md": PAGE, "x/b.md": PAGE}, "."),
        ({"x/a.md": PAGE, "y/b.md": PAGE}, "."),
        ({f"x/{number}.md": PAGE for number in range(19)} | {"templates/a.md": PAGE}, "x"),
        ({"mkdocs.yml": "site_name: x\ndocs_dir: 'content'   # ours\n", "wiki/b.md": PAGE}, "content"),
        ({"mkdocs.yaml": "docs_dir: ./content/kb/\n"}, "content/kb"),
        ({"mkdocs.yml": "docs_dir: a#b\n"}, "a#b"),
        ({"mkdocs.yml": "docs_dir: !ENV [DOCS, docs]\n", "docs/a.md": PAGE}, "docs"),
        ({"mkdocs.yml": "site_name: x\n"}, "docs"),
        ({"kb.toml": 'docs = "kb"', "kb/a.md": PAGE, "docs/b.md": PAGE}, "kb"),
    ],
)  # fmt: skip
def test_docs_folder(tmp_path: Path, files: Mapping[str, str], expected: str) -> None:
    # Nothing above it counts.
    write(tmp_path, {"kb.toml": 'docs = "above"', "above/a.md": PAGE})
    assert docs_folder(write(tmp_path / "x", files)) == expected


def test_settings_that_are_wrong_are_said(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "dcos = 1\n"})
    with pytest.raises(ConfigError, match=r"kb\.toml:1"):
        docs_folder(tmp_path)


def _installed(folder: Path, origin: Mapping[str, object] | None) -> None:
    """A kb-tools that pip installed from *origin*."""
    info = folder / f"kb_tools-{__version__}.dist-info"
    write(info, {"METADATA": f"Metadata-Version: 2.4\nName: kb-tools\nVersion: {__version__}\n"})
    if origin is not None:
        write(info, {"direct_url.json": json.dumps(origin)})


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, f"kb-tools[site]=={__version__}"),
        ({"url": "https://example.org/kb-tools.whl", "archive_info": {}}, f"kb-tools[site]=={__version__}"),
        ({"url": "https://me:secret@example.org/kb.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
         "kb-tools[site] @ git+https://example.org/kb.git@ab12"),
        ({"url": "ssh://git@example.org/kb.git", "vcs_info": {"vcs": "git", "commit_id": "ab12"}},
         "kb-tools[site] @ git+ssh://git@example.org/kb.git@ab12"),
    ],
)  # fmt: skip
def test_requirement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: Mapping[str, object] | None, expected: str
) -> None:
    _installed(tmp_path, origin)
    monkeypatch.syspath_prepend(tmp_path)
    assert requirement() == expected


def test_requirement_of_a_checkout_is_what_it_was_cloned_from(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _installed(tmp_path, {"url": clone.as_uri(), "dir_info": {"editable": True}})
    monkeypatch.syspath_prepend(tmp_path)
    assert requirement() == f"kb-tools[site]=={__version__}"
    git(clone, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "--allow-empty", "-m", "x")
    git(clone, "remote", "add", "origin", "https://token@example.org/kb.git")
    commit = git(clone, "rev-parse", "HEAD").strip()
    assert requirement() == f"kb-tools[site] @ git+https://example.org/kb.git@{commit}"
    git(clone, "remote", "set-url", "origin", str(tmp_path))
    assert requirement() == f"kb-tools[site]=={__version__}"
