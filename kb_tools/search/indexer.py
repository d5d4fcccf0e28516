"""Articles -> one segment of the index: read, split into fields, count terms, weigh them, write postings."""

from __future__ import annotations

import json
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from kb_tools.article.model import Article, Problem, Span
from kb_tools.article.read import Reading, read
from kb_tools.config import Settings
from kb_tools.corpus.left_out import left_out
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import Row, read_file, smudged
from kb_tools.search import impacts
from kb_tools.search.analysis import Analyzer
from kb_tools.search.card import card
from kb_tools.search.engines.whoosh.codec import write_segment
from kb_tools.search.facets import facets
from kb_tools.search.wordlist import write_words

FACET_IMPACT = 1

Passenger = Callable[[str, bytes, Reading], Any]
"""Makes something of its own of an article that is read for the index: from its path, its content, and what was read. What
it makes is handed to whoever sent it along."""


class Segment(NamedTuple):
    """A segment as it was written."""

    name: str
    documents: int
    """0: there was nothing to write."""


class Counts(NamedTuple):
    """One field of one article: which terms, how often, how many in all, and its pairs of neighbours."""

    terms: array[int]
    times: bytes
    length: int
    pairs: array[int]


class Batch:
    """Some articles on their way into a segment."""

    def __init__(self, settings: Settings, passenger: Passenger | None = None) -> None:
        self.rows: list[Row] = []
        self.problems: list[tuple[str, Problem]] = []
        self.totals = [0] * len(impacts.FIELDS)
        """For each field, its length over all articles."""
        self.present = [0] * len(impacts.FIELDS)
        """For each field, how many articles have it."""
        self.carried: list[tuple[Entry, str, Any]] = []
        """What the passenger made of each article, with the digest of its content."""
        self._passenger = passenger
        self._settings = settings
        self._analyzer = Analyzer(settings.language)
        self._is_left_out = left_out(settings, "ignore", "exclude")
        self._numbers: dict[str, int] = {}
        self._of_token: dict[str, tuple[int, ...]] = {}
        self._fields: list[list[Counts]] = []
        self._facets: list[list[int]] = []
        self._cards: list[bytes] = []

    def add(self, entry: Entry) -> None:
        """Read a file and count its terms. A file that is gone by now is left out; one that cannot be read is a problem."""
        if self._is_left_out(entry.path):
            self.rows.append(Row(entry, "", "", -1, ()))
            return
        read_at = time.time_ns()
        try:
            content, size, name = read_file(self._settings.docs / entry.path)
        except (FileNotFoundError, NotADirectoryError):
            return
        except OSError as error:
            self.problems.append((entry.path, _unreadable(error)))
            if isinstance(error, PermissionError):
                # Looked at again when its permissions change; after any other error, in the next update.
                self.rows.append(Row(entry, "", "", -1, ()))
            return
        known = smudged(entry, read_at)._replace(size=size)
        try:
            reading = read(entry.path, content, self._settings)
            article = reading.article
            is_left_out = article.excluded or any(problem.slug == "binary" for problem in article.problems)
            parts = () if is_left_out else texts(article)
            fields = [self._count(field, text) for field, text in zip(impacts.FIELDS, parts, strict=not is_left_out)]
        except Exception as error:
            # A fault in kb. One article that cannot be found beats a team that cannot search.
            self.problems.append((entry.path, _fault(error)))
            self.rows.append(Row(known, name, "", -1, ()))
            return
        if self._passenger is not None:
            self.carried.append((entry, name, self._passenger(entry.path, content, reading)))
        self.problems.extend((entry.path, problem) for problem in article.problems)
        if is_left_out:
            self.rows.append(Row(known, name, "", -1, ()))
            return
        self.add_counted(known, name, article, fields)

    def add_counted(self, entry: Entry, name: str, article: Article, fields: list[Counts]) -> None:
        lengths = tuple(field.length for field in fields)
        for number, length in enumerate(lengths):
            self.totals[number] += length
            self.present[number] += length > 0
        self.rows.append(Row(entry, name, "?", len(self._cards), lengths))
        self._fields.append(fields)
        self._facets.append([self._number(term) for term in dict.fromkeys(facets(article))])
        self._cards.append(json.dumps(card(article, self._settings), ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        ))  # fmt: skip

    def write(self, folder: Path, name: str, pivots: Sequence[float]) -> Segment:
        """Weigh what was counted against the usual lengths of fields, and write it."""
        if self._cards:
            write_segment(folder, name, self._cards, self._postings(pivots))
            write_words(folder, name, self._of_token)
        self.rows = [row._replace(segment=name) if row.segment else row for row in self.rows]
        return Segment(name, len(self._cards))

    def _count(self, field: impacts.Field, text: str) -> Counts:
        tokens = self._analyzer.tokens(text)
        names = self._analyzer.inner_words(text) if field.inner else []
        known = self._of_token
        times: dict[int, int] = {}
        get = times.get
        for token, count in Counter([*tokens, *chain(*names)] if names else tokens).items():
            numbers = known.get(token)
            if numbers is None:
                numbers = known[token] = tuple(self._number(term) for term in self._analyzer.expand(token))
            for number in numbers:
                times[number] = get(number, 0) + count
        pairs: array[int] = array("I")
        if field.pairs:
            sequences = [self._analyzer.own_terms(sequence) for sequence in (tokens, *names)]
            pairs.extend({self._number(f"{left} {right}") for terms in sequences for left, right in pairwise(terms)})
        most = impacts.MOST
        return Counts(
            array("I", times), bytes([tf if tf < most else most for tf in times.values()]), len(tokens), pairs
        )

    def _number(self, term: str) -> int:
        return self._numbers.setdefault(term, len(self._numbers))

    def _postings(self, pivots: Sequence[float]) -> Iterator[tuple[bytes, array[int], bytearray]]:
        documents: list[array[int]] = [array("I") for _ in self._numbers]
        weights: list[bytearray] = [bytearray() for _ in self._numbers]
        damped = cache(lambda number, length: impacts.damped(impacts.FIELDS[number], length, pivots[number]))
        for document, fields in enumerate(self._fields):
            sums: dict[int, float] = {}
            get = sums.get
            for number, counts in enumerate(fields):
                if not counts.length:
                    continue
                shares, pair_share = damped(number, counts.length)
                for term, tf in zip(counts.terms, counts.times, strict=True):
                    sums[term] = get(term, 0.0) + shares[tf]
                for pair in counts.pairs:
                    sums[pair] = get(pair, 0.0) + pair_share
            for term, value in sums.items():
                documents[term].append(document)
                weights[term].append(255 if value >= 254.5 else int(value + 0.5) or 1)
            for term in self._facets[document]:
                documents[term].append(document)
                weights[term].append(FACET_IMPACT)
        for encoded, number in sorted(
            (term.encode("utf-8", "surrogatepass"), number) for term, number in self._numbers.items()
        ):
            # None has it where reading its article failed halfway.
            if documents[number]:
                yield encoded, documents[number], weights[number]


def _unreadable(error: OSError) -> Problem:
    return Problem("unreadable", f"the file cannot be read: {error.strerror or error}", Span(1, 1, 1, 1),
                   "Allow it to be read, or leave it out: ignore, in kb.toml.")  # fmt: skip


def _fault(error: Exception) -> Problem:
    return Problem("fault", f"kb failed to read this file: {type(error).__name__}: {error}", Span(1, 1, 1, 1),
                   "This is a fault in kb, and the article cannot be found until it is mended: please report it.")  # fmt: skip


def texts(article: Article) -> tuple[str, ...]:
    """The text of each field in impacts.FIELDS."""
    body = [article.description]
    h1 = ""
    for section in article.sections:
        if section.level == 1 and not h1:
            h1 = section.heading
        else:
            body.append(section.heading)
        body.extend([paragraph.text for paragraph in section.paragraphs])
    path = article.path.rpartition(".")[0]
    meta = (*article.products, *article.applies_to, *article.tags, path.replace("/", " ").replace("-", " "))
    return (
        article.title,
        h1 if h1 != article.title else "",
        "\n".join(article.symptoms),
        " ".join(article.error_codes),
        " ".join(meta),
        "\n".join(body),
    )
