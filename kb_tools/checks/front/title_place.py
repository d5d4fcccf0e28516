"""Where does an article's title stand? For findings about the article as a whole."""

from __future__ import annotations

import re

from kb_tools.article.model import Span
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import at
from kb_tools.checks.front.value_place import place

_H1 = re.compile(r"^#[ \t]+(\S.*)$|^(\S.*)\n=+[ \t]*$", re.M)


def title_place(base: Base, facts: Facts) -> Span:
    """The title in the front matter, else the first heading, else where the text begins."""
    if any(name in facts.lines for name in ("title", *dict(base.settings.fields).get("title", ()))):
        return place(base, facts, "title")
    body = "\n".join(base.lines(facts.file)[facts.first_line - 1 :])
    if found := _H1.search(body):
        start, end = found.span(1) if found[1] else found.span(2)
        column = start - body.rfind("\n", 0, start)
        return at(facts.first_line + body.count("\n", 0, start), column, column + end - start)
    return at(facts.first_line)
