"""Does every mistake in a hand-written YAML file have its line?"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools import marked_yaml
from kb_tools.errors import ConfigError


def composed(folder: Path, content: str | bytes) -> object:
    path = folder / "file.yml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return marked_yaml.compose(path)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("a: [b\n", 2, "not valid YAML"),
        ("a: b\n c: d\n", 2, "not valid YAML"),
        ("a:\n\t- b\n", 2, "not valid YAML"),
        ("a: 'b\n", 2, "not valid YAML"),
        ("a: *b\n", 1, "not valid YAML"),
        ("a: b\n---\nc: d\n", 2, "not valid YAML"),
        ("a: &x b\nb: &x c\n", 2, "duplicate anchor"),
        (b"a: b\nb: \xff\xfe\n", 2, "is not UTF-8"),
        ("a: b\n\nc: \x07\n", 3, r"does not allow \(U\+0007\)"),
        ("a: \0\n", 1, r"does not allow \(U\+0000\)"),
        ("é\n# \x7f" + "\n" + "x: \x1b[1m\n", 2, r"does not allow \(U\+007F\)"),
        ("a:\n" + "".join(f"{'  ' * depth}- \n" for depth in range(20)), 9, "nested deeper than 8"),
        ("[" * 100_000, 1, "nested deeper than 8"),
        ("a: " + "{x: " * 9, 1, "nested deeper than 8"),
    ],
)
def test_what_is_no_yaml(tmp_path: Path, content: str | bytes, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        composed(tmp_path, content)
    assert (caught.value.path, caught.value.line) == (tmp_path / "file.yml", line)


@pytest.mark.parametrize("content", ["", "\n", "# remark\n", "\ufeff", "---\n...\n"])
def test_a_file_without_anything(tmp_path: Path, content: str) -> None:
    root = composed(tmp_path, content)
    assert root is None or marked_yaml.items(root, tmp_path, "") == []


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.yml"):
        with pytest.raises(ConfigError, match="cannot be read"):
            marked_yaml.compose(path)


def test_a_file_that_is_too_large_is_not_read_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked_yaml, "MAX_BYTES", 1_000_000)
    composed(tmp_path, "- é\n" * 200_000)
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        composed(tmp_path, "- é\n" * 200_001)


def test_nothing_is_made_of_what_is_read(tmp_path: Path) -> None:
    root = composed(tmp_path, '- !!python/object/apply:os.system ["true"]\n- !!binary aGk=\n')
    first, second = marked_yaml.items(root, tmp_path, "")
    assert isinstance(first, yaml.SequenceNode)
    assert marked_yaml.text(second, tmp_path, "") == "aGk="


def test_lines_of_nodes(tmp_path: Path) -> None:
    root = composed(tmp_path, "# remark\na: b\n\nc:\n  - d\n  - e\n")
    (a, a_key, a_value), (c, c_key, c_value) = marked_yaml.fields(root, tmp_path, "")
    assert (a, c) == ("a", "c")
    assert [marked_yaml.line(node) for node in (a_key, a_value, c_key)] == [2, 2, 4]
    assert [marked_yaml.line(node) for node in marked_yaml.items(c_value, tmp_path, "")] == [5, 6]


@pytest.mark.parametrize("nothing", ["''", "~", "null", ""])
def test_nothing_is_no_items_and_no_fields(tmp_path: Path, nothing: str) -> None:
    ((_, _, value),) = marked_yaml.fields(composed(tmp_path, f"a: {nothing}\n"), tmp_path, "")
    assert marked_yaml.items(value, tmp_path, "") == []
    assert marked_yaml.fields(value, tmp_path, "") == []
    if nothing != "null" and nothing != "~":
        with pytest.raises(ConfigError, match="wanted"):
            marked_yaml.text(value, tmp_path, "wanted")


def test_another_kind_than_wanted(tmp_path: Path) -> None:
    root = composed(tmp_path, "a: word\nb: [x]\n? [k]\n: v\n")
    with pytest.raises(ConfigError, match="a list") as caught:
        marked_yaml.items(root, tmp_path, "a list")
    assert caught.value.line == 1
    with pytest.raises(ConfigError, match="a field") as caught:
        marked_yaml.fields(root, tmp_path, "a field")
    assert caught.value.line == 3, "a key must be a text"
    (_, _, word), (_, _, items) = marked_yaml.fields(composed(tmp_path, "a: word\nb: [x]\n"), tmp_path, "")
    for wrong in (lambda: marked_yaml.items(word, tmp_path, "w"), lambda: marked_yaml.fields(items, tmp_path, "w"),
                  lambda: marked_yaml.text(items, tmp_path, "w")):  # fmt: skip
        with pytest.raises(ConfigError, match="w"):
            wrong()


def test_a_text_over_several_lines_is_one_line(tmp_path: Path) -> None:
    (node,) = marked_yaml.items(composed(tmp_path, "- |\n  so  my\n  screen\n"), tmp_path, "")
    assert marked_yaml.text(node, tmp_path, "") == "so my screen"


@given(st.text() | st.binary())
@example("&a [*a]")
@example("<<: {a: b}")
@example("? ? ? ?")
@example(b"\xff\xfea\0")
@example("a: !!timestamp x")
def test_any_file_is_yaml_or_a_mistake_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    lines = 2 + sum(path.read_bytes().count(end) for end in (b"\n", b"\r"))
    try:
        root = marked_yaml.compose(path)
    except ConfigError as error:
        message, line = error.message, error.line
    else:
        assert root is None or isinstance(root, yaml.Node)
        return
    assert message
    assert line is None or 1 <= line <= lines
