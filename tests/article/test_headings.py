"""Does every heading have the text and the anchor that the built page gives it?"""

from __future__ import annotations

import pytest
from built_page import build
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions import toc

from kb_tools.article.anchors import anchors
from kb_tools.article.blocks import scan
from kb_tools.article.headings import headings, slugify
from kb_tools.article.model import Span


@pytest.mark.parametrize(
    ("text", "shown", "anchor"),
    [
        ("# VPN can't connect", "VPN can't connect", "vpn-cant-connect"),
        ("# C & C", "C & C", "c-c"),
        ("# Größe ändern", "Größe ändern", "groe-andern"),
        ("# 日本語", "日本語", "_1"),
        ("#", "", "_1"),
        ("# `kb_check` fails", "kb_check fails", "kb_check-fails"),
        ("# Run `` a`b ``", "Run a`b", "run-ab"),
        ("# **bold** and *em* and _u_", "bold and em and u", "bold-and-em-and-u"),
        ("# snake_case_name", "snake_case_name", "snake_case_name"),
        ("# [text](target.md) more", "text more", "text-more"),
        ("# ![alt](i.png) more", "more", "more"),
        ("# <b>x</b> &amp; y", "x & y", "x-y"),
        ("# \\*no\\*", "*no*", "no"),
        ("# <https://a.b/c>", "https://a.b/c", "httpsabc"),
        ("# Fix { #the-fix }", "Fix", "the-fix"),
        ("# Fix {: #the-fix .big }", "Fix", "the-fix"),
        ("# Fix # { #x }", "Fix", "x"),
        ("# Fix {curly} here", "Fix {curly} here", "fix-curly-here"),
        ("Title\n=====", "Title", "title"),
    ],
)
def test_text_and_anchor(text: str, shown: str, anchor: str) -> None:
    (heading,) = headings(scan(text))
    assert (heading.text, heading.anchor) == (shown, anchor)
    assert [(heading.level, shown, anchor)] == list(build(text).headings)


def test_anchors_that_repeat_are_numbered() -> None:
    text = "# A\n\n# A\n\n# A_1\n\n# A"
    assert [heading.anchor for heading in headings(scan(text))] == ["a", "a_1", "a_2", "a_3"]
    assert [anchor for _, _, anchor in build(text).headings] == ["a", "a_1", "a_2", "a_3"]


def test_ids_used_elsewhere_are_taken() -> None:
    text = "Some text\n{: #fix }\n\n# Fix"
    assert headings(scan(text))[0].anchor == build(text).headings[0][2] == "fix_1"


def test_the_span_is_the_text_in_the_file() -> None:
    assert headings(scan("a\n\n##  Fix it ##", first_line=5))[0].span == Span(7, 5, 7, 11)


@given(st.text(max_size=30))
def test_slugs_are_those_of_python_markdown(text: str) -> None:
    assert slugify(text) == toc.slugify(text, "-")


@given(st.lists(st.sampled_from(["a", "a_1", "a_2", "b", "", "_1", "a_1_1"]), max_size=12))
def test_numbers_are_those_of_python_markdown(words: list[str]) -> None:
    text = "\n\n".join(f"# {word.replace('_', '&#95;')}" for word in words)
    assert [heading.anchor for heading in headings(scan(text))] == [anchor for _, _, anchor in build(text).headings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A", {"a"}),
        ('<a name="x"></a> <span id=y>', {"x", "y"}),
        ('<div id="z">\n\n</div>', {"z"}),
        ("a[^n]\n\n[^n]: b", {"fn:n", "fnref:n"}),
        ("a[^n] b[^n]\n\n[^n]: b", {"fn:n", "fnref:n", "fnref2:n"}),
        ("[a](b){ #c }", {"c"}),
        ("text\n{: #p }", {"p"}),
        ('`<a name="no">`', set()),
        ('<!-- <a name="no"> -->', set()),
    ],
)
def test_every_id_of_the_page_can_be_linked_to(text: str, expected: set[str]) -> None:
    assert anchors(scan(text)) == expected
