"""Why did this article come up? The line of it that fits the query best, and which of its words do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from heapq import nlargest
from typing import Any, NamedTuple

from kb_tools.search.analysis import STOP_WORDS, TOKEN, Analyzer
from kb_tools.search.card import inline_text

MAX_LENGTH = 200

PARAGRAPHS = 3
"""How many paragraphs of an article are read closely."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[\"“(A-Z0-9])|\n\s*\n|\n(?=\s*(?:[-*+|]|\d+[.)])\s)")
_LEAD = re.compile(r"^[\s>#|*+-]*(?:\d+[.)]\s+)?")


class Why(NamedTuple):
    """The best matching line of an article."""

    kind: str
    """code, symptom, title or sentence."""
    text: str
    marks: tuple[tuple[int, int], ...]
    """The words that match, as (start, end) in the text, in order."""

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "marks": [list(mark) for mark in self.marks]}


class Explainer:
    """Finds the lines that show why articles answer one query."""

    def __init__(self, weights: Mapping[str, int], analyzer: Analyzer) -> None:
        self._weights = weights
        self._analyzer = analyzer
        self._known: dict[str, tuple[str, ...]] = {}
        """Token -> those of its terms that were asked for."""
        heavy = {term: weight for term, weight in weights.items() if " " not in term}
        content = {term: weight for term, weight in heavy.items() if term not in STOP_WORDS}
        # Small words stand everywhere; they count only where nothing else was asked for.
        self._beginnings = {_beginning(term): weight for term, weight in (content or heavy).items()}

    def why(self, card: Mapping[str, Any], body: Callable[[], str]) -> Why:
        """The line that says most of what was asked for: a symptom, else a sentence of the text, else the title.

        Args:
            card: the article's facts.
            body: gives the article's Markdown; only asked where no symptom fits.
        """
        best, kind, chosen = 0, "title", card["title"]
        for candidate, text in _candidates(card):
            if (score := self.score(text)) > best:
                best, kind, chosen = score, candidate, text
        if not best or 3 * best < 2 * self.score(card["title"]):
            for paragraph in self._promising(body()):
                for part in _SENTENCE.split(paragraph):
                    if (text := _cleaned(part)) != card["title"] and (score := self.score(text)) > best:
                        best, kind, chosen = score, "sentence", text
        return _cut(kind, chosen, self.marks(chosen))

    def _promising(self, body: str) -> list[str]:
        """The paragraphs with most of the words that were asked for, the best first.

        Cutting text into tokens costs most of all, so this only looks for the words' beginnings, at the speed of `find`.
        """
        lower = body.lower()
        if len(lower) != len(body):
            # A letter whose small form is two letters: the places would not agree.
            lower = body
        promise: dict[int, int] = {}
        for beginning, weight in self._beginnings.items():
            place = lower.find(beginning)
            while place >= 0:
                if place and lower[place - 1].isalnum() and not lower.endswith("0x", 0, place):
                    place = lower.find(beginning, place + 1)
                    continue
                start = lower.rfind("\n\n", 0, place) + 1
                promise[start] = promise.get(start, 0) + weight
                end = lower.find("\n\n", place)
                place = lower.find(beginning, end) if end >= 0 else -1
        starts = nlargest(PARAGRAPHS, promise, key=lambda start: (promise[start], -start))
        ends = (body.find("\n\n", start + 1) for start in starts)
        return [body[start : end if end >= 0 else len(body)] for start, end in zip(starts, ends, strict=True)]

    def score(self, text: str) -> int:
        """How much of what was asked for stands in this text; of two that say the same, the shorter says it better."""
        found: set[str] = set()
        for token in set(TOKEN.findall(text.lower())):
            found.update(self._asked(token))
        weights = self._weights
        return sum(weights[term] for term in found) * 100 // (100 + len(text) // 8)

    def marks(self, text: str) -> list[tuple[int, int]]:
        """Where the words that were asked for stand in this text."""
        places = []
        for found in TOKEN.finditer(text):
            terms = self._asked(found.group().lower())
            if terms and not STOP_WORDS.issuperset(terms):
                places.append(found.span())
        return places

    def _asked(self, token: str) -> tuple[str, ...]:
        known = self._known.get(token)
        if known is None:
            weights = self._weights
            known = self._known[token] = tuple(term for term in self._analyzer.expand(token) if term in weights)
        return known


def _beginning(term: str) -> str:
    """What all forms of a term begin with: "repl" for "repli" (*reply*, *replies*), "ora" for "ora942" (*ORA-00942*)."""
    if not term.isalpha() and (letters := term.rstrip("0123456789")).isalpha():
        return letters
    return term[:-1] if len(term) > 3 and term[-1] in "iy" else term


def _candidates(card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for symptom in card.get("symptoms", ()):
        yield "symptom", symptom
    if codes := card.get("error_codes"):
        yield "code", ", ".join(codes)


def _cleaned(part: str) -> str:
    text = inline_text(_LEAD.sub("", part))
    return "" if text.startswith(("!!!", "???", ":::", "---")) else text


def _cut(kind: str, text: str, marks: list[tuple[int, int]]) -> Why:
    if len(text) <= MAX_LENGTH:
        return Why(kind, text, tuple(marks))
    first = marks[0][0] if marks else 0
    start = 0 if first < MAX_LENGTH // 2 else text.rfind(" ", 0, first - 30) + 1
    if 0 < (boundary := text.find(" ", len(text) - MAX_LENGTH) + 1) < start:
        # Near the end of a line, there is room for more of what stands before.
        start = boundary
    end = len(text) if start + MAX_LENGTH >= len(text) else max(text.rfind(" ", start, start + MAX_LENGTH), start + 1)
    if end - start < MAX_LENGTH // 3:
        end = min(len(text), start + MAX_LENGTH)
    shift = start - (1 if start else 0)
    shown = ("…" if start else "") + text[start:end].rstrip() + ("…" if end < len(text) else "")
    return Why(kind, shown, tuple((a - shift, b - shift) for a, b in marks if a >= start and b <= end))
