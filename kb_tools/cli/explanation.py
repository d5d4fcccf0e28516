"""How a query was understood and why a hit stands where it does, for people."""

from __future__ import annotations

from kb_tools.cli.output import clean
from kb_tools.query.understand import QueryTerm, SymptomQuery
from kb_tools.search.results import Hit

SHOWN = 8
"""Terms of a hit; the rest adds little."""

_ORIGINS = {
    "code": "Codes",
    "word": "Words",
    "part": "Parts of words",
    "corrected": "Taken for",
    "completed": "Unfinished",
    "joined": "Written together",
    "synonym": "The vocabulary says",
    "pair": "Side by side",
}


def render_understanding(query: SymptomQuery) -> str:
    """What was looked for, by where each term comes from, and how much it counts before its rarity."""
    lines = ["Understood as:"]
    for origin, title in _ORIGINS.items():
        terms = [_term(term) for term in query.terms if term.origin == origin]
        if terms:
            lines.append(f"  {title}: {', '.join(terms)}")
    if query.phrases:
        lines.append("  In exactly this order: " + "; ".join(" ".join(phrase) for phrase in query.phrases))
    if query.unknown_codes:
        lines.append(f"  In no article: {', '.join(query.unknown_codes)}")
    if query.ignored:
        lines.append(f"  Without weight: {', '.join(query.ignored)}")
    return "\n".join(map(clean, lines))


def _term(term: QueryTerm) -> str:
    said = (
        f" (from {term.said!r})" if term.said and term.said != term.term and term.origin not in ("pair", "part") else ""
    )
    times = f" x{term.factor:g}" if term.factor != 1 else ""
    return f"{term.term}{said}{times}"


def render_score(hit: Hit) -> list[str]:
    """The sum that makes a score: weight in the query times impact in the article, term by term."""
    lines = [f"Score {hit.score}" + (f" ({hit.nudge})" if hit.nudge else "") + ", of which:"]
    lines += [
        f"  {share.weight * share.impact:>6} = {share.weight:>3} x {share.impact:>3}  {clean(share.term)}"
        f"  (in {share.frequency} article{'s' if share.frequency != 1 else ''})"
        for share in hit.shares[:SHOWN]
    ]
    others = hit.shares[SHOWN:]
    if others:
        lines.append(f"  {sum(share.weight * share.impact for share in others):>6} from {len(others)} more terms")
    return lines
