"""Where does a front matter value stand? For findings that point at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kb_tools.article.model import Span
from kb_tools.checks.base import Base
from kb_tools.checks.facts import Facts
from kb_tools.checks.finding import Found, at

_COMMENT = re.compile(r"(?:^|[ \t])#")


class Value(NamedTuple):
    """A value as it was written, and its place."""

    span: Span
    """The key, where there is no value on its line; the first line, where the article has no such field."""
    text: str
    """Without quotes; empty where there is none, or a list in lines of its own."""


def place(base: Base, facts: Facts, field: str, item: str = "") -> Span:
    """The place of a field's value, or of one item of its list."""
    lines = base.lines(facts.file)
    span = _find(base, facts, field, lines).span
    return (item and _item(lines, span, item)) or span


def value(base: Base, facts: Facts, field: str) -> Value:
    """What an article has in a field, be it something that kb cannot read."""
    return _find(base, facts, field, base.lines(facts.file))


def found_in_field(base: Base, facts: Facts, field: str, message: str, hint: str) -> Found:
    """A finding at the value of a field."""
    return Found(place(base, facts, field), message, field, hint, facts.file)


def _find(base: Base, facts: Facts, field: str, lines: Sequence[str]) -> Value:
    empty = None
    for name in (field, *dict(base.settings.fields).get(field, ())):
        for key, number in _candidates(name, facts, lines):
            found = _value(lines, key, number)
            if found is not None and found.text:
                return found
            empty = empty or found
    return empty or Value(at(1), "")


def _candidates(name: str, facts: Facts, lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """(key, line number) of where a field may stand: as it is called, or nested (`review.date`)."""
    if name in facts.lines:
        yield name, facts.lines[name]
        return
    first, _, _ = name.partition(".")
    if first in facts.lines and first != name:
        last = name.rpartition(".")[2]
        pattern = re.compile(rf"[ \t{{,][\"']?{re.escape(last)}[\"']?[ \t]*:")
        for number in _block(lines, facts.lines[first]):
            if pattern.search(lines[number - 1]):
                yield last, number
                return
        yield first, facts.lines[first]


def _block(lines: Sequence[str], number: int) -> Iterator[int]:
    """The numbers of the lines that belong to a top-level field: its own, and those indented, or items, below it."""
    if number <= len(lines):
        yield number
    for below in range(number + 1, len(lines) + 1):
        text = lines[below - 1]
        if text.startswith("---") or (text.strip() and not text.startswith((" ", "\t", "-", "]", "}", "#"))):
            return
        yield below


def _value(lines: Sequence[str], key: str, number: int) -> Value | None:
    """The value on the line of its key; None where that line has another."""
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    start = re.search(rf"(?:^|[ \t{{,])([\"']?{re.escape(key)}[\"']?)[ \t]*:", line)
    if start is None:
        return None
    text = line[start.end() :]
    comment = _COMMENT.search(text) if '"' not in text and "'" not in text else None
    text = text[: comment.start()] if comment else text
    if "{" in line[: start.end()]:
        # {team: me, phone: x}
        text = re.split(r"[,}]", text, maxsplit=1)[0]
    column = start.end() + len(text) - len(text.lstrip()) + 1
    text = text.strip()
    if not text:
        return Value(at(number, start.start(1) + 1, start.end(1) + 1), "")
    said = text.strip("\"'").strip()
    return Value(at(number, column, column + len(text)), "" if said in ("~", "null") else said)


def _item(lines: Sequence[str], field: Span, item: str) -> Span | None:
    """An item of the list that begins at *field*."""
    pattern = re.compile(rf"(?<![\w.-]){re.escape(item)}(?![\w-])(?!\.\w)")
    for number in _block(lines, field.line):
        line = lines[number - 1]
        if item not in line:
            continue
        begin = field.column - 1 if number == field.line else 0
        if found := pattern.search(line, begin):
            start, end = found.span()
            if start and line[start - 1] in "\"'" and line[end : end + 1] == line[start - 1]:
                start, end = start - 1, end + 1
            return at(number, start + 1, end + 1)
    return None
