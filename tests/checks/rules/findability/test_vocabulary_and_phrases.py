"""KB504 and KB506: the files beside the articles, also where they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.marked import base, check
from trees import article, write

from kb_tools.checks.rules import named
from kb_tools.checks.runner import run

ARTICLES = {"docs/a.md": article("Receiver is silent", "Lift it.", id="receiver")}


def test_a_vocabulary_that_cannot_be_read_is_one_error_and_a_note(tmp_path: Path) -> None:
    write(tmp_path, {**ARTICLES, "vocabulary.yml": "say:\n  a: b\nsaid: {}\n"})
    result = run(base(tmp_path), [*named("KB503"), *named("KB504")])
    ((found),) = result.findings
    assert (found.path, found.line, found.severity) == ("vocabulary.yml", 3, "error")
    assert found.message == "the vocabulary cannot be read: unknown part 'said'"
    assert found.hint == "The parts are: same, say."
    assert result.notes == ("no title was searched for: vocabulary.yml cannot be read (see synonym-unused)",)


@pytest.mark.parametrize("vocabulary", ["", "same:\n", "say: {}\n"])
def test_an_empty_vocabulary_is_in_order(tmp_path: Path, vocabulary: str) -> None:
    write(tmp_path, {**ARTICLES, "vocabulary.yml": vocabulary})
    assert check(tmp_path, "KB504") == ()


def test_words_that_every_text_has_are_no_use(tmp_path: Path) -> None:
    write(tmp_path, {**ARTICLES, "vocabulary.yml": "say:\n  ghost: it is a spectre\n"})
    (found,) = check(tmp_path, "KB504")
    assert found.message == '"ghost" leads nowhere: no article says "it is a spectre"'


def test_without_these_files_no_index_is_built_and_nothing_found(tmp_path: Path) -> None:
    write(tmp_path, ARTICLES)
    assert check(tmp_path, "KB504") == check(tmp_path, "KB506") == ()
    assert not (tmp_path / ".kb").exists()


def test_a_name_that_is_nearly_right_gets_the_right_one(tmp_path: Path) -> None:
    write(tmp_path, {**ARTICLES, "phrases.yml": "- said: x\n  expect: reciever\n- said: y\n  expect: zebra\n"})
    near, far = check(tmp_path, "KB506")
    assert (near.message, near.hint) == ("the article 'reciever' does not exist", "Did you mean 'receiver'?")
    assert far.hint == "Name the id or the path of an article."
    assert (near.column, near.span.end_column) == (11, 19)


def test_an_article_that_no_search_finds_cannot_be_expected(tmp_path: Path) -> None:
    write(tmp_path, {**ARTICLES, "kb.toml": 'exclude = ["/old/"]\n', "docs/old/b.md": article("Old", "x", id="old"),
                     "phrases.yml": "- said: x\n  expect: [old]\n"})  # fmt: skip
    (found,) = check(tmp_path, "KB506")
    assert found.message == "the article 'old' is left out of searches"


@pytest.mark.parametrize(
    ("phrases", "line", "message"),
    [
        ("- said: x\n  expect: [receiver]\n- said: [\n", 4, "is not valid YAML"),
        ("- said: x\n  expect: [receiver]\n  expcet: [a]\n", 3, "unknown field 'expcet'"),
        ("- said: x\n  expect: [receiver]\n- said: X\n  expect: [receiver]\n", 3, "this was said on line 1 already"),
        ("said: x\n", 1, "must be a list"),
        ("- 5\n- [a]\n", 1, "each phrase is"),
        ("- said: x\n  expect: {receiver: 1}\n", 2, "this must be the id of an article"),
        ("[" * 50, 1, "is nested deeper"),
        (b"- said: \xff\n", 1, "is not UTF-8"),
    ],
)
def test_what_else_is_wrong_with_the_phrases_is_said_once(
    tmp_path: Path, phrases: str | bytes, line: int, message: str
) -> None:
    write(tmp_path, {**ARTICLES, "phrases.yml": phrases})
    (found,) = check(tmp_path, "KB506")
    assert (found.path, found.line, found.severity) == ("phrases.yml", line, "error")
    assert found.message.startswith(message)
