"""A file that begins with a byte order mark.

Some editors on Windows save three invisible bytes at the beginning of a file. `--fix` takes them out.
Two marks in a row are an error.

## Why
One mark is passed over by MkDocs and by kb; other tools that read front matter do not see the `---` behind it and take
the article for one without fields. A file that is saved so a second time has two marks, and then MkDocs, too, prints its
front matter on the page.

## Example
The file begins with the bytes `EF BB BF`, or its first line shows as `<U+FEFF>---`.

## Fix
`kb check --fix`, or save the file as "UTF-8" instead of "UTF-8 with BOM".
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import BYTE_ORDER_MARK, Edit, Found, at
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    for problem in problems_for("KB103", source):
        edits = [Edit(source.file, BYTE_ORDER_MARK, "")]
        message = problem.message
        if is_twice := source.text.startswith("\ufeff"):
            edits.append(Edit(source.file, at(1, 1, 2), ""))
            message = "the file begins with two byte order marks, which hide its front matter from MkDocs"
        yield Found(at(1), message, "byte-order-mark", problem.hint, edits=tuple(edits),
                    severity="error" if is_twice else None)  # fmt: skip


RULE = Rule("KB103", "byte-order-mark", "warning", __doc__, article=check)
