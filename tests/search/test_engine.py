"""Does a segment give back what was written, and does Whoosh's own searcher get the same answers from it?"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query
from whoosh.matching import Matcher
from whoosh.reading import MultiReader
from whoosh.scoring import BaseScorer, WeightingModel
from whoosh.searching import Searcher as WhooshSearcher

from kb_tools.query.understand import QueryTerm
from kb_tools.search import coarse, ranking
from kb_tools.search.engines.whoosh.codec import FIELD, whoosh_reader, write_segment
from kb_tools.search.engines.whoosh.reader import open_segment
from kb_tools.search.lexicon import IndexLexicon, Live
from kb_tools.search.wordlist import WordList, write_words

Table = Mapping[str, Mapping[int, int]]
"""Term -> document -> impact."""

DOCUMENTS = 40
"""Enough that a term of many has dense postings and a term of few has not."""

words = st.text(st.characters(exclude_categories=()), min_size=1, max_size=8)
impacts = st.dictionaries(st.integers(0, DOCUMENTS - 1), st.integers(1, 255), min_size=1)
tables = st.dictionaries(words, impacts, min_size=1, max_size=12)


def no_vocabulary(folder: Path) -> Path:
    """A compiled vocabulary without entries."""
    write_words(folder, "vocabulary", [])
    (folder / "vocabulary").write_bytes(b"\n")
    return folder / "vocabulary"


def write_table(folder: Path, name: str, table: Table, documents: int = DOCUMENTS, cards: Sequence[bytes] = ()) -> None:
    cards = cards or [f"card {number} of {name}".encode() * number for number in range(documents)]
    postings = [
        (
            term.encode("utf-8", "surrogatepass"),
            array("I", sorted(found)),
            bytearray(found[key] for key in sorted(found)),
        )
        for term, found in table.items()
    ]
    write_segment(folder, name, cards, sorted(postings))


@given(tables)
@settings(max_examples=50)
def test_what_is_written_is_read(table: Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_table(Path(folder), "a", table)
        segment = open_segment(Path(folder), "a", DOCUMENTS)
        for term, found in table.items():
            postings = segment.postings(term)
            assert postings is not None
            assert {document: postings.impact(document) for document in postings.having()} == found
            assert list(postings.having()) == sorted(found)
            assert postings.frequency == len(found)
            assert [postings.impact(number) for number in range(DOCUMENTS)] == [
                found.get(n, 0) for n in range(DOCUMENTS)
            ]
        in_order = sorted(table, key=lambda term: term.encode("utf-8", "surrogatepass"))
        assert list(segment.terms("")) == in_order
        for term in table:
            assert list(segment.terms(term[:2])) == [other for other in in_order if other.startswith(term[:2])]
        assert [segment.card(number) for number in range(DOCUMENTS)] == [
            f"card {n} of a".encode() * n for n in range(DOCUMENTS)
        ]
        segment.close()


def test_what_is_not_there(tmp_path: Path) -> None:
    write_table(tmp_path, "a", {"vpn": {0: 1}})
    segment = open_segment(tmp_path, "a", DOCUMENTS)
    for term in ("", "v", "vp", "vpnn", "w", "vpn\0", "日本"):
        assert segment.postings(term) is None
    assert list(segment.terms("w")) == []


def test_a_segment_needs_a_document(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a document"):
        write_segment(tmp_path, "a", [], [(b"vpn", array("I", [0]), bytearray(b"1"))])
    assert not list(tmp_path.iterdir())


def test_many_documents_and_terms(tmp_path: Path) -> None:
    table = {f"term{number}": {document: 1 + document % 255 for document in range(number % 50, 5000, 50)}
             for number in range(2000)}  # fmt: skip
    write_table(tmp_path, "a", table, 5000)
    segment = open_segment(tmp_path, "a", 5000)
    for number in range(0, 2000, 97):
        postings = segment.postings(f"term{number}")
        assert postings is not None
        assert {document: postings.impact(document) for document in postings.having()} == table[f"term{number}"]
    assert len(list(segment.terms("term"))) == 2000


@pytest.mark.parametrize("ending", [".trm", ".pst", ".card.col"])
def test_a_truncated_file_ends_no_process_and_tells_no_lies(tmp_path: Path, ending: str) -> None:
    """The seal catches it before; this is the second line."""
    write_table(tmp_path, "a", {f"term{number}": dict.fromkeys(range(DOCUMENTS), 7) for number in range(20)})
    (path,) = [path for path in tmp_path.iterdir() if path.name.endswith(ending)]
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        try:
            segment = open_segment(tmp_path, "a", DOCUMENTS)
            found = [segment.postings(f"term{number}") for number in range(20)]
            cards = [segment.card(number) for number in range(DOCUMENTS)]
        except Exception:
            continue
        assert [postings and list(postings.having()) for postings in found] == [list(range(DOCUMENTS))] * 20
        assert cards == [f"card {number} of a".encode() * number for number in range(DOCUMENTS)]


# --- the same sums as Whoosh's own searcher


class Sum(WeightingModel):  # type: ignore[misc]
    """Adds up what the postings say, as kb does, by Whoosh's own walk over matchers."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> BaseScorer:
        return _Impact()


class _Impact(BaseScorer):  # type: ignore[misc]
    def supports_block_quality(self) -> bool:
        return False

    def score(self, matcher: Matcher) -> float:
        weight: float = matcher.weight()
        return weight


@given(st.integers(0), st.integers(1, 3), st.integers(1, 60))
@settings(max_examples=60)
def test_whoosh_gets_the_same_answers(seed: int, count: int, limit: int) -> None:
    """Also with deleted documents, a filter, and every limit: what ranking skips, it skips rightly."""
    chance = Random(seed)
    size = chance.choice([1, 10, 60, 300])
    vocabulary = {f"w{number}": chance.random() ** 4 for number in range(12)}
    with tempfile.TemporaryDirectory() as folder:
        readers, live = [], []
        for number in range(count):
            table = {
                term: {document: chance.randint(1, 255) for document in range(size) if chance.random() < share}
                for term, share in vocabulary.items()
            } | {"all": dict.fromkeys(range(size), 1)}
            cards = [b'{"path": "%02d/%06d"}' % (number, document) for document in range(size)]
            write_table(
                Path(folder), f"s{number}", {term: found for term, found in table.items() if found}, size, cards
            )
            readers.append(whoosh_reader(Path(folder), f"s{number}", size))
            deleted = frozenset(document for document in range(size) if chance.random() < 0.1)
            write_words(Path(folder), f"s{number}", [])
            words = WordList(Path(folder), f"s{number}")
            live.append(Live(open_segment(Path(folder), f"s{number}", size), size * number, deleted, words))
        terms = chance.sample([*vocabulary, "all", "nowhere"], chance.randint(1, 9))
        gone = {segment.base + document for segment in live for document in segment.deleted}
        wanted = (
            {number for number in range(count * size) if chance.random() < 0.5} - gone
            if chance.random() < 0.3
            else None
        )
        with pytest.MonkeyPatch.context() as patch:
            # Whoosh adds up what is written, unrounded.
            patch.setattr(coarse, "STEPS", ())
            weighed = ranking.weigh(
                [QueryTerm(term, chance.choice([0.3, 0.5, 1.0, 4.0]), "word") for term in terms],
                IndexLexicon(live, no_vocabulary(Path(folder))), count * size,
            )  # fmt: skip
        ours = ranking.rank(weighed, live, limit, wanted)

        with WhooshSearcher(MultiReader(readers) if count > 1 else readers[0], weighting=Sum()) as searcher:
            either = query.Or([query.Term(FIELD, item.term, boost=float(item.weight)) for item in weighed])
            theirs = {hit.docnum: hit.score for hit in searcher.search(either, limit=None)} if weighed else {}
            for item in live:
                item.reader.close()
    fitting = [
        (-score, number)
        for number, score in theirs.items()
        if number not in gone and (wanted is None or number in wanted)
    ]
    assert [(-score, document) for score, document in ours] == sorted(fitting)[:limit]
