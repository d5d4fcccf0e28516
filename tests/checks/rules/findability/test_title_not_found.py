"""KB503: what is remembered, and what happens where there can be no index."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from checks.marked import base, check, unmarked
from trees import article, settle, write

from kb_tools.checks.rules import named
from kb_tools.checks.runner import run
from kb_tools.search.searcher import Searcher

FIXTURES = Path(__file__).parents[2] / "fixtures"


def test_what_was_found_is_remembered_until_an_article_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unmarked(FIXTURES / "title-not-found", tmp_path)
    settle(tmp_path)
    (before,) = check(tmp_path, "KB503")
    asked = []
    finds = Searcher.finds
    monkeypatch.setattr(Searcher, "finds", lambda self, *arguments: asked.append(arguments) or finds(self, *arguments))
    assert check(tmp_path, "KB503") == (before,)
    assert not asked
    write(tmp_path, {"docs/general.md": article("Where the installers are", "See the others.")})
    assert check(tmp_path, "KB503") == ()
    assert asked


@pytest.mark.parametrize("memory", [b"", b"[]", b"{", b'{"index": 1}', b"\xff\0", b'{"unfound": 5, "index": "x"}'])
def test_a_memory_that_is_none_is_not_believed(tmp_path: Path, memory: bytes) -> None:
    unmarked(FIXTURES / "title-not-found", tmp_path)
    settle(tmp_path)
    (before,) = check(tmp_path, "KB503")
    kept = tmp_path / ".kb/unfound"
    assert kept.read_bytes()
    kept.write_bytes(memory)
    assert check(tmp_path, "KB503") == (before,)


def test_a_pipe_in_its_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    unmarked(FIXTURES / "title-not-found", tmp_path)
    (before,) = check(tmp_path, "KB503")
    kept = tmp_path / ".kb/unfound"
    kept.unlink()
    os.mkfifo(kept)
    assert check(tmp_path, "KB503") == (before,)


def test_where_there_can_be_no_index_the_rules_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unmarked(FIXTURES / "title-not-found", tmp_path)
    unmarked(FIXTURES / "synonym-unused", tmp_path)
    # A file where the folders would be made.
    (tmp_path / ".kb").write_text("")
    (tmp_path / "no-cache").write_text("")
    monkeypatch.setenv("KB_CACHE", str(tmp_path / "no-cache"))
    result = run(base(tmp_path), [*named("KB503"), *named("KB504")])
    assert result.findings == ()
    (note,) = result.notes
    assert note.startswith("no title or synonym was looked up: ")
    assert "no folder can be written for the index" in note


def test_the_finding_says_what_comes_first(tmp_path: Path) -> None:
    unmarked(FIXTURES / "title-not-found", tmp_path)
    (found,) = check(tmp_path, "KB503")
    assert "; docs/more-" in found.message
    assert len(found.involves) == 3
    assert found.span.end_column - found.column == len("Install the client")


def test_a_title_without_a_word_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("'!!!'", "A text."), "docs/b.md": article("Printer", "Paper.")})
    (found,) = check(tmp_path, "KB503")
    assert (found.path, found.message) == ("docs/a.md", "a search for its own title finds nothing")


def test_a_page_without_a_title_is_told_that_and_no_more(tmp_path: Path) -> None:
    others = {f"docs/{number}.md": article(f"Status: the status of {word}", "Status.\n" * 9) for number, word in enumerate(
        ("mail", "VPN", "print", "phone", "web"))}  # fmt: skip
    write(tmp_path, {**others, "docs/status.md": "We are researching this issue and will tell you.\n"})
    assert {each.rule for each in check(tmp_path, "KB503", "KB124") if each.path == "docs/status.md"} == {"KB124"}
