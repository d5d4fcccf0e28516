"""What moves an article up or down apart from its words: small, and always said.

Nothing is hidden: a stale article may be all there is. A live known issue comes first among what fits, because it is the
likeliest reason for the call.
"""

from __future__ import annotations

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
