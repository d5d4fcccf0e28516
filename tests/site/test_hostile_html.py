"""Pages that somebody has written to hold up whoever reads them: what looks at their tags must take time as they have letters."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from kb_tools.site import headers, inline, known_issues, mount, sections

LETTERS = 200_000
PIECES = (
    "<link ", "<link data-kb-style ", "<script ", "<script>", "<a ", '<a "', "<!-- ", headers.OPEN, "<h2><!-- <", "<style>",
    '<h2><a class="headerlink"', "<script data-kb-base=",
)  # fmt: skip
WAYS: dict[str, Callable[[str], object]] = {
    "mount": lambda html: mount.mounted(html, ""),
    "known issues": known_issues.unmounted,
    "without": headers.without,
    "element": headers._element,
    "wrapped": lambda html: sections.wrapped(html, {"x": "say"}),
    "heading": sections._text,
    "inline": lambda html: inline.moved(html, lambda name: name),
}


@pytest.mark.parametrize("piece", PIECES)
def test_a_page_of_unfinished_tags_is_read_once_not_once_for_each(piece: str) -> None:
    html = piece * (LETTERS // len(piece))
    for way, read in WAYS.items():
        start = time.process_time()
        read(html)
        assert time.process_time() - start < 3, (way, piece)


def test_one_tag_that_names_us_again_and_again() -> None:
    html = "<link " + "data-kb-style " * (LETTERS // 14)
    start = time.process_time()
    assert mount.mounted(html, "") == html
    assert time.process_time() - start < 3


def test_what_is_not_finished_stays() -> None:
    html = f"<main><p>one</p>{headers.OPEN} two"
    assert headers.without(html) == html
    assert inline.moved("<script>alert(1)", lambda name: name) == ("<script>alert(1)", {})
    assert sections._text("a < b <em>c</em> < d") in ("a < b c < d", "a c < d")


def test_a_script_whose_attribute_holds_a_tag_is_moved_whole() -> None:
    html, scripts = inline.moved('<script data-x="a>b">one()</script>', lambda name: name)
    assert list(scripts.values()) == ["one()"]
    assert 'data-x="a>b" src="' in html
