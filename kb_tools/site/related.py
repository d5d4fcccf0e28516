"""Which other articles does a page point to? Those with the same cause, a code in common, or callers who say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest
from math import log
from typing import NamedTuple

from kb_tools.article.model import Article
from kb_tools.config import Settings
from kb_tools.search.analysis import STOP_WORDS, Analyzer

RARE = 60
"""A word that more articles have says little, and would make each of them a candidate: this keeps 5,000 articles cheap."""

ALIKE = 0.22
"""From here on two articles are about neighboring things: the share of the rarer words' weight that both have."""

_CAUSE, _CODE, _WORDS = "same cause", "same code", ""


class Related(NamedTuple):
    path: str
    why: str
    """In words; empty where only the words are alike."""


def related(articles: Iterable[Article], settings: Settings, most: int = 5) -> dict[str, list[Related]]:
    """The related articles of each, the nearest first, at most *most*; all with the same cause come in any case."""
    by_path = {article.path: article for article in articles}
    analyzer = Analyzer(settings.language)
    causes, codes = _groups(by_path.values(), analyzer)
    words = _Words(by_path, analyzer)
    found: dict[str, list[Related]] = {}
    for path, article in by_path.items():
        scores = words.near(path)
        why: dict[str, tuple[int, str]] = {
            other: (2, _WORDS)
            for other, score in scores.items()
            if score >= ALIKE and _may_be_about_one(article, by_path[other])
        }
        for code in article.error_codes:
            for other in codes.get(_code(code, analyzer), ()):
                why[other] = (1, f"{_CODE} {code}")
        if article.cause_id:
            why.update((other, (0, _CAUSE)) for other in causes[article.cause_id])
        why.pop(path, None)
        same = sum(rank == 0 for rank, _ in why.values())
        nearest = nsmallest(max(most, same), why.items(),
                            key=lambda item: (item[1][0], -scores.get(item[0], 0.0), item[0]))  # fmt: skip
        found[path] = [Related(other, reason) for other, (_, reason) in nearest]
    return found


def _may_be_about_one(one: Article, other: Article) -> bool:
    """Callers use the same words about a website and a printer."""
    products = set(one.products)
    return not products or not other.products or not products.isdisjoint(other.products)


def _groups(articles: Iterable[Article], analyzer: Analyzer) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    causes: defaultdict[str, list[str]] = defaultdict(list)
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for article in articles:
        if article.cause_id:
            causes[article.cause_id].append(article.path)
        for code in {_code(code, analyzer) for code in article.error_codes}:
            codes[code].append(article.path)
    # A "code" that every second article has is a product's name.
    return causes, {code: paths for code, paths in codes.items() if len(paths) <= RARE}


def _code(code: str, analyzer: Analyzer) -> str:
    """One form for all ways to write a code: 0x80070005 is 80070005."""
    return " ".join(analyzer.own_terms(analyzer.tokens(code)))


class _Words:
    """What titles and symptoms have in common, the rare words counting most."""

    def __init__(self, articles: Mapping[str, Article], analyzer: Analyzer) -> None:
        self._terms: dict[str, frozenset[str]] = {}
        self._having: defaultdict[str, list[str]] = defaultdict(list)
        for path, article in articles.items():
            text = "\n".join((article.title, *article.symptoms))
            tokens = (token for token in analyzer.tokens(text) if token not in STOP_WORDS)
            self._terms[path] = frozenset(analyzer.own_terms(tokens))
            for term in self._terms[path]:
                self._having[term].append(path)
        count = len(articles)
        self._weight = {
            term: log(1 + count / len(paths)) for term, paths in self._having.items() if 2 <= len(paths) <= RARE
        }
        self._total = {path: sum(self._weight.get(term, 0.0) for term in terms) for path, terms in self._terms.items()}

    def near(self, path: str) -> dict[str, float]:
        """How much of their words other articles share with this one, from 0 to 1."""
        shared: defaultdict[str, float] = defaultdict(float)
        for term in self._terms[path]:
            weight = self._weight.get(term)
            if weight is not None:
                for other in self._having[term]:
                    shared[other] += weight
        own = self._total[path]
        return {other: weight / max(own, self._total[other], 10.0) for other, weight in shared.items()}
