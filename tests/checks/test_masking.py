from __future__ import annotations

import importlib
import time
from pathlib import Path

import pytest
from checks.marked import base
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.article.model import Span
from kb_tools.checks.masking import blanked, key, masked
from kb_tools.checks.reports.context import Context
from kb_tools.checks.runner import run, selected


@given(st.text(), st.integers(0, 8))
def test_nothing_after_the_first_is_told(value: str, keep: int) -> None:
    shown = masked(value, keep)
    assert len(shown) <= 24
    assert shown[:keep] == value[:keep]
    assert not any(character.isalnum() for character in shown[keep:])


@given(st.text(min_size=9))
def test_a_key_does_not_hold_the_value(value: str) -> None:
    assert value not in key("mail", value)
    assert key("mail", value) == key("mail", value)


def test_a_key_could_stand_for_many_values() -> None:
    assert len({key("phone", str(number)) for number in range(200_000)}) <= 65_536


def test_a_line_is_shown_without_what_must_not_be_told() -> None:
    spans = [Span(2, 3, 2, 6), Span(2, 8, 3, 3), Span(4, 1, 4, 2)]
    assert blanked("a bcd-efg", 1, spans) == "a bcd-efg"
    assert blanked("a b-d efg", 2, spans) == "a *-* e**"
    assert blanked("abc", 3, spans) == "**c"


TEXT = '# a\n\npassword = "u8Sr0Mn3Wy" and [him](mailto:pavel.roth@northern-mills.zz), card 5425 2334 3010 9911, [b](gone.md)\n'


@pytest.mark.parametrize("name", ["text", "json", "github", "gitlab", "junit", "sarif"])
def test_no_report_tells(tmp_path: Path, name: str) -> None:
    """Not even in the line below another finding."""
    write(tmp_path, {"docs/a.md": TEXT, "docs/index.md": "# i\n"})
    result = run(base(tmp_path), selected(("KB201", "safety"), ()))
    assert [each.rule for each in result.findings] == ["KB605", "KB601", "KB603", "KB201"]
    report = importlib.import_module(f"kb_tools.checks.reports.{name}").report
    told = report(result, Context.of(tmp_path, "1"))
    assert "KB605" in told
    assert not any(part in told for part in ("u8Sr0", "0Mn3Wy", "pavel.roth", "roth@", "5425 2", "9911"))


def test_a_line_with_thousands_of_secrets_is_blanked_once() -> None:
    spans = [Span(1, 10 * number + 1, 1, 10 * number + 8) for number in range(150_000)]
    started = time.monotonic()
    assert blanked("1234567 - " * 150_000, 1, reversed(spans)) == "******* - " * 150_000
    assert time.monotonic() - started < 10


def test_stretches_may_overlap_and_end_anywhere() -> None:
    spans = [Span(1, 3, 1, 6), Span(1, 5, 1, 8), Span(1, 2, 3, 1), Span(1, 90, 1, 99), Span(2, 1, 2, 5)]
    assert blanked("abcdefghij", 1, spans[:2]) == "ab*****hij"
    assert blanked("ab-d_f", 1, spans) == "a*-*_*"
