"""Is every article listed, once, and nothing else? And is every change of the folder seen?"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.corpus.listing import SUFFIXES, Entry, _walk, digest_input, list_articles
from kb_tools.errors import ContentError

on_posix = pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes")


def paths(docs: Path) -> list[str]:
    return [entry.path for entry in list_articles(docs)]


def test_lists_markdown_by_path_with_forward_slashes(tmp_path: Path) -> None:
    write(tmp_path, {"b.md": "", "a/z.md": "", "a/b/c.markdown": "", "a.txt": "", "md": "", "x.MD": "", "c.mdx": ""})
    assert paths(tmp_path) == ["a/b/c.markdown", "a/z.md", "b.md", "x.MD"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_takes_every_suffix_that_mkdocs_takes(tmp_path: Path, suffix: str) -> None:
    assert paths(write(tmp_path, {f"a{suffix}": ""})) == [f"a{suffix}"]


def test_leaves_out_what_no_writer_put_there(tmp_path: Path) -> None:
    write(tmp_path, {".md": "", ".draft.md": "", ".git/a.md": "", ".kb/a.md": "", "node_modules/p/README.md": "",
                     "venv/lib/site-packages/p/README.md": "", "__pycache__/a.md": "", "kept.md": ""})  # fmt: skip
    assert paths(tmp_path) == ["kept.md"]


def test_tells_size_and_times(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "four"})
    os.utime(tmp_path / "a.md", ns=(1, 1_000_000_007))
    found = (tmp_path / "a.md").stat()
    assert list_articles(tmp_path) == [Entry("a.md", 4, 1_000_000_007, found.st_ctime_ns)]


@pytest.mark.parametrize(
    "name", ["a b.md", "Störung.md", "Sto\u0308rung.md", "プリンタ.md", "=.md", "-n.md", "new\nline.md"]
)
@on_posix
def test_takes_any_name(tmp_path: Path, name: str) -> None:
    write(tmp_path, {f"{name}/{name}": "text"})
    assert paths(tmp_path) == [f"{name}/{name}"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_takes_names_that_are_no_text(tmp_path: Path) -> None:
    write(tmp_path, {b"a\xff/b\xfe.md": "text"})
    (entry,) = list_articles(tmp_path)
    assert os.fsencode(entry.path) == b"a\xff/b\xfe.md"
    assert (tmp_path / entry.path).read_text() == "text"
    assert digest_input([entry])


@on_posix
def test_links_are_followed_but_never_in_a_circle(tmp_path: Path) -> None:
    docs, outside = tmp_path / "docs", tmp_path / "outside"
    write(docs, {"a.md": "", "sub/b.md": ""})
    write(outside, {"c.md": "", "deep/d.md": ""})
    for link, target in {
        docs / "self": docs, docs / "sub" / "up": docs, docs / "top": tmp_path, docs / "again": docs / "sub",
        docs / "shared": outside, docs / "shared too": outside, outside / "back": docs, outside / "deep" / "round": outside,
        docs / "nowhere": tmp_path / "none", docs / "nowhere.md": tmp_path / "none.md", docs / "loop.md": docs / "loop.md",
    }.items():  # fmt: skip
        link.symlink_to(target)
    (docs / "file.md").symlink_to(outside / "c.md")
    found = paths(docs)
    shared = {path for path in found if path.startswith("shared")}
    assert [path for path in found if path not in shared] == ["a.md", "file.md", "sub/b.md"]
    assert {path.split("/", 1)[1] for path in shared} == {"c.md", "deep/d.md"}
    assert len(shared) == 2, "a folder that two links lead to is listed once"


@on_posix
def test_folders_and_pipes_named_like_articles(tmp_path: Path) -> None:
    write(tmp_path, {"folder.md/a.md": ""})
    os.mkfifo(tmp_path / "pipe.md")
    assert paths(tmp_path) == ["folder.md/a.md"]


def test_an_endless_tree_ends(tmp_path: Path) -> None:
    write(tmp_path, {"d/" * 60 + "a.md": "", "d/" * 80 + "b.md": ""})
    assert paths(tmp_path) == ["d/" * 60 + "a.md"]


def test_a_folder_deleted_while_it_is_listed_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "", "sub/b.md": "", "sub/deeper/c.md": ""})
    walk = _walk(str(tmp_path))
    assert next(walk).path == "a.md"
    shutil.rmtree(tmp_path / "sub")
    assert list(walk) == []


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_docs_folder_that_is_none(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"file": ""})
    with pytest.raises(ContentError, match=r"cannot be read: (No such file|Not a dir)"):
        list_articles(tmp_path / name)


@pytest.mark.parametrize("change", [{"path": "b.md"}, {"size": 2}, {"mtime_ns": 2}, {"ctime_ns": 2}])
def test_each_fact_of_a_file_is_part_of_the_digest(change: dict[str, Any]) -> None:
    one = Entry("a.md", 1, 1, 1)
    assert digest_input([one]) != digest_input([one._replace(**change)])
    assert digest_input([one]) != digest_input([one, one._replace(**change)])


entry = st.builds(
    Entry, st.sampled_from(["a.md", "b.md", "a/b.md"]), st.integers(0, 3), st.integers(0, 30), st.integers(0, 3)
)


@given(st.lists(entry, max_size=3), st.lists(entry, max_size=3))
def test_the_digest_tells_listings_apart(one: list[Entry], other: list[Entry]) -> None:
    assert (digest_input(one) == digest_input(other)) is (one == other)
