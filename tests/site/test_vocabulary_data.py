"""Do the browser's pieces of the vocabulary say what the compiled vocabulary says?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.query.vocabulary import STARTER, Entry, Vocabulary, compiled, read
from kb_tools.search.analysis import Analyzer
from kb_tools.site.vocabulary import vocabulary_data

english = Analyzer()

phrases = st.lists(
    st.sampled_from("internet box modem log-in 808 kicked off kick é 日本 __proto__ a".split()), min_size=1, max_size=4
).map(" ".join)


def lookup(data: dict[str, str], terms: list[str]) -> list[list[str]]:
    """As vocabulary.js does it."""
    first, *others = terms
    key = " ".join(others) + "\t"
    lines = [line for line in data.get(first, "").split("\n") if line.startswith(key)]
    assert len(lines) < 2
    return [meaning.split(" ") for line in lines for meaning in line[len(key) :].split("\t")]


@given(
    st.lists(st.tuples(phrases, st.lists(phrases, min_size=1, max_size=3)), max_size=20), st.lists(phrases, max_size=5)
)
def test_the_same_meanings(entries: list[tuple[str, list[str]]], others: list[str]) -> None:
    content = compiled([Entry(said, tuple(means), 1) for said, means in entries], english)
    vocabulary, data = Vocabulary(content), vocabulary_data(content)
    for text in [*(said for said, _ in entries), *others]:
        terms = english.own_terms(english.tokens(text))
        assert lookup(data, terms) == vocabulary.meanings(terms)
        for term in terms:
            assert (term in data) == vocabulary.begins(term)


def test_no_entries() -> None:
    assert vocabulary_data(compiled([], english)) == {}


def test_the_starter_set_is_small() -> None:
    data = vocabulary_data(compiled(read(STARTER), english))
    assert len(data) > 100
    assert sum(len(first) + len(lines) for first, lines in data.items()) < 20_000
