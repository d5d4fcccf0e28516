"""Segments written from plain tables, for tests that need no articles."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from kb_tools.query.vocabulary import Entry, compiled
from kb_tools.search.analysis import Analyzer
from kb_tools.search.engines.whoosh.codec import write_segment
from kb_tools.search.engines.whoosh.reader import open_segment
from kb_tools.search.lexicon import IndexLexicon, Live
from kb_tools.search.wordlist import WordList, write_words

Table = Mapping[str, Mapping[int, int]]
"""Term -> document -> impact."""


class Tables:
    """Some segments in a folder, one from each table, and what their tables say as a whole."""

    def __init__(
        self,
        folder: Path,
        tables: Sequence[tuple[Table, int, Iterable[int]]],
        words: Sequence[Iterable[str]] = (),
        vocabulary: Sequence[Entry] = (),
        paths: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Args:
        tables: for each segment its table, how many documents it has, and which of them are deleted.
        paths: of documents of the whole index that are not in the order of their numbers.
        """
        self.live: list[Live] = []
        self.impacts: dict[str, dict[int, int]] = {}
        """Term -> document of the whole index -> impact, without what is deleted."""
        self.documents: list[int] = []
        base = 0
        for number, (table, size, gone) in enumerate(tables):
            deleted = frozenset(gone)
            name = f"s{number}"
            # A segment without a term cannot be written.
            full = {**table, "=": dict.fromkeys(range(size), 1)}
            postings = [
                (term.encode(), array("I", sorted(found)), bytearray(found[document] for document in sorted(found)))
                for term, found in full.items()
                if found
            ]
            cards = [{"path": paths.get(base + document, f"{base + document:06}")} for document in range(size)]
            write_segment(folder, name, [json.dumps(card).encode() for card in cards], sorted(postings))
            write_words(folder, name, words[number] if words else ())
            self.live.append(Live(open_segment(folder, name, size), base, deleted, WordList(folder, name)))
            for term, found in full.items():
                kept = {base + document: impact for document, impact in found.items() if document not in deleted}
                self.impacts.setdefault(term, {}).update(kept)
            self.documents += [base + document for document in range(size) if document not in deleted]
            base += size
        path = folder / "vocabulary-0"
        path.write_bytes(compiled(vocabulary, Analyzer()))
        write_words(folder, path.name, {word for entry in vocabulary for word in entry.said.split()})
        self.lexicon = IndexLexicon(self.live, path)

    def close(self) -> None:
        for segment in self.live:
            segment.reader.close()
