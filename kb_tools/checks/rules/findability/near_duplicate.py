"""Two articles share most of their text.

The words of all articles that may answer a caller are compared. Two are near-duplicates when at least 80 % of the words of
each stand in the other, four or more in a row; the order of the parts does not matter, nor does markup. The finding stands
at the title of the one whose path comes later, names the one that it is nearest to, how much they share, and the longest
sentence that stands in both. Where more than five articles hang together (they were made from one form), there is one
finding for all of them, at the first.

What more than a fifth of the articles have in common (a template, a disclaimer) does not count. Articles with fewer than
50 words of their own, pages of links, and overview pages (`index.md`, `README.md` and the like) are not compared.

## Why

A fix that is written down twice is corrected once. The agent sees two hits that look alike, and has to read both to find out
that it makes no difference, or that one of them is wrong by now.

## Example

```text
docs/vpn/error-809.md      Restart the VPN service: open Services, find RasMan, choose Restart. Then ...
docs/laptops/vpn-809.md    Restart the VPN service: open Services, find RasMan, choose Restart. Then ...
```

## Fix

Keep the better one, put into it what only the other one says, and delete the other; add a redirect if people link to it.

If both are needed, move what they share into one article, link to it from both, and leave in each what is different.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kb_tools.checks.finding import Found
from kb_tools.checks.front.title_place import title_place
from kb_tools.checks.rule import Rule

if TYPE_CHECKING:
    from kb_tools.checks.alike import Pair
    from kb_tools.checks.base import Base

MANY = 5
"""More articles than this hanging together are told in one finding."""

NAMED = 3


def check(base: Base) -> Iterator[Found]:
    for group in base.alike.groups:
        articles = {facts.path: facts for pair in group for facts in (pair.earlier, pair.later)}
        if len(articles) > MANY:
            first, *others = [articles[path] for path in sorted(articles)]
            names = ", ".join(facts.file for facts in others[:NAMED])
            more = f" and {len(others) - NAMED} more"
            yield Found(title_place(base, first), f"{len(others)} other articles share most of their text with this one "
                        f"or with each other: {names}{more}", "many",
                        "Keep what they share in one article, and link to it from the others.",
                        path=first.file, involves=tuple(facts.file for facts in others))  # fmt: skip
        else:
            yield from _pairs(base, group)


def _pairs(base: Base, group: Sequence[Pair]) -> Iterator[Found]:
    for pair in group:
        sentence = base.alike.common_sentence(pair)
        quote = f', such as "{sentence}"' if sentence else ""
        yield Found(title_place(base, pair.later), f"{pair.share:.0%} of the text is the same as in "
                    f"{pair.earlier.file}{quote}", pair.earlier.path,
                    "Merge the two, or link from one to the other and leave in each what is different.",
                    path=pair.later.file, involves=(pair.earlier.file,))  # fmt: skip


RULE = Rule("KB501", "near-duplicate", "warning", __doc__, base=check)
