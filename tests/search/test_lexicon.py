"""Does a query learn what the articles' words are, over all segments and without what is gone?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from segments import Tables

from kb_tools.query.vocabulary import Entry

SIZE = 40
impacts = st.dictionaries(st.integers(0, SIZE - 1), st.integers(1, 255), min_size=1)
tables = st.dictionaries(st.sampled_from("abcde"), impacts | st.just(dict.fromkeys(range(SIZE), 9)))


@given(st.lists(st.tuples(tables, st.just(SIZE), st.sets(st.integers(0, SIZE - 1))), min_size=1, max_size=3))
@settings(max_examples=40)
def test_frequencies_are_those_of_the_articles_that_are_left(
    given_tables: list[tuple[dict[str, dict[int, int]], int, set[int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = Tables(Path(folder), given_tables)
        for term in "abcdez":
            true = len(found.impacts.get(term, {}))
            assert found.lexicon.frequency(term) == true
            assert found.lexicon.is_known(term) == (true > 0)
            frequency, postings = found.lexicon.look_up(term)
            assert frequency == true
            assert len(postings) == len(given_tables)
        found.close()


def test_words_of_all_segments_and_of_the_vocabulary(tmp_path: Path) -> None:
    table = {"x": {0: 1}}
    found = Tables(
        tmp_path,
        [(table, 1, ()), (table, 1, ())],
        words=[["router", "rabbit"], ["radius"]],
        vocabulary=[Entry("rumble box", ("router",), 1)],
    )
    assert sorted(found.lexicon.words("r", 6)) == ["rabbit", "radius", "router", "rumble"]
    assert found.lexicon.words("x", 6) == []


def test_what_words_stand_for(tmp_path: Path) -> None:
    entries = [Entry("rumble box", ("router", "dsl modem"), 1), Entry("rumble", ("noise",), 2)]
    found = Tables(tmp_path, [({"x": {0: 1}}, 1, ())], vocabulary=entries).lexicon
    assert found.meanings(["rumbl", "box"]) == [["router"], ["dsl", "modem"]]
    assert found.meanings(["rumbl"]) == [["nois"]]
    assert found.meanings(["box"]) == []
    assert found.is_known("rumbl"), "no article has it, but a caller says it"
    assert not found.is_known("box")


def test_codes_that_begin_alike(tmp_path: Path) -> None:
    one = {"80070005": {0: 1}, "80070005 error": {0: 1}, "8007000e": {1: 1}, "80080000": {0: 1}}
    other = {"80070057": {0: 1}}
    found = Tables(tmp_path, [(one, 2, {1}), (other, 1, ())]).lexicon
    assert found.codes("8007") == ["80070005", "80070057"], "without pairs, and without what is gone"
    assert found.codes("9") == []


def test_how_many_codes_are_looked_at_does_not_depend_on_the_segments(tmp_path: Path) -> None:
    all_terms = [f"8007{number:03}" for number in range(150)]
    whole = Tables(tmp_path / "one", [({term: {0: 1} for term in all_terms}, 1, ())]).lexicon
    halves = [({term: {0: 1} for term in all_terms[start::2]}, 1, ()) for start in (0, 1)]
    gone = ({f"80070{number:02}x": {0: 1} for number in range(60)}, 1, {0})
    cut = Tables(tmp_path / "three", [*halves, gone]).lexicon
    assert cut.codes("8007") == whole.codes("8007") == all_terms[:50]
