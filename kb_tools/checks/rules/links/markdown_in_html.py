"""A Markdown link stands in raw HTML, where it is not read.

Found are inline links and images in a block of HTML that begins with `<details>`, `<div>`, `<table>` or the like at the
start of a line, once for each such block. Not in code, scripts and comments, and not in HTML in the middle of a
paragraph: `<b>[text](page.md)</b>` works.

## Why

The page shows `[text](page.md)` with its brackets, and nothing to click. GitHub shows a link there, so nobody notices
when the article is written; MkDocs says nothing about it.

## Example

```markdown
<details>
<summary>On older clients</summary>

Follow [the old way](vpn-4.md).

</details>
```

## Fix

```markdown
<details markdown="1">
<summary>On older clients</summary>

Follow [the old way](vpn-4.md).

</details>
```

The attribute needs the extension `md_in_html` in `mkdocs.yml`:

```text
markdown_extensions:
  - md_in_html
```

Each element around the link needs it: `<table markdown="1">`, `<tr markdown="1">` and `<td markdown="1">`. No spaces may
stand before the outermost one, and what is indented by four spaces in there is code. An element that is never closed goes
on to the end of the article.

## Limits

Reference links (`[text][label]`), and Markdown that is no link: bold text in HTML shows its stars, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.article.raw_html import Unread, unread_links
from kb_tools.checks.finding import Found
from kb_tools.checks.leads import shown
from kb_tools.checks.options import Options
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    blocks = source.blocks
    for unread in unread_links(blocks):
        start, end = unread.links[0]
        link = shown(blocks.source[start:end])
        more = len(unread.links) - 1
        yield Found(blocks.span(start, end), f"Markdown in <{unread.around[0]}> is not read: the page shows {link} as it stands"
                    + (f", and {more} more" if more else ""), link, _hint(unread))  # fmt: skip


def _hint(unread: Unread) -> str:
    outermost = unread.around[0]
    if not unread.is_closed:
        return f"Write </{outermost}> where it ends: without that, all of the article below it is HTML."
    if unread.asks:
        return f"Take away the spaces before <{outermost}>: they keep its attribute markdown from working."
    *others, last = [f"<{name}>" for name in unread.around]
    where = f'<{outermost} markdown="1">' if not others else f'markdown="1" in each of {", ".join(others)} and {last}'
    return f"Write {where}, with md_in_html among the markdown_extensions in mkdocs.yml."


RULE = Rule("KB218", "markdown-in-html", "warning", __doc__, article=check)
