"""Are all words found by their first letter and length, and no others?"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.search.wordlist import LONGEST, SHORTEST, WordList, file_name, write_words

words = st.sets(st.text(st.characters(categories=["Ll", "Lo", "Nd"]), min_size=1, max_size=30), max_size=30)


@given(words)
@example({"abc", "abd", "éab", "日本語", "a" * SHORTEST, "a" * (SHORTEST - 1), "a" * LONGEST, "a" * (LONGEST + 1)})
@example(set())
@example({"abc1", "0x80070005", "vpn"})
def test_words_by_first_letter_and_length(given_words: set[str]) -> None:
    kept = {word for word in given_words if word.isalpha() and SHORTEST <= len(word) <= LONGEST}
    with tempfile.TemporaryDirectory() as name:
        write_words(Path(name), "s", given_words)
        found = WordList(Path(name), "s")
        for first in {word[0] for word in given_words} | {"a", "z", "1", "é"}:
            for length in range(32):
                assert found.words(first, length) == sorted(
                    word for word in kept if word[0] == first and len(word) == length
                )


def test_a_list_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=file_name("gone")):
        WordList(tmp_path, "gone")


def test_a_list_outlives_its_file(tmp_path: Path) -> None:
    write_words(tmp_path, "one", ["router"])
    found = WordList(tmp_path, "one")
    (tmp_path / file_name("one")).unlink()
    assert found.words("r", 6) == ["router"]


def test_two_segments_have_two_lists(tmp_path: Path) -> None:
    write_words(tmp_path, "one", ["router"])
    write_words(tmp_path, "two", ["radius"])
    assert WordList(tmp_path, "one").words("r", 6) == ["router"]
    assert WordList(tmp_path, "two").words("r", 6) == ["radius"]
