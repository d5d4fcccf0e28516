"""Which links does the page show as they are written? Python-Markdown's page is the truth."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from built_page import EXTENSIONS, SETTINGS

from kb_tools.article.blocks import scan
from kb_tools.article.raw_html import Unread, unread_links

_HIDDEN = re.compile(r"<!--.*?-->|<(pre|code|script|style|textarea)\b.*?</\1>", re.S)


def found(text: str) -> list[str]:
    blocks = scan(text)
    return [blocks.source[start:end] for unread in unread_links(blocks) for start, end in unread.links]


def one(text: str) -> Unread:
    (unread,) = unread_links(scan(text))
    return unread


def shown_as_written(text: str) -> list[str]:
    page = markdown.markdown(text, extensions=EXTENSIONS, extension_configs=SETTINGS)
    visible = html.unescape(re.sub(r"<[^<>]*>", "", _HIDDEN.sub("", page)))
    return re.findall(r"!?\[[^\[\]]+\]\([^()]+\)", visible)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<details>\n<summary>a</summary>\n\n[b](c.md)\n\n![d](e.png)\n</details>\n\n[f](g.md)", ["[b](c.md)", "![d](e.png)"]),
        ("<details markdown='1'>\n<summary>a</summary>\n\n[b](c.md)\n</details>", []),
        ("<details markdown='1'>\n<summary>[a](d.md)</summary>\n\n[b](c.md)\n</details>", ["[a](d.md)"]),
        ("<p markdown='span'>[b](c.md)</p>", []),
        ("<div markdown='block'>\n[b](c.md)\n<div>\n[d](e.md)\n</div>\n</div>", ["[d](e.md)"]),
        ("<table>\n<tr><td>[b](c.md)</td><td>[d](e.md)</td></tr>\n</table>", ["[b](c.md)", "[d](e.md)"]),
        ("<table markdown='1'>\n<tr><td>[b](c.md)</td></tr>\n</table>", ["[b](c.md)"]),
        ("<table markdown='1'>\n<tr markdown='1'><td markdown='1'>[b](c.md)</td></tr>\n</table>", []),
        ("  <div markdown='1'>\n[b](c.md)\n</div>", ["[b](c.md)"]),
        ("    <div>\n    [b](c.md)\n    </div>", []),
        ("a <div>[b](c.md)</div>", []),
        ("<b>[b](c.md)</b>", []),
        ("- a\n\n    <div>[b](c.md)</div>", []),
        ("<div>\n```\n[b](c.md)\n```\n[d](e.md)\n</div>", ["[d](e.md)"]),
        ("<div>\n<code>[b](c.md)</code> <pre>[b](c.md)</pre> [d](e.md)</div>", ["[d](e.md)"]),
        ("<div>\n<script>a[b](c.d)</script> <!-- [b](c.md) --> [d](e.md)</div>", ["[d](e.md)"]),
        ("<div title='[a](b.md)'><img alt='[c](d.md)' src='e.png'></div>", []),
        ("<p>[b](c.md)\n\n# d\n\n[e](f.md)", ["[b](c.md)", "[e](f.md)"]),
        ("<div>[b](c.md)</div><p>[d](e.md)</p>", ["[b](c.md)", "[d](e.md)"]),
        ("<!--\n<div>[b](c.md)</div>\n-->", []),
        ("<pre>\n[b](c.md)\n</pre>", []),
    ],
)  # fmt: skip
def test_links_that_the_page_shows_as_they_are_written_are_found(text: str, expected: list[str]) -> None:
    assert shown_as_written(text) == expected
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[b](c.md)`",
        "\\[b](c.md)",
        "[b] (c.md)",
        "[b][c]",
        "[](c.md)",
        "[b]()",
        "handlers[0](event)",
        "run[Input](Input one.two, Output three)",
        "[a</td><td>](b.md)",
        "[a\n\n](b.md)",
    ],
)
def test_what_is_no_link_or_not_meant_as_one_is_left_alone(text: str) -> None:
    assert found(f"<div>\n{text}\n</div>") == []


def test_a_link_in_no_element_is_in_a_broken_tag() -> None:
    assert found("<DIV a='</script>[b](c.md)<script><x-y>'></td>") == []


def test_the_elements_around_the_first_link_are_told_from_the_outside_in() -> None:
    table = "<div>\n<h2>a</h2>\n<table>\n<tr><td>a</td></tr>\n<tr><td><b>[b](c.md)</b></td></tr>\n</table>\n</div>"
    assert one(table).around == ("div", "table", "tr", "td")
    assert one("<ul><li><ul><li>[b](c.md)</li></ul></li></ul>").around == ("ul", "li")


def test_what_keeps_it_from_being_read_is_told() -> None:
    assert (one("<p>[b](c.md)</p>").is_closed, one("<p>[b](c.md)").is_closed) == (True, False)
    assert not one("<div>[b](c.md)</div>").asks
    assert one(" <div markdown='1'>\n[b](c.md)\n</div>").asks


def test_a_link_within_a_link_is_one() -> None:
    assert found("<p>[![a](b.png)](c.md)</p>") == ["[![a](b.png)](c.md)"]


def test_elements_without_end_are_read_as_far_as_it_takes_no_time() -> None:
    assert 900 < len(one("<div>\n" + "<p>[b](c.md)\n\n" * 5000).links) < 5000
