"""Do British and American words become one, and other words stay as they are?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.search.analysis import Analyzer
from kb_tools.search.english import NEGATIONS, one_spelling

english = Analyzer()


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"), ("colours", "colors"), ("centre", "center"), ("grey", "gray"), ("licence", "license"),
        ("programme", "program"), ("cancelled", "canceled"), ("dialling", "dialing"), ("fibre", "fiber"),
        ("synchronise", "synchronize"), ("synchronised", "synchronized"), ("synchronising", "synchronizing"),
        ("synchronisation", "synchronization"), ("initialises", "initializes"), ("organiser", "organizer"),
        ("organisers", "organizers"), ("organisations", "organizations"), ("analyse", "analyze"),
        ("prioritise", "prioritize"), ("recognised", "recognized"), ("utilisation", "utilization"),
    ],
)  # fmt: skip
def test_one_spelling(british: str, american: str) -> None:
    assert one_spelling(british) == american
    assert one_spelling(american) == american
    assert english.expand(british) == english.expand(american)


@pytest.mark.parametrize(
    "word",
    """advise advised promise promised exercise precise disguise surprise raised noise poise used user users uses using
    rise risen wise otherwise expertise house mouse close closed closing cause base based licenses sing wising realised2
    sation sing se four hour pour your tour flour""".split(),
)
def test_words_that_only_look_british(word: str) -> None:
    assert one_spelling(word) == word


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_twice_changes_no_more_than_once(word: str) -> None:
    assert one_spelling(one_spelling(word)) == one_spelling(word)


@pytest.mark.parametrize("word", sorted(NEGATIONS))
def test_every_negation_says_not(word: str) -> None:
    assert english.tokens(word) == [word], "it is one token"
    assert english.expand(word) == ("not",)
    assert english.expand(word.replace("'", "’")) == ("not",)


def test_only_english_is_spelled_so() -> None:
    german = Analyzer("german")
    assert german.expand("can't") != ("not",)
    assert german.expand("wont") != ("not",)
    assert german.expand("colour") != english.expand("colour")
