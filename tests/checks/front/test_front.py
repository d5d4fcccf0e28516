"""Is each value found under our name and the team's, typed as an editor types it, and where it stands?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.front_matter import split
from kb_tools.checks.front.values import Front


def front(block: str, names: Mapping[str, Sequence[str]] | None = None) -> Front:
    text = f"---\n{block}\n---\n"
    found, _ = split(text)
    assert found.problems == ()
    return Front(found.nodes, found.lines, names or {}, text.split("\n"))


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("title: VPN", {"title": "VPN"}),
        ("title: 404\ntags: [1.10, yes, true, ~, 'a']", {"title": 1, "tags": [0.5, "yes", True, None, "a"]}),
        ("symptoms:\n  - error: 809\n  - [a, {b: [c]}]", {"symptoms": [{"error": 1}, ["a", {"b": ["c"]}]]}),
        ("title:\nowner: ''\ntags: []\nproducts: ['', ~]\napplies_to: {}", {}),
        ("vendor: x", {}),
        ("a: &x VPN\ntitle: *x", {"title": "VPN"}),
        ("title: !!int 3", {"title": "3"}),
        ("title: a\n  b", {"title": "a b"}),
    ],
)
def test_values_as_an_editor_sees_them(block: str, values: dict[str, Any]) -> None:
    assert front(block).values == values


def test_a_field_that_stands_twice_counts_the_second_time() -> None:
    text = "---\ntags: [a, b, c]\nowner: x\ntags: [d]\n---\n"
    found, _ = split(text)
    assert Front(found.nodes, found.lines, {}, text.split("\n")).values == {"tags": ["d"], "owner": "x"}


def test_what_stood_in_the_first_of_two_is_gone() -> None:
    text = "---\nstate: {level: a}\nstate: b\n---\n"
    found, _ = split(text)
    assert Front(found.nodes, found.lines, {"confidence": ("state.level",)}, text.split("\n")).values == {}


@pytest.mark.parametrize(
    ("block", "value", "line", "column"),
    [
        ("owner: us\nms.author: them", "us", 2, 8),
        ("owner:\nms.author: them", "them", 3, 12),
        ("writer: him", "him", 2, 9),
        ("ms:\n  author: nested", "nested", 3, 11),
    ],
)
def test_a_teams_own_names(block: str, value: str, line: int, column: int) -> None:
    found = front(block, {"owner": ("ms.author", "writer")})
    assert found.values == {"owner": value}
    place = found.place("owner")
    assert (place.line, place.column, place.end_column) == (line, column, column + len(value))
    path = found.path("owner")
    assert path is not None
    assert found.field(path) == found.field((*path, 0)) == "owner"
    assert found.field(("other",)) == ""


def test_without_a_value_the_name_is_the_place() -> None:
    found = front("title:\nsymptoms:\n  - a\nreview: {owner: }", {"owner": ("review.owner",)})
    places = [found.place(name) for name in ("title", "symptoms", "owner", "tags")]
    assert [(place.line, place.column, place.end_column) for place in places] == [
        (2, 1, 6),
        (3, 1, 9),
        (5, 10, 15),
        (1, 1, 4),
    ]


texts = st.text(st.sampled_from(list("abc0159 .-")), min_size=1, max_size=6)
trees = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=12
)


@given(
    st.dictionaries(st.sampled_from(["title", "symptoms", "tags", "owner", "vendor"]), trees, max_size=5), st.booleans()
)
def test_every_text_stands_where_it_is_said_to(tree: dict[str, Any], in_flow: bool) -> None:
    # All in quotes: then the reader's texts are PyYAML's, and an editor's.
    block = yaml.safe_dump(tree, default_style='"', default_flow_style=in_flow, sort_keys=False, width=1000).rstrip()
    lines = f"---\n{block}\n---\n".split("\n")
    found = front(block)
    for node in found.nodes:
        if node.kind == "quoted":
            assert node.line == node.end_line
            assert yaml.safe_load(lines[node.line - 1][node.column - 1 : node.end_column - 1]) == node.text
    ours = {name: value for name, value in tree.items() if name != "vendor" and _holds_something(value)}
    assert found.values == ours


def _holds_something(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return any(map(_holds_something, value.values() if isinstance(value, dict) else value))
