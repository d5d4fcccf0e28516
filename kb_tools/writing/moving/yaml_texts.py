"""Single texts in mkdocs.yml and phrases.yml: replaced where they stand, in the quotes they have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kb_tools import marked_yaml
from kb_tools.article.model import Span
from kb_tools.errors import ContentError
from kb_tools.links import mkdocs_yml
from kb_tools.links.mkdocs_yml import MAX_DEPTH
from kb_tools.writing.moving.placed import Place

_PLAIN = re.compile(r"[\w./][\w./@+()# -]*")
_ELSE = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)|[-+.\d][\d_.:eE+-]*|.*\s|.* #.*")
"""Not this text to YAML."""

Texts = list[tuple[Span, str]]


def span_of(node: Any) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def quoted(place: Place, span: Span, text: str) -> str:
    """A text as it must be written in place of the one that stands there."""
    return scalar(text, place.at(span)[:1])


def scalar(text: str, quote: str = "") -> str:
    """A text as YAML reads it again."""
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if quote != '"' and _PLAIN.fullmatch(text) and not _ELSE.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=not text.isprintable())


def compose(path: Path) -> Any:
    """The root node of a file.

    Raises:
        ConfigError: it is not YAML.
    """
    return marked_yaml.compose(path, MAX_DEPTH)


def checked(path: Path, before: bytes, after: bytes, *, lost: int = 0, more: int = 0) -> bytes:
    """The new content, if it is the old one but for texts.

    Raises:
        ContentError: it is not, and nothing may be written.
    """
    old, new = _kinds(before), _kinds(after)
    if new is None or old is None or len(new) - len(old) != more - lost:
        raise ContentError("is written in a way that only a person should change", path=path.name,
                           hint="Change it by hand first.")  # fmt: skip
    return after


def _kinds(content: bytes) -> list[str] | None:
    try:
        return [type(event).__name__ for event in yaml.parse(content, Loader=yaml.SafeLoader)
                if isinstance(event, yaml.ScalarEvent)]  # fmt: skip
    except (yaml.YAMLError, UnicodeDecodeError):
        return None


def own_texts(value: Any, path: Path) -> Iterator[mkdocs_yml.Text]:
    """Every text of a setting that stands in this very file."""
    if isinstance(value, mkdocs_yml.Text):
        if value.file == path:
            yield value
    elif isinstance(value, list | mkdocs_yml.Table):
        for each in value.values() if isinstance(value, mkdocs_yml.Table) else value:
            yield from own_texts(each, path)
