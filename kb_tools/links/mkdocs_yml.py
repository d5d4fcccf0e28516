"""mkdocs.yml as plain values that know their lines. Nothing in it is run, whatever tags it has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from kb_tools import marked_yaml
from kb_tools.article.model import Span
from kb_tools.errors import ConfigError

NAMES = ("mkdocs.yml", "mkdocs.yaml")
MAX_DEPTH = 40
"""Of sections within sections; each counts twice."""
_MAX_VALUES = 100_000
"""Aliases of aliases can make a small file huge."""
_MAX_PARENTS = 8
_TRUE = frozenset(("true", "yes", "on"))
_FALSE = frozenset(("false", "no", "off"))


class Text(str):
    """A text, the file it stands in, and where."""

    __slots__ = ("file", "span")
    file: Path
    span: Span


class Table(dict[Text, Any]):
    """A mapping; its keys know where they stand."""

    def table(self, key: str) -> Table:
        """The mapping that stands under *key*; empty where there is none."""
        value = self.get(key)  # type: ignore[call-overload]
        return value if isinstance(value, Table) else Table()

    def text(self, key: str) -> str:
        """The text that stands under *key*; empty where there is none."""
        value = self.get(key)  # type: ignore[call-overload]
        return str(value) if isinstance(value, Text) else ""


def find(root: Path) -> Path | None:
    """The file MkDocs would read."""
    return next((root / name for name in NAMES if (root / name).is_file()), None)


def read(path: Path, parents: int = 0) -> Table:
    """The settings of a site, those that it inherits included.

    Raises:
        ConfigError: it cannot be read, is not YAML, or inherits from what is not there.
    """
    node = marked_yaml.compose(path, MAX_DEPTH)
    if node is None:
        return Table()
    value = _Reader(path).value(node)
    if not isinstance(value, Table):
        raise ConfigError("is no mapping of settings", path=path, line=1)
    inherit = value.pop("INHERIT", None)  # type: ignore[call-overload]
    if not isinstance(inherit, Text):
        return value
    if parents >= _MAX_PARENTS:
        raise ConfigError("inherits in a circle", path=path, line=inherit.span.line)
    above = Path(os.path.normpath(path.parent / inherit))
    top = _top(path.parent)
    if top not in above.parents:
        raise ConfigError(f"inherits from {inherit}, which is out of the repository", path=path, line=inherit.span.line)
    return _merged(read(above, parents + 1), value)


def flag(text: str, default: bool) -> bool:
    """A yes or no as YAML 1.1 has it."""
    return True if text.lower() in _TRUE else False if text.lower() in _FALSE else default


def _top(folder: Path) -> Path:
    """The top of the repository, or the folder itself outside of one."""
    folder = Path(os.path.abspath(folder))
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)


def _merged(parent: Table, child: Table) -> Table:
    """Mappings grow together; of anything else the child's counts, as in MkDocs."""
    for key, value in child.items():
        theirs = parent.get(key)
        both = isinstance(theirs, Table) and isinstance(value, Table)
        parent.pop(key, None)  # so that the key is the child's, with its line
        parent[key] = _merged(theirs, value) if both else value  # type: ignore[arg-type]
    return parent


class _Reader:
    """Makes values of nodes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left = _MAX_VALUES

    def value(self, node: yaml.Node, depth: int = 0) -> Any:
        """A Table, a list, a Text, or None for nothing."""
        self.left -= 1
        # An alias may stand for what it stands in.
        if self.left < 0 or depth > MAX_DEPTH:
            raise ConfigError("repeats itself without end: its aliases stand for too much", path=self.path)
        if isinstance(node, yaml.MappingNode):
            return self.table(node, depth)
        if isinstance(node, yaml.SequenceNode):
            values = [self.value(item, depth + 1) for item in node.value]
            # !ENV [NAME, default]: what the environment says elsewhere is not known here.
            return (values[-1] if len(values) > 1 else None) if node.tag == "!ENV" else values
        if node.tag == "!ENV" or node.tag.endswith(":null"):
            return None
        return self.text(node)

    def table(self, node: yaml.MappingNode, depth: int) -> Table:
        found = Table()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            name, content = self.text(key), self.value(value, depth + 1)
            if key.value == "<<" and key.tag.endswith(":merge"):
                for each in content if isinstance(content, list) else [content]:
                    for theirs, what in each.items() if isinstance(each, Table) else ():
                        found.setdefault(theirs, what)
            else:
                found.pop(name, None)
                found[name] = content
        return found

    def text(self, node: yaml.Node) -> Text:
        text = Text(node.value)
        text.file = self.path
        start, end = node.start_mark, node.end_mark
        text.span = Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        return text
