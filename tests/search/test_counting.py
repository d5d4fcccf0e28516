"""Is every term of a text counted as often as it stands there?"""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.search import impacts
from kb_tools.search.analysis import Analyzer
from kb_tools.search.counting import Counts, Terms

english = Analyzer()
BODY = next(field for field in impacts.FIELDS if field.name == "body")
TITLE = next(field for field in impacts.FIELDS if field.name == "title")
TEXTS = st.text("aZé1'’._- \n(0xKB")


def counted(terms: Terms, counts: Counts) -> dict[str, int]:
    names = {number: term for term, number in terms.numbers.items()}
    return {names[number]: times for number, times in zip(counts.terms, counts.times, strict=True)}


@given(TEXTS, TEXTS)
@example("log-in, log-in. log in: 550-5.1.1", "(log-in) --")
@example("word. word, word", "")
def test_each_term_is_counted(before: str, text: str) -> None:
    terms = Terms(english)
    terms.count(BODY, before)
    counts = terms.count(BODY, text)
    tokens = english.tokens(text)
    assert counted(terms, counts) == Counter(term for token in tokens for term in english.expand(token))
    assert counts.length == len(tokens)
    assert terms.words == {*tokens, *english.tokens(before)}


def test_often_is_often_enough() -> None:
    terms = Terms(english)
    assert counted(terms, terms.count(BODY, "drop " * 1000)) == {"drop": impacts.MOST}


def test_words_within_names_count_and_make_nothing_longer() -> None:
    terms = Terms(english)
    counts = terms.count(TITLE, "KubeNodeNotReady on a node")
    assert counted(terms, counts) == {
        "kubenodenotreadi": 1,
        "kube": 1,
        "node": 2,
        "not": 1,
        "readi": 1,
        "on": 1,
        "a": 1,
    }
    assert counts.length == 4


def test_neighbours_are_kept_where_the_field_wants_them() -> None:
    terms = Terms(english)
    assert not terms.count(BODY, "vpn drops").pairs
    [pair] = terms.count(TITLE, "vpn drops").pairs
    assert pair == terms.numbers["vpn drop"]
