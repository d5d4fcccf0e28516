"""Is every link found, with its place, and nothing that is not one?"""

from __future__ import annotations

import pytest

from kb_tools.article.blocks import scan
from kb_tools.article.links import links, undefined_references
from kb_tools.article.model import Span


def found(text: str) -> list[tuple[str, str]]:
    return [(link.kind, link.target) for link in links(scan(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", [("inline", "b.md")]),
        ("[a](<b c.md>)", [("inline", "b c.md")]),
        ('[a](b "t (x)")', [("inline", "b")]),
        ("[a](b 't')", [("inline", "b")]),
        ("[a](b(c)d)", [("inline", "b(c)d")]),
        ("[a](b_\\_c)", [("inline", "b__c")]),
        ("[a](b?c=1&amp;d=2)", [("inline", "b?c=1&d=2")]),
        ("[a](b?c=1&copy=2)", [("inline", "b?c=1&copy=2")]),
        ("[a]()", [("inline", "")]),
        ("[a [b] c](d)", [("inline", "d")]),
        ("[a\nb](c)", [("inline", "c")]),
        ("![a](b.png)", [("image", "b.png")]),
        ("[![a](b.png)](c)", [("inline", "c"), ("image", "b.png")]),
        ("[a](b) ![c](d)", [("inline", "b"), ("image", "d")]),
        ("![a [b](c)](d)", [("image", "d")]),
        ("[a][b]\n\n[b]: c", [("reference", "c"), ("definition", "c")]),
        ("[b][]\n\n[B]: <c>", [("reference", "c"), ("definition", "c")]),
        ('[b]\n\n[b]: c "t"', [("reference", "c"), ("definition", "c")]),
        ("![b]\n\n[b]:\n  c", [("image", "c"), ("definition", "c")]),
        ("[nope]", []),
        ("[x] todo", []),
        ("<https://a.b>", [("autolink", "https://a.b")]),
        ("<me@a.b>", [("autolink", "mailto:me@a.b")]),
        ('<a href="b">c</a>', [("html", "b")]),
        ("<img src=b.png>", [("html", "b.png")]),
        ('<div>\n<video src="b"><source src="c&amp;d"></video>\n</div>', [("html", "b"), ("html", "c&d")]),
        ('<link data-href="no" href="b">', [("html", "b")]),
        ('<script src="b">\nx = "<a href=no>"\n</script>', [("html", "b")]),
        ("!!! note\n    [a](b)", [("inline", "b")]),
        ('!!! note "[a](b)"\n    c', [("inline", "b")]),
        ('=== "T"\n\n    [a](b)', [("inline", "b")]),
        ("| a |\n|---|\n| [a](b) |", [("inline", "b")]),
        ("| a | b |\n|---|---|\n| `|` | [a](b) |", [("inline", "b")]),
        ("| a |\n|---|\n| b | [a](b) |", []),
        ("[^1]: [a](b)", [("inline", "b")]),
        ("term\n:   [a](b)", [("inline", "b")]),
        ("> [a](b)", [("inline", "b")]),
        ("1. a\n\n    [a](b)", [("inline", "b")]),
        ("# [a](b)", [("inline", "b")]),
        ("`[a](b)`", []),
        ("`` ` [a](b) ``", []),
        ("` [a](b)", [("inline", "b")]),
        ("\\`[a](b)`", [("inline", "b")]),
        ("```\n[a](b)\n```", []),
        ("    [a](b)", []),
        ("<!-- [a](b) -->", []),
        ("x <!-- [a](b) --> y", []),
        ("\\[a](b)", []),
        ("[a]\\(b)", []),
        ("[a] (b)", []),
        ("**[a](b)**", [("inline", "b")]),
        ("[a](b", []),
        ("[a(b)", []),
    ],
)
def test_links_are_those_of_the_page(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("see [a](b.md) x", Span(1, 9, 1, 13)),
        ("see [a]( <b c> ) x", Span(1, 11, 1, 14)),
        ("a\n\n* b\n  [c](d)", Span(4, 7, 4, 8)),
        ("> > [c](d)", Span(1, 9, 1, 10)),
        ("!!! note\n\n    x\n    y [c](d)", Span(4, 11, 4, 12)),
        ("| a | b |\n|---|---|\n| c | [d](e) |", Span(3, 11, 3, 12)),
        ("```\nx\n```\n[c](d)", Span(4, 5, 4, 6)),
        ("<div>\n<a href='x'>\n</div>", Span(2, 10, 2, 11)),
        ("a\r\n\r\n[c](d)", Span(3, 5, 3, 6)),
        ("1. a\n\n\t[c](d)", Span(3, 6, 3, 7)),
    ],
)
def test_the_place_is_that_of_the_target(text: str, span: Span) -> None:
    (link,) = links(scan(text))
    assert link.span == span


def test_a_reference_has_the_place_of_the_whole_reference() -> None:
    reference, definition = links(scan("a [b][c] d\n\n[c]: <e>"))
    assert (reference.span, reference.text) == (Span(1, 3, 1, 9), "b")
    assert definition.span == Span(3, 7, 3, 8)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[a][nope]", ["nope"]),
        ("[Nope][]", ["nope"]),
        ("[nope]", []),
        ("[a][b]\n\n[b]: c", []),
        ("`[a][nope]`", []),
        ("x[^1]", []),
        # Python-Markdown reads the code before the label, and so never finds the definition.
        ("[`a`]\n\n[`a`]: b", ["`a`"]),
    ],
)
def test_undefined_references(text: str, labels: list[str]) -> None:
    assert [link.target for link in undefined_references(scan(text))] == labels
