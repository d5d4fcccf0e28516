"""What somebody typed -> what to look for, and how each part of it was understood."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import NamedTuple, Protocol

from kb_tools.query.codes import Code, find_codes
from kb_tools.query.spelling import allowed, completions, corrections
from kb_tools.query.vocabulary import LONGEST
from kb_tools.search.analysis import STOP_WORDS, Analyzer

MAX_CHARACTERS = 4000
MAX_WORDS = 120
"""A whole chat transcript pasted in is cut here; nobody's symptom starts later."""

LONGEST_UNSPACED = 12
"""Terms that a vocabulary entry may have in a script without spaces."""

PART = 0.5
"""The parts of a compound (log, in) beside the compound itself (login)."""
PAIR = 0.5
"""Two words that stand side by side, as they do in the query."""
SYNONYM = 0.5
CORRECTED = 0.8
CORRECTED_TWICE = 0.6
COMPLETED = 0.5
JOINED = 0.7
CODE = 2.0
"""A number that an article has."""
CERTAIN_CODE = 8.0
"""A code that can be nothing else."""

FILLERS = frozenset(
    """actually ah alright anyway anyways basically bloody bye cheers dear eh er erm excuse fine fuck fucking guess guy guys
    gosh hang hello hey hi hiya hmm honestly kind kinda know like literally listen look lot love madam mate maybe mean
    morning mr mrs ms obviously oh ok okay ooh ow perhaps please pls probably quite really right seriously shit sir somehow
    sorry sort stuff sure thank thanks thing thingy things think uh uhm um ugh umm well wow ya yeah yep yes yo
    husband wife son daughter mum mom mother dad father grandson granddaughter boyfriend girlfriend""".split()
)
"""Speech that carries no symptom. It counts only where a query holds nothing else."""

_QUOTED = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]')


class Lexicon(Protocol):
    """What the articles' words are."""

    def frequency(self, term: str) -> int:
        """How many articles have a term."""
        ...

    def is_known(self, term: str) -> bool:
        """Does an article have this term, or the vocabulary begin an entry with it?"""
        ...

    def words(self, first: str, length: int) -> Sequence[str]:
        """The words of articles and vocabulary with a first letter and a length."""
        ...

    def meanings(self, terms: Sequence[str]) -> list[list[str]]:
        """What the vocabulary says these terms stand for."""
        ...

    def codes(self, part: str) -> Sequence[str]:
        """The terms that begin with a part of a code."""
        ...


class QueryTerm(NamedTuple):
    """A term to look for, how much it counts before its rarity is known, and where it comes from."""

    term: str
    factor: float
    origin: str
    """word, part, pair, synonym, corrected, completed, joined, code."""
    said: str = ""
    """The words it stands for."""


class SymptomQuery(NamedTuple):
    """A query, understood."""

    text: str
    terms: tuple[QueryTerm, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    """Sequences of terms that an article must contain."""
    codes: tuple[Code, ...] = ()
    corrected: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """A word that no article has -> the words it was taken for."""
    ignored: tuple[str, ...] = ()
    """Words that were given no weight."""
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Facet name -> accepted values."""

    @property
    def unknown_codes(self) -> tuple[str, ...]:
        """Codes that no article has."""
        return tuple(dict.fromkeys(code.term for code in self.codes if not code.known and code.certain))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that were looked for."""
        return tuple(dict.fromkeys(term.said or term.term for term in self.terms if " " not in term.term))


class _Reading:
    """A query while it is read: its terms and their largest factors."""

    def __init__(self, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self.analyzer = analyzer
        self.lexicon = lexicon
        self.terms: dict[str, QueryTerm] = {}
        self.corrected: dict[str, tuple[str, ...]] = {}
        self.ignored: list[str] = []

    def add(self, term: str, factor: float, origin: str, said: str = "") -> None:
        known = self.terms.get(term)
        if known is None:
            self.terms[term] = QueryTerm(term, factor, origin, said)
        elif origin == known.origin == "word":
            # Said twice, it counts a little more.
            self.terms[term] = known._replace(factor=known.factor + factor / 2)
        elif factor > known.factor:
            self.terms[term] = QueryTerm(term, factor, origin, said)

    def word(self, token: str, *, last: bool) -> list[str]:
        """Take one word of the query; return what stands for it in the sequence of terms: one term, as a rule."""
        terms = self.analyzer.expand(token)
        own = self.analyzer.own_terms((token,)) or [""]
        for term in terms:
            if term in own:
                self.add(term, 1.0, "word", token)
            else:
                self.add(term, PART, "part", token)
        if len(own) > 1 or token in STOP_WORDS or not token.isalpha() or self.lexicon.is_known(own[0]):
            return own
        return [self._guess(token, own[0], last=last)]

    def _guess(self, token: str, own: str, *, last: bool) -> str:
        """The word stands in no article: it is mistyped, or not finished. The best guess takes its place in pairs."""
        frequency = self.lexicon.frequency
        guesses: dict[str, tuple[float, int, str]] = {}
        for distance, word in corrections(token, self.lexicon.words) if allowed(token) else ():
            term = self.analyzer.expand(word)[0]
            if self.lexicon.is_known(term):
                factor = CORRECTED if distance == 1 else CORRECTED_TWICE
                if term not in guesses or guesses[term][0] < factor:
                    guesses[term] = (factor, frequency(term), word)
        if last and len(token) >= 3:
            for word in completions(token, self.lexicon.words):
                term = self.analyzer.expand(word)[0]
                if count := frequency(term):
                    guesses.setdefault(term, (COMPLETED, count, word))
        best = sorted(guesses.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))[:3]
        if not best:
            return own
        top = best[0][1][0]
        for term, (factor, _, _) in best:
            if factor == top:
                self.add(term, factor, "corrected" if factor != COMPLETED else "completed", token)
        self.corrected[token] = tuple(word for _, (factor, _, word) in best if factor == top)
        return best[0][0]

    def synonyms(self, sequence: Sequence[str]) -> None:
        """Add what the vocabulary says for each run of words."""
        # Where words are not spaced, each two characters are a term.
        longest = LONGEST if all(map(str.isascii, sequence)) else LONGEST_UNSPACED
        for length in range(min(longest, len(sequence)), 0, -1):
            for start in range(len(sequence) - length + 1):
                run = sequence[start : start + length]
                if "" in run:
                    continue
                for meaning in self.lexicon.meanings(run):
                    for term in meaning:
                        self.add(term, SYNONYM, "synonym", " ".join(run))
                    for left, right in pairwise(meaning):
                        self.add(f"{left} {right}", SYNONYM * PAIR, "synonym", " ".join(run))

    def spelled(self, tokens: Sequence[str]) -> None:
        """*D S L* is *DSL*, read out letter by letter."""
        for is_letter, run in groupby(tokens, lambda token: len(token) == 1 and token.isalpha()):
            letters = "".join(run) if is_letter else ""
            if len(letters) >= 3 and self.lexicon.frequency(own := self.analyzer.expand(letters)[0]):
                self.add(own, 1.0, "joined", " ".join(letters))

    def compounds(self, tokens: Sequence[str]) -> None:
        """*log in* may be *login* in an article, and *data base* *database*."""
        for left, right in pairwise(tokens):
            if left.isalpha() and right.isalpha() and len(left) + len(right) >= 5:
                joined = self.analyzer.expand(left + right)[0]
                if self.lexicon.frequency(joined):
                    self.add(joined, JOINED, "joined", f"{left} {right}")


def understand(
    text: str, analyzer: Analyzer, lexicon: Lexicon, filters: Mapping[str, tuple[str, ...]] | None = None
) -> SymptomQuery:
    """Read a query. Nothing in it is syntax but double quotes; nothing in it is an error."""
    text = text[:MAX_CHARACTERS]
    tokens = analyzer.tokens(text)[:MAX_WORDS]
    reading = _Reading(analyzer, lexicon)
    codes = find_codes(
        tokens, lambda term: lexicon.frequency(term) > 0, lambda token: (analyzer.expand(token) or ("",))[0]
    )
    in_code = {index: code for code in codes for index in range(code.first, code.last + 1)}
    meant = [token for index, token in enumerate(tokens) if index not in in_code and not _is_filler(token)]
    sequence: list[str] = []
    for index, token in enumerate(tokens):
        code = in_code.get(index)
        if code is not None and code.known:
            sequence.append(code.term if index == code.last else "")
        elif _is_filler(token) and meant:
            reading.ignored.append(token)
            sequence.append("")
        else:
            sequence += reading.word(token, last=index == len(tokens) - 1)
    for code in codes:
        _add_code(reading, code, " ".join(tokens[code.first : code.last + 1]))
    for left, right in pairwise(term for term in sequence if term):
        reading.add(f"{left} {right}", PAIR, "pair")
    reading.synonyms(sequence)
    reading.compounds(tokens)
    reading.spelled(tokens)
    return SymptomQuery(
        text=text,
        terms=tuple(reading.terms.values()),
        phrases=_phrases(text, analyzer),
        codes=tuple(codes),
        corrected=reading.corrected,
        ignored=tuple(dict.fromkeys(reading.ignored)),
        filters={name: values for name, values in (filters or {}).items() if values},
    )


def _is_filler(token: str) -> bool:
    return token in FILLERS or (token[:-2] in FILLERS and token[-2:] in ("'s", "’s"))


def _add_code(reading: _Reading, code: Code, said: str) -> None:
    if code.known:
        reading.terms.pop(code.term, None)
        reading.add(code.term, CERTAIN_CODE if code.certain else CODE, "code", said)
    elif len(code.term) >= 4:
        # Somebody read out a part of it, or read it wrong at the end.
        for term in reading.lexicon.codes(code.term)[:5]:
            reading.add(term, CODE, "code", said)


def _phrases(text: str, analyzer: Analyzer) -> tuple[tuple[str, ...], ...]:
    quoted = ("".join(group or "" for group in found.groups()) for found in _QUOTED.finditer(text))
    return tuple(terms for part in quoted if (terms := tuple(analyzer.own_terms(analyzer.tokens(part)))))
