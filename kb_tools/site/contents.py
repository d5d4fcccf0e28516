"""What stands in an index, in the order of paths: the documents numbered anew, their postings merged from all segments."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from kb_tools.article.trust import Flags
from kb_tools.search.facets import facet
from kb_tools.search.searcher import Searcher

Card = dict[str, Any]

HIDDEN = ("=id:", "=path:")
"""Terms that find an article by its name: no search has them."""

GONE = -1


class Contents:
    """The articles of an index that are to be shown, and their terms."""

    def __init__(
        self, searcher: Searcher, is_shown: Callable[[Card], bool], urls: Mapping[str, str] | None = None
    ) -> None:
        """*urls*: where the pages really are, by path, where whoever builds the site knows it."""
        self._searcher = searcher
        kept: list[tuple[str, int, Card]] = []
        self.left_out: list[str] = []
        """The paths of articles that are not to be shown."""
        for segment in searcher.segments:
            for document in range(segment.base, segment.base + segment.reader.documents):
                if document - segment.base not in segment.deleted:
                    card = searcher.card(document)
                    if urls is not None:
                        card = {**card, "url": urls.get(card["path"], "")}
                    if is_shown(card):
                        kept.append((card["path"], document, card))
                    else:
                        self.left_out.append(card["path"])
        kept.sort(key=lambda item: item[0])
        self.cards: list[Card] = [card for _, _, card in kept]
        """The articles' facts; an article's place in this list is its number."""
        self._numbers = [GONE] * sum(segment.reader.documents for segment in searcher.segments)
        for number, (_, document, _) in enumerate(kept):
            self._numbers[document] = number

    def flags_of(self, article: str) -> Flags | None:
        """What agents say is wrong with an article, as the site is made."""
        return self._searcher.flags_of(article)

    def body(self, number: int) -> str:
        """An article's Markdown."""
        return self._searcher.body(self.cards[number]["path"])

    def postings(self) -> Iterator[tuple[str, Sequence[int], bytes]]:
        """Each term with its documents, ascending, and its impacts in them."""
        segments = self._searcher.segments
        for term, found in groupby(heapq.merge(*map(self._terms, range(len(segments)))), lambda item: item[0]):
            if term == "=" or term.startswith(HIDDEN):
                continue
            documents: list[int] = []
            impacts = bytearray()
            for _, number in found:
                postings = segments[number].reader.postings(term)
                if postings is not None:
                    base = segments[number].base
                    documents += [self._numbers[base + document] for document in postings.having()]
                    impacts += bytes(filter(None, postings.impacts)) if postings.is_dense else postings.impacts
            if GONE in documents:
                impacts = bytearray(impact for place, impact in enumerate(impacts) if documents[place] != GONE)
                documents = [document for document in documents if document != GONE]
            if documents:
                yield term, *_ascending(documents, bytes(impacts))

    def _terms(self, number: int) -> Iterator[tuple[str, int]]:
        return ((term, number) for term in self._searcher.segments[number].reader.terms(""))

    def words(self, terms: Container[str]) -> Iterator[tuple[str, int, list[str]]]:
        """The words as they are written, by first letter and length: callers' words, and those of *terms*.

        An index that was updated still has the words of articles that are gone.
        """
        lexicon = self._searcher.lexicon
        expand = self._searcher.analyzer.expand
        for first, length in lexicon.word_groups():
            said = frozenset(lexicon.callers_words(first, length))
            found = dict.fromkeys(lexicon.words(first, length))
            if words := [word for word in found if word in said or expand(word)[0] in terms]:
                yield first, length, words

    def vocabulary(self) -> bytes:
        """The compiled vocabulary."""
        return self._searcher.lexicon.vocabulary.read_bytes()

    def facets(self) -> dict[str, list[tuple[str, int]]]:
        """What can be filtered by: each value as most articles write it, and how many have it; the most common first."""
        found: dict[str, dict[str, dict[str, int]]] = {"product": {}, "audience": {}, "confidence": {}}
        for card in self.cards:
            for name, values in (("product", card.get("products", [])), ("audience", [card.get("audience")]),
                                 ("confidence", [card.get("confidence")])):  # fmt: skip
                # An article that names a product twice counts once.
                for term, value in {facet(name, value): value for value in filter(None, values)}.items():
                    spellings = found[name].setdefault(term, {})
                    spellings[value] = spellings.get(value, 0) + 1
        return {
            name: sorted(
                ((min(spelled, key=lambda value: (-spelled[value], value)).strip(), sum(spelled.values()))
                 for spelled in values.values()),
                key=lambda item: (-item[1], item[0]),
            )
            for name, values in found.items()
        }  # fmt: skip


def _ascending(documents: list[int], impacts: bytes) -> tuple[list[int], bytes]:
    ordered = sorted(documents)
    if ordered != documents:
        # A segment of changed articles: its documents stand between the others'.
        both = dict(zip(documents, impacts, strict=True))
        impacts = bytes(both[document] for document in ordered)
    return ordered, impacts


def as_json(value: object) -> str:
    """JSON that any encoding can hold: what is no whole character is written as an escape."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = "".join(f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
