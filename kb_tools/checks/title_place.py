"""Where does an article's title stand? For findings about the article as a whole."""

from __future__ import annotations

import re

from kb_tools.article.model import Span
from kb_tools.article.read import decode
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import at
from kb_tools.checks.value_place import place

_H1 = re.compile(r"^#[ \t]+(\S.*)$|^(\S.*)\n=+[ \t]*$", re.M)


def title_place(base: Base, facts: Facts) -> Span:
    """The title in the front matter, else the first heading, else where the text begins."""
    if any(name in facts.lines for name in ("title", *dict(base.settings.fields).get("title", ()))):
        return place(base, facts, "title")
    try:
        text = decode((base.settings.docs / facts.path).read_bytes())[0]
    except OSError:
        return at(1)
    start = 0
    for _ in range(facts.first_line - 1):
        start = text.find("\n", start) + 1
    if found := _H1.search(text, start):
        begin, end = found.span(1) if found[1] else found.span(2)
        column = begin - text.rfind("\n", 0, begin)
        return at(text.count("\n", 0, begin) + 1, column, column + end - begin)
    return at(facts.first_line)
