"""Where an article stands, found without ranking all: the same as ranking all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from trees import article, index, settle, write

from kb_tools.config import load_settings
from kb_tools.query.understand import QueryTerm, understand
from kb_tools.search import ranking
from kb_tools.search.searcher import Searcher

WORDS = [f"{syllable}{ending}" for syllable in "ba ke li mo nu ra".split() for ending in "nt rd sk".split()]


def text(chance: random.Random, length: int) -> str:
    # Some words are everywhere, as they are: their postings are dense.
    return " ".join(chance.choices(WORDS, weights=[1 + 40 // (1 + number) for number in range(len(WORDS))], k=length))


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Two segments, with articles deleted from the first."""
    root = tmp_path_factory.mktemp("kb")
    chance = random.Random(11)
    for number in range(300):
        write(
            root, {f"docs/{number:03}.md": article(text(chance, 3), text(chance, 40), symptoms=f"[{text(chance, 4)}]")}
        )
    index(settle(root))
    for number in range(0, 60, 5):
        (root / f"docs/{number:03}.md").unlink()
    for number in range(60, 90, 5):
        write(root, {f"docs/{number:03}.md": article(text(chance, 3), text(chance, 40))})
    settings = load_settings(root)
    found = Searcher(settings, index(settle(root, 30)))
    assert len(found._segments) == 2
    assert found.documents == 288
    return found


@pytest.mark.parametrize("among", [1, 3, 10])
def test_the_answer_is_that_of_the_ranking(searcher: Searcher, among: int) -> None:
    answers = set()
    for card in searcher.cards():
        title = card["title"]
        ranked = [hit["path"] for hit in searcher.rank(title, among)]
        answers.add(answer := searcher.finds(card["path"], title, among))
        assert answer == (card["path"] in ranked), title
    assert answers == {True, False}


def test_what_stands_out_is_among_the_first_by_its_words(searcher: Searcher) -> None:
    """The quick answer alone, which may only ever err to the other side."""
    chance = random.Random(12)
    out = 0
    for _ in range(300):
        query = understand(text(chance, chance.randrange(1, 6)), searcher.analyzer, searcher._lexicon)
        weighed = ranking.weigh(query.terms, searcher._lexicon, searcher.documents)
        ranked = [document for _, document in ranking.rank(weighed, searcher._segments, 8)]
        for place, document in enumerate(ranked):
            stands_out = searcher._standings.stands_out(weighed, document, 3)
            out += stands_out
            assert not stands_out or place < 3
    assert out > 300


def test_quotes_in_a_title_are_no_syntax(tmp_path: Path) -> None:
    # The second one scores the same: only a whole search tells that the first comes first.
    write(tmp_path, {f"docs/{name}.md": article("The paper jam light", "Blinks.") for name in "ab"})
    searcher = Searcher(load_settings(tmp_path), index(tmp_path))
    assert searcher.finds("a.md", 'The "light paper" jam', 1)
    assert not searcher.finds("b.md", 'The "light paper" jam', 1)


def test_what_is_deleted_stands_in_nobodys_way(tmp_path: Path) -> None:
    others = {f"docs/x{number}.md": article(f"Other {number}", "Text.") for number in range(9)}
    write(tmp_path, {**{f"docs/{number}.md": article("Paper jam", "Blinks.") for number in range(5)}, **others})
    index(settle(tmp_path))
    for number in range(4):
        (tmp_path / f"docs/{number}.md").unlink()
    searcher = Searcher(load_settings(tmp_path), index(tmp_path))
    weighed = ranking.weigh([QueryTerm("jam", 1.0, "word")], searcher._lexicon, searcher.documents)
    ((_, document),) = ranking.rank(weighed, searcher._segments, 5)
    assert any(segment.deleted for segment in searcher._segments)
    assert searcher._standings.stands_out(weighed, document, 1)


def test_an_article_that_is_in_no_index_is_missing_nowhere(searcher: Searcher) -> None:
    assert searcher.finds("gone.md", "gone", 1)


def test_names_that_differ_in_case_are_two_articles(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("Apples", "Pears.")})
    write(tmp_path, {"docs/A.md": article("Oranges", "Lemons.")})
    if len(list((tmp_path / "docs").iterdir())) == 1:
        pytest.skip("this file system takes them for one")
    searcher = Searcher(load_settings(tmp_path), index(tmp_path))
    assert searcher.finds("a.md", "apples", 1)
    assert searcher.finds("A.md", "oranges", 1)
    assert not searcher.finds("A.md", "apples", 1)
    assert not searcher.finds("a.md", "oranges", 1)


def test_a_title_of_words_that_no_article_has_finds_nothing(searcher: Searcher) -> None:
    assert not searcher.finds("001.md", "zzz qqq", 3)
