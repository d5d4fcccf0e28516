"""Is it known what MkDocs makes of a plain text? PyYAML's own loader is the truth."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.checks.front.yaml_types import LONGEST, NotLoaded, described, loaded, newer, same_digits

NUMBER_LIKE = st.text(st.sampled_from(list("0123456789-+._:eExXoObBaAfF TZ")), min_size=1, max_size=12)
WORDS = st.sampled_from(
    ["yes", "No", "ON", "off", "true", "False", "null", "~", "y", "n", "=", "<<", "-", ".inf", "-.INF", ".NaN"]
)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return type(one) is type(other) and one == other


@given(st.one_of(NUMBER_LIKE, WORDS, st.dates().map(str), st.datetimes().map(str)))
@example("0x1F")
@example("010")
@example("1_000")
@example("12:30:45")
@example("190:20:30.15")
@example("2026-02-30")
@example("2026-1-2")
@example("0x_")
@example("2001-12-14t21:59:43.10-05:00")
def test_it_loads_as_in_mkdocs(text: str) -> None:
    block = f"key: {text}"
    events = [event for event in _events(block) if isinstance(event, yaml.ScalarEvent)]
    if len(events) != 2 or events[1].value != text or not events[1].implicit[0]:
        # Not one plain text: YAML sees more in it than a value.
        return
    try:
        truth = yaml.load(block, yaml.CSafeLoader)["key"]
    except (ValueError, OverflowError, yaml.YAMLError):
        with pytest.raises(NotLoaded):
            loaded(text)
    else:
        assert same(loaded(text), truth)


def _events(block: str) -> list[Any]:
    try:
        return list(yaml.parse(block, yaml.CSafeLoader))
    except yaml.YAMLError:
        return []


@pytest.mark.parametrize(
    ("text", "is_date"),
    [("2026-02-30", True), ("2026-11-21 25:00:00", True), ("=", False), ("<<", False), ("0x_", False)],
)
def test_what_mkdocs_fails_on(text: str, is_date: bool) -> None:
    with pytest.raises(NotLoaded) as caught:
        loaded(text)
    assert caught.value.is_date is is_date


def test_a_number_without_end_keeps_nobody_busy() -> None:
    long = "1" + ":01" * LONGEST
    assert loaded(long) == long
    assert newer("1" * 5000) == "text"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "null"), ("~", "null"), ("null", "null"), ("true", "bool"), ("yes", "text"), ("NO", "text"), ("12", "int"),
     ("0x1F", "int"), ("0o17", "int"), ("010", "int"), ("1e3", "float"), ("1.10", "float"), (".5", "float"), (".inf", "float"),
     ("1_000", "text"), ("12:30:45", "text"), ("2026-11-16", "text"), ("1.10.2", "text"), ("809a", "text"),
     ("-", "text"), ("٣", "text")],
)  # fmt: skip
def test_the_type_in_an_editor(text: str, kind: str) -> None:
    assert newer(text) == kind


@pytest.mark.parametrize(
    ("text", "same"),
    [("42", True), ("-3", True), ("1.5", True), (".5", True), ("1.", True), ("1.0", True), ("0", True), ("1.10", False),
     ("010", False), ("0x1F", False), ("1_000", False), ("+5", False), ("12:30", False), ("1.50", False), ("00", False)],
)  # fmt: skip
def test_digits_that_stay(text: str, same: bool) -> None:
    assert same_digits(text, loaded(text)) is same


@pytest.mark.parametrize(
    ("value", "words"),
    [(31, "the number 31"), (1.1, "the number 1.1"), (True, "true"), (False, "false"), (None, "nothing"),
     (date(2026, 11, 16), "the date 2026-11-16"), (datetime(2026, 11, 16, 9), "the time 2026-11-16 09:00:00")],
)  # fmt: skip
def test_in_words(value: object, words: str) -> None:
    assert described(value) == words
