"""Change fields of a front matter. Everything else in the file stays as it is: comments, order, quotes, line ends.

A value is replaced where it stands, in the quotes it has; a new field gets a line of its own. The result is read again,
and counts only if it says what it should and all that it said before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from kb_tools.article.front_matter import FrontMatter, split
from kb_tools.article.model import Node
from kb_tools.config import Settings
from kb_tools.errors import ContentError

Value = str | Sequence[str] | None
"""A text, a list of texts, or None: the field goes."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PLAIN = re.compile(r"[A-Za-z0-9_][\w./+@ -]*[\w./+@-]|\w")
_CHANGES = re.compile(  # What YAML 1.1 takes for something else than a text.
    r"(?i:y|n|yes|no|on|off|true|false|null|~)|[-+.\d][\d_.:eE+-]*|0[xob]?[\da-fA-F_]+|\d{4}-\d\d?-\d\d?.+"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def with_fields(content: bytes, fields: Mapping[str, Value], settings: Settings, path: str) -> bytes:
    """The file with these fields of ours, under the names that the team has for them.

    Args:
        path: for errors.

    Raises:
        ContentError: the front matter is broken, or the file is not UTF-8; it must be mended by hand first.
    """
    names = dict(settings.fields)
    start = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    try:
        text = content[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise ContentError("is not UTF-8, so it is left as it is", path=path, hint="Save it as UTF-8.") from error
    for field, value in fields.items():
        text = _with_field(text, (field, *names.get(field, ())), value, path)
    return content[:start] + text.encode("utf-8")


def _with_field(text: str, names: Sequence[str], value: Value, path: str) -> str:
    front, _ = split(_normal(text))
    for problem in front.problems:
        if problem.slug.startswith("front-matter"):
            raise ContentError(f"{problem.message}; nothing was changed", path=path, line=problem.span.line,
                               hint=problem.hint)  # fmt: skip
    node = _node(front, names)
    key = node.path if node else (names[1] if len(names) > 1 and "." not in names[1] else names[0],)
    if node is None and value is None:
        return text
    lines = _LINE.findall(text)
    if node is None:
        new = _added(lines, front, f"{key[0]}:{_written(value, _line_end(text))}", _line_end(text))
    elif value is None:
        new = _without(lines, _whole(node, front), front)
    else:
        new = _more(lines, node, front, value, _line_end(text)) or _replaced(
            lines, _whole(node, front), value, _line_end(text)
        )
    wanted = _with(front.values, key, value)
    again, _ = split(_normal(new))
    if again.values != wanted or _body(new).lstrip("\n") != _body(text).lstrip("\n"):
        raise ContentError(f"{'.'.join(map(str, key))} is written in a way that only a person should change",
                           path=path, line=node.line if node else 1, hint="Change it by hand.")  # fmt: skip
    return new


def _node(front: FrontMatter, names: Sequence[str]) -> Node | None:
    """Where the field stands: under the first of its names that is there, `review.date` being one within another."""
    for name in names:
        for wanted in ((name,), tuple(name.split("."))):
            # Of a field that stands twice the last one counts.
            found = [node for node in front.nodes if node.path == wanted]
            if found:
                return found[-1]
    return None


def _whole(node: Node, front: FrontMatter) -> Node:
    """The field with all that stands in it: of a list or of fields, a node knows the beginning alone."""
    within = [other for other in front.nodes if other.path[: len(node.path)] == node.path]
    last = max(within, key=lambda other: (other.end_line, other.end_column))
    return node._replace(end_line=last.end_line, end_column=last.end_column)


def _added(lines: list[str], front: FrontMatter, field: str, end: str) -> str:
    """One more field, the last of its block; with a block where there is none."""
    if not front.end:
        return "".join([f"---{end}{field}{end}---{end}{end}", *lines])
    return "".join([*lines[: front.end - 1], f"{field}{end}", *lines[front.end - 1 :]])


def _without(lines: list[str], node: Node, front: FrontMatter) -> str:
    """Without a field of the top level: its lines go, as far as the next field."""
    if len(node.path) > 1:
        return _replaced(lines, node, "", "\n")
    number = front.lines[str(node.path[0])]
    later = [line for line in front.lines.values() if line > number]
    stop = min([*later, front.end])
    # Comments above the next field are about that one.
    while stop - 1 > node.end_line and re.match(r"\s*(?:#|$)", lines[stop - 2]):
        stop -= 1
    return "".join([*lines[: number - 1], *lines[stop - 1 :]])


def _more(lines: list[str], node: Node, front: FrontMatter, value: Value, end: str) -> str:
    """With more items below those that a list of lines has; empty where that is not what is asked for."""
    items = [other for other in front.nodes if other.path[:-1] == node.path]
    old = [item.text for item in items]
    if isinstance(value, str) or not value or not old or list(value[: len(old)]) != old:
        return ""
    text = "".join(lines)
    if text[_offset(lines, node.line, node.column)] == "[" or items[-1].kind not in ("plain", "quoted"):
        return ""
    last = items[-1].end_line
    whole = lines[last - 1].rstrip("\r\n")
    more = "".join(f"{end}{' ' * (node.column - 1)}- {_scalar(item, '')}" for item in value[len(old) :])
    return "".join([*lines[: last - 1], whole, more, lines[last - 1][len(whole) :], *lines[last:]])


def _replaced(lines: list[str], node: Node, value: Value, end: str) -> str:
    """The value in place of the old one."""
    text = "".join(lines)
    first, last = _offset(lines, node.line, node.column), _offset(lines, node.end_line, node.end_column)
    old = text[first:last]
    kept = old.rstrip()
    if kept.startswith("["):
        # Behind the last item there is nothing but blanks, commas and remarks.
        closing = re.compile(r"(?>(?:[\s,]++|#[^\r\n]*+)*)\]").match(text, last)
        last = closing.end() if closing else last
    elif node.kind == "list" and not isinstance(value, str) and value:
        indent = " " * (node.column - 1)
        return text[:first] + f"{end}{indent}".join(f"- {_scalar(item, '')}" for item in value) + text[last:]
    elif node.kind == "list":
        first = text.rfind(":", 0, first) + 1
    else:
        # A block (| or >) ends where the next field begins.
        last -= len(old) - len(kept)
    new = _scalar(value, old[:1]) if isinstance(value, str) else _flow(value or ())
    return text[:first] + ("" if text[first - 1 : first].isspace() else " ") + new + text[last:]


def _written(value: Value, end: str) -> str:
    """What stands behind the colon of a new field."""
    if isinstance(value, str):
        return f" {_scalar(value, '')}"
    return "".join(f"{end}  - {_scalar(item, '')}" for item in value or ()) or " []"


def _flow(items: Sequence[str]) -> str:
    return f"[{', '.join(_scalar(item, '') for item in items)}]"


def _scalar(text: str, quote: str) -> str:
    """A text as YAML reads it again as that text: in the quotes it had; plain where it may be."""
    printable = text.isprintable()
    if quote == "'" and printable:
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and (_DAY.fullmatch(text) or (_PLAIN.fullmatch(text) and not _CHANGES.fullmatch(text))):
        return text
    return json.dumps(text, ensure_ascii=not printable)


def _with(values: Mapping[str, Any], key: Sequence[str | int], value: Value) -> dict[str, Any]:
    """The values as they should be afterwards."""
    new = dict(values)
    first = str(key[0])
    if len(key) > 1:
        new[first] = _with(new[first], key[1:], "" if value is None else value)
    elif value is None:
        new.pop(first, None)
    else:
        new[first] = value if isinstance(value, str) else list(value)
    return new


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    return sum(map(len, lines[: line - 1])) + column - 1


def _line_end(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found[0] if found else "\n"


def _body(text: str) -> str:
    return split(_normal(text))[1]


def _normal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
