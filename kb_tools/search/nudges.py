"""What moves an article up or down apart from its words: small, and always said.

Nothing is hidden: a stale article may be all there is. A live known issue comes first among what fits, because it is the
likeliest reason for the call.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from kb_tools.article.trust import Trust

CONFIDENCE = {"wip": 90, "not-validated": 97, "archived": 60}
"""Per cent of the score; any other state keeps it whole."""

STALE = 95
KNOWN_ISSUE = 150

POOL = 10
"""How many articles more than asked for are looked at, since a nudge may lift one of them in."""


def nudged(score: int, trust: Trust) -> tuple[int, str]:
    """The score after nudging, and what was done in words."""
    percent, reasons = 100, []
    if (confidence := CONFIDENCE.get(trust.confidence)) is not None:
        percent = percent * confidence // 100
        reasons.append(f"{trust.confidence} -{100 - confidence} %")
    if trust.stale:
        percent = percent * STALE // 100
        reasons.append(f"stale -{100 - STALE} %")
    if trust.known_issue:
        percent = percent * KNOWN_ISSUE // 100
        reasons.append(f"known issue +{KNOWN_ISSUE - 100} %")
    return score * percent // 100, ", ".join(reasons)


Ranked = tuple[int, int, dict[str, Any], Trust, str]
"""Score, document, facts, trust, and the nudge in words."""


def lifted(found: Sequence[Ranked], exact: Set[int]) -> list[Ranked]:
    """The same with the documents of *exact* above all others: an article with the caller's code before any wording.

    All of them get the same on top, just enough, so that their own order stays. Mostly it is nothing.
    """
    least = min((item[0] for item in found if item[1] in exact), default=0)
    most = max((item[0] for item in found if item[1] not in exact), default=0)
    lift = most - least + 1
    if lift <= 0 or not least:
        return list(found)
    said = f"has the code +{lift}"
    return [
        (score + lift, document, card, trust, f"{nudge}, {said}" if nudge else said) if document in exact
        else (score, document, card, trust, nudge)
        for score, document, card, trust, nudge in found
    ]  # fmt: skip
