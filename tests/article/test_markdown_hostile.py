"""Does any text, however hostile, get an answer, and in time that grows no faster than the text?"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb_tools.article.anchors import anchors
from kb_tools.article.blocks import Blocks, scan
from kb_tools.article.headings import headings
from kb_tools.article.links import links, undefined_references
from kb_tools.article.plain import paragraphs, plain

UNITS = [
    "[", "(", "*", "`", "<", ">", "#", "_", "|", "!", "\\", "&", "{", "~", "-", "=", ":", " ", "\t", "\n", "\r", "\x00",
    "\x02", "a", "[a](", '[a](b "', "[a][", "![", "](", "[[a](b)", "![a](b)", "[a]:\n", '[a]: "', "[^a]: ", "[^a",
    "<!--", "<!-- \n", "-->", "<a ", '<a b="', "<a@", "<a://", "<div>\n", "<div markdown>\n", "</div>", "<p>\n", "<?",
    "<script>\n", "<![CDATA[", "```\n", "~~~\n", "    ```\n", "> ```\n", "# a\n", "#a\n\n", "* # a\n", "* a\n", "* * ",
    "---\n", "> ", "> a\n", "!!! a\n", "!!! a\n    b\n", '=== "a"\n', "    a\n\n", "a\n: b\n", ": b\n\n", "|-|\n", "|`",
    "[a]: b\n", "*[a]: b\n", "[^a]: b\n", "a@", "&#", "**a ", "*a **b ", "_a ", "``a`", "{: #a }\n", "  \n", "=\n",
    "a\n---\n", "<a\n", "\ud800",
]  # fmt: skip


def read_all(text: str) -> Blocks:
    blocks = scan(text)
    for read in (headings, links, undefined_references, anchors, plain, paragraphs):
        read(blocks)
    return blocks


@pytest.mark.parametrize("unit", UNITS, ids=repr)
def test_time_grows_with_the_text_and_not_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        best = float("inf")
        for _ in range(2):
            start = time.perf_counter()
            read_all(text)
            best = min(best, time.perf_counter() - start)
        return best

    small, large = seconds(4_000), seconds(32_000)
    # Eight times the text: linear is 8, quadratic 64. The floor keeps a busy machine from failing a fast case.
    assert large < max(0.5, 30 * small)


@given(st.text(max_size=200))
@settings(max_examples=150)
def test_any_text_is_read(text: str) -> None:
    read_all(text)


@given(st.binary(max_size=300))
def test_binary_as_text_is_read(data: bytes) -> None:
    read_all(data.decode("utf-8", "surrogateescape"))
    read_all(data.decode("latin-1"))


@given(st.lists(st.sampled_from([*UNITS, "x", "    ", "\n\n", "* ", "1. "]), max_size=25).map("".join))
@settings(max_examples=300)
def test_marks_in_any_order_are_read_with_places_inside_the_text(text: str) -> None:
    blocks = read_all(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    for item in (*links(blocks), *headings(blocks), *undefined_references(blocks)):
        assert 1 <= item.span.line <= item.span.end_line <= lines
        assert item.span.column >= 1


def test_blocks_nested_without_end_are_read() -> None:
    read_all("> " * 3000 + "a")
    read_all("\n".join("    " * depth + "* a" for depth in range(300)))
    read_all("\n".join("    " * depth + "!!! note" for depth in range(300)))
