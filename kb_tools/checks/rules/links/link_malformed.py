"""An address is written wrong, so that no browser understands it.

Found are: a protocol that does not exist (`htp://`, `hhttps://`), one without its colon or its slashes (`http//`, `https:/`),
no host (`https://`), a host with a space or another character that hosts cannot have, a port that is none, a
protocol written twice, `www.` without `https://`, `localhost:8080` without `http://`, a mail address without `mailto:`, and
a Windows path (`C:\\Temp`). `--fix` mends what can only be meant in one way.

## Why

Some of these open nothing, some open another page, and `https://[host]/` ends `mkdocs build` with an error that names no
article.

## Example

```markdown
[The status page](http//status.example.org) or [write to us](desk@example.org)
```

## Fix

```markdown
[The status page](http://status.example.org) or [write to us](mailto:desk@example.org)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Edit, Found
from kb_tools.checks.leads import shown
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source
from kb_tools.links.targets import form
from kb_tools.links.written import written_once


def check(source: Source, options: Options) -> Iterator[Found]:
    for link in written_once(source.links):
        judged = form(link.target)
        if judged.shape != "malformed":
            continue
        hint = "Write the whole address, or put it between backticks if nobody should click it."
        if judged.better or judged.guess:
            hint = f"Write {shown(judged.better)}." if judged.better else f"Did you mean {shown(judged.guess)}?"
        is_sure = judged.better and link.span.line == link.span.end_line and judged.better.isascii()
        edits = (
            (Edit(source.file, link.span, judged.better),) if is_sure and not set(judged.better) & set(" <>()") else ()
        )
        yield Found(link.span, f"the address {shown(link.target)} {judged.why}", link.target, hint, edits=edits)


RULE = Rule("KB214", "link-malformed", "error", __doc__, article=check)
