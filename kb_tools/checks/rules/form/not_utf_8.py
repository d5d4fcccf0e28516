"""A file that is not UTF-8 text.

Found are files in another encoding (at the line of the first byte that is not UTF-8), UTF-16, and files that are no text
at all but are named like an article.

## Why
MkDocs reads UTF-8 only: one such file, and the whole site is not built. kb reads it as Windows-1252, or not at all, so a
search for words with umlauts and accents may miss it.

## Example
`Größe` saved as Windows-1252: the bytes `47 72 F6 DF 65`.

## Fix
Save the file as UTF-8. What is no article gets another name, or is left out with `ignore` in `kb.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    for problem in problems_for("KB104", source):
        yield Found(problem.span, problem.message, problem.slug, problem.hint)


RULE = Rule("KB104", "not-utf-8", "error", __doc__, article=check)
