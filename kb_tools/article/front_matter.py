"""Split the YAML block off an article and read it, whatever state it is in.

Values stay as they were written: ``0x1F`` is the text "0x1F" and ``2026-13-01`` the text "2026-13-01". YAML's own
types would turn the first into 31 and raise on the second; what a field means is decided where it is used.

The YAML events are read one by one instead of composing nodes: composing recurses in C, so that a block of some ten
thousand brackets ends the whole process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from kb_tools.article.model import Node, NodeKind, Problem, Span

Value = str | list["Value"] | dict[str, "Value"]

MAX_DEPTH = 16
"""Deeper nesting than any front matter needs."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OTHER_BREAKS = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), " ")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_KEY = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*:(?:[ \t]+(.*))?$")
_STUCK = re.compile(r"[ \t]*(?:- +)?[A-Za-z_][\w.-]*:(?!//|[ \t]|$)")
_SPACE = "Put a plain space after the colon."
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two ``---`` lines, and on which line of the file each field stands."""

    values: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    """How many lines of the file it takes, both markers included; 0 when there is none."""
    problems: tuple[Problem, ...] = ()
    nodes: tuple[Node, ...] = ()
    """Every value with its place, in the order of the file; none where MkDocs cannot load the block."""


def split(text: str) -> tuple[FrontMatter, str]:
    """Return the front matter of *text* (lines ended by \\n) and the rest, the body."""
    if not text.startswith("---"):
        return FrontMatter(), text
    first_line, _, _ = text.partition("\n")
    if first_line.rstrip() != "---":
        return FrontMatter(), text
    start = len(first_line) + 1
    end = _END.search(text, start)
    if end is None:
        return _unfinished(text, start)
    block = text[start : end.start()]
    if block[:1] == "\n" and block.strip() and not any(map(_KEY.match, block.split("\n"))):
        # A text between two rules (---), not front matter: MkDocs shows it, too.
        return FrontMatter(), text
    body_start = text.find("\n", end.end()) + 1 or len(text)
    values, lines, problems, nodes = _load(block)
    front = FrontMatter(values, lines, text.count("\n", 0, end.end()) + 1, tuple(problems), tuple(nodes))
    return front, text[body_start:]


def _unfinished(text: str, start: int) -> tuple[FrontMatter, str]:
    """The block has no end: take the lines that still look like fields, and call the rest the body."""
    taken, position = 1, start
    for line in text[start:].split("\n"):
        if not (_KEY.match(line) or _ITEM.match(line) or (line[:1] in " \t" and line.strip())):
            break
        taken, position = taken + 1, position + len(line) + 1
    if taken == 1:
        # A rule (---) above ordinary text, not front matter.
        return FrontMatter(), text
    values, lines, problems, nodes = _load(text[start:position])
    problems.insert(0, _problem("front-matter-no-end", "the front matter that starts here never ends", 1,
                                hint="Close it with a line of three hyphens: ---"))  # fmt: skip
    return FrontMatter(values, lines, taken, tuple(problems), tuple(nodes)), text[position:]


def _load(block: str) -> tuple[dict[str, Value], dict[str, int], list[Problem], list[Node]]:
    """Read the YAML between the markers; line numbers count the opening marker."""
    reader = _Reader()
    # YAML ends a line at these, an editor does not: the lines of everything below would be wrong.
    block = block.translate(_OTHER_BREAKS)
    try:
        values = reader.read(block)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        is_open = getattr(error, "context", "") == "while scanning a quoted scalar"
        if is_open and "end of stream" in (getattr(error, "problem", None) or ""):
            # YAML notices at the end of the block; the mistake is where the quote begins.
            mark = error.context_mark  # type: ignore[attr-defined]
        line, column = (mark.line + 2, mark.column + 1) if mark is not None else (_line_of(block, error), 1)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
        hint = _hint(block, line - 2) if not is_open else "The quote that begins here has no end on this line."
        if not is_open and (stuck := _stuck(block, line - 2)):
            line, column = stuck
            hint = _SPACE
        problems = [_problem("front-matter-broken", f"the front matter is not valid YAML: {what}", line, column, hint)]
        recovered, lines = _recover(block)
        return recovered, lines, problems, []
    except _NotAMapping as error:
        stuck = _stuck(block, error.line - 2)
        line, column = stuck or (error.line, 1)
        hint = _SPACE if stuck else "Write one field a line, as in: title: VPN drops"
        return {}, {}, [_problem("front-matter-broken", str(error), line, column, hint)], []
    is_broken = any(problem.slug == "front-matter-broken" for problem in reader.problems)
    return values, reader.lines, reader.problems, [] if is_broken else reader.nodes


class _NotAMapping(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Reader:
    """Builds the values out of YAML events, without recursion and without expanding aliases."""

    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []
        self.nodes: list[Node] = []

    def read(self, block: str) -> dict[str, Value]:
        top: dict[str, Value] = {}
        stack: list[list[Value] | dict[str, Value]] = []
        keys: list[str | None] = []
        path: list[str | int] = []
        nodes = self.nodes
        anchors: dict[str, str] = {}
        for event in _events(block):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                style: NodeKind = "plain" if event.implicit[0] else "quoted"
                value: Value = "" if event.implicit[0] and event.value in ("~", "null", "Null", "NULL") else event.value
            elif kind is yaml.AliasEvent:
                style = "alias"
                value = anchors.get(event.anchor, "")
            elif kind is yaml.MappingStartEvent:
                style = "fields"
                value = {}
            elif kind is yaml.SequenceStartEvent:
                style = "list"
                value = []
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
                path.pop()
                continue
            else:
                continue
            start = event.start_mark
            line = start.line + 2
            if event.anchor or style == "alias" or event.tag:
                style = self._note_properties(event, anchors, style, line)
            if not stack:
                if not isinstance(value, dict):
                    if value == "":
                        continue
                    raise _NotAMapping("the front matter is not a list of fields", line)
                value = top
            elif keys[-1] is None and isinstance(stack[-1], dict):
                key = keys[-1] = value if isinstance(value, str) else repr(value)
                if len(stack) == 1:
                    self._note_key(key, line, start.column + 1)
                if isinstance(value, str):
                    continue
                self.problems.append(_problem("front-matter-broken", "what stands in brackets cannot be the name of a "
                                              "field", line, start.column + 1,
                                              "Put text that begins with { or [ into quotes."))  # fmt: skip
            else:
                parent = stack[-1]
                if isinstance(parent, list):
                    path[-1] = len(parent)
                    parent.append(value)
                else:
                    path[-1] = key = keys[-1] or ""
                    parent[key] = value
                    keys[-1] = None
                text, end = value if isinstance(value, str) else "", event.end_mark
                nodes.append(Node(tuple(path), style, text, line, start.column + 1, end.line + 2, end.column + 1))
            if not isinstance(value, str):
                if len(stack) >= MAX_DEPTH:
                    raise _NotAMapping(f"the front matter is nested deeper than {MAX_DEPTH} levels", line)
                stack.append(value)
                keys.append(None)
                path.append("")
        return top

    def _note_properties(self, event: Any, anchors: dict[str, str], kind: NodeKind, line: int) -> NodeKind:
        """What stands before a value: its name for others (&x), or its type (!!int)."""
        column = event.start_mark.column + 1
        if type(event) is yaml.AliasEvent:
            if event.anchor not in anchors:
                self.problems.append(_problem("front-matter-broken", f"*{event.anchor} stands for nothing: there is no "
                                              f"&{event.anchor} above it", line, column,
                                              "Put text that begins with * into quotes."))  # fmt: skip
            return kind
        if event.anchor:
            anchors[event.anchor] = getattr(event, "value", "")
        if event.tag in (None, "!"):
            return kind
        if event.tag not in _Loader.yaml_constructors:
            name = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.problems.append(_problem("front-matter-broken", f"{name} is no type that MkDocs knows", line, column,
                                          "Put text that begins with ! into quotes."))  # fmt: skip
        return "tagged" if type(event) is yaml.ScalarEvent else kind

    def _note_key(self, key: str, line: int, column: int) -> None:
        if key in self.lines:
            message = f"{key!r} stands here a second time; the first is on line {self.lines[key]}, this one counts"
            self.problems.append(_problem("front-matter-duplicate-key", message, line, column,
                                          "Keep one of the two."))  # fmt: skip
        self.lines[key] = line


def _events(block: str) -> Iterator[Any]:
    loader = _Loader(block)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _recover(block: str) -> tuple[dict[str, Value], dict[str, int]]:
    """Read what can be read out of broken YAML: plain ``key: value`` lines and the lists below them."""
    values: dict[str, Value] = {}
    lines: dict[str, int] = {}
    key = ""
    for number, line in enumerate(block.split("\n"), 2):
        if found := _KEY.match(line):
            key = found.group(1)
            values[key] = _unquoted(found.group(2) or "")
            lines[key] = number
        elif key and (found := _ITEM.match(line)):
            items = values[key]
            if not isinstance(items, list):
                items = values[key] = [items] if items else []
            items.append(_unquoted(found.group(1)))
    return values, lines


def _unquoted(text: str) -> str:
    text = text.strip()
    if text[:1] in ("'", '"'):
        return text[1:].rstrip().removesuffix(text[0])
    return text


def _hint(block: str, index: int) -> str:
    lines = block.split("\n")
    line = lines[index] if 0 <= index < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "YAML is indented with spaces, not with tabs."
    before = lines[index - 1] if 0 < index <= len(lines) else ""
    if any(re.search(r":\s+[^\"'\[{|>].*:(?:\s|$)", text) for text in (line, before)):
        return "Put a value that contains a colon into quotes."
    return "Look at this line and the one above it; a value with : # [ { @ ` in it needs quotes."


def _stuck(block: str, index: int) -> tuple[int, int] | None:
    """Where a name and its value stick together: `owner:net` is one word to YAML, which stumbles over the next line."""
    lines = block.split("\n")
    for at in (index - 1, index):
        if 0 <= at < len(lines) and (found := _STUCK.match(lines[at])):
            return at + 2, found.end()
    return None


def _line_of(block: str, error: yaml.YAMLError) -> int:
    position = getattr(error, "position", None)
    return block.count("\n", 0, position) + 2 if isinstance(position, int) else 2


def _problem(slug: str, message: str, line: int, column: int = 1, hint: str = "") -> Problem:
    return Problem(slug, message, Span(line, column, line, column), hint)
