"""The sections of finished HTML, whoever made it."""

from __future__ import annotations

import re

import nh3
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.site.sections import after_title, wrapped

KINDS = {"Say": "say", "Fix": "fix", "Fix 2": "fix", "Method 1": "fix", "Why": "cause", "C & A": "check"}


def kinds(html: str) -> list[tuple[str, str]]:
    return [(part.kind, part.heading) for part in wrapped(html, KINDS)[1]]


def test_each_section_is_wrapped_as_far_as_the_next() -> None:
    html, parts = wrapped(
        '<h1>T</h1><p>a</p><h2 id="say">Say<a class="headerlink" href="#say">¶</a></h2><p>b</p><h2>Else</h2><p>c</p>',
        KINDS,
    )
    assert '<p>a</p><section class="kb-section kb-say" data-kb-kind="say">' in html
    assert "<p>b</p></section>\n<h2>Else</h2><p>c</p>" in html
    assert [tuple(part) for part in parts] == [("say", "Say", "say")]


def test_a_heading_below_belongs_to_the_section_and_one_of_its_own_kind_does_not() -> None:
    assert kinds("<h2>Fix</h2><h3>Method 1</h3><h3>Other</h3><h2>Why</h2>") == [("fix", "Fix"), ("cause", "Why")]
    assert kinds("<h2>Fix</h2><h3>Why</h3><h3>Other</h3>") == [("fix", "Fix"), ("cause", "Why")]
    assert kinds("<h2>Fix</h2><h2>Fix 2</h2>") == [("fix", "Fix"), ("fix", "Fix 2")]


def test_headings_within_something_else_cut_nothing() -> None:
    html = "<h1>T</h1><h2>Fix</h2><div><h2>Why</h2></div><p>x</p>"
    assert kinds(html) == [("fix", "Fix")]


def test_in_a_whole_page_the_headings_beside_the_title_count() -> None:
    text = "<main><article><h1>T</h1><h2>Say</h2><p>a</p></article><h2>Fix</h2></main>"
    html, parts = wrapped(f"<html><body><h2>Why</h2>{text}</body></html>", KINDS)
    assert [part.kind for part in parts] == ["say"]
    assert "<p>a</p></section>\n</article>" in html


def test_footnotes_are_in_no_section() -> None:
    html, _ = wrapped('<h2>Fix</h2><p>a</p><div class="footnote"><hr /><ol><li>f</li></ol></div>', KINDS)
    assert '<p>a</p></section>\n<div class="footnote">' in html


def test_comments_scripts_and_odd_attributes_are_no_tags() -> None:
    html = "<h2 title='a > b'>Say</h2><!-- <div> --><script>if (a<b) '</div>'</script><img alt=\"</p>\"><br><h2>C &amp; A</h2>"
    assert kinds(html) == [("say", "Say"), ("check", "C & A")]


def test_what_does_not_match_up_is_left_as_it_is() -> None:
    for html in ("<h2>Say</h2><div>", "<h2>Say</h2></div>", "<h2>Say</h3>", "<p><h2>Say</h2>"):
        assert wrapped(html, KINDS) == (html, [])


def test_the_header_goes_behind_the_title() -> None:
    assert after_title("<h1>T</h1>x") == len("<h1>T</h1>")
    assert after_title("<p>x</p>") == 0


PIECES = "<h2>Say</h2> <h3>Why</h3> <h4>Fix</h4> <h2>Else</h2> <div> </div> <p>x</p> <ul><li>y</li></ul>".split(" ")
TAGS = {"h2", "h3", "h4", "div", "p", "ul", "li"}


@given(st.lists(st.sampled_from(PIECES)))
def test_no_text_is_lost_and_the_result_is_well_formed(pieces: list[str]) -> None:
    html = nh3.clean("".join(pieces), tags=TAGS)
    found, parts = wrapped(html, KINDS)
    assert re.sub(r"<section [^>]*>\n|</section>\n", "", found) == html
    assert found.count("<section ") == found.count("</section>") == len(parts)
    again = nh3.clean(found, tags=TAGS | {"section"}, attributes={"section": {"class", "data-kb-kind"}})
    assert again == found
