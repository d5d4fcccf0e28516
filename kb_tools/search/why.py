"""Why did this article come up? The line of it that fits the query best, and which of its words do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb_tools.search.analysis import STOP_WORDS, TOKEN, Analyzer
from kb_tools.search.card import inline_text

MAX_LENGTH = 200

_SENTENCE = re.compile(r"(?<=[.!?:])\s+(?=[\"“(A-Z0-9])|\n\s*\n|\n(?=\s*(?:[-*+|]|\d+[.)])\s)")
_LEAD = re.compile(r"^[\s>#|*+-]*(?:\d+[.)]\s+)?")


@dataclass(frozen=True, slots=True)
class Why:
    """The best matching line of an article."""

    kind: str
    """code, symptom, title or sentence."""
    text: str
    marks: tuple[tuple[int, int], ...]
    """The words that match, as (start, end) in the text, in order."""

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "text": self.text, "marks": [list(mark) for mark in self.marks]}


def why(card: Mapping[str, Any], weights: Mapping[str, int], analyzer: Analyzer, body: str) -> Why:
    """Choose the line that says most of what was asked for: a symptom, else a sentence of the text, else the title.

    Args:
        card: the article's facts.
        weights: the query's terms and how much each counts.
        body: the article's Markdown; only looked at where no symptom fits.
    """
    best: tuple[int, Why] | None = None
    for kind, text in _candidates(card):
        score, found = _match(kind, text, weights, analyzer)
        if best is None or score > best[0]:
            best = score, found
    title_score = _match("title", card["title"], weights, analyzer)[0]
    if best is not None and best[0] > 0 and 3 * best[0] >= 2 * title_score:
        return best[1]
    for text in _sentences(body):
        score, found = _match("sentence", text, weights, analyzer)
        if best is None or score > best[0]:
            best = score, found
    if best is None or not best[0]:
        return _match("title", card["title"], weights, analyzer)[1]
    return best[1]


def _candidates(card: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for symptom in card.get("symptoms", ()):
        yield "symptom", symptom
    if codes := card.get("error_codes"):
        yield "code", ", ".join(codes)


def _sentences(body: str) -> Iterator[str]:
    for part in _SENTENCE.split(body):
        text = inline_text(_LEAD.sub("", part))
        if len(text) > 3 and not text.startswith(("!!!", "???", ":::", "---")):
            yield text


def _match(kind: str, text: str, weights: Mapping[str, int], analyzer: Analyzer) -> tuple[int, Why]:
    """How well a text fits, and which words of it do; a long text is cut to where they stand."""
    seen: set[str] = set()
    marks = []
    for found in TOKEN.finditer(text):
        terms = [term for term in analyzer.expand(found.group().lower()) if term in weights]
        if terms:
            seen.update(terms)
            if not STOP_WORDS.issuperset(terms):
                marks.append((found.start(), found.end()))
    score = sum(weights[term] for term in seen)
    # Of two texts that say the same, the shorter one says it better.
    score = score * 100 // (100 + len(text) // 8)
    return score, _cut(kind, text, marks)


def _cut(kind: str, text: str, marks: list[tuple[int, int]]) -> Why:
    if len(text) <= MAX_LENGTH:
        return Why(kind, text, tuple(marks))
    first = marks[0][0] if marks else 0
    start = 0 if first < MAX_LENGTH // 2 else text.rfind(" ", 0, first - 30) + 1
    end = len(text) if start + MAX_LENGTH >= len(text) else max(text.rfind(" ", start, start + MAX_LENGTH), start + 1)
    if end - start < MAX_LENGTH // 3:
        end = min(len(text), start + MAX_LENGTH)
    shift = start - (1 if start else 0)
    shown = ("…" if start else "") + text[start:end].rstrip() + ("…" if end < len(text) else "")
    return Why(kind, shown, tuple((a - shift, b - shift) for a, b in marks if a >= start and b <= end))


def marked(text: str, weights: Iterable[str], analyzer: Analyzer) -> tuple[tuple[int, int], ...]:
    """Where the query's words stand in any text."""
    return _match("", text, dict.fromkeys(weights, 1), analyzer)[1].marks
