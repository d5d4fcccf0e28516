"""A link runs a program in the reader's browser.

Found are targets that begin with `javascript:` or `vbscript:`, and `data:` addresses that hold a whole page
(`data:text/html`, SVG), in Markdown and in raw HTML, however the protocol is written. Images in `data:` addresses are fine.

## Why

The page runs with the rights of the agent who reads it. In a knowledge base that many can write to, this is how an account
is taken over.

## Example

```markdown
[Reset the form](javascript:reset())
```

## Fix

```markdown
Choose **Reset** in the form.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.links.missing import is_image
from kb_tools.checks.source import Source
from kb_tools.links.targets import form
from kb_tools.links.written import written_once


def check(source: Source, options: Options) -> Iterator[Found]:
    for link in written_once(source.links):
        judged = form(link.target)
        # An SVG that is shown as an image runs nothing.
        if judged.shape == "unsafe" and not (is_image(link) and link.target.lstrip().lower().startswith("data:image/")):
            yield Found(link.span, f"{shown(link.target)} {judged.why}", link.target,
                        "Take the link out; say in words what to do.")  # fmt: skip


RULE = Rule("KB215", "link-unsafe", "error", __doc__, article=check)
