"""What is on the screen, apart from how it is painted: the query and its hits, the article that is read, its ticks."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.article.trust import Flags
from kb_tools.cli.article_text import judged
from kb_tools.cli.browsing.note import ticket_note
from kb_tools.cli.browsing.page import Page, page
from kb_tools.cli.browsing.revision import revision
from kb_tools.errors import KbError
from kb_tools.search import misses
from kb_tools.search.card import url
from kb_tools.search.results import Hit, Results
from kb_tools.search.searcher import Searcher

Mode = Literal["list", "article", "asking", "sheet"]

Question = Literal["", "found", "wrong"]
"""What the agent is asked for: what they found, or what is wrong with the article."""

FIRST, LIMIT = 10, 50
"""Hits that are looked for at each key, and those that can be walked through: why each fits takes time to find out."""

LONGEST = 2000
"""Characters of a query. What is longer was pasted, and its beginning says it."""


@dataclass(slots=True)
class Call:
    """What was done with one article in this call."""

    done: set[int] = field(default_factory=set)
    found: str = ""
    wrong: str = ""
    """What could not be kept as a flag, to be tried once more."""


@dataclass(slots=True)
class Reading:
    """An article, opened."""

    article: Article
    page: Page
    trust: str
    flags: Flags | None
    content: bytes
    call: Call
    scroll: int = 0
    near: int = 0
    """The step that digits count from: the first one on the screen."""


@dataclass(slots=True)
class Sheet:
    """Something to look at for a moment: the keys, a note to be copied by hand."""

    title: str
    lines: list[str]
    scroll: int = 0


class Browser:
    """The state of the screen."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.text = ""
        self.results: Results | None = None
        self.selected = 0
        self.top = 0
        """The first hit on the screen."""
        self.has_more = False
        """There may be hits behind the last one."""
        self.reading: Reading | None = None
        self.sheet: Sheet | None = None
        self.asked: Question = ""
        self.message = ""
        self._searched = ""
        self._calls: dict[str, Call] = {}
        self._previews: dict[str, Reading] = {}
        self._revisions: dict[tuple[str, bytes], Future[str]] = {}
        self._aside = ThreadPoolExecutor(1, "kb-revision")

    @property
    def mode(self) -> Mode:
        if self.sheet:
            return "sheet"
        if self.asked:
            return "asking"
        return "article" if self.reading else "list"

    # --- The list ---------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """Search for what is typed, if that is another text than before. Only what is painted is searched for."""
        text = self.text[:LONGEST]
        if text == self._searched:
            return
        self._searched = text
        self.results = self.searcher.search(text, FIRST) if text.strip() else None
        self.has_more = len(self.hits) == FIRST
        self.selected = self.top = 0

    def renew(self, searcher: Searcher) -> None:
        """Go on with another state of the index; the hit that was chosen stays so if it is still there."""
        chosen = self.hit
        self.searcher, self._searched = searcher, ""
        self._previews.clear()
        self.search()
        if chosen and self.results:
            paths = [hit.card["path"] for hit in self.results.hits]
            if chosen.card["path"] in paths:
                self.selected = paths.index(chosen.card["path"])

    def look_at_flags(self) -> None:
        """Show what is flagged now: no index knows of it."""
        self.searcher.forget_flags()
        self.renew(self.searcher)
        if self.reading:
            before = self.reading
            self.reading = self.preview(before.article.path) or before
            self.reading.scroll = before.scroll

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self.results.hits if self.results else ()

    @property
    def hit(self) -> Hit | None:
        """The hit that is chosen."""
        return self.hits[self.selected] if self.selected < len(self.hits) else None

    def move(self, by: int) -> None:
        if self.has_more and self.selected + by >= FIRST - 1:
            self.results = self.searcher.search(self._searched, LIMIT)
            self.has_more = False
        self.selected = max(0, min(self.selected + by, len(self.hits) - 1))

    @property
    def is_miss(self) -> bool:
        """Did a search say something and find nothing, or not its code?"""
        return self.results is not None and (not self.hits or bool(self.results.query.unknown_codes))

    def note_miss(self) -> str:
        """Keep the search that found nothing, masked; what became of it, in words."""
        if self.results is None or not self.is_miss:
            return "This search has found something: there is nothing to note down."
        if not self.searcher.settings.keep_misses:
            return "Searches that find nothing are not kept here: keep_misses = true in kb.toml."
        misses.note(misses.file_for(self.searcher.folder), self.results.query.text, datetime.now())
        return "Noted down, without names and numbers of customers: kb misses."

    # --- An article -------------------------------------------------------------------------------------------------

    def preview(self, path: str) -> Reading | None:
        """An article as it is now; None when it has gone or cannot be read."""
        if path in self._previews:
            return self._previews[path]
        settings = self.searcher.settings
        try:
            content = (settings.docs / path).read_bytes()
        except OSError:
            return None
        article = read_article(path, content, settings)
        call = self._calls.setdefault(article.id, Call())
        flags = self.searcher.flags_of(article.id)
        reading = Reading(article, page(article), judged(article, date.today(), flags), flags, content, call)
        call.done = {index for index in call.done if index < len(reading.page.steps)}
        if len(self._previews) > 50:
            self._previews.clear()
        self._previews[path] = reading
        return reading

    def open(self) -> None:
        """Read the chosen hit."""
        if self.hit is None:
            return
        path = self.hit.card["path"]
        self._previews.pop(path, None)
        self.reading = self.preview(path)
        if self.reading is None:
            self.message = f"{path} cannot be read; it may have been moved."
            return
        self._ask_revision(self.reading)

    def current(self) -> Reading | None:
        """What the commands are about: the article that is read, else the one that is chosen."""
        if self.reading:
            return self.reading
        return self.preview(self.hit.card["path"]) if self.hit else None

    def tick(self, digit: int) -> str:
        """Tick a step of the list on the screen, or take the tick back; what happened, in words."""
        if not (reading := self.reading) or not reading.page.steps:
            return "This article has no steps."
        group = reading.page.steps[min(reading.near, len(reading.page.steps) - 1)].group
        for index, step in enumerate(reading.page.steps):
            if step.group == group and step.number == digit:
                return self._toggled(reading, index)
        return f"There is no step {digit} here."

    def tick_next(self) -> str:
        """Tick the first step that is not done."""
        if not (reading := self.reading) or not reading.page.steps:
            return "This article has no steps."
        left = [index for index in range(len(reading.page.steps)) if index not in reading.call.done]
        return self._toggled(reading, left[0]) if left else "All steps are done."

    @staticmethod
    def _toggled(reading: Reading, index: int) -> str:
        reading.call.done ^= {index}
        number, done = reading.page.steps[index].number, index in reading.call.done
        count = f"{len(reading.call.done)} of {len(reading.page.steps)}"
        return f"Step {number} {'done' if done else 'not done'} ({count})."

    def new_call(self) -> str:
        """Forget what was ticked, found and begun."""
        for call in self._calls.values():
            call.done, call.found, call.wrong = set(), "", ""
        return "A new call: nothing is ticked or noted."

    def flag(self, reading: Reading, said: str) -> str:
        """Keep what is wrong with an article; what became of it, in words. It may wait for another kb."""
        # Imported here: few calls end with a flag.
        from kb_tools.history.settings import setting
        from kb_tools.writing.flagging import new_flag, raising, write

        root, name = self.searcher.settings.root, reading.article.id
        try:
            flag = new_flag(root, name, said, setting(root, "user.name"), datetime.now().astimezone())
            write(root, raising(flag))
        except KbError as error:
            reading.call.wrong = said
            return f"Not flagged: {error}"
        reading.call.wrong = ""
        return f"Flagged; kept in {flag.file}"

    def note(self, reading: Reading) -> str:
        """The ticket note about an article."""
        return ticket_note(
            reading.article,
            trust=reading.trust,
            revision=self._ask_revision(reading).result(),
            url=self.url(reading),
            steps=reading.page.steps,
            done=reading.call.done,
            found=reading.call.found,
            now=datetime.now().astimezone(),
        )

    def url(self, reading: Reading) -> str:
        """Where the site has the article; empty where nobody said where the site is."""
        settings = self.searcher.settings
        return url(reading.article.path, settings) if settings.site_url else ""

    def _ask_revision(self, reading: Reading) -> Future[str]:
        """Git takes its time over a long history, so it is asked while the agent reads."""
        key = (reading.article.path, reading.content)
        if key not in self._revisions:
            self._revisions[key] = self._aside.submit(revision, self.searcher.settings, reading.article.path)
        return self._revisions[key]
