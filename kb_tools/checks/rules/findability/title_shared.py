"""Two articles have the same title.

Upper and lower case, punctuation and spaces do not matter. Only articles that may answer a caller are compared, and not an
internal one with a public one; overview pages (`index.md`, `README.md` and the like) are none. The finding stands at the
title of each article but the first, by path; where more than five have one title, there is one finding for all of them, at
the first. Articles that are near-duplicates as well are left to `near-duplicate`.

## Why

In the list of hits the two look alike. The agent opens one, and it is the wrong one in half of the calls.

## Example

```text
docs/vpn/password.md    # The password is not accepted
docs/mail/password.md   # The password is not accepted
```

## Fix

Say in each title what tells it from the other:

```text
docs/vpn/password.md    # The VPN does not accept the password
docs/mail/password.md   # The mail program does not accept the password
```
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kb_tools.checks.alike import is_overview
from kb_tools.checks.finding import Found
from kb_tools.checks.front.title_place import title_place
from kb_tools.checks.rule import Rule

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.checks.facts import Facts

MANY = 5
"""More articles than this with one title are told in one finding."""

HINT = "Say in each title what tells it from the other."


def check(base: Base) -> Iterator[Found]:
    for group in same_titles(base).values():
        if len(group) > MANY:
            first, *others = group
            yield Found(title_place(base, first), f"{len(others)} other articles have this title, the first of them "
                        f"{others[0].file}", "many", HINT, path=first.file,
                        involves=tuple(facts.file for facts in others))  # fmt: skip
            continue
        for number, facts in enumerate(group):
            twins = [other for other in group[:number] if _are_twins(base, facts, other)]
            if twins:
                yield Found(title_place(base, facts), f"{twins[0].file} has the same title", twins[0].path, HINT,
                            path=facts.file, involves=(twins[0].file,))  # fmt: skip


def _are_twins(base: Base, facts: Facts, other: Facts) -> bool:
    is_for_others = facts.audience and other.audience and facts.audience != other.audience
    return not is_for_others and not base.alike.are(facts.path, other.path)


def same_titles(base: Base) -> dict[tuple[str, ...], list[Facts]]:
    """The articles that may answer a caller by the words of their titles, where several have the same."""
    from kb_tools.search.analysis import TOKEN

    by_title: dict[tuple[str, ...], list[Facts]] = defaultdict(list)
    for facts in base:
        if facts.is_answer and not is_overview(facts.path) and (title := tuple(TOKEN.findall(facts.title.casefold()))):
            by_title[title].append(facts)
    return {title: group for title, group in by_title.items() if len(group) > 1}


RULE = Rule("KB505", "title-shared", "warning", __doc__, base=check)
