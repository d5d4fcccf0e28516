"""YAML files that people write for kb, read so that every mistake has its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from kb_tools.errors import ConfigError
from kb_tools.text_file import read_text

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 20_000_000
MAX_DEPTH = 8
"""Composing YAML recurses in C: a file of nothing but brackets would end the process."""


def compose(path: Path, deepest: int = MAX_DEPTH) -> Any:
    """The root node of a YAML file; None when it is empty.

    Raises:
        ConfigError: it cannot be read or is not YAML.
    """
    text = read_text(path, most_bytes=MAX_BYTES)
    try:
        _measure(text, path, deepest)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"{error.problem} ({error.context})" if error.context else error.problem
        raise ConfigError(f"is not valid YAML: {problem}", path=path, line=mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        place = next((place for place, char in enumerate(text) if ord(char) == error.character), 0)
        raise ConfigError(f"has a character that YAML does not allow (U+{error.character:04X})", path=path,
                          line=text.count("\n", 0, place) + 1) from error  # fmt: skip


def _measure(text: str, path: Path, deepest: int) -> None:
    depth = 0
    loader = _Loader(text)
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > deepest:
                    raise ConfigError(f"is nested deeper than {deepest} levels", path=path, line=line(event))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    finally:
        loader.dispose()


def line(node: Any) -> int:
    """The line a node begins on."""
    return int(node.start_mark.line) + 1


def items(node: Any, path: Path, wanted: str) -> list[Any]:
    """The nodes of a list; none when there is nothing. Raises ConfigError with *wanted* for anything else."""
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null"):
        return []
    raise ConfigError(wanted, path=path, line=line(node))


def fields(node: Any, path: Path, wanted: str) -> list[tuple[str, Any, Any]]:
    """(key, key node, value node) of each field of a mapping. Raises ConfigError with *wanted* for anything else."""
    if isinstance(node, yaml.MappingNode):
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ConfigError(wanted, path=path, line=line(key))
        return [(key.value, key, value) for key, value in node.value]
    if isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null"):
        return []
    raise ConfigError(wanted, path=path, line=line(node))


def text(node: Any, path: Path, wanted: str) -> str:
    """The text of a node, on one line. Raises ConfigError with *wanted* when it is not a text or says nothing."""
    found = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not found:
        raise ConfigError(wanted, path=path, line=line(node))
    return found
