"""Which articles are near-duplicates? Sketches find the likely pairs, and their files are then compared word by word.

What many articles of the folder have in common (a template, a disclaimer) is the house's text and counts for nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import eq, mul, not_, or_
from pathlib import Path
from typing import NamedTuple

from kb_tools.article.plain import strip_marks
from kb_tools.article.read import decode
from kb_tools.checks.facts import Facts
from kb_tools.checks.similar import EMPTY, PARTS, SHORTEST, words

ALIKE = 0.8
"""Two articles are near-duplicates when this share of the text of each stands in the other."""

RUN = 4
"""Words in a row that must be the same to count as shared: four seldom meet by chance."""

HOUSE = 0.2
"""What more than this share of the articles have is the house's text..."""

HOUSE_LEAST = 5
"""... if more than this many have it."""

SAMPLE = 150
"""Articles that are read to know the house's text."""

LIKELY = 0.3
"""The share of equal values in two sketches from which their files are compared."""

CANDIDATES = 3
"""The likeliest partners with which an article is compared; and how many a place of a sketch remembers. With more, a
thousand generated pages would be compared each with each."""

LINK_EVERY = 8
"""With fewer words to each link an article is a list of links."""

LONGEST_QUOTE = 100

_OVERVIEW = re.compile(r"(?:^|/)(?:index|readme|toc|contents|overview|summary)\.[^/]+$", re.I)
_WRAPPED = re.compile(r"(?<=\S)[ \t]*\n(?![ \t]*(?:[-*+#>|`~!=:\n]|\d+[.)]))[ \t]*(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_MARKER = re.compile(r"[ \t>]*(?:(?:[-*+#]+|\d+[.)]|!!!|===)[ \t]+)*")

Sketch = tuple[int, ...]

Run = bytes
"""RUN words with a space between."""


class Pair(NamedTuple):
    """An article and the earlier one that it is nearest to; earlier by path."""

    later: Facts
    earlier: Facts
    share: float
    """How much of the text of the one that shares less of its own stands in the other."""


class Alike:
    """The near-duplicates of a knowledge base."""

    def __init__(self, pairs: Sequence[Pair], texts: Texts) -> None:
        self._texts = texts
        self._group: dict[str, list[Pair]] = {}
        """Path -> the pairs through which it hangs together with others."""
        for pair in pairs:
            ours = self._group.get(pair.earlier.path, [])
            theirs = self._group.get(pair.later.path, [])
            joined = ours if ours is theirs else ours + theirs
            joined.append(pair)
            for each in joined:
                self._group[each.later.path] = self._group[each.earlier.path] = joined

    @property
    def groups(self) -> list[list[Pair]]:
        """The pairs, those that hang together in one list."""
        return list({id(group): group for group in self._group.values()}.values())

    def are(self, path: str, other: str) -> bool:
        """Do these two articles hang together?"""
        return path in self._group and self._group[path] is self._group.get(other)

    def common_sentence(self, pair: Pair) -> str:
        """The longest sentence that stands in both, cut where it is very long; empty where there is none."""
        return self._texts.common_sentence(pair.later, pair.earlier)


def find_alike(articles: Iterable[Facts], docs: Path) -> Alike:
    """Compare all articles that may be the answer to a caller."""
    compared = [facts for facts in articles if _is_comparable(facts)]
    texts = Texts(docs, compared)
    pairs = []
    for number, others in likely_pairs([facts.sketch for facts in compared]):
        for other in others:
            share = texts.share(compared[number], compared[other])
            if share >= ALIKE:
                pairs.append(Pair(compared[number], compared[other], share))
                break
    return Alike(pairs, texts)


def _is_comparable(facts: Facts) -> bool:
    return (
        facts.is_answer
        and bool(facts.sketch)
        and len(facts.links) * LINK_EVERY <= facts.words
        and not is_overview(facts.path)
    )


def is_overview(path: str) -> bool:
    """Is it a page that leads to articles, by its name?"""
    return _OVERVIEW.search(path) is not None


# --- likely pairs, from the sketches alone --------------------------------------------------------------------------


def likely_pairs(sketches: Sequence[Sketch]) -> Iterator[tuple[int, list[int]]]:
    """For each sketch that has any, the earlier ones that it has most in common with, the nearest first."""
    house = house_values(sketches)
    seen: dict[tuple[int, int], list[int]] = defaultdict(list)
    own = [sketch if house.isdisjoint(sketch) else tuple([EMPTY if value in house else value for value in sketch])
           for sketch in sketches]  # fmt: skip
    for number, values in enumerate(own):
        counts: Counter[int] = Counter()
        # Two values in a row that are equal: one alone is equal by chance too often.
        for place in zip(values, values[1:] + values[:1], strict=True):
            if EMPTY not in place:
                before = seen[place]
                if before:
                    counts.update(before)
                    if len(before) == CANDIDATES:
                        del before[0]
                before.append(number)
        if counts:
            near = [(_resemblance(values, own[other]), other) for other, _ in counts.most_common(2 * CANDIDATES)]
            near = sorted((-share, other) for share, other in near if share >= LIKELY)
            if near:
                yield number, [other for _, other in near[:CANDIDATES]]


def _resemblance(values: Sketch, others: Sketch) -> float:
    """The share of equal values among those that both have. They have some in common."""
    both = sum(map(bool, map(mul, values, others)))
    empty = sum(map(not_, map(or_, values, others)))
    equal = sum(map(eq, values, others)) - empty
    return float(equal / both)


def house_values(sketches: Sequence[Sketch]) -> frozenset[int]:
    """The values of the house's text.

    A sequence is in an article's sketch where it is the least of its part. So the share of articles that have it is the
    share that have it in their sketch among those whose least is not smaller.
    """
    found = set()
    for part in range(PARTS):
        column = sorted(value for sketch in sketches if (value := sketch[part]) != EMPTY)
        for value, count in Counter(column).items():
            if count > HOUSE_LEAST and count > HOUSE * (len(column) - bisect_left(column, value)):
                found.add(value)
    return frozenset(found)


# --- the files ------------------------------------------------------------------------------------------------------


class _Text(NamedTuple):
    runs: list[Run]
    """Those that begin at each word, in order."""
    different: frozenset[Run]
    is_house: bytes
    """For each word, whether it is the house's; empty where none is."""


class Texts:
    """The texts of articles, read when they are first compared."""

    def __init__(self, docs: Path, articles: Sequence[Facts]) -> None:
        self._docs = docs
        self._articles = articles
        self._text = lru_cache(maxsize=400)(self._read)
        self._house: frozenset[Run] | None = None

    def share(self, left: Facts, right: Facts) -> float:
        """How much of the text of the one that shares less of its own stands in the other, from 0 to 1."""
        one, other = self._text(left.path, left.first_line), self._text(right.path, right.first_line)
        common = one.different & other.different
        return min(_shared(one, common), _shared(other, common))

    def common_sentence(self, left: Facts, right: Facts) -> str:
        others = {b" ".join(words(sentence)) for sentence in self._sentences(right)}
        best, longest = "", 0
        for sentence in self._sentences(left):
            plain = words(sentence)
            runs = _runs(plain)
            if len(plain) > longest and b" ".join(plain) in others and not self.house.issuperset(runs):
                best, longest = sentence, len(plain)
        best = " ".join(strip_marks(_MARKER.sub("", best, count=1)).split())
        return best if len(best) <= LONGEST_QUOTE else best[:LONGEST_QUOTE].rpartition(" ")[0] + " …"

    @property
    def house(self) -> frozenset[Run]:
        """What many articles have in common."""
        if self._house is None:
            sample = self._articles[:: max(1, len(self._articles) // SAMPLE)]
            counts = Counter(
                run for facts in sample for run in set(_runs(words(self._body(facts.path, facts.first_line))))
            )
            least = max(HOUSE_LEAST, HOUSE * len(sample))
            self._house = frozenset(run for run, count in counts.items() if count > least)
        return self._house

    def _read(self, path: str, first_line: int) -> _Text:
        runs = _runs(words(self._body(path, first_line)))
        different = frozenset(runs)
        is_house = b"" if self.house.isdisjoint(different) else _covered(runs, self.house)
        return _Text(runs, different, is_house)

    def _body(self, path: str, first_line: int) -> str:
        try:
            text = decode((self._docs / path).read_bytes())[0]
        except OSError:
            # Deleted while it was being checked.
            return ""
        return text.split("\n", first_line - 1)[-1]

    def _sentences(self, facts: Facts) -> Iterator[str]:
        body = _WRAPPED.sub(" ", self._body(facts.path, facts.first_line))
        return (sentence for sentence in _SENTENCE_END.split(body) if "|" not in sentence and "```" not in sentence)


def _runs(found: Sequence[bytes]) -> list[Run]:
    return list(map(b" ".join, zip(found, found[1:], found[2:], found[3:], strict=False)))


def _shared(text: _Text, common: frozenset[Run]) -> float:
    """How much of a text these runs cover, without the house's; 0 where hardly anything else is there."""
    covered = _covered(text.runs, common)
    if not text.is_house:
        return sum(covered) / len(covered) if len(covered) >= SHORTEST else 0.0
    own = len(covered) - sum(text.is_house)
    both = int.from_bytes(covered, "little") & ~int.from_bytes(text.is_house, "little")
    return both.bit_count() / own if own >= SHORTEST else 0.0


def _covered(runs: Sequence[Run], wanted: Mapping[Run, object] | frozenset[Run]) -> bytes:
    """For each word, 1 where one of the wanted runs goes over it, else 0."""
    begins = int.from_bytes(bytes(map(wanted.__contains__, runs)), "little")
    covered = begins | begins << 8 | begins << 16 | begins << 24
    return covered.to_bytes(len(runs) + RUN - 1, "little")
