"""What somebody typed -> what to look for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from kb_tools.search.analysis import STOP_WORDS, Analyzer, is_code

MAX_CHARACTERS = 2000
MAX_WORDS = 100
"""A whole chat transcript pasted in is cut here; nobody's symptom starts later."""

STOP_FACTOR = 0.5
PAIR_FACTOR = 0.6

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]')


class QueryTerm(NamedTuple):
    """A term to look for and how much it counts before its rarity is known."""

    term: str
    factor: float


class SymptomQuery(NamedTuple):
    """A query, understood."""

    text: str
    terms: tuple[QueryTerm, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    """Sequences of terms that an article must contain."""
    codes: tuple[str, ...] = ()
    """Those of the terms that name something exactly."""
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Facet name -> accepted values."""

    @property
    def words(self) -> frozenset[str]:
        """The terms that stand for words, without pairs."""
        return frozenset(item.term for item in self.terms if " " not in item.term)


def understand(text: str, analyzer: Analyzer, filters: Mapping[str, tuple[str, ...]] | None = None) -> SymptomQuery:
    """Read a query. Nothing in it is syntax but double quotes; nothing in it is an error."""
    text = text[:MAX_CHARACTERS]
    factors: dict[str, float] = {}
    codes: dict[str, None] = {}
    sequence: list[str] = []
    for token in analyzer.tokens(text)[:MAX_WORDS]:
        terms = analyzer.expand(token)
        if not terms:
            continue
        sequence.append(terms[0])
        for number, term in enumerate(terms):
            weight = STOP_FACTOR if token in STOP_WORDS or term in STOP_WORDS else 1.0
            factors[term] = factors.get(term, 0.0) + (weight if number == 0 else weight / 2)
            if number == 0 and is_code(term):
                codes[term] = None
    for left, right in pairwise(sequence):
        factors[f"{left} {right}"] = PAIR_FACTOR
    phrases = []
    for found in _QUOTED.finditer(text):
        quoted = next(group for group in found.groups() if group is not None)
        if terms_ := tuple(analyzer.own_terms(analyzer.tokens(quoted))):
            phrases.append(terms_)
    return SymptomQuery(
        text=text,
        terms=tuple(QueryTerm(term, factor) for term, factor in factors.items()),
        phrases=tuple(phrases),
        codes=tuple(codes),
        filters={name: values for name, values in (filters or {}).items() if values},
    )
