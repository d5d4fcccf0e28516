"""Is a text read as it was saved, and what cannot be read named with its line?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb_tools.errors import ConfigError
from kb_tools.text_file import read_text

texts = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda text: not text.startswith("\ufeff"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, st.booleans())
def test_a_text_comes_back_with_its_line_ends_and_without_the_mark(tmp_path: Path, text: str, mark: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes(text.encode("utf-8-sig" if mark else "utf-8"))
    assert read_text(path) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, st.booleans())
def test_a_byte_that_is_none_has_its_line(tmp_path: Path, before: str, after: str, mark: bool) -> None:
    path = tmp_path / "x"
    path.write_bytes(before.encode("utf-8-sig" if mark else "utf-8") + b"\xff" + after.encode())
    with pytest.raises(ConfigError, match="is not UTF-8") as caught:
        read_text(path)
    assert (caught.value.path, caught.value.line) == (path, before.count("\n") + 1)
    assert caught.value.hint == "Save the file as UTF-8."


def test_what_is_too_large_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x"
    # Cut behind so many bytes, it would end within a character.
    path.write_bytes(b"x" * 1_000_000 + "é".encode())
    with pytest.raises(ConfigError, match="is larger than 1 MB") as caught:
        read_text(path, most_bytes=1_000_000, hint="Cut it.")
    assert caught.value.hint == "Cut it."
    assert len(read_text(path, most_bytes=1_000_002)) == 1_000_001


@pytest.mark.parametrize(("name", "reason"), [("gone", "No such file"), (".", "Is a directory")])
def test_what_is_no_file_is_told_in_words(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=f"cannot be read: {reason}"):
        read_text(tmp_path / name)
