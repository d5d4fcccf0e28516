"""Are impacts BM25's, and do they stay when other articles come and go?"""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.search.impacts import FIELDS, MOST, SCALE, Field, damped, pivots

fields = st.sampled_from(FIELDS)
lengths = st.integers(1, 100_000)


@given(fields, lengths, st.floats(1, 10_000))
def test_shares_are_the_formula(field: Field, length: int, pivot: float) -> None:
    shares, pair = damped(field, length, pivot)
    for tf, share in enumerate(shares):
        bm25 = tf * (field.k1 + 1) / (tf + field.k1 * (1 - field.b + field.b * length / pivot)) if tf else 0
        assert share == pytest.approx(SCALE * field.weight * bm25)
    once = (field.k1 + 1) / (1 + field.k1 * (1 - field.b + field.b * length / pivot))
    assert pair == pytest.approx(SCALE * field.pairs * once)
    assert len(shares) == MOST + 1


@given(fields, lengths, st.floats(1, 10_000))
def test_more_of_a_word_says_more_but_less_and_less(field: Field, length: int, pivot: float) -> None:
    shares, _ = damped(field, length, pivot)
    steps = [after - before for before, after in pairwise(shares)]
    assert all(step > 0 for step in steps)
    assert steps == sorted(steps, reverse=True)


@given(fields, lengths, lengths, st.floats(1, 10_000))
def test_a_word_in_a_longer_text_says_less(field: Field, one: int, other: int, pivot: float) -> None:
    short, long = sorted((one, other))
    assert damped(field, short, pivot)[0][1] >= damped(field, long, pivot)[0][1]


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**5)), max_size=8))
def test_pivots_are_half_powers_of_two_next_to_the_mean(columns: list[tuple[int, int]]) -> None:
    found = pivots([total for total, _ in columns], [count for _, count in columns])
    assert len(found) == len(columns)
    for (total, count), pivot in zip(columns, found, strict=True):
        exponent = 2 * math.log2(pivot)
        assert exponent == pytest.approx(round(exponent))
        if count and total >= count:
            assert abs(math.log2(pivot) - math.log2(total / count)) <= 0.2501
        else:
            assert pivot == 1


def test_a_pivot_does_not_follow_every_article() -> None:
    """Else one more article would change all impacts, and everything were to be weighed again."""
    assert pivots([100 * 1000], [1000]) == pivots([101 * 1000 + 500], [1001])


def test_the_title_says_most_and_the_body_least() -> None:
    weights = {field.name: field.weight for field in FIELDS}
    assert weights["title"] == max(weights.values())
    assert weights["body"] == min(weights.values())
    assert len(weights) == len(FIELDS)
