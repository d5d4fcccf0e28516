"""Questions for a search, made up by the hundred: what callers say, how agents type it, and what nobody would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from utterances import mistyped, utterances

from kb_tools.search.searcher import Searcher

TODAY = ("2026-11-22", "2027-08-01", "2024-02-29")


class Question(NamedTuple):
    """A search with all that is asked for."""

    text: str
    limit: int = 10
    filters: dict[str, tuple[str, ...]] = {}  # noqa: RUF012  # never changed
    today: str = TODAY[0]


EDGES = [
    *[
        "",
        " ",
        "\t\n",
        "\0",
        "a" * 4000,
        "the " * 1500,
        "vpn " * 1000,
        '"the"',
        '"',
        '""',
        '"no such words" vpn',
        "zzzzqqq",
    ],
    *['"the" "is"', "𠮷" * 50, "🎧", "é" * 4001, "\ud800", "a\udc00b", "0", "0x", "-", "_", "constructor", "__proto__"],
]


def questions(searcher: Searcher, count: int, seed: int) -> Iterator[Question]:
    """Half of them from titles, as agents type them; half out of any words and characters."""
    dice = random.Random(seed)
    cards = sorted(searcher.cards(), key=lambda card: str(card["path"]))
    some = dice.sample(cards, min(300, len(cards)))
    words = sorted({word for card in some for word in searcher.body(card["path"]).split() if len(word) < 30})
    values = values_of(cards)
    for text in [*_typed(searcher, cards, words, count - count // 2, dice), *utterances(words, count // 2, seed)]:
        filters: dict[str, tuple[str, ...]] = {}
        for name in values:
            if dice.random() < 0.06:
                filters[name] = tuple(dice.choice([*values[name], "nothing"]) for _ in range(dice.randint(1, 2)))
        yield Question(text, dice.choice((1, 5, 10, 10, 30)), filters, dice.choice(TODAY))


def values_of(cards: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What articles can be filtered by."""
    found = {"product": [value for card in cards for value in card.get("products", [])]}
    for name in ("audience", "confidence"):
        found[name] = [card[name].upper() for card in cards if name in card]
    return found


def _typed(
    searcher: Searcher, cards: list[dict[str, Any]], words: list[str], count: int, dice: random.Random
) -> Iterator[str]:
    for _ in range(count):
        titled = dice.choice(cards)["title"].split() or ["?"]
        text = " ".join(dice.sample(titled, min(len(titled), dice.randint(1, 6))))
        kind = dice.random()
        if kind < 0.3:
            text = mistyped(dice, text)
        elif kind < 0.5:
            # Not finished yet.
            text = text[: -dice.randint(1, 3)] or text
        elif kind < 0.6:
            body = searcher.body(dice.choice(cards)["path"]).split() or ["nothing"]
            start = dice.randrange(len(body))
            text += f' "{" ".join(body[start : start + dice.randint(1, 3)])}"'
        elif kind < 0.63:
            text = " ".join(dice.choice(words) for _ in range(dice.choice((40, 150))))
        yield text
