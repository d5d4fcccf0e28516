"""Keep the index true to the docs folder: look what changed, read only that, switch over at once.

An index is one or more large segments and at most one small one, which holds everything that changed since the large ones
were written. Each update writes the small one anew; when it has grown too much, everything is built anew. So there is
nothing to merge, and a search reads few segments.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb_tools import __version__
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry, digest_input, list_articles
from kb_tools.digests import blake2b
from kb_tools.errors import IndexUnusable
from kb_tools.query import vocabulary
from kb_tools.search import impacts, place
from kb_tools.search.analysis import Analyzer
from kb_tools.search.state import STATE, Damaged, SegmentState, State, read_state, write_file, write_state
from kb_tools.search.wordlist import write_words

if TYPE_CHECKING:
    # Reading articles takes YAML and processes; a search of an index that is current needs neither.
    from kb_tools.article.model import Problem
    from kb_tools.corpus.manifest import Row
    from kb_tools.search.indexer import Passenger
    from kb_tools.workers import Progress

FORMAT = 12
"""Raised whenever what stands in an index changes its meaning."""

LOCK = "lock"


class Report(NamedTuple):
    """What an update did."""

    articles: int
    read: int = 0
    removed: int = 0
    rebuilt: str = ""
    """What was wrong with the index before; empty when nothing was."""
    first: bool = False
    """There was no index before."""
    problems: Sequence[tuple[str, Problem]] = ()
    seconds: float = 0.0


class Index(NamedTuple):
    """An index that can be searched."""

    folder: Path
    state: State
    report: Report

    @classmethod
    def of(cls, keeper: Keeper, state: State) -> Index:
        """The index in the state it is in, true or not."""
        return cls(keeper.folder, state, Report(state.documents))


def fingerprint(settings: Settings) -> str:
    """Name what an index depends on besides the articles."""
    import Stemmer

    parts = (FORMAT, __version__, Stemmer.version(), impacts.SCALE, impacts.FIELDS, settings.fingerprint())
    return blake2b(repr(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


class NotCurrent(Exception):
    """There is no index, or it is no longer true; `why` is empty when files simply changed."""

    def __init__(self, why: str = "", state: State | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.state = state


class Keeper:
    """Looks after the index of one knowledge base."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        try:
            self.folder = place.index_folder(settings.root)
        except OSError as error:
            raise IndexUnusable(
                f"no folder can be written for the index: {error.strerror or error}", path=settings.root,
                hint="Set the environment variable KB_CACHE to a folder that you can write to."
            ) from error  # fmt: skip
        self.unkept = ""
        """Why no run can trust what another one wrote; empty where it can."""
        try:
            self.key = place.key()
        except OSError as error:
            self.key = os.urandom(place.KEY_BYTES)
            self.unkept = f"the key that seals the index cannot be kept ({error.strerror or error}); set KB_CACHE"
        for name in (STATE, LOCK):
            place.remove_unless_file(self.folder / name)
        self.fingerprint = fingerprint(settings)
        self.entries = list_articles(settings.docs)
        self.vocabulary = f"vocabulary-{vocabulary.digest(settings.root)}"
        self._words: list[vocabulary.Entry] = []
        self._passenger: Passenger | None = None
        self.carried: list[tuple[Entry, str, Any]] = []
        """What a passenger made of the articles that an update read, with the digests of their content."""

    def current(self) -> Index:
        """The index as it is, if it is true.

        Raises:
            NotCurrent: it is not; an update is due.
        """
        state = self._state()
        if state is None:
            raise NotCurrent
        if state.listing != _listing_digest(self.entries) or state.vocabulary != self.vocabulary:
            raise NotCurrent(state=state)
        return Index.of(self, state)

    def is_busy(self) -> bool:
        """Is another process at work on the index right now?"""
        from kb_tools.search.lock import is_locked

        return is_locked(self.folder / LOCK)

    def use_temporary_folder(self) -> None:
        """Keep the index in a folder that goes when this process does."""
        import atexit
        import shutil
        import tempfile

        try:
            self.folder = Path(tempfile.mkdtemp(prefix="kb-"))
        except OSError as error:
            raise self._unusable(error) from error
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    def update(self, progress: Progress, *, rebuild: bool = False, passenger: Passenger | None = None) -> Index:
        """Bring the index up to date; one process at a time, others wait.

        Args:
            passenger: what else is to be made of each article that must be read; *carried* has it afterwards.

        Raises:
            IndexUnusable: the index cannot be written (disk full, no permission). The old one is as it was.
            ConfigError: the vocabulary has a mistake. The old index is as it was.
        """
        from kb_tools.search.lock import locked

        started = time.perf_counter()
        self._passenger = passenger
        try:
            with locked(self.folder / LOCK):
                index = self._update(progress, rebuild)
        except (OSError, EOFError) as error:
            raise self._unusable(error) from error
        return index._replace(report=index.report._replace(seconds=time.perf_counter() - started))

    def _update(self, progress: Progress, rebuild: bool) -> Index:
        why, state = "", None
        try:
            index = self.current()
            if not rebuild:
                return index
            state = index.state
        except NotCurrent as stale:
            why, state = stale.why, stale.state
        self.entries = list_articles(self.settings.docs)
        # Before any article is read: a mistake in the vocabulary must not cost the time of a build.
        self._words = self._read_vocabulary(state)
        # The current generation stays until the next one is there, also when that reads everything again.
        self._clean(state)
        try:
            advanced = self._advance(state, progress) if state and not rebuild else None
            return advanced or self._rebuild(state, why, progress)
        except (OSError, EOFError):
            self._clean(state)
            raise

    def _unusable(self, error: OSError | EOFError) -> IndexUnusable:
        if isinstance(error, OSError):
            return IndexUnusable(f"the index cannot be written ({error.strerror or error})", path=self.folder,
                                 hint="Make room there, or set the environment variable KB_CACHE to another folder.")  # fmt: skip
        return IndexUnusable("a process that read articles was killed; was there too little memory?", path=self.folder)

    def _state(self) -> State | None:
        try:
            return read_state(self.folder, self.key, self.fingerprint)
        except Damaged as damage:
            raise NotCurrent(self.unkept or str(damage)) from damage
        except (ValueError, KeyError, TypeError) as error:
            raise NotCurrent("the index is damaged") from error

    def _rebuild(self, state: State | None, why: str, progress: Progress) -> Index:
        from kb_tools.search.build import build

        name = _fresh_name()
        built = build(self.settings, self.entries, self.folder, name, None, progress, self._passenger)
        self.carried = built.carried
        segments = tuple(
            SegmentState(segment.name, segment.documents) for segment in built.segments if segment.documents
        )
        new = self._commit(state, built.rows, segments, built.pivots)
        return Index(
            self.folder,
            new,
            Report(new.documents, len(built.rows), 0, why, first=not why and state is None, problems=built.problems),
        )

    def _advance(self, state: State, progress: Progress) -> Index | None:
        """Read what changed into a new small segment; None when it is time to build everything anew."""
        from kb_tools.corpus import manifest
        from kb_tools.search.advance import plan
        from kb_tools.search.build import build

        try:
            rows = manifest.load((self.folder / state.manifest).read_bytes())
        except (OSError, ValueError):
            return None
        todo = plan(rows, state, self.entries, self.settings.docs)
        if todo is None:
            return None
        segments, rows, problems = todo.segments, todo.kept, []
        if todo.write:
            built = build(self.settings, todo.write, self.folder, f"s{_fresh_name()}", state.pivots, progress)
            rows.extend(built.rows)
            problems = built.problems
            segments += tuple(SegmentState(item.name, item.documents) for item in built.segments if item.documents)
        if (todo.changed or todo.removed) and _usual_lengths(rows) != state.pivots:
            # The articles have become longer or shorter on the whole: every impact would change.
            return None
        new = self._commit(state, rows, segments, state.pivots)
        return Index(self.folder, new, Report(new.documents, todo.changed, todo.removed, problems=problems))

    def _commit(
        self, state: State | None, rows: Iterable[Row], segments: tuple[SegmentState, ...], pivots: tuple[float, ...]
    ) -> State:
        from kb_tools.corpus import manifest

        rows = sorted(rows, key=lambda row: row.entry.path)
        generation = state.generation + 1 if state else time.time_ns()
        name = f"manifest-{_fresh_name()}"
        write_file(self.folder, name, manifest.dump(rows))
        if state is None or state.vocabulary != self.vocabulary:
            entries = self._words
            write_file(self.folder, self.vocabulary, vocabulary.compiled(entries, Analyzer(self.settings.language)))
            write_words(
                self.folder, self.vocabulary, {word for entry in entries for word in entry.said.lower().split()}
            )
        new = State(
            fingerprint=self.fingerprint,
            generation=generation,
            listing=_listing_digest([row.entry for row in rows]),
            manifest=name,
            pivots=tuple(pivots),
            segments=segments,
            vocabulary=self.vocabulary,
            files=state.files if state else {},
        )
        return write_state(self.folder, new, self.key)

    def _read_vocabulary(self, state: State | None) -> list[vocabulary.Entry]:
        """What the team's words stand for; nothing where the index has it already."""
        if state is not None and state.vocabulary == self.vocabulary:
            return []
        return vocabulary.load(self.settings.root)

    def _clean(self, state: State | None) -> None:
        """Delete what no reader can need: everything but the current generation's files.

        A search that had read the state before this one keeps its files open, or finds them gone and reads the state again.
        """
        needed = {STATE, LOCK, *(state.files if state else ())}
        for path in self.folder.iterdir():
            if path.name not in needed:
                place.remove(path)


def _fresh_name() -> str:
    return os.urandom(6).hex()


def _listing_digest(entries: Sequence[Entry]) -> str:
    return blake2b(digest_input(entries), digest_size=16).hexdigest()


def _usual_lengths(rows: Iterable[Row]) -> tuple[float, ...]:
    columns = list(zip(*(row.lengths for row in rows if row.segment), strict=True))
    if not columns:
        return tuple(1.0 for _ in impacts.FIELDS)
    return impacts.pivots([sum(column) for column in columns], [sum(map(bool, column)) for column in columns])
