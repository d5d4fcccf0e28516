"""Are the impacts of common terms as coarse as they may be, and those of all others untouched?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.search.coarse import MOST, SHORT, rounded, step
from kb_tools.search.ranking import weight

EVERY = bytes(range(256))


def test_the_more_articles_have_a_term_the_coarser_it_is() -> None:
    steps = [step(frequency, 100_000) for frequency in (1000, 2000, 4000, 7000, 20_000, 40_000, 60_000, 100_000)]
    assert steps == [1, 2, 3, 4, 5, 8, 16, 16]


def test_a_short_list_stays_as_it_is() -> None:
    assert {
        step(frequency, documents) for documents in (1, 70, 300) for frequency in range(min(documents + 1, SHORT))
    } == {1}
    assert step(SHORT, 300) > 1
    assert rounded(EVERY, SHORT - 1, 300) is EVERY


@given(st.integers(SHORT, 100_000), st.integers(1, 200_000))
def test_no_score_moves_by_more_than_one_step_of_the_rarest_word(frequency: int, more: int) -> None:
    documents = frequency + more
    coarse = rounded(EVERY, frequency, documents)
    size = step(frequency, documents)
    assert {impact % size for impact in coarse} == {0}
    assert [place for place, impact in enumerate(coarse) if not impact] == [0], (
        "who has the term still has it, nobody else"
    )
    assert max(coarse) <= MOST
    assert list(coarse) == sorted(coarse)
    moved = max(abs(before - after) for before, after in zip(EVERY, coarse, strict=True))
    assert weight(1.0, frequency, documents) * moved <= max(MOST, weight(1.0, 1, documents) * 3 / 2)
