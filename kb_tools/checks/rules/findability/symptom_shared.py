"""Two articles have the same symptom, and no question tells them apart.

Symptoms are the same when they come down to the same words in the same order: case, punctuation, forms of a word (*drops*,
*dropping*) and words that say nothing (*it*, *is*, *please*) do not matter; *not* does. Only articles that may answer a
caller are compared, and not those that have neither a product nor an audience in common. An article that names no product
may be about any.

The finding stands at the symptom of the article that has neither `ask` in its front matter nor a question at the beginning
of its Check section; where both have none, at the one whose path comes later.

## Why

A caller who says just this gets both articles, and the agent has to guess. With `ask`, kb shows the one question whose answer
decides.

## Example

```yaml
title: VPN drops every ten minutes
symptoms:
  - the VPN keeps kicking me out
```

```yaml
title: VPN drops when the lid is closed
symptoms:
  - The VPN keeps kicking me out!
```

## Fix

```yaml
title: VPN drops every ten minutes
symptoms:
  - the VPN keeps kicking me out
ask: Does it happen while you work, every ten minutes or so?
```

```yaml
title: VPN drops when the lid is closed
symptoms:
  - The VPN keeps kicking me out!
ask: Does it happen after the lid was closed?
```

Both need one: a search may show either of them first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import place
from kb_tools.checks.rule import Rule

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.facts import Facts
    from kb_tools.search.analysis import Analyzer

IDLE = frozenset(
    """a am an and are as at be been being by d did do does doing for get gets getting got had has have having he her hers him
    his i is it its ll m me my of our ours re s she so such t that the their them then there these they this those ve very was
    we were you your yours""".split()
)
"""Words without which a symptom is the same. Not all that a search calls idle: a light that is *off* is not *on*."""


def check(base: Base) -> Iterator[Found]:
    from kb_tools.search.analysis import Analyzer

    analyzer = Analyzer(base.settings.language)
    having: dict[str, list[tuple[Facts, str]]] = defaultdict(list)
    for facts in base:
        if facts.is_answer:
            # Of two that are the same in one article, the first.
            said = {_core(symptom, analyzer): symptom for symptom in reversed(facts.symptoms)}
            for core, symptom in said.items():
                having[core].append((facts, symptom))
    # Two articles may share many: each is read once.
    asks: dict[str, bool] = {}
    for core, group in having.items():
        if core and len(group) > 1:
            for facts, _ in group:
                if facts.path not in asks:
                    asks[facts.path] = bool(facts.ask) or _asks_in_text(base, facts)
            yield from _unasked(base, core, group, asks)


def _unasked(base: Base, core: str, group: Sequence[tuple[Facts, str]], asks: Mapping[str, bool]) -> Iterator[Found]:
    asking = {facts.path for facts, _ in group if asks[facts.path]}
    for number, (facts, symptom) in enumerate(group):
        if facts.path in asking:
            continue
        before = [other for other, _ in group[:number] if _may_both_fit(facts, other)]
        # A later one that does not ask either has the finding.
        after = [other for other, _ in group[number + 1 :] if other.path in asking and _may_both_fit(facts, other)]
        if others := before or after:
            message = f"{others[0].file} has the same symptom, and this article asks nothing that tells the two apart"
            yield Found(place(base, facts, "symptoms", symptom), message, core,
                        "Add `ask:` with the question whose answer decides between them.",
                        path=facts.file, involves=(others[0].file,))  # fmt: skip


def _core(symptom: str, analyzer: Analyzer) -> str:
    """The terms that a symptom comes down to; all of it, where it is nothing but filler."""
    from kb_tools.query.understand import FILLERS

    tokens = analyzer.tokens(symptom)
    telling = [token for token in tokens if token not in IDLE and token not in FILLERS]
    return " ".join(analyzer.own_terms(telling or tokens))


def _may_both_fit(one: Facts, other: Facts) -> bool:
    return _overlap(one.products, other.products) or _overlap((one.audience,), (other.audience,))


def _overlap(values: Sequence[str], others: Sequence[str]) -> bool:
    """Do they have one in common? An article that names none is for all."""
    ours, theirs = ({value.lower() for value in each if value} for each in (values, others))
    return not ours or not theirs or not ours.isdisjoint(theirs)


def _asks_in_text(base: Base, facts: Facts) -> bool:
    """Does the Check section begin with a question, which a search shows where there is no `ask`?"""
    from kb_tools.article.read import read_article
    from kb_tools.search.card import card

    try:
        content = (base.settings.docs / facts.path).read_bytes()
    except OSError:
        return False
    return str(card(read_article(facts.path, content, base.settings), base.settings).get("check", "")).endswith("?")


RULE = Rule("KB502", "symptom-shared", "warning", __doc__, base=check)
