"""How good is the search on what callers said? MRR, hit@k, and which queries miss."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from kb_tools.search.analysis import Analyzer
from kb_tools.search.cases import Case
from kb_tools.search.searcher import Searcher

DEPTH = 10
UNWANTED_WITHIN = 3
"""An unwanted article this far up is in the agent's sight."""


class Outcome(NamedTuple):
    """What came up for one phrase."""

    case: Case
    rank: int
    """Where the first expected article stands, from 1; 0: not among the first ten."""
    found: tuple[str, ...]
    """The paths that came up, the best first."""
    unwanted: tuple[str, ...]
    """Unwanted ones among the first three."""


class Evaluation(NamedTuple):
    """All outcomes, and those phrases that prove nothing."""

    outcomes: tuple[Outcome, ...]
    tautologies: tuple[Case, ...] = ()
    """Phrases that stand word for word in an expected article's own symptoms; not counted."""

    @property
    def measures(self) -> dict[str, float]:
        """Mean reciprocal rank over the first ten hits, and the share of phrases answered within the first k."""
        count = max(1, len(self.outcomes))
        ranks = [outcome.rank for outcome in self.outcomes]
        measures = {"mrr": sum(1 / rank for rank in ranks if rank) / count}
        for k in (1, 3, 10):
            measures[f"hit@{k}"] = sum(0 < rank <= k for rank in ranks) / count
        return {name: round(value, 4) for name, value in measures.items()}

    @property
    def misses(self) -> list[Outcome]:
        """The outcomes in which the expected article is not the first, the worst first."""
        return sorted(
            (item for item in self.outcomes if item.rank != 1 or item.unwanted), key=lambda item: -(item.rank or 99)
        )

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.measures,
            "queries": len(self.outcomes),
            "not_counted": [case.said for case in self.tautologies],
            "misses": [
                {
                    "said": item.case.said,
                    "expected": sorted(item.case.expected),
                    "rank": item.rank or None,
                    "found": list(item.found[:3]),
                    "unwanted": list(item.unwanted),
                }
                for item in self.misses
            ],
        }


def evaluate(searcher: Searcher, cases: Sequence[Case], progress: Callable[[int], None] = lambda _: None) -> Evaluation:
    """Search for every phrase as an agent would, and see where the right article stands."""
    symptoms = symptoms_by_path(searcher)
    outcomes, tautologies = [], []
    for number, case in enumerate(cases, 1):
        if any(_key(case.said, searcher.analyzer) in symptoms.get(path, ()) for path in case.expected):
            tautologies.append(case)
            continue
        found = tuple(card["path"] for card in searcher.rank(case.said, DEPTH))
        rank = next((place for place, path in enumerate(found, 1) if path in case.expected), 0)
        unwanted = tuple(path for path in found[:UNWANTED_WITHIN] if path in case.unwanted)
        if not case.expected:
            # It only says what must not come up: right or wrong.
            rank = 0 if unwanted else 1
        outcomes.append(Outcome(case, rank, found, unwanted))
        if number % 10 == 0:
            progress(number)
    return Evaluation(tuple(outcomes), tuple(tautologies))


def symptoms_by_path(searcher: Searcher) -> dict[str, set[str]]:
    """Each article's own symptoms, in a form in which case and punctuation make no difference."""
    return {
        card["path"]: {_key(symptom, searcher.analyzer) for symptom in card.get("symptoms", ())}
        for card in searcher.cards()
    }


def _key(text: str, analyzer: Analyzer) -> str:
    return " ".join(analyzer.tokens(text))


def below(measures: dict[str, float], floors: Iterable[tuple[str, float]]) -> list[str]:
    """What is worse than asked for, in words."""
    return [f"{name} is {measures[name]:.4f}, below {floor:g}" for name, floor in floors if measures[name] < floor]


class Change(NamedTuple):
    """One phrase that is answered better or worse than before."""

    said: str
    before: int
    after: int
    """Ranks; 0: not among the first ten."""

    @property
    def is_worse(self) -> bool:
        return (self.after or 99) > (self.before or 99)


def changes(before: Evaluation, after: Evaluation) -> list[Change]:
    """Query by query, the worse ones first."""
    old = {outcome.case.said: outcome.rank for outcome in before.outcomes}
    found = [
        Change(outcome.case.said, old[outcome.case.said], outcome.rank)
        for outcome in after.outcomes
        if outcome.case.said in old and old[outcome.case.said] != outcome.rank
    ]
    return sorted(found, key=lambda change: (not change.is_worse, change.said))
