"""What people type into a site's search, and what they should find: made from a labelled set, where there is one."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench import SEED, Text, mistyped, short_queries

from kb_tools.search.analysis import STOP_WORDS
from kb_tools.search.cases import Case, is_beir, load_cases
from kb_tools.search.searcher import Searcher

WORDS = 15
"""How many a whole sentence has."""

_CODE = re.compile(r"\b0x([0-9A-Fa-f]{8})\b")
_WORD = re.compile(r"[\w'’.-]*\w")


class Asked(NamedTuple):
    """Queries of several kinds."""

    typed: Sequence[str]
    """What is typed where time is measured."""
    kinds: dict[str, list[Case]]


def asked(folder: Path, searcher: Searcher, articles: Sequence[Text], count: int) -> Asked:
    """Made alike in each run."""
    if not is_beir(folder):
        return Asked(short_queries(articles, count), {})
    chance = random.Random(SEED)
    cases = load_cases(folder, {name: card["path"] for card in searcher.cards() for name in (card["path"], card["id"])})
    chance.shuffle(cases)
    known = Counter(word for article in articles for word in set(_WORD.findall(article.text.lower())))
    short = [_said(case, _typed(_WORD.findall(case.said), chance.randint(2, 5), known)) for case in cases]
    short = [case for case in short if " " in case.said][:count]
    telling = [_said(case, [word for word in case.said.split() if word.lower() not in STOP_WORDS]) for case in short]
    long = [_said(case, words[:WORDS]) for case in cases if len(words := _WORD.findall(case.said)) >= WORDS]
    return Asked(
        [case.said for case in short],
        {
            "2 to 5 words, stop words between them": short,
            "the same without stop words": [case for case in telling if case.said],
            "the same, a word mistyped": [case._replace(said=mistyped(case.said, chance)) for case in short],
            f"{WORDS} words": long[:count],
            "80070005 for 0x80070005": _codes(articles, chance)[:count],
        },
    )


def _said(case: Case, words: Sequence[str]) -> Case:
    return case._replace(said=" ".join(words))


def _typed(words: Sequence[str], telling: int, articles: Counter[str]) -> Sequence[str]:
    """The rarest words of a sentence in their order, and the stop words where nothing else stands between them."""
    known = {word.lower() for word in words if word.lower() not in STOP_WORDS and articles[word.lower()] > 1}
    rare = sorted(known, key=lambda word: (articles[word], word))[:telling]
    places = sorted({word.lower(): place for place, word in reversed([*enumerate(words)])}[word] for word in rare)
    typed: list[str] = []
    for place, after in zip(places, [*places[1:], 0], strict=True):
        typed.append(words[place])
        between = words[place + 1 : after]
        if all(word.lower() in STOP_WORDS for word in between):
            typed += between
    return typed


def _codes(articles: Sequence[Text], chance: random.Random) -> list[Case]:
    """Error codes without their prefix; any article that has the code is right."""
    places: dict[str, set[str]] = {}
    for article in articles:
        for code in _CODE.findall(article.text):
            places.setdefault(code.lower(), set()).add(article.path)
    codes = [Case(code, frozenset(paths)) for code, paths in sorted(places.items())]
    chance.shuffle(codes)
    return codes
