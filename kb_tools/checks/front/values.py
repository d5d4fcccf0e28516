"""The front matter as the rules see it: which value stands where, under our names, typed as an editor types it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kb_tools.article.model import Node, Span
from kb_tools.checks.front.yaml_types import newer
from kb_tools.config import FIELDS

if TYPE_CHECKING:
    from kb_tools.checks.front.schema import Violation

Path = tuple[str | int, ...]

_TYPED: Mapping[str, Any] = {"null": None, "bool": True, "int": 1, "float": 0.5}
"""One value of each type: only the type is asked for."""


class Front:
    """The values of one article's front matter, found under the names that kb or the team has for them."""

    def __init__(
        self, nodes: Sequence[Node], lines: Mapping[str, int], names: Mapping[str, Sequence[str]], text: Sequence[str]
    ) -> None:
        self.nodes = nodes
        self._lines = lines
        self._names = names
        """Ours -> the team's, as `[fields]` in kb.toml has them."""
        self._text = text
        """The lines of the file."""

    @cached_property
    def _by_path(self) -> dict[Path, list[Node]]:
        """Each value with all that stands in it, itself first. A field that stands twice counts the second time."""
        found: dict[Path, list[Node]] = {}
        for node in self.nodes:
            path = node.path
            for old in found.get(path, ()):
                found.pop(old.path, None)
            for length in range(1, len(path)):
                found.setdefault(path[:length], []).append(node)
            found[path] = [node]
        return found

    def path(self, name: str) -> Path | None:
        """Where our field *name* stands: the first of its names that holds something, else the first that is there."""
        return self._paths.get(name)

    def field(self, path: Path) -> str:
        """The field of ours that a value belongs to; empty where it is the team's own."""
        return next((name for length in range(1, len(path) + 1) if (name := self._fields.get(path[:length]))), "")

    @cached_property
    def _paths(self) -> dict[str, Path]:
        found = {}
        for name in FIELDS:
            there = [path for key in (name, *self._names.get(name, ())) if (path := self._find(key)) is not None]
            if there:
                found[name] = next((path for path in there if not self.is_empty(path)), there[0])
        return found

    @cached_property
    def _fields(self) -> dict[Path, str]:
        return {path: name for name, path in self._paths.items()}

    def _find(self, key: str) -> Path | None:
        if (key,) in self._by_path:
            return (key,)
        if "." not in key:
            return None
        path: Path = tuple(key.split("."))
        return path if path in self._by_path else None

    def within(self, path: Path) -> list[Node]:
        """The value there and all that stands in it."""
        return self._by_path.get(path, [])

    def is_empty(self, path: Path) -> bool:
        return not any(node.text.strip() for node in self.within(path))

    def node(self, name: str) -> Node | None:
        """The value of our field *name*."""
        path = self.path(name)
        return self.within(path)[0] if path is not None else None

    def name_of(self, path: Path) -> str:
        """How a value is called in a message: products, review.date."""
        return ".".join(str(part) for part in path if isinstance(part, str))

    def place(self, name: str) -> Span:
        """Where the value of our field *name* stands; the field's name where it has no value; else line 1."""
        path = self.path(name)
        if path is None:
            return Span(1, 1, 1, 1 + len(self._text[0]) if self._text else 1)
        return self.place_of(path)

    def place_of(self, path: Path) -> Span:
        node = self.within(path)[0]
        if node.kind in ("list", "fields") or (node.line, node.column) == (node.end_line, node.end_column):
            return self.key_place(path) if isinstance(path[-1], str) else self._rest_of_line(node)
        return node.span

    def _rest_of_line(self, node: Node) -> Span:
        """An item of a list that is itself fields or a list: what of it stands on its first line."""
        line = self._text[node.line - 1] if node.line <= len(self._text) else ""
        return Span(node.line, node.column, node.line, max(node.column, len(line.rstrip()) + 1))

    def key_place(self, path: Path) -> Span:
        """Where the name of a field stands."""
        key, node = str(path[-1]), self.within(path)
        line = self._lines.get(key, 0) if len(path) == 1 else 0
        line = line or (node[0].line if node else 1)
        column = self._text[line - 1].find(key) + 1 if line <= len(self._text) else 0
        return Span(line, column, line, column + len(key)) if column else Span(line, 1, line, 1)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Our fields that hold something, as an editor that knows YAML 1.2 sees them."""
        return {
            name: _value(iter(self.within(path)), len(path))
            for name, path in self._paths.items()
            if not self.is_empty(path)
        }

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """Where our fields break the schema."""
        from kb_tools.checks.front.schema import violations

        return tuple(violations(self.values))


def _value(nodes: Iterator[Node], depth: int) -> Any:
    top: list[Any] = []
    for node in nodes:
        if node.kind == "list":
            value: Any = []
        elif node.kind == "fields":
            value = {}
        else:
            value = _TYPED.get(newer(node.text), node.text) if node.kind == "plain" else node.text
        if len(node.path) == depth:
            top.append(value)
            continue
        parent = top[0]
        for part in node.path[depth:-1]:
            parent = parent[part]
        if isinstance(parent, list):
            parent.append(value)
        else:
            parent[node.path[-1]] = value
    return top[0]
