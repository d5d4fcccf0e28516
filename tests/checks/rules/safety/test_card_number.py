from __future__ import annotations

import re

import pytest
from checks.reading_one import found, marked
from hypothesis import assume, given
from hypothesis import strategies as st


def _with_check_digit(digits: str) -> str:
    """By the definition: the doubled digits' sums and the others make a multiple of ten."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


@given(st.sampled_from(["45", "51", "2221", "6011", "3528", "6212"]), st.text("0123456789", min_size=15, max_size=15))
def test_a_card_is_found_and_a_wrong_digit_is_none(prefix: str, digits: str) -> None:
    number = _with_check_digit((prefix + digits)[:15])
    # Test numbers have few different digits.
    assume(len(set(number)) > 3)
    spaced = " ".join(re.findall("....", number))
    assert marked("KB603", f"It was {spaced} that failed") == [spaced]
    assert marked("KB603", f"card {number}") == [number]
    assert marked("KB603", f"this {number}") == []
    wrong = number[:7] + str((int(number[7]) + 1) % 10) + number[8:]
    assert marked("KB603", f"card {wrong}") == []


@pytest.mark.parametrize(
    "digits",
    ["453914880343646", "34123456789012", "3012345678901", "222312345678901", "601145678901234", "621234567890123"],
)
def test_every_issuer(digits: str) -> None:
    number = _with_check_digit(digits)
    (finding,) = found("KB603", f"card {number}")
    assert number[2:] not in finding.message
    assert number not in finding.key
