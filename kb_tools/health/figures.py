"""Count what a lead asks about: what there is, what can be relied on, who has how much to review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.dead_links import dead_among
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import SEVERITIES, Finding, Severity
from kb_tools.checks.reviews import expired, is_known_issue
from kb_tools.checks.runner import Result, run, selected
from kb_tools.config import Settings
from kb_tools.errors import ConfigError, KbError
from kb_tools.health.state import Standing, State, answers, standings, state
from kb_tools.links import mkdocs_yml
from kb_tools.review.phrases import phrases_by_path
from kb_tools.search import misses, place
from kb_tools.search.misses import Miss

WEEKS = 8
"""How far ahead reviews are counted."""

LISTED = 10
"""How many a list shows: of reviews, searches, rules."""

CONFIDENCES = ("validated", "not-validated", "wip", "archived")
"""In the order of their worth; any other word that a team uses comes after these."""


class Week(NamedTuple):
    """Reviews that fall due within seven days."""

    first: date
    due: int


class Product(NamedTuple):
    """What there is about one product; an article about two counts for both."""

    name: str
    """Empty: articles about no product in particular."""
    articles: int
    symptoms: int
    phrases: int
    """What callers said (phrases.yml) that one of its articles answers."""
    validated: int
    stale: int


class Owner(NamedTuple):
    """What one team or person looks after."""

    name: str
    """Empty: articles that nobody owns."""
    articles: int
    stale: int
    """Reviews overdue."""
    soon: int
    """Reviews due within the weeks ahead."""
    never: int
    """Articles that were never reviewed."""


class Review(NamedTuple):
    """An article and its review."""

    file: str
    title: str
    owner: str
    last_reviewed: date
    due: date | None
    stale: bool


class KnownIssue(NamedTuple):
    """A fault that was not mended when somebody last wrote about it."""

    file: str
    title: str
    owner: str
    since: str
    next_update: str
    expires: date | None
    expired: bool


class RuleCount(NamedTuple):
    """How often one rule found something."""

    rule: str
    slug: str
    severity: Severity
    findings: int


class Figures(NamedTuple):
    """All of it, as of one day."""

    day: date
    name: str
    """The site's name; of a folder that is no site, the folder's."""
    state: State
    other_pages: int
    """Pages that are never the answer: the manual, overview pages."""
    kinds: tuple[tuple[str, int], ...]
    """Of all articles, the most frequent first; empty name: without a kind."""
    confidence: tuple[tuple[str, int], ...]
    """The same by state of confidence."""
    weeks: tuple[Week, ...]
    findings: tuple[tuple[Severity, int], ...]
    rules: tuple[RuleCount, ...]
    """The worst first, then the most frequent."""
    products: tuple[Product, ...]
    has_phrases: bool
    owners: tuple[Owner, ...]
    oldest: tuple[Review, ...]
    known_issues: tuple[KnownIssue, ...]
    """Expired ones first."""
    misses: tuple[Miss, ...] | None
    """Searches that found nothing on this machine; None where they are not kept."""
    flags: int
    """How often agents say that something is wrong, and nobody has answered."""
    flagged: int
    """Of how many articles."""
    notes: tuple[str, ...]
    """What could not be looked at, and why."""
    has_baseline: bool = False
    """Does plain kb check hold some of the findings back?"""


def figures(base: Base) -> Figures:
    """Count today's."""
    result = run(base, selected(base.options.select, base.options.ignore))
    found = answers(base)
    alive = standings(base)
    said, notes = _phrases(base)
    dead = dead_among(result.findings, base.options)
    return Figures(
        day=base.today,
        name=_name(base.settings),
        state=state(base, len(dead) if dead is not None else None),
        other_pages=len(base.articles) - len(found),
        kinds=_most(Counter(facts.kind for facts in found)),
        confidence=_by_confidence(found),
        weeks=_weeks([each.due for each in alive], base.today),
        findings=_severities(result),
        rules=_rules(result.findings),
        products=_products(alive, said),
        has_phrases=bool(said),
        owners=_owners(alive, base.today),
        oldest=_oldest(alive),
        known_issues=_known_issues(alive, base.today),
        misses=_misses(base),
        flags=len(base.flags.all()),
        flagged=len(base.flags.articles()),
        notes=(*result.notes, *notes),
        has_baseline=bool(base.options.baseline),
    )


def _name(settings: Settings) -> str:
    path = mkdocs_yml.find(settings.root)
    try:
        return (mkdocs_yml.read(path).text("site_name") if path else "") or settings.root.name
    except ConfigError:
        # Told by the rules about links.
        return settings.root.name


def _most(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (not item[0], -item[1], item[0])))


def _by_confidence(articles: Sequence[Facts]) -> tuple[tuple[str, int], ...]:
    counts = Counter(facts.confidence for facts in articles)
    known = [name for name in CONFIDENCES if counts[name]]
    others = sorted(name for name in counts if name and name not in CONFIDENCES)
    return tuple((name, counts[name]) for name in (*known, *others, *([""] if counts[""] else [])))


def _weeks(due: Sequence[date | None], today: date) -> tuple[Week, ...]:
    """Seven days each, from today on."""
    ahead = [(day - today).days // 7 for day in due if day is not None]
    return tuple(Week(today + timedelta(weeks=number), ahead.count(number)) for number in range(WEEKS))


def _is_soon(due: date | None, today: date) -> bool:
    return due is not None and 0 <= (due - today).days < WEEKS * 7


def _severities(result: Result) -> tuple[tuple[Severity, int], ...]:
    counts = Counter(finding.severity for finding in result.findings)
    return tuple((severity, counts[severity]) for severity in SEVERITIES)


def _rules(findings: Sequence[Finding]) -> tuple[RuleCount, ...]:
    counts = Counter((finding.severity, finding.rule, finding.slug) for finding in findings)
    worst = sorted(counts.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -item[1], item[0]))
    return tuple(RuleCount(rule, slug, severity, number) for (severity, rule, slug), number in worst)


def _products(alive: Sequence[Standing], said: Mapping[str, frozenset[int]]) -> tuple[Product, ...]:
    about: dict[str, list[Standing]] = {}
    for each in alive:
        for name in dict.fromkeys(each.facts.products) or ("",):
            about.setdefault(name, []).append(each)
    if about.keys() <= {""}:
        # Nobody here says what an article is about: no table is better than one of one row.
        return ()
    rows = [
        Product(
            name=name,
            articles=len(articles),
            symptoms=sum(len(each.facts.symptoms) for each in articles),
            phrases=len(frozenset[int]().union(*(said.get(each.facts.path, ()) for each in articles))),
            validated=sum(1 for each in articles if each.facts.confidence == "validated"),
            stale=sum(1 for each in articles if each.stale),
        )
        for name, articles in about.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.name, -row.articles, row.name)))


def _owners(alive: Sequence[Standing], today: date) -> tuple[Owner, ...]:
    owned: dict[str, list[Standing]] = {}
    for each in alive:
        owned.setdefault(each.facts.owner, []).append(each)
    if owned.keys() <= {""}:
        return ()
    rows = [
        Owner(
            name=name,
            articles=len(articles),
            stale=sum(1 for each in articles if each.stale),
            soon=sum(1 for each in articles if _is_soon(each.due, today)),
            never=sum(1 for each in articles if each.facts.last_reviewed is None),
        )
        for name, articles in owned.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.name, -row.stale, -row.articles, row.name)))


def _oldest(alive: Sequence[Standing]) -> tuple[Review, ...]:
    rows = [
        Review(facts.file, facts.title, facts.owner, facts.last_reviewed, due, stale)
        for facts, due, stale in alive
        if facts.last_reviewed is not None
    ]
    # The longest overdue first; among the others, the oldest.
    rows.sort(key=lambda row: (not row.stale, (row.stale and row.due) or row.last_reviewed, row.file))
    return tuple(rows[:LISTED])


def _known_issues(alive: Sequence[Standing], today: date) -> tuple[KnownIssue, ...]:
    rows = [
        KnownIssue(facts.file, facts.title, facts.owner, facts.since, facts.next_update, facts.expires,
                   expired(facts, today))
        for facts, _, _ in alive
        if is_known_issue(facts)
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (not row.expired, row.expires or date.max, row.file)))


def _phrases(base: Base) -> tuple[Mapping[str, frozenset[int]], tuple[str, ...]]:
    """For each article, which of the callers' phrases it answers."""
    try:
        return phrases_by_path(base), ()
    except KbError as error:
        # A mistake in there is for `kb eval` to fail on.
        return {}, (f"Phrases are not counted: {error}",)


def _misses(base: Base) -> tuple[Miss, ...] | None:
    if not base.settings.keep_misses:
        return None
    try:
        return tuple(misses.read(misses.file_for(place.index_folder(base.settings.root))))
    except OSError:
        return ()
