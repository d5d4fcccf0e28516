"""What kb is measured against: stock Whoosh and SQLite's FTS5, each as its manual shows it.

As a script it is the other process of indexing.py: `python benchmarks/others.py DOCS FOLDER` indexes with stock Whoosh.
Where kb is imported as well, this comes first: kb leaves out parts of Whoosh that it does not use itself.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
from whoosh.qparser import MultifieldParser, OrGroup

TITLE = 3.0
"""How much a word of the title counts against one of the body."""

_WORD = re.compile(r"\w+")


class StockWhoosh:
    """StemmingAnalyzer, two TEXT fields with their defaults, one writer; queries are ORed."""

    def __init__(self, folder: Path, articles: Iterable[tuple[str, str, str]]) -> None:
        title_field, body_field = TEXT(StemmingAnalyzer(), stored=True), TEXT(StemmingAnalyzer())
        schema = Schema(path=ID(stored=True), title=title_field, body=body_field)
        self._index = create_in(str(folder), schema)
        writer = self._index.writer()
        for path, title, body in articles:
            writer.add_document(path=path, title=title, body=body)
        writer.commit()
        self._searcher: Any = None

    def __call__(self, query: str) -> list[str]:
        if self._searcher is None:
            self._searcher = self._index.searcher()
            weights = {"title": TITLE, "body": 1.0}
            self._parser = MultifieldParser([*weights], self._index.schema, fieldboosts=weights, group=OrGroup)
        words = " ".join(_WORD.findall(query.lower()))
        return [hit["path"] for hit in self._searcher.search(self._parser.parse(words), limit=10)]


class Fts5:
    """FTS5 with the porter tokenizer and bm25, all in memory, which is the best case for it; queries are ORed."""

    def __init__(self, articles: Iterable[tuple[str, str, str]]) -> None:
        self._database = sqlite3.connect(":memory:")
        columns = "path UNINDEXED, title, body, tokenize='porter'"
        self._database.execute(f"CREATE VIRTUAL TABLE article USING fts5({columns})")
        self._database.executemany("INSERT INTO article VALUES (?, ?, ?)", articles)
        self._database.execute("INSERT INTO article(article) VALUES ('optimize')")

    def __call__(self, query: str) -> list[str]:
        return [row[0] for row in self._select("path", _WORD.findall(query))]

    def with_snippets(self, query: str) -> list[tuple[str, ...]]:
        """What a program that shows hits has to ask for."""
        return self._select("path, title, snippet(article, 2, '[', ']', '...', 24)", _WORD.findall(query))

    def without_stop_words(self, query: str) -> list[str]:
        """As a careful program would ask: words like "the" cost FTS5 most and tell it least."""
        from kb_tools.search.analysis import STOP_WORDS

        words = _WORD.findall(query)
        telling = [word for word in words if word.lower() not in STOP_WORDS]
        return [row[0] for row in self._select("path", telling or words)]

    def _select(self, columns: str, words: list[str]) -> list[tuple[str, ...]]:
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        best = f"WHERE article MATCH ? ORDER BY bm25(article, 0, {TITLE}, 1) LIMIT 10"
        return self._database.execute(f"SELECT {columns} FROM article {best}", (match,)).fetchall()


def _files(docs: Path) -> Iterable[tuple[str, str, str]]:
    for path in docs.rglob("*.md"):
        text = path.read_text("utf-8", "replace")
        title = next((line[6:] for line in text.splitlines() if line.startswith("title:")), path.stem)
        yield str(path), title, text


if __name__ == "__main__":
    StockWhoosh(Path(sys.argv[2]), _files(Path(sys.argv[1])))
