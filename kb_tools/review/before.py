"""What should somebody know who is about to review an article?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kb_tools.article.model import Article
from kb_tools.article.read import decode, read_article
from kb_tools.article.reviewed import FIELDS, review_hash, text_hash
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Finding
from kb_tools.checks.runner import run, selected
from kb_tools.corpus.flags import Flag
from kb_tools.errors import ConfigError, KbError, NotFoundError
from kb_tools.history.last_read import LastRead, last_read
from kb_tools.search import misses, place
from kb_tools.search.cases import FILE_NAME, Case, load_cases

AMONG = 3
"""An article is found where it is among so many: what fits an agent's screen."""

MOST_MISSES = 300
"""Searches that found nothing that are tried again, the most frequent first."""

_SAID_ELSEWHERE = frozenset(("KB401", "KB402", "KB403", "KB405", "KB410", "KB411"))
"""Rules that say that a review is due, and why: whoever reviews knows."""


class Phrase(NamedTuple):
    """What a caller said that the article should answer."""

    said: str
    is_found: bool


class Before(NamedTuple):
    """All of it, about one article."""

    facts: Facts
    article: Article
    content: bytes
    """The file as it is now: what is read, and what may be recorded as read."""
    read: LastRead
    difference: tuple[str, ...]
    """Between the text that was read and now, as lines of a unified diff; none where nothing changed."""
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...]
    phrases: tuple[Phrase, ...]
    misses: tuple[misses.Miss, ...]
    links: int
    """How many links of other articles lead to it."""


class Desk:
    """Lays out what is known about one article after another. What is about all of them is found out once."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.troubles: list[str] = []
        """What could not be looked at, and why."""
        self._findings = self._all_findings()
        self._expected = self._cases()
        self._nearest = self._misses()

    def before(self, facts: Facts) -> Before:
        """What is known about one article.

        Raises:
            NotFoundError: it is gone, or cannot be read.
        """
        base, settings = self.base, self.base.settings
        try:
            content = (settings.root / facts.file).read_bytes()
        except OSError as error:
            raise NotFoundError(f"cannot be read: {error.strerror}", path=facts.file) from error
        article = read_article(facts.path, content, settings)
        names = dict(settings.fields)
        day = article.last_reviewed
        is_same = bool(article.reviewed_hash) and review_hash(content, names, day) == article.reviewed_hash
        read = (LastRead(content, day=day) if is_same
                else last_read(base.repository, settings, facts.file, article))  # fmt: skip
        return Before(
            facts=facts,
            article=article,
            content=content,
            read=read,
            difference=_difference(read.content, content, names),
            findings=tuple(self._findings.get(facts.file, ())),
            flags=base.flags.of(article.id),
            phrases=tuple(
                Phrase(case.said, base.searcher.finds(facts.path, case.said, AMONG))
                for case in self._expected
                if facts.path in case.expected
            ),
            misses=tuple(self._nearest.get(facts.path, ())),
            links=links_to(base, facts),
        )

    def _all_findings(self) -> Mapping[str, list[Finding]]:
        options = self.base.options
        result = run(self.base, selected(options.select, options.ignore))
        found: dict[str, list[Finding]] = {}
        for finding in result.findings:
            if finding.rule not in _SAID_ELSEWHERE:
                found.setdefault(finding.path, []).append(finding)
        return found

    def _cases(self) -> Sequence[Case]:
        path = self.base.settings.root / FILE_NAME
        names = {name: facts.path for facts in self.base for name in (facts.path, facts.id)}
        try:
            return load_cases(path, names) if path.is_file() else ()
        except ConfigError as error:
            self.troubles.append(f"{error}; phrases are not counted")
            return ()

    def _misses(self) -> Mapping[str, list[misses.Miss]]:
        """By path, the searches that found nothing to which the article is the nearest."""
        settings = self.base.settings
        found: dict[str, list[misses.Miss]] = {}
        if not settings.keep_misses:
            return found
        try:
            kept = misses.read(misses.file_for(place.index_folder(settings.root)))
            for miss in kept[:MOST_MISSES]:
                for card in self.base.searcher.rank(miss.said, 1):
                    found.setdefault(card["path"], []).append(miss)
        except (OSError, KbError) as error:
            self.troubles.append(f"searches that found nothing are not shown: {error}")
        return found


def links_to(base: Base, facts: Facts) -> int:
    """How many links of other articles lead to this one."""
    return sum(1 for other, _, lead in base.leads if lead.path == facts.path and other.path != facts.path)


def _difference(before: bytes | None, now: bytes, names: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """What changed, but for what reviews write."""
    if before is None or text_hash(before, names) == text_hash(now, names):
        return ()
    keys = "|".join(re.escape(name) for field in FIELDS for name in (field, *names.get(field, ())))
    own = re.compile(rf"[\"']?(?:{keys})[\"']?[ \t]*:")
    old, new = ([line for line in _lines(content) if not own.match(line)] for content in (before, now))
    return tuple(difflib.unified_diff(old, new, lineterm="", n=2))[2:]


def _lines(content: bytes) -> list[str]:
    return decode(content)[0].rstrip("\n").split("\n")
