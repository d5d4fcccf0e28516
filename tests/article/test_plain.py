"""Are all words of an article kept, and nothing but its words?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.blocks import scan
from kb_tools.article.plain import Paragraph, paragraphs, plain, strip_marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** *c* __d__ _e_ ***f***", "a b c d e f"),
        ("snake_case and *.log and 2 * 3", "snake_case and *.log and 2 * 3"),
        ("[text](target.md) ![alt](i.png)", "text alt"),
        ("[![alt](i.png)](t)", "alt"),
        ("[text][label] x", "text x"),
        ("<b>x</b> &amp; <https://a.b/c> <me@a.b>", "x & https://a.b/c me@a.b"),
        ("`a_b_c` `*x*` ``a`b``", "a_b_c *x* a`b"),
        ("`<Error>` &lt;b>", "<Error> <b>"),
        ("\\*a\\* C:\\\\x", "*a* C:\\x"),
        ("# Title { #x }", "Title"),
        ("a\n  b", "a b"),
        ("```text\nError: <0x80070005> *\n  two\n```", "Error: <0x80070005> *\n  two"),
        ("* a\n\n    ```\n    b\n      c\n    ```", "a\nb\n  c"),
        ("a\n\n    ERR_X_\n", "a\nERR_X_"),
        ('!!! warning "Mind *this*"\n    b', "Mind this\nb"),
        ('=== "Windows"\n\n    b', "Windows\nb"),
        ("| a | b |\n|---|---|\n| c | `d|e` |", "a b\nc d e"),
        ("a <!-- gone --> b", "a  b"),
        ("<!-- gone -->\n\na", "a"),
        ("<div>\n<p>raw &gt; <script>no()</script>x</p>\n</div>", "raw > x"),
        ("a[^1]\n\n[^1]: note", "a\nnote"),
        ("[a]: http://gone", ""),
        ("*[VPN]: a network", "a network"),
    ],
)
def test_plain_text(text: str, expected: str) -> None:
    assert plain(scan(text)) == expected


def test_paragraphs_have_their_lines() -> None:
    text = "# H\n\na\nb\n\n* c\n\n```\nd\n```\n\n| e |\n|---|\n| f |\n"
    assert paragraphs(scan(text, first_line=3)) == (
        Paragraph(3, "H", level=1),
        Paragraph(5, "a b"),
        Paragraph(8, "c"),
        Paragraph(11, "d", is_code=True),
        Paragraph(14, "e"),
        Paragraph(16, "f"),
    )


def test_a_short_text_is_stripped_too() -> None:
    assert strip_marks(" **VPN** `809` [x](y) ") == "VPN 809 x"


@given(st.text(alphabet="ab 1.,:;\n", max_size=80))
def test_text_without_marks_stays(text: str) -> None:
    assert plain(scan(text)).split() == text.replace("\n", " ").split() or ": " in text or "1. " in text
