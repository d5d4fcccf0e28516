"""Does an article come up among the first for a query? Answered without adding up the scores of all others.

What an article scores is looked up term by term. Another one can only score as much if it has one of the terms that the
common ones cannot make up for, taken together at their largest impacts; few have, and these are looked up as well (the idea
of MaxScore: Turtle & Flood, "Query Evaluation: Strategies and Optimizations", 1995).
"""

from __future__ import annotations

from collections.abc import Sequence

from kb_tools.search.lexicon import Live
from kb_tools.search.ranking import Weighed


class Standings:
    """Where single articles stand in the rankings of queries."""

    def __init__(self, segments: Sequence[Live]) -> None:
        self._segments = segments
        self._largest: dict[str, int] = {}
        """The largest impact of each term met so far: common terms come again and again."""

    def stands_out(self, weighed: Sequence[Weighed], document: int, among: int) -> bool:
        """Do certainly fewer than *among* other documents score as much as this one, by their words alone?"""
        own = self._score(weighed, document)
        rare = sorted(weighed, key=lambda item: item.frequency)
        common, made_up = [], 0
        while rare and made_up + (most := self._most(rare[-1])) < own:
            made_up += most
            common.append(rare.pop())
        better = 0
        for number, score in self._scores(rare).items():
            if score + made_up >= own and number != document and score + self._score(common, number) >= own:
                better += 1
                if better >= among:
                    return False
        return own > 0

    def _scores(self, weighed: Sequence[Weighed]) -> dict[int, int]:
        """The scores of the documents that have any of these terms."""
        scores: dict[int, int] = {}
        get = scores.get
        for item in weighed:
            weight = item.weight
            for segment, postings in zip(self._segments, item.postings, strict=True):
                if postings is None:
                    continue
                base = segment.base
                impacts = filter(None, postings.impacts) if postings.is_dense else postings.impacts
                for number, impact in zip(postings.having(), impacts, strict=True):
                    if number not in segment.deleted:
                        scores[base + number] = get(base + number, 0) + weight * impact
        return scores

    def _most(self, item: Weighed) -> int:
        """The most that a term adds to any score."""
        largest = self._largest.get(item.term)
        if largest is None:
            largest = max(max(postings.impacts) for postings in item.postings if postings is not None)
            self._largest[item.term] = largest
        return item.weight * largest

    def _score(self, weighed: Sequence[Weighed], document: int) -> int:
        """What these terms add to one document's score."""
        index = len(self._segments) - 1
        while self._segments[index].base > document:
            index -= 1
        local, score = document - self._segments[index].base, 0
        for item in weighed:
            postings = item.postings[index]
            if postings is not None:
                score += item.weight * postings.impact(local)
        return score
