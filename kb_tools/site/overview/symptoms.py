"""What callers say, A to Z, by the first word that says something: "my VPN drops" stands at V."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from kb_tools.search.analysis import STOP_WORDS
from kb_tools.search.english import NEGATIONS
from kb_tools.site.overview.entry import Entry
from kb_tools.site.overview.writing import Group, Listing, Row, plain
from kb_tools.wording import counted

_FILLERS = STOP_WORDS | NEGATIONS | frozenset("i'm i've i'd i'll it's that's there's we're they're you're me".split())


def symptoms(entries: Sequence[Entry]) -> Listing:
    """By symptom."""
    found = sorted(
        {(*_order(symptom), entry.key, entry.path, entry.title) for entry in entries for symptom in entry.symptoms}
    )
    groups: dict[str, list[Row]] = {}
    for letter, _, symptom, _, path, title in found:
        groups.setdefault(letter or "Other", []).append(Row(symptom, path, f"– {plain(title)}"))
    if "Other" in groups:
        groups["Other"] = groups.pop("Other")
    return Listing("symptoms", "By symptom, A to Z", counted(len(found), "symptom"),
                   [Group(*each) for each in groups.items()], has_letters=True)  # fmt: skip


def _order(symptom: str) -> tuple[str, str, str]:
    """Letter, the text from the first word that says something, the whole text."""
    symptom = " ".join(symptom.split())
    words = symptom.casefold().split(" ")
    start = next((at for at, word in enumerate(words) if word.strip("\"'.,!?") not in _FILLERS), 0)
    rest = " ".join(words[start:]).lstrip("\"'“”„«([{")
    first = unicodedata.normalize("NFKD", rest)[:1].upper()
    return ("0–9" if first.isdecimal() else first if first.isalpha() else "", rest, symptom)
