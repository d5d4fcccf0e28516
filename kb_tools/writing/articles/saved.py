"""What became of a new article when it was saved: what is missing, what it collides with, whom it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Finding
from kb_tools.checks.runner import run, selected
from kb_tools.checks.searching import AMONG
from kb_tools.errors import KbError
from kb_tools.search.cases import FILE_NAME, load_cases
from kb_tools.search.searcher import Searcher
from kb_tools.writing.articles.template import comments

_COLLISIONS = frozenset(("duplicate-id", "near-duplicate", "symptom-shared", "title-shared"))


class Saved(NamedTuple):
    """A new article as it stands now, among all others."""

    file: str
    """From the root."""
    is_seen: bool
    """It counts as an article; not so below an ignored folder."""
    title: str = ""
    findings: tuple[Finding, ...] = ()
    """What is wrong or missing in it."""
    prompts: tuple[int, ...] = ()
    """The lines of the template's prompts that are still there, in sections that are written."""
    collisions: tuple[Finding, ...] = ()
    """Where another article says the same."""
    title_finds_it: bool = True
    answers: tuple[str, ...] = ()
    """The team's phrases that it comes first for and that want it, or nothing else that is there."""
    takes: tuple[tuple[str, str], ...] = ()
    """The team's phrases that it comes first for, and the article that should."""
    unfound: tuple[str, ...] = ()
    """Its own symptoms that do not find it among the first three."""
    notes: tuple[str, ...] = ()
    """What could not be looked at."""


def look_at(base: Base, path: str, template: str) -> Saved:
    """Check one article of *base*.

    Args:
        path: below the docs folder.
        template: the text it was written from.
    """
    file = base.file(path)
    facts = base.articles.get(path)
    if facts is None:
        return Saved(file, False)
    # Titles are searched for below: only this one's is asked about. What git knows says nothing of a file that is new.
    rules = [rule for rule in selected(base.options.select, base.options.ignore) if not rule.searches]
    findings = [each for each in run(base, rules).findings if each.path == file or file in each.involves]
    collisions = tuple(each for each in findings if each.slug in _COLLISIONS)
    own = tuple(each for each in findings if each.path == file and each not in collisions)
    searcher = base.searcher
    answers, takes, notes = _phrases(base, searcher, path)
    return Saved(
        file,
        True,
        facts.title,
        own,
        _prompts(base, path, template, {each.line for each in own if each.slug == "section-empty"}),
        collisions,
        not facts.is_answer or searcher.finds(path, facts.title, AMONG),
        answers,
        takes,
        tuple(said for said in facts.symptoms if facts.is_answer and not searcher.finds(path, said, AMONG)),
        (*base.notes, *notes),
    )


def _prompts(base: Base, path: str, template: str, empty: set[int]) -> tuple[int, ...]:
    """Where prompts are left. A section that holds nothing else is told of already."""
    lines = base.lines(base.file(path))
    text = "\n".join(lines)
    found = []
    for prompt in dict.fromkeys(comments(template)):
        place = text.find(prompt)
        if place >= 0:
            line = text.count("\n", 0, place) + 1
            heading = next((number for number in range(line, 0, -1) if lines[number - 1].startswith("#")), 0)
            if heading not in empty:
                found.append(line)
    return tuple(found)


def _phrases(
    base: Base, searcher: Searcher, path: str
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], Sequence[str]]:
    """The team's phrases that this article comes first for: those that may, and those that another one should answer."""
    file = base.settings.root / FILE_NAME
    if not file.is_file():
        return (), (), ()
    try:
        cases = load_cases(file, {name: facts.path for facts in base for name in (facts.path, facts.id)})
    except KbError as error:
        return (), (), [f"no phrase was tried: {error}"]
    answers, takes = [], []
    for case in cases:
        first = searcher.rank(case.said, 1)
        if first and first[0]["path"] == path:
            if path in case.expected or not (case.expected or path in case.unwanted):
                answers.append(case.said)
            else:
                takes.append((case.said, min(case.expected or {""})))
    return tuple(answers), tuple(takes), ()
