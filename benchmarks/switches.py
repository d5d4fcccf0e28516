"""The parts of the search that quality.py switches off one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from kb_tools.article.model import Article
from kb_tools.query import understand
from kb_tools.search import impacts, indexer, nudges, ranking

BODY = "body"


class Patch(NamedTuple):
    """A name that means something else while a part is switched off."""

    owner: Any
    name: str
    value: Any


class Switch(NamedTuple):
    """A part of the search, and what switches it off."""

    name: str
    patches: Sequence[Patch]

    @property
    def needs_index(self) -> bool:
        """Does an index without the part hold something else?"""
        return any(patch.owner in (impacts, indexer) for patch in self.patches)

    @contextmanager
    def off(self) -> Iterator[None]:
        with ExitStack() as stack:
            for owner, name, value in self.patches:
                stack.callback(setattr, owner, name, getattr(owner, name))
                setattr(owner, name, value)
            yield


def _fields(change: Callable[[impacts.Field], impacts.Field]) -> Patch:
    return Patch(impacts, "FIELDS", tuple(map(change, impacts.FIELDS)))


def _plain(field: impacts.Field) -> impacts.Field:
    """BM25 with the values it was published with."""
    return field._replace(weight=3.0 if field.name == "title" else 1.0, k1=1.2, b=0.75, pairs=0.0, inner=False)


def _texts(*names: str, into_body: bool = True) -> Patch:
    """Fields that are no more: their words count as the body's, or not at all."""
    original: Callable[[Article], tuple[str, ...]] = indexer.texts

    def texts(article: Article) -> tuple[str, ...]:
        found = dict(zip((field.name for field in impacts.FIELDS), original(article), strict=True))
        for name in names:
            if into_body:
                found[BODY] = f"{found[name]}\n{found[BODY]}"
            found[name] = ""
        return tuple(found.values())

    return Patch(indexer, "texts", texts)


_Reading = understand._Reading
_NO_PAIRS = _fields(lambda field: field._replace(pairs=0.0))
_NO_INNER = _fields(lambda field: field._replace(inner=False))
_NO_CODES = Patch(understand, "find_codes", lambda *_: [])
_NO_CORRECTIONS = Patch(understand, "corrections", lambda *_: [])
_NO_COMPLETIONS = Patch(understand, "completions", lambda *_: [])
_NO_SYNONYMS = Patch(_Reading, "synonyms", lambda *_: None)
_NO_COMPOUNDS = Patch(_Reading, "compounds", lambda *_: None)
_NO_SPELLED = Patch(_Reading, "spelled", lambda *_: None)
_NO_FILLERS = Patch(understand, "FILLERS", frozenset())
_NO_NUDGES = Patch(nudges, "nudged", lambda score, _: (score, ""))

SWITCHES = (
    Switch("pairs of neighbors", [_NO_PAIRS]),
    Switch("words within names (KubeNodeNotReady)", [_NO_INNER]),
    Switch("title (as body)", [_texts("title")]),
    Switch("first heading (as body)", [_texts("heading")]),
    Switch("symptoms (as body)", [_texts("symptoms")]),
    Switch("symptoms (not indexed)", [_texts("symptoms", into_body=False)]),
    Switch("error codes (as body)", [_texts("codes")]),
    Switch("products, tags, path (not indexed)", [_texts("meta", into_body=False)]),
    Switch("codes in the query", [_NO_CODES]),
    Switch(
        "weight of codes (count like any word)",
        [Patch(understand, "CODE", 1.0), Patch(understand, "CERTAIN_CODE", 1.0)],
    ),
    Switch("spelling", [_NO_CORRECTIONS]),
    Switch("the unfinished last word", [_NO_COMPLETIONS]),
    Switch("synonyms", [_NO_SYNONYMS]),
    Switch("joined words (log in, D S L)", [_NO_COMPOUNDS, _NO_SPELLED]),
    Switch("fillers (count like any word)", [_NO_FILLERS]),
    Switch("nudges for trust", [_NO_NUDGES]),
    Switch(f"the cut at {ranking.MAX_TERMS} terms", [Patch(ranking, "MAX_TERMS", 10_000)]),
)

SPELLING = next(switch for switch in SWITCHES if switch.name == "spelling")

PLAIN = Switch(
    "all of it (BM25, title x3)",
    [
        _fields(_plain),
        _texts("heading", "symptoms", "codes", "meta"),
        _NO_CODES,
        _NO_CORRECTIONS,
        _NO_COMPLETIONS,
        _NO_SYNONYMS,
        _NO_COMPOUNDS,
        _NO_SPELLED,
        _NO_FILLERS,
        _NO_NUDGES,
    ],
)
