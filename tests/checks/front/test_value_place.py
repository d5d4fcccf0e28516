"""Findings about a field point at its value, however the front matter is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.marked import base
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.checks.front.value_place import place, value


def pointed(folder: Path, front: str, field: str, item: str = "", settings: str = "") -> str:
    """What the place of a field's value holds, with its line."""
    text = f"---\n{front}\n---\n\n# A\n"
    write(folder, {"kb.toml": settings, "docs/a.md": text})
    found = base(folder)
    (facts,) = found
    span = place(found, facts, field, item)
    return f"{span.line}: {text.splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]}"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("owner: desk", "2: desk"),
        ("owner:   desk  # since May", "2: desk"),
        ('owner: "a # b"', '2: "a # b"'),
        ("'owner' : desk", "2: desk"),
        ("title: A\nowner:", "3: owner"),
        ("owner:\n  - desk", "2: owner"),
        ("{title: A, owner: desk}", "2: desk"),
        ("title: A", "1: "),
        ("title: owner", "1: "),
    ],
)
def test_a_value(tmp_path: Path, front: str, expected: str) -> None:
    assert pointed(tmp_path, front, "owner") == expected


@pytest.mark.parametrize(
    ("front", "item", "expected"),
    [
        ("applies_to: [windows-10, windows-1]", "windows-1", "2: windows-1"),
        ("applies_to: [vpn 5.1.3, vpn 5.1]", "vpn 5.1", "2: vpn 5.1"),
        ('applies_to: ["vpn >= 5", b]', "vpn >= 5", '2: "vpn >= 5"'),
        ("applies_to:\n  - a\n  - 'b'", "b", "4: 'b'"),
        ("applies_to:\n- a\n- b", "b", "4: b"),
        ("applies_to: [\n  a,\n  b\n]", "b", "4: b"),
        ("applies_to:\n  - a\n\n  # b\n  - b\nowner: b", "a", "3: a"),
        ("applies_to: a", "gone", "2: a"),
    ],
)
def test_an_item(tmp_path: Path, front: str, item: str, expected: str) -> None:
    assert pointed(tmp_path, front, "applies_to", item) == expected


def test_their_own_names_and_nested_ones(tmp_path: Path) -> None:
    settings = '[fields]\nowner = ["ms.author", "contact.team"]\n'
    assert pointed(tmp_path, "ms.author: me", "owner", settings=settings) == "2: me"
    assert pointed(tmp_path, "contact:\n  phone: x\n  team: me", "owner", settings=settings) == "4: me"
    assert pointed(tmp_path, "contact: {team: me}", "owner", settings=settings) == "2: me"
    assert pointed(tmp_path, "contact: me", "owner", settings=settings) == "2: me"
    assert pointed(tmp_path, "owner:\nms.author: me", "owner", settings=settings) == "3: me"


@given(st.text(max_size=200))
def test_any_front_matter_has_a_place(tmp_path_factory: pytest.TempPathFactory, front: str) -> None:
    folder = tmp_path_factory.mktemp("base")
    write(folder, {"docs/a.md": f"---\nowner: x\n{front}\n---\n".encode("utf-8", "replace")})
    found = base(folder)
    for facts in found:
        assert place(found, facts, "owner", "x").line >= 1
        assert value(found, facts, "last_reviewed").span.column >= 1


def test_a_file_that_is_gone_meanwhile(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "---\nowner: x\n---\n"})
    found = base(tmp_path)
    (tmp_path / "docs/a.md").unlink()
    assert [place(found, facts, "owner").line for facts in found] == [1]
