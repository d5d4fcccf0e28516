"""What do the articles of a folder have in common? The likely answers for one more of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts

_WORD = re.compile(r"\w+")

Value = TypeVar("Value", bound=Hashable)


class Usual(NamedTuple):
    """What more than half of the articles of a folder say; empty where they do not agree."""

    articles: int = 0
    """How many lie in it."""
    product: str = ""
    owner: str = ""
    escalate_to: str = ""
    audience: str = ""
    review_interval: str = ""


def usual_in(base: Base, folder: str) -> Usual:
    """The habits of a folder below the docs folder; what it leaves open, those of the folders above it say."""
    levels = [_articles_in(base, above) for above in _upwards(folder)]
    days = _first(_majority(facts.review_days for facts in level) for level in levels)
    return Usual(
        len(levels[0]),
        # A product belongs to its folder; what all other folders are about is no guess.
        _majority_of_several([facts.products for facts in levels[0]]),
        _first(_majority(facts.owner for facts in level) for level in levels) or "",
        _first(_majority(facts.escalate_to for facts in level) for level in levels) or "",
        _first(_majority(facts.audience for facts in level) for level in levels) or "",
        (f"{days // 365}y" if days % 365 == 0 else f"{days}d") if days else "",
    )


def _first(values: Iterable[Value | None]) -> Value | None:
    return next((value for value in values if value), None)


def likely_folders(base: Base, hits: Iterable[tuple[str, int]], kind: str) -> list[str]:
    """All folders with articles that may answer a caller, first those where the nearest articles lie, then the fullest.

    Those that hold nothing but call handling come last where this is none, and first where it is.

    Args:
        hits: path and score of what a search for the caller's words finds.
    """
    near: Counter[str] = Counter()
    for path, score in hits:
        near[path.rpartition("/")[0]] += score
    kinds: dict[str, Counter[bool]] = {}
    for facts in base:
        if facts.is_answer:
            kinds.setdefault(facts.path.rpartition("/")[0], Counter())[facts.kind == "call"] += 1
    return sorted(
        kinds, key=lambda folder: (not kinds[folder][kind == "call"], -near[folder], -kinds[folder].total(), folder)
    )


def product_in(texts: Iterable[str], base: Base, folder: str) -> str:
    """The product that is named in what was said, if it is one that articles have; best one of this folder."""
    said = f" {' '.join(_WORD.findall(' '.join(texts).lower()))} "
    for articles in (_articles_in(base, folder), list(base)):
        counts = Counter(product for facts in articles for product in facts.products)
        named = [product for product in counts if f" {' '.join(_WORD.findall(product.lower()))} " in said]
        if named:
            # The longest says most: "mail server", not "mail".
            return max(named, key=lambda product: (len(product), counts[product]))
    return ""


def _articles_in(base: Base, folder: str) -> list[Facts]:
    """The articles in a folder and below it."""
    return [facts for facts in base if facts.is_answer and (not folder or facts.path.startswith(f"{folder}/"))]


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def _majority(values: Iterable[Value | None]) -> Value | None:
    counts = Counter(values)
    value, count = counts.most_common(1)[0] if counts else (None, 0)
    return value if value and 2 * count > counts.total() else None


def _majority_of_several(values: Sequence[Sequence[str]]) -> str:
    """The value that more than half of the lists have."""
    counts = Counter(value for each in values for value in dict.fromkeys(each))
    value, count = counts.most_common(1)[0] if counts else ("", 0)
    return value if 2 * count > len(values) else ""
