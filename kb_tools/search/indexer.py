"""Articles -> one segment of the index: read, split into fields, count terms, weigh them, write postings."""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
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
from kb_tools.search.counting import Counts, Terms
from kb_tools.search.engines.whoosh.codec import write_segment
from kb_tools.search.facets import facets
from kb_tools.search.wordlist import write_words

FACET_IMPACT = 1

TOGETHER = 32
"""So many articles take each step together. What the processor has at hand for a step then serves all of them: that takes a
seventh of the time less than all steps for one article after the other."""

TOGETHER_BYTES = 1_000_000
"""Where articles are long, fewer: all that is known of those that take a step is in memory at once."""

Passenger = Callable[[Sequence[tuple[bytes, Reading]]], Sequence[Any]]
"""Makes something of its own of articles that are read for the index: of each from its content and what was read of it. What
it makes is handed to whoever sent it along."""


class Segment(NamedTuple):
    """A segment as it was written."""

    name: str
    documents: int
    """0: there was nothing to write."""


class _Read(NamedTuple):
    """An article that was read, on its way to its terms."""

    entry: Entry
    known: Entry
    """The same, without its time where it may still be changing."""
    digest: str
    content: bytes
    reading: Reading


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
        self._is_left_out = left_out(settings, "ignore", "exclude")
        self._terms = Terms(Analyzer(settings.language))
        self._fields: list[list[Counts]] = []
        self._facets: list[list[int]] = []
        self._cards: list[bytes] = []

    def add(self, entries: Sequence[Entry], progress: Callable[[int], None] = lambda done: None) -> None:
        """Read files and count their terms. A file that is gone by now is left out; one that cannot be read is a problem."""
        done = 0
        for some in together(entries):
            read = [each for entry in some if (each := self._read(entry)) is not None]
            counted = [(each, fields) for each in read if (fields := self._counted(each)) is not None]
            if self._passenger is not None:
                made = self._passenger([(each.content, each.reading) for each, _ in counted])
                self.carried += [(each.entry, each.digest, one) for (each, _), one in zip(counted, made, strict=True)]
            for each, fields in counted:
                self._keep(each, fields)
            done += len(some)
            progress(done)

    def _read(self, entry: Entry) -> _Read | None:
        """None where nothing of it can be found: that is noted."""
        if self._is_left_out(entry.path):
            self._leave_out(entry)
            return None
        read_at = time.time_ns()
        try:
            content, size, digest = read_file(self._settings.docs / entry.path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self.problems.append((entry.path, _unreadable(error)))
            if isinstance(error, PermissionError):
                # Looked at again when its permissions change; after any other error, in the next update.
                self._leave_out(entry)
            return None
        known = smudged(entry, read_at)._replace(size=size)
        try:
            return _Read(entry, known, digest, content, read(entry.path, content, self._settings))
        except Exception as error:
            self._failed(entry.path, error)
            self._leave_out(known, digest)
            return None

    def _counted(self, each: _Read) -> list[Counts] | None:
        """The terms of each field: no fields where the article is no answer, None where counting failed."""
        article = each.reading.article
        if article.excluded or any(problem.slug == "binary" for problem in article.problems):
            return []
        try:
            return [self._terms.count(field, text) for field, text in zip(impacts.FIELDS, texts(article), strict=True)]
        except Exception as error:
            self._failed(article.path, error)
            self._leave_out(each.known, each.digest)
            return None

    def _failed(self, path: str, error: Exception) -> None:
        """A fault in kb. One article that cannot be found beats a team that cannot search."""
        self.problems.append((path, _fault(error)))

    def _leave_out(self, entry: Entry, digest: str = "") -> None:
        self.rows.append(Row(entry, digest, "", -1, ()))

    def _keep(self, each: _Read, fields: list[Counts]) -> None:
        article = each.reading.article
        self.problems.extend((article.path, problem) for problem in article.problems)
        if not fields:
            self._leave_out(each.known, each.digest)
            return
        lengths = tuple(field.length for field in fields)
        for number, length in enumerate(lengths):
            self.totals[number] += length
            self.present[number] += length > 0
        self.rows.append(Row(each.known, each.digest, "?", len(self._cards), lengths))
        self._fields.append(fields)
        self._facets.append([self._terms.number(term) for term in dict.fromkeys(facets(article))])
        self._cards.append(json.dumps(card(article, self._settings), ensure_ascii=False, separators=(",", ":")).encode(
            "utf-8", "surrogatepass"
        ))  # fmt: skip

    def write(self, folder: Path, name: str, pivots: Sequence[float]) -> Segment:
        """Weigh what was counted against the usual lengths of fields, and write it."""
        if self._cards:
            write_segment(folder, name, self._cards, self._postings(pivots))
            write_words(folder, name, self._terms.words)
        self.rows = [row._replace(segment=name) if row.segment else row for row in self.rows]
        return Segment(name, len(self._cards))

    def _postings(self, pivots: Sequence[float]) -> Iterator[tuple[bytes, array[int], bytearray]]:
        documents: list[array[int]] = [array("I") for _ in self._terms.numbers]
        weights: list[bytearray] = [bytearray() for _ in self._terms.numbers]
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
            (term.encode("utf-8", "surrogatepass"), number) for term, number in self._terms.numbers.items()
        ):
            # None has it where reading its article failed halfway.
            if documents[number]:
                yield encoded, documents[number], weights[number]


def together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The files that take each step together, in order."""
    some: list[Entry] = []
    size = 0
    for entry in entries:
        if some and (len(some) == TOGETHER or size + entry.size > TOGETHER_BYTES):
            yield some
            some, size = [], 0
        some.append(entry)
        size += entry.size
    if some:
        yield some


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
