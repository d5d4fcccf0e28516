"""Does a report read the lines that the rules counted, and know where the repository begins?"""

from __future__ import annotations

from pathlib import Path

import pytest
from trees import write

from kb_tools.checks.reports import Context


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\r\nb\rc\n", ["a", "b", "c", ""]),
        (b"\xef\xbb\xbfa", ["a"]),
        (b"caf\xe9", ["café"]),
        (b"a\x0cb\xe2\x80\xa8c", ["a\x0cb\u2028c"]),
    ],
)
def test_lines_are_those_that_the_rules_count(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    write(tmp_path, {"docs/a.md": content})
    assert Context.of(tmp_path, "1").lines("docs/a.md") == lines


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    read = Context.of(tmp_path, "1").lines
    assert read("docs/a.md") == read("docs") == read("a\0b") == []


def test_paths_are_prefixed_from_the_top_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "support" / "kb").mkdir(parents=True)
    assert Context.of(tmp_path / "support" / "kb", "1").prefix == ""
    (tmp_path / ".git").mkdir()
    assert Context.of(tmp_path / "support" / "kb", "1").prefix == "support/kb/"
    assert Context.of(tmp_path, "1").prefix == ""
