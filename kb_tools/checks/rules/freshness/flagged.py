"""Somebody says that an article is wrong, and nobody has answered yet.

`kb flag` keeps in a line what an agent noticed in a call: a step that is not there any more, a code that is missing. It is a
small file in the folder `flags/`, and counts until `kb flag ID --answered`, or `kb review`, removes it. Found is the
article, with what the newest of its flags says. Archived articles and pages that are never the answer count, too. A file in
`flags/` that `kb` cannot read is passed over with a note.

## Why

The agent who flags has a caller on the line, and has just seen that the article does not help. Until its owner has looked,
everybody else should know.

## Example

```console
$ kb flag vpn-809 "step 3: there is no such button since the update"
```

## Fix

Look whether it is so, mend the article, and say what was done, for the commit message:

```console
$ kb flag vpn-809 --answered "step 3 names the new button"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found, at
from kb_tools.checks.rule import Rule
from kb_tools.wording import counted


def check(base: Base) -> Iterator[Found]:
    if not base.flags:
        return
    for facts in base:
        flags = base.flags.of(facts.id)
        if flags:
            newest = flags[-1]
            said = newest.said if len(newest.said) <= 200 else f"{newest.said[:199]}…"
            more = f" ({counted(len(flags), 'flag')}, this is the newest)" if len(flags) > 1 else ""
            yield Found(
                at(facts.line("title", "id")), f"flagged on {newest.at[:10]}: {said}{more}", "flag",
                f"Look into it, then: kb flag {facts.id} --answered TEXT", facts.file,
                tuple(flag.file for flag in flags),
            )  # fmt: skip
    for trouble in base.flags.troubles:
        base.note(trouble)


RULE = Rule("KB411", "flagged", "info", __doc__, base=check)
