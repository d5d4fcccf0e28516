"""The articles' words as a query sees them: how many articles have a term, which words there are, what they stand for."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import groupby, islice
from pathlib import Path

from kb_tools.query.vocabulary import Vocabulary
from kb_tools.search.engines import Postings, SegmentReader
from kb_tools.search.wordlist import WordList

SOME = 50
"""Terms with the same beginning that are looked at."""

Found = tuple[Postings | None, ...]
"""A term's postings in each segment."""


class Live:
    """A segment in an index: where its documents begin in the index's numbering, and which of them are gone."""

    __slots__ = ("base", "deleted", "reader", "words")

    def __init__(self, reader: SegmentReader, base: int, deleted: frozenset[int], words: WordList) -> None:
        self.reader = reader
        self.base = base
        self.deleted = deleted
        self.words = words

    def numbers(self, postings: Postings) -> list[int]:
        """The documents of these postings that are not gone, in the index's numbering."""
        return [self.base + document for document in postings.having() if document not in self.deleted]


class IndexLexicon:
    """Looks every term up once in a query's life."""

    def __init__(self, segments: Sequence[Live], vocabulary: Path) -> None:
        self._segments = segments
        self.vocabulary = vocabulary
        """The file that holds the compiled vocabulary."""
        self._vocabulary = Vocabulary.open(vocabulary)
        self._callers_words = WordList(vocabulary.parent, vocabulary.name)
        self._begins: dict[str, bool] = {}
        self._known: dict[str, tuple[int, Found]] = {}

    def look_up(self, term: str) -> tuple[int, Found]:
        """How many articles have a term, and its postings."""
        known = self._known.get(term)
        if known is None:
            if len(self._known) > 20_000:
                self._known.clear()
            postings = tuple(segment.reader.postings(term) for segment in self._segments)
            count = sum(_count(item, segment.deleted) for item, segment in zip(postings, self._segments, strict=True))
            known = self._known[term] = (count, postings)
        return known

    def documents(self, term: str) -> list[int]:
        """The articles that have a term, in the index's numbering."""
        _, found = self.look_up(term)
        lists = (segment.numbers(item) for segment, item in zip(self._segments, found, strict=True) if item is not None)
        return [document for documents in lists for document in documents]

    def frequency(self, term: str) -> int:
        return self.look_up(term)[0]

    def words(self, first: str, length: int) -> list[str]:
        # In order, however many segments there are: which of two words is shown for a term must not depend on that.
        return sorted(word for words in self._word_lists() for word in words.words(first, length))

    def callers_words(self, first: str, length: int) -> list[str]:
        """Those of the vocabulary alone."""
        return self._callers_words.words(first, length)

    def word_groups(self) -> list[tuple[str, int]]:
        """The first letters and lengths that there are words for, in order."""
        return sorted({group for words in self._word_lists() for group in words.groups()})

    def _word_lists(self) -> list[WordList]:
        return [self._callers_words, *(segment.words for segment in self._segments)]

    def is_known(self, term: str) -> bool:
        return self.frequency(term) > 0 or self._begins_entry(term)

    def meanings(self, terms: Sequence[str]) -> list[list[str]]:
        return self._vocabulary.meanings(terms) if self._begins_entry(terms[0]) else []

    def _begins_entry(self, term: str) -> bool:
        begins = self._begins.get(term)
        if begins is None:
            begins = self._begins[term] = self._vocabulary.begins(term)
        return begins

    def codes(self, part: str) -> list[str]:
        # The first of all segments together, and of those that articles still have: how often an index was updated, and
        # that a site's export is one piece, must not decide what is found.
        merged = heapq.merge(*(segment.reader.terms(part) for segment in self._segments))
        terms = (term for term, _ in groupby(merged) if self.frequency(term))
        return sorted(term for term in islice(terms, SOME) if " " not in term)


def _count(postings: Postings | None, deleted: frozenset[int]) -> int:
    if postings is None:
        return 0
    if not deleted:
        return postings.frequency
    if postings.is_dense:
        return postings.frequency - sum(1 for document in deleted if postings.impacts[document])
    return postings.frequency - len(deleted.intersection(postings.documents))
