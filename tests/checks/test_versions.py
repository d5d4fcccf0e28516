"""Ranges of versions: read as people write them, and compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.versions import ALL, Range, covers, ranges


def meant(text: str) -> Range:
    found = ranges(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("5.1", "5.1"),
        ("5.1", "5.1.3"),
        ("5.1", "5.1-beta"),
        ("5", "5.10.2"),
        ("5.*", "5.10"),
        ("5.x", "5"),
        ("5", "5.*"),
        ("*", "< 9"),
        ("< 5.2", "5.1"),
        ("< 5.2", "4"),
        ("< 5.10", "5.9"),
        ("<= 5.1", "5.1.9"),
        ("<=5.1", "< 5.2"),
        ("> 5.1", "5.2"),
        (">= 5.2", "> 5.1"),
        ("> 5.1", ">= 5.2"),
        (">= 5, < 5.3", "5.0"),
        (">= 5, < 5.3", "5.2"),
        ("v5.1", "V5.1"),
        ("2012 R2", "2012-r2"),
        ("23H2", "23h2"),
        ("< 23H2", "22H2"),
        ("5.2+", "5.3"),
        ("5.2 and later", "6"),
        ("5.2, or newer", "5.2"),
        ("5.2 or earlier", "5.2.1"),
        ("= 5.1", "== 5.1"),
        ("5.2 and later versions", "6"),
        ("5.1 - 5.3", "5.2"),
        ("5.1 to 5.3", "5.3.9"),
        ("5.1–5.3", "5.1"),
        ("2013-2019", "2016"),
        (">= 5, < 6", "5.1 through 5.3"),
    ],
)
def test_one_range_lies_in_another(wide: str, narrow: str) -> None:
    assert covers([meant(wide)], meant(narrow))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("5.1.3", "5.1"),
        ("5.1", "5"),
        ("5.1", "5.10"),
        ("5.1", "5.11"),
        ("< 5.2", "5.2"),
        ("< 5.2", "5"),
        ("< 5.2", ">= 5.0"),
        ("<= 5.1", "5.2"),
        ("> 5.1", "5.1.9"),
        ("> 5.1", "5.1"),
        (">= 5, < 5.3", "5.3"),
        (">= 5, < 5.3", "4.9"),
        ("22H2", "23H2"),
        ("9", "*"),
        ("5.1", "5.1 - 5.3"),
        ("2013", "2013-2019"),
        ("2010", "2010 SP2 and later versions"),
        ("5.1 - 5.3", "5.4"),
    ],
)
def test_one_range_does_not_lie_in_another(wide: str, narrow: str) -> None:
    assert not covers([meant(wide)], meant(narrow))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "abc",
        "5..1",
        "!= 5",
        "~= 5.2",
        "as of 5",
        "5 < 6",
        "< ",
        ">= 6, < 5",
        "ltsc",
        "x",
        "5 to",
        "5 - 4",
        "5 until 6",
        "5.1 or 5.2",
    ],
)
def test_what_cannot_be_told(text: str) -> None:
    assert ranges(text) is None


def test_several_ranges_cover_what_none_of_them_does() -> None:
    assert covers([meant("5.1"), meant("5.0"), meant("5.2")], meant(">= 5.0, < 5.3"))
    assert covers([meant("> 5.1"), meant("<= 5.1")], ALL)
    assert not covers([meant("5.0"), meant("5.2")], meant(">= 5.0, < 5.3"))
    assert not covers([], meant("5"))


NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(tuple)


def dotted(numbers: tuple[int, ...]) -> str:
    return ".".join(map(str, numbers))


@given(NUMBERS, NUMBERS)
def test_comparisons_are_those_of_the_numbers(bound: tuple[int, ...], version: tuple[int, ...]) -> None:
    one, text = meant(dotted(version)), dotted(bound)
    begins = version[: len(bound)] == bound
    # A bound means all versions that begin with it; a shorter version means more than it can tell.
    if bound[: len(version)] != version or begins:
        assert covers([meant(text)], one) == begins
        assert covers([meant(f"< {text}")], one) == (version < bound and not begins)
        assert covers([meant(f"<= {text}")], one) == (version < bound or begins)
        assert covers([meant(f">= {text}")], one) == (version >= bound or begins)
        assert covers([meant(f"> {text}")], one) == (version > bound and not begins)


@given(st.text(alphabet="0123456789.<>=*x, -vR+and later", max_size=40) | st.text(max_size=40))
def test_any_text_can_be_asked_about(text: str) -> None:
    found = ranges(text)
    if found is not None:
        assert covers([found], found)
        assert covers([ALL], found)


def test_a_hostile_text_takes_no_time() -> None:
    for text in (
        "1" * 100_000,
        "1." * 50_000,
        "< " * 50_000,
        "," * 100_000,
        "1 and " * 30_000,
        " " * 100_000 + "+",
        f"1{' ' * 100_000}x",
    ):
        ranges(text)
