"""A link leads to an address that is not on the public internet, so it was not asked.

Refused are private, loopback, link-local and reserved addresses, those where machines in a cloud are told their keys, and
host names with such an address, however they are written (`0x7f.1`, `[::ffff:10.0.0.1]`), and wherever a redirect leads to
one. Nothing is sent there. Links with a user name or a password in them are not asked either.

## Why

Anybody who may propose an article could otherwise have your CI ask machines that only it can reach. And such a link is of
no use to whoever sits outside.

## Example

```markdown
[The wiki](https://wiki.corp/vpn)
```

## Fix

If your agents reach that host, and the machine that checks may ask it, allow it by name in `kb.toml`:

```toml
[check.external]
allow_hosts = ["wiki.corp", "*.intranet.corp", "10.1.2.3:8080"]
```

A port holds for that port alone; `*.` stands for all names below. If the link is not for checking, such as the page of the
caller's own router, put it under `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule


def check(base: Base) -> Iterator[Found]:
    for place, verdict in base.external:
        if verdict.state != "refused":
            continue
        hint = "Take the user name and the password out of the link"
        if host := verdict.refused_host:
            hint = f'allow_hosts = ["{host}"] under [check.external] in kb.toml allows it; ignore leaves the link out'
        yield Found(place.link.span, f"{place.shown} was not asked: {verdict.record.reason}", place.link.target,
                    hint, place.facts.file)  # fmt: skip


RULE = Rule("KB306", "external-refused", "warning", __doc__, base=check, external=True)
