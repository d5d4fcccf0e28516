"""An image is not there.

The target of each image, in Markdown or in raw HTML (`<img>`), is looked up as MkDocs and the browser do it. In raw
HTML it counts from the address of the page: with `use_directory_urls`, `img/led.png` in `guides/modem.md` is
`guides/modem/img/led.png`. `--fix` writes the address that works, where the file meant is sure.

## Why

"Compare with the picture" helps nobody without the picture.

## Example

```markdown
![The lights of the modem](img/modem-ligths.png)
```

## Fix

```markdown
![The lights of the modem](img/modem-lights.png)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.base import Base
from kb_tools.checks.finding import Found
from kb_tools.checks.rule import Rule
from kb_tools.checks.rules.links.missing import missing


def check(base: Base) -> Iterator[Found]:
    yield from missing(base, images=True)


RULE = Rule("KB203", "image-dead", "error", __doc__, base=check)
