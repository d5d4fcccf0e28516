"""What Python understands, in the shape that understanding.js answers with; and what it must know for that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb_tools.query.understand import SymptomQuery
from kb_tools.search.searcher import Searcher
from kb_tools.site.scripts import AFTER_STEMMER, BEFORE_STEMMER
from kb_tools.site.vocabulary import vocabulary_data

SCRIPTS = Path(__file__).parents[2] / "kb_tools" / "site" / "theme" / "search"
HERE = Path(__file__).with_name("understanding.js")
UNDERSTANDING = AFTER_STEMMER[: AFTER_STEMMER.index("understand.js") + 1]


def scripts(*languages: str) -> list[Path]:
    """The scripts in the order in which they are loaded."""
    stemmers = [f"vendor/snowball/{language}.js" for language in languages or ("english",)]
    return [*(SCRIPTS / name for name in (*BEFORE_STEMMER, *stemmers, *UNDERSTANDING)), HERE]


def lexicon_data(searcher: Searcher) -> dict[str, Any]:
    """All that the lexicon of a searcher knows, as lists of pairs."""
    lexicon = searcher.lexicon
    segments = [list(segment.reader.terms("")) for segment in searcher.segments]
    terms = sorted({term for segment in segments for term in segment})
    return {
        "segments": segments,
        "frequencies": [(term, count) for term in terms if (count := lexicon.frequency(term))],
        "words": [(f"{first}{length}", lexicon.words(first, length)) for first, length in lexicon.word_groups()],
        "vocabulary": list(vocabulary_data(lexicon.vocabulary.read_bytes()).items()),
    }


def as_data(query: SymptomQuery) -> dict[str, Any]:
    return {
        "text": query.text,
        "terms": [list(term) for term in query.terms],
        "phrases": [list(phrase) for phrase in query.phrases],
        "codes": [list(code) for code in query.codes],
        "corrected": [[word, list(words)] for word, words in query.corrected.items()],
        "ignored": list(query.ignored),
        "filters": {name: list(values) for name, values in query.filters.items()},
        "unknown_codes": list(query.unknown_codes),
        "words": list(query.words),
    }
