"""The scripts of the search: several files put together into one, as they were written."""

from __future__ import annotations

from pathlib import Path

from kb_tools.site.assets import together
from kb_tools.site.contents import as_json
from kb_tools.site.stemmers import stemmer_script

SEARCH = Path(__file__).parent / "theme" / "search"

BEFORE_STEMMER = ("characters.js", "english.js", "stemmer.js")
AFTER_STEMMER = (
    "analysis.js", "spoken.js", "codes.js", "spelling.js", "vocabulary.js", "understand.js",
    "spaces.js", "shards.js", "postings.js", "facets.js", "lexicon.js", "ranking.js", "trust.js", "nudges.js",
    "markup.js", "why.js", "results.js", "searcher.js",
)  # fmt: skip
"""Each file needs only those before it."""

START = "start.js"
"""Loads everything else."""


def engine(language: str) -> bytes:
    """All that answers a query, for articles in this language.

    Raises:
        KbError: the browser would cut the language's words in another way than the index does.
    """
    before, after = ([SEARCH / name for name in names] for names in (BEFORE_STEMMER, AFTER_STEMMER))
    return together([*before, stemmer_script(language), *after])


def entry(index: object) -> bytes:
    """The one file with a name that never changes."""
    start = (SEARCH / START).read_text(encoding="utf-8")
    return f"{start}\nkb.index = Object.freeze({as_json(index)});\n".encode()


def data(name: str, value: object) -> bytes:
    """Data as a script, which loads where nothing else does: from a folder, without a server."""
    return f"kbData({as_json(name)},{as_json(value)});\n".encode()
