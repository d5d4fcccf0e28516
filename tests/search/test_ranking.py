"""Is the score the sum that it says it is, whatever is skipped, packed or deleted?"""

from __future__ import annotations

import math
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from segments import Table, Tables

from kb_tools.query.understand import QueryTerm
from kb_tools.search import coarse, ranking
from kb_tools.search.facets import facet
from kb_tools.search.ranking import MAX_TERMS, UNIT, Weighed, weight

FACTORS = (0.25, 0.5, 1.0, 4.0)


def random_tables(chance: Random, folder: Path) -> Tables:
    """One to three segments: tiny ones, and ones large enough for dense postings."""
    tables: list[tuple[Table, int, set[int]]] = []
    for _ in range(chance.randint(1, 3)):
        size = chance.choice([1, 5, 20, 300])
        table = {
            f"t{number}": {
                document: chance.choice([1, 7, chance.randint(1, 255)])
                for document in range(size)
                if chance.random() < share
            }
            for number, share in enumerate((0.005, 0.05, 0.06, 0.07, 0.3, 0.9, 1.0))
        }
        gone = {document for document in range(size) if chance.random() < 0.1}
        tables.append(({term: found for term, found in table.items() if found}, size, gone))
    return Tables(folder, tables)


def sums(found: Tables, weighed: list[Weighed]) -> dict[int, int]:
    """Every document's score, added up from what the tables say."""
    scores: dict[int, int] = {}
    for item in weighed:
        step = coarse.step(item.frequency, len(found.documents))
        for document, impact in found.impacts.get(item.term, {}).items():
            rounded = min(max(1, math.floor(impact / step + 0.5)), 255 // step) * step
            scores[document] = scores.get(document, 0) + item.weight * rounded
    return scores


@given(st.integers(0), st.integers(1, 400))
@settings(max_examples=80)
def test_the_best_are_those_of_the_full_sum(seed: int, limit: int) -> None:
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        found = random_tables(chance, Path(folder))
        names = chance.sample(["t0", "t1", "t2", "t3", "t4", "t5", "t6", "nowhere"], chance.randint(1, 8))
        terms = [QueryTerm(name, chance.choice(FACTORS), "word") for name in names]
        weighed = ranking.weigh(terms, found.lexicon, len(found.documents))
        wanted = set(chance.sample(found.documents, len(found.documents) // 2)) if chance.random() < 0.3 else None
        ranked = ranking.rank(weighed, found.live, limit, wanted)
        shares = {document: ranking.shares(weighed, found.live, document) for _, document in ranked}
        found.close()
    full = sums(found, weighed)
    fitting = [(-score, document) for document, score in full.items() if wanted is None or document in wanted]
    assert [(-score, document) for score, document in ranked] == sorted(fitting)[:limit]
    for score, document in ranked:
        parts = [share.weight * share.impact for share in shares[document]]
        assert sum(parts) == score, "the explanation is the score"
        assert parts == sorted(parts, reverse=True)


@given(st.integers(0))
@settings(max_examples=40)
def test_filters_and_phrases_let_through_what_fits_all(seed: int) -> None:
    chance = Random(seed)
    values = {"product": ("vpn", "mail"), "audience": ("public",)}
    names = [facet(name, value) for name, all_of_it in values.items() for value in all_of_it] + ["a", "b", "c"]
    tables: list[tuple[Table, int, set[int]]] = []
    for _ in range(chance.randint(1, 3)):
        table = {name: {document: 1 for document in range(30) if chance.random() < 0.5} for name in names}
        tables.append(
            (
                {name: on for name, on in table.items() if on},
                30,
                {document for document in range(30) if chance.random() < 0.2},
            )
        )
    with tempfile.TemporaryDirectory() as folder:
        found = Tables(Path(folder), tables)
        filters = {name: tuple(chance.sample(of, chance.randint(1, len(of)))) for name, of in values.items()}
        filtered = ranking.filtered(filters, found.live)
        having = ranking.having_all(["a", "b"], found.lexicon, found.live)
        nothing = ranking.having_all(["a", "nowhere"], found.lexicon, found.live)
        found.close()

    def on(name: str) -> set[int]:
        return set(found.impacts.get(name, {}))

    assert filtered == set.intersection(
        *(set.union(*(on(facet(name, value)) for value in given_values)) for name, given_values in filters.items())
    )
    assert having == on("a") & on("b")
    assert nothing == set()


def test_no_filter_is_no_set() -> None:
    assert ranking.filtered({}, ()) is None


def test_the_largest_scores_fit(tmp_path: Path) -> None:
    """32 bits for each document: more than any query can reach."""
    size = 50
    table = {f"t{number}": dict.fromkeys(range(size), 255) for number in range(MAX_TERMS)}
    found = Tables(tmp_path, [(table, size, ())])
    heaviest = weight(100.0, 1, 10**9)
    weighed = [Weighed(name, heaviest, size, found.lexicon.look_up(name)[1]) for name in table]
    assert found.live[0].reader.postings("t0").is_dense  # type: ignore[union-attr]
    assert ranking.rank(weighed, found.live, 1) == [(MAX_TERMS * heaviest * 255, 0)]
    assert MAX_TERMS * heaviest * 255 < 2**32


@given(st.floats(0.1, 8), st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_weight_is_bm25s_idf_in_whole_numbers(factor: float, frequency: int, others: int) -> None:
    documents = frequency + others
    found = weight(factor, frequency, documents)
    assert isinstance(found, int)
    assert found >= 1
    assert found == max(1, round(UNIT * factor * math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))))
    assert found >= weight(factor, frequency + 1, documents + 1), "what fewer have says more"


def test_only_the_heaviest_terms_of_a_speech_are_looked_for(tmp_path: Path) -> None:
    count = MAX_TERMS + 12
    table = {f"t{number}": {0: 1, **dict.fromkeys(range(1, 1 + number), 1)} for number in range(count)}
    found = Tables(tmp_path, [(table, count, ())])
    terms = [QueryTerm(name, 1.0, "word") for name in [*reversed(table), "nowhere"]]
    weighed = ranking.weigh(terms, found.lexicon, count)
    assert {item.term for item in weighed} == {f"t{number}" for number in range(MAX_TERMS)}
    assert [item.frequency for item in weighed][:3] == [1, 2, 3]


def test_equal_scores_are_in_the_order_of_paths_across_segments(tmp_path: Path) -> None:
    """An article that was just changed stands in the last segment; it must not stand last among its equals for that."""
    table = {"t": dict.fromkeys(range(20), 5)}
    paths = {40 + document: f"{document:06}-again" for document in range(20)}
    found = Tables(tmp_path, [(table, 20, {0}), (table, 20, ()), (table, 20, {3})], paths=paths)
    by_path = sorted(found.documents, key=lambda document: paths.get(document, f"{document:06}"))
    assert by_path != found.documents
    weighed = ranking.weigh([QueryTerm("t", 1.0, "word")], found.lexicon, 58)
    for limit in (1, 2, 5, 19, 20, 25, 100):
        assert [document for _, document in ranking.rank(weighed, found.live, limit)] == by_path[:limit]
        odd = {document for document in by_path if document % 2}
        ranked = [document for _, document in ranking.rank(weighed, found.live, limit, odd)]
        assert ranked == [document for document in by_path if document in odd][:limit]


def test_nothing_asked_finds_nothing(tmp_path: Path) -> None:
    found = Tables(tmp_path, [({"t": {0: 1}}, 2, ())])
    assert ranking.rank([], found.live, 10) == []
    weighed = ranking.weigh([QueryTerm("t", 1.0, "word")], found.lexicon, 2)
    assert ranking.rank(weighed, found.live, 10, set()) == []
    assert [document for _, document in ranking.rank(weighed, found.live, 10)] == [0], "no article without a word of it"


@pytest.mark.parametrize("share", [1, 2, 16, 17, 40])
def test_dense_and_sparse_postings_add_up_alike(tmp_path: Path, share: int) -> None:
    size = 340
    on = {document: 1 + document % 255 for document in range(0, size, share)}
    found = Tables(tmp_path, [({"t": on}, size, ())])
    postings = found.live[0].reader.postings("t")
    assert postings is not None
    assert ranking.add_up([(3, postings), (2, None), (1, postings)], size) == [
        4 * on.get(document, 0) for document in range(size)
    ]
    assert list(postings.having()) == sorted(on)
    assert [postings.impact(document) for document in range(size)] == [on.get(document, 0) for document in range(size)]
