"""Text -> how often each term stands in it."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable
from itertools import chain, pairwise
from typing import NamedTuple

from kb_tools.search import impacts
from kb_tools.search.analysis import Analyzer


class Counts(NamedTuple):
    """One field of one article: which terms, how often, how many in all, and its pairs of neighbours."""

    terms: array[int]
    times: bytes
    length: int
    pairs: array[int]


class _Remembered(dict[str, int]):
    """What a function says of a text, asked once. Looked up at the speed of a dictionary, which no cache has."""

    def __init__(self, function: Callable[[str], int]) -> None:
        self._function = function

    def __missing__(self, text: str) -> int:
        self[text] = found = self._function(text)
        return found


class Terms:
    """The terms of some articles, each with a number: the same texts are met again and again, and looked up by it."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self.numbers: dict[str, int] = {}
        self.words: set[str] = set()
        """The tokens, as they are written."""
        self._of_piece = _Remembered(self._number_of_piece)
        self._mixed: list[tuple[int, list[int]]] = []
        """Of each piece that is not one term: how many tokens it has, and the terms of all of them."""

    def number(self, term: str) -> int:
        """The number of a term."""
        return self.numbers.setdefault(term, len(self.numbers))

    def count(self, field: impacts.Field, text: str) -> Counts:
        """How often each term stands in the text of a field."""
        analyzer = self._analyzer
        pieces = analyzer.pieces(text)
        times = Counter(map(self._of_piece.__getitem__, pieces))
        length = len(pieces)
        for mixed in [number for number in times if number < 0]:
            count = times.pop(mixed)
            tokens, terms = self._mixed[~mixed]
            length += count * (tokens - 1)
            for term in terms:
                times[term] += count
        names = analyzer.inner_words(text) if field.inner else []
        # Letters alone: each word is one term.
        times.update(map(self._of_piece.__getitem__, chain(*names)))
        pairs: array[int] = array("I")
        if field.pairs:
            sequences = [analyzer.own_terms(sequence) for sequence in (analyzer.tokens(text), *names)]
            pairs.extend({self.number(f"{left} {right}") for terms in sequences for left, right in pairwise(terms)})
        most = impacts.MOST
        return Counts(array("I", times), bytes([tf if tf < most else most for tf in times.values()]), length, pairs)

    def _number_of_piece(self, piece: str) -> int:
        """The number of a piece's term; where it has not exactly one, what to look up in *mixed*, as a negative number."""
        tokens = self._analyzer.tokens(piece)
        self.words.update(tokens)
        terms = [self.number(term) for token in tokens for term in self._analyzer.expand(token)]
        if len(tokens) == len(terms) == 1:
            return terms[0]
        self._mixed.append((len(tokens), terms))
        return ~(len(self._mixed) - 1)
