"""An article applies to a version of a product that is gone.

What is gone stands in `products.yml` next to `kb.toml` (another place: `products` under `[check]`). Without that file
nothing is found.

```yaml
windows-10: 2025-10-14          # the first day without it
vpn-client:
  "< 5.2":
    until: 2026-03-31           # or the last day with it
    instead: vpn-client 5.4
  "5.2": { gone: 2026-09-01, instead: vpn-client 5.4 }
crm-legacy:
  gone: 2026-06-30
  instead: crm-cloud
```

Versions are `"5.1"` (5.1.3 is one of them), `"5.*"`, `"< 5.2"`, `"<= 5.2"`, `">= 5"`, `"> 5"`, or two of these with a comma
between. In `applies_to` a product stands alone (`windows-10`), with a version (`vpn-client 5.1`, `windows-server 2012 R2`),
or with several (`vpn-client >= 5.2`, `vpn-client 5.2 and later`, `vpn-client 5.1 - 5.3`). Case, and whether blanks, hyphens
or underscores stand between words, make no difference. What cannot be told is not found.

It is found when **all** that it means is gone: `vpn-client < 5.0` is, `vpn-client 5` is not as long as 5.3 is there, and
`vpn-client >= 5.0` is not before the product itself is gone, for who knows what comes next.

## Why

The article may still be right for what came after it, or lead an agent through menus that no caller has any more. Somebody
must look which.

## Example

With the `products.yml` above, seen on 2026-11-21:

```markdown
---
title: VPN error 809
applies_to: ["vpn-client 5.1", windows-11]
---
```

## Fix

Try it on what came instead, and say so. Where nothing is left that it applies to: `confidence: archived`.

```markdown
---
title: VPN error 809
applies_to: ["vpn-client >= 5.4", windows-11]
---
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.front.value_place import place
from kb_tools.checks.options import Options
from kb_tools.checks.products import Products, Verdict, load_products
from kb_tools.checks.reviews import is_kept_true
from kb_tools.checks.rule import Rule
from kb_tools.config import setting_error


def check(base: Base) -> Iterator[Found]:
    products = _products(base)
    if products is None:
        return
    verdicts: dict[str, Verdict | None] = {}
    for facts in base:
        if not facts.applies_to or not is_kept_true(facts):
            continue
        for item in dict.fromkeys(facts.applies_to):
            if item not in verdicts:
                verdicts[item] = products.gone(item, base.today)
        gone = {item: found for item in facts.applies_to if (found := verdicts[item]) is not None}
        for item, verdict in gone.items():
            yield Found(
                place(base, facts, "applies_to", item),
                f"{item} is gone since {verdict.since}",
                item,
                _hint(verdict, is_all=len(gone) == len(set(facts.applies_to))),
                facts.file,
                (base.options.products,),
            )


def _products(base: Base) -> Products | None:
    name = base.options.products
    path = base.settings.root / name
    if not name or not path.is_file():
        if name not in ("", Options().products):
            raise setting_error(base.settings, "check.products", f"names {name!r}, which is not there")
        return None
    return load_products(path)


def _hint(verdict: Verdict, *, is_all: bool) -> str:
    otherwise = "archive the article" if is_all else "take it out"
    if verdict.instead:
        return f"{verdict.instead} came instead: try the steps there and name it, or {otherwise}."
    return f"Name what the article still applies to, or {otherwise}."


RULE = Rule("KB406", "applies-to-gone", "warning", __doc__, base=check)
