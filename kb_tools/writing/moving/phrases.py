"""phrases.yml names articles by path or by id: after a move it names them still."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from kb_tools import marked_yaml
from kb_tools.article.model import Span
from kb_tools.errors import ContentError
from kb_tools.search.cases import FILE_NAME
from kb_tools.writing.moving import yaml_texts
from kb_tools.writing.moving.drafts import Drafts
from kb_tools.writing.moving.placed import Place

_FIELDS = ("expect", "not")
_NOTHING = (None, None)


def lines_with(root: Path, names: Mapping[str, str]) -> list[int]:
    """The lines of phrases.yml that name one of these articles."""
    path = root / FILE_NAME
    if not path.is_file():
        return []
    return sorted(
        marked_yaml.line(node)
        for fields in _phrases(path)
        for _, value in fields.values()
        for node in _nodes(value)
        if node.value in names
    )


def rename(
    drafts: Drafts, names: Mapping[str, str], paths: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, list[str]]:
    """Write the new names of articles. An article is named once in a phrase, and never as both expected and unwanted.

    Args:
        names: old name -> new name.
        paths: other names -> the path of the article, to tell when two are the same.

    Returns:
        How many places change, and what the user should know.

    Raises:
        ContentError: a phrase is written in a way that only a person should change.
    """
    path = drafts.root / FILE_NAME
    if not names or not path.is_file():
        return 0, []
    before = drafts.before(FILE_NAME)
    place = Place(before)
    texts: yaml_texts.Texts = []
    notes = []
    count = lost = 0

    def named(name: str) -> str:
        new = names.get(name, name)
        return paths.get(new, new)

    for fields in _phrases(path):
        wanted = _nodes(fields.get("expect", _NOTHING)[1])
        expected = {named(node.value) for node in wanted}
        newly = {named(node.value) for node in wanted if node.value in names}
        for field in fields.keys() & _FIELDS:
            key, value = fields[field]
            nodes = _nodes(value)
            # What was expected or named before has its place already.
            taken = {named(node.value) for node in nodes if node.value not in names}
            taken |= expected if field == "not" else set()
            changed = [node for node in nodes if node.value in names]
            double = [node for node in nodes if field == "not" and node not in changed and named(node.value) in newly]
            for node in changed:
                new = named(node.value)
                if new in taken:
                    double.append(node)
                else:
                    span = yaml_texts.span_of(node)
                    texts.append((span, yaml_texts.quoted(place, span, names[node.value])))
                taken.add(new)
            count += len(changed)
            if double and len(double) == len(nodes):
                texts.append((_field(place, key, value), ""))
                notes.append(f"{FILE_NAME}:{marked_yaml.line(key)}: {nodes[0].value} is unwanted no more")
                lost += len(double) + 1
            else:
                texts += [(_item(place, value, node), "") for node in double]
                lost += len(double)
    if texts:
        drafts.put(FILE_NAME, yaml_texts.checked(path, before, place.with_texts(texts), lost=lost))
    return count, notes


def _phrases(path: Path) -> list[dict[str, tuple[Any, Any]]]:
    """Of each phrase, its fields: the nodes of name and value."""
    root = marked_yaml.compose(path)
    items = marked_yaml.items(root, path, "must be a list: - said: ...") if root is not None else []
    return [
        {name: (key, value) for name, key, value in marked_yaml.fields(item, path, "each phrase is: said: ...")}
        for item in items
    ]


def _nodes(value: Any) -> list[Any]:
    nodes = value.value if isinstance(value, yaml.SequenceNode) else [value]
    return [node for node in nodes if isinstance(node, yaml.ScalarNode)]


def _field(place: Place, key: Any, value: Any) -> Span:
    """The lines of a field, which has them for itself."""
    first, last = yaml_texts.span_of(key), yaml_texts.span_of(_nodes(value)[-1])
    above = place.at(Span(first.line, 1, first.line, first.column))
    if above.strip():
        raise ContentError(f"this phrase would no longer say what is unwanted: {_nodes(value)[0].value}",
                           path=FILE_NAME, line=first.line, hint="Take it out by hand first.")  # fmt: skip
    return Span(first.line, 1, *place.line_of(last.line)[2:])


def _item(place: Place, value: Any, node: Any) -> Span:
    """An item with what makes it one: its comma, or its line."""
    span = yaml_texts.span_of(node)
    if not isinstance(value, yaml.SequenceNode):
        raise ContentError(f"{node.value} cannot be taken out here", path=FILE_NAME, line=span.line,
                           hint="Change this phrase by hand first.")  # fmt: skip
    if not value.flow_style:
        return place.line_of(span.line)
    index = value.value.index(node)
    if index:
        before = yaml_texts.span_of(value.value[index - 1])
        return Span(before.end_line, before.end_column, span.end_line, span.end_column)
    if len(value.value) > 1:
        after = yaml_texts.span_of(value.value[1])
        return Span(span.line, span.column, after.line, after.column)
    return span
