"""Are the patterns that could hang refused, and the usual ones not?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.options import load_options
from kb_tools.checks.patterns import STEP, WINDOW, matches, why_slow
from kb_tools.config import load_settings
from kb_tools.errors import ConfigError


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bCU-\d{6}\b", r"\bINC\d{7,}\b", r"(?i)customer\s*no\.?\s*\d{4,9}", r"[A-Z]{2}\d+-\d+", r"(?:KD|CU)-(\d{4}|\d{6})",
        r"(?:\d{4} ){3}\d{4}", r"(?<!\w)K\d+(?!\w)", r"(?P<id>C\d+)", r"\d+",
    ],
)  # fmt: skip
def test_usual_patterns(pattern: str) -> None:
    assert why_slow(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$", r"(?:a|a)*b", r"(?:\d+,?)+x", r"(\w*\s?){20}$", r"\d*\d*\d*\d*x", r"(a{1,9}){1,99}b", r"(.+)\1+x",
        r"(?=(a+)+$)a", "a" * 1001, r"(?>(a+)+)b", r"(?:(?:a*){1})+b", r"x(?:y|\d+\d+\d+)z", r"(?:a*b*){2}c",
    ],
)  # fmt: skip
def test_patterns_that_could_hang(pattern: str) -> None:
    assert why_slow(pattern)


def test_one_in_kb_toml_is_refused_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "kb.toml").write_text("[check]\ncustomer_ids = ['(a+)+$']\n")
    with pytest.raises(ConfigError, match="could take for ever") as caught:
        load_options(load_settings(tmp_path))
    assert caught.value.line == 2


@pytest.mark.parametrize("pattern", [r"CU-\d{6}", r"\d+", r"CU-\d+"])
@given(before=st.integers(0, 1000), between=st.integers(0, 400), words=st.booleans())
def test_a_long_line_is_searched_to_its_end(pattern: str, before: int, between: int, words: bool) -> None:
    line = ("x " if words else ".") * before + "CU-204418" + " " * between + " CU-104418"
    wanted = [found.span() for found in re.finditer(pattern, line)]
    assert [found.span() for found in matches(re.compile(pattern), line)] == wanted


@pytest.mark.parametrize("before", [STEP - 4, WINDOW - 7])
def test_what_lies_across_the_edge_of_a_window_is_whole(before: int) -> None:
    line = "." * before + "CU-204418" + "." * WINDOW
    for pattern in (r"CU-\d+", r"\d+"):
        assert [found[0] for found in matches(re.compile(pattern), line)] == re.findall(pattern, line)


def test_a_pattern_that_looks_back_sees_what_is_before_the_window() -> None:
    line = "x" * STEP + "CU-204418" + "x" * WINDOW
    assert list(matches(re.compile(r"\bCU-\d{6}"), line)) == []
