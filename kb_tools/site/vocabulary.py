"""The team's vocabulary for the browser: for each term that begins an entry, the lines of its entries.

One line is ``other terms of the caller's side<TAB>meaning<TAB>...``, as theme/search/vocabulary.js reads it. Cut by their
first terms, the lines can stand wherever terms stand: a query of five words then needs the lines of five, whether there
are a hundred entries or ten thousand.
"""

from __future__ import annotations

from collections import defaultdict

from kb_tools.query.vocabulary import TAB


def vocabulary_data(compiled: bytes) -> dict[str, str]:
    """First term -> its lines. *compiled* is the index's vocabulary, as kb_tools.query.vocabulary.compiled makes it."""
    lines: dict[str, list[str]] = defaultdict(list)
    for line in compiled.decode().split("\n"):
        said, tab, meanings = line.partition(TAB)
        first, _, others = said.partition(" ")
        if tab:
            lines[first].append(f"{others}{TAB}{meanings}")
    return {first: "\n".join(found) for first, found in lines.items()}
