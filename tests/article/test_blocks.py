"""Is every line of an article what the built page makes of it?"""

from __future__ import annotations

import pytest

from kb_tools.article.blocks import scan
from kb_tools.article.masks import mask


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in scan(text).blocks if block.text.strip("\x02\x03 \n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\n", []),
        ("a\nb", [("text", "a\nb")]),
        ("# H", [("heading", "H")]),
        ("#H", [("heading", "H")]),
        ("## H ##", [("heading", "H")]),
        ("# C\\#", [("heading", "C\\#")]),
        ("# C# now", [("heading", "C# now")]),
        ("####### H", [("heading", "# H")]),
        (" # no", [("text", " # no")]),
        ("a\n# H\nb", [("text", "a"), ("heading", "H"), ("text", "b")]),
        ("H\n===", [("heading", "H")]),
        ("H\n-", [("heading", "H")]),
        ("a\nb\n---", [("text", "a\nb")]),
        ("> # H", [("heading", "H")]),
        ("* # H", [("heading", "H")]),
        ("* a\n\n    # H", [("text", "a"), ("heading", "H")]),
        ("a\n\n    code", [("text", "a"), ("code", "code")]),
        ("* a\n\n    b", [("text", "a"), ("text", "b")]),
        ("* a\n\n        code", [("text", "a"), ("code", "code")]),
        ("1. a\n    * b\n    * c\n2. d", [("text", "a"), ("text", "b"), ("text", "c"), ("text", "d")]),
        ('!!! note "T"\n    b', [("title", "T"), ("text", "b")]),
        ("!!! note\n    b\n\n    c\n\nd", [("title", "Note"), ("text", "b"), ("text", "c"), ("text", "d")]),
        ('!!! note ""\n    b', [("text", "b")]),
        ('??? tip "T"\n    # H', [("title", "T"), ("heading", "H")]),
        ("???+ tip\n    b", [("title", "Tip"), ("text", "b")]),
        ('=== "A"\n\n    a\n\n=== "B"\n\n    b', [("title", "A"), ("text", "a"), ("title", "B"), ("text", "b")]),
        ("!!! note\n\n    * a\n\n        b", [("title", "Note"), ("text", "a"), ("text", "b")]),
        ("term\n:   b\n\n    c", [("term", "term"), ("text", "b"), ("text", "c")]),
        ("[^1]: a\n\n    b\n\nc", [("text", "c"), ("text", "a"), ("text", "b")]),
        ("*[A]: b\n\nc", [("abbreviation", "b"), ("text", "c")]),
        ("[a]: b\nc", [("text", "c")]),
        ("| a | b |\n|---|---|\n| c | d |", [("row", "| a | b |"), ("row", "| c | d |")]),
        ("a | b\n--|--", [("row", "a | b")]),
        ("a | b\n--", [("heading", "a | b")]),
        ("```\n# no\n```", []),
        ("~~~ python\n# no\n~~~", []),
        ("<!-- # no\n\n# no -->", []),
        ("<div>\n# no\n</div>\n# H", [("heading", "H")]),
        ("<script>\n# no\n\n# no\n</script>", []),
        ("<div markdown>\n# H\n</div>", [("heading", "H")]),
    ],
)
def test_a_line_is_what_the_page_makes_of_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\n```\nb\n```\nc", {2, 3, 4}),
        ("* a\n\n    ```\n    b\n    ```\n* c", {3, 4, 5}),
        ("!!! note\n    ~~~\n    b\n    ~~~", {2, 3, 4}),
        ("> ```\n> b\n> ```", {1, 2, 3}),
        ("```\nb", set()),
        ("``` not one thing\nb\n```", set()),
        ("````\n```\n````", {1, 2, 3}),
        ("a\n\n    b\n    c\n\nd", {3, 4}),
        ("a\n\n\tb", {3}),
    ],
    ids=["top", "list", "admonition", "quote", "unclosed", "bad header", "nested", "indented", "tab"],
)
def test_lines_of_code(text: str, lines: set[int]) -> None:
    assert scan(text).lines_of_code() == lines


def test_lines_count_from_the_line_that_the_body_starts_on() -> None:
    assert scan("a\n\n    b", first_line=10).lines_of_code() == {12}


def test_the_mask_keeps_every_offset() -> None:
    text = "a\n```\nb\n```\nc\n<div>\nd\n</div>\ne <!-- f --> g\n"
    masked, hidden = mask(text)
    assert len(masked) == len(text)
    assert [item.kind for item in hidden] == ["fence", "html"]
    assert "b" not in masked
    assert "d" not in masked


def test_columns_count_tabs_as_one_character() -> None:
    blocks = scan("* a\n\n\tb")
    assert blocks.place(blocks.blocks[1].start) == (3, 2)


def test_line_ends_of_all_systems_are_one_line() -> None:
    for text in ("a\r\n\r\nb", "a\n\nb", "a\r\rb"):
        blocks = scan(text)
        assert blocks.line(blocks.blocks[-1].start) == 3
