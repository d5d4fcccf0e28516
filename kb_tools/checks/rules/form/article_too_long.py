"""A file of more than 5 MB.

kb reads the first 5 MB of a file and leaves the rest.

## Why
What stands behind the first 5 MB is not found by any search and not checked by any rule. And nobody reads that much with
a caller on the line.

## Example
A log file of 20 MB pasted into an article, or saved as `log.md`.

## Fix
Split it, or keep the log elsewhere and link to it. What is no article is left out with `ignore` in `kb.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kb_tools.checks.finding import Found
from kb_tools.checks.options import Options
from kb_tools.checks.problems import problems_for
from kb_tools.checks.rule import Rule
from kb_tools.checks.source import Source


def check(source: Source, options: Options) -> Iterator[Found]:
    for problem in problems_for("KB106", source):
        yield Found(problem.span, problem.message, "too-long", problem.hint)


RULE = Rule("KB106", "article-too-long", "warning", __doc__, article=check)
