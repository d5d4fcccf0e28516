"""Which lines does each block of a page show?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown  # type: ignore[import-untyped]

from kb_tools.site.preview.places import with_places

EXTENSIONS = ["admonition", "attr_list", "def_list", "tables", "toc", "pymdownx.superfences", "pymdownx.details"]
_ATTRIBUTE = re.compile(r' data-kb-lines="(\d+)-(\d+)"')

SOURCE = """# Title of it

First words, over
two lines.

| Code | Means |
|------|-------|
| 809  | blocked |
| 810  | see ![a picture](x.png) |

1. Do this
2. Do [that](there.md "a title")

    ```python
    print("hello")
    ```

!!! note "Mind the gap"
    Gap is **here**.

日本語の見出し、そして

First words, over again
"""


def places(html: str) -> dict[str, str]:
    """The first words of each block -> its lines."""
    found = re.finditer(r'<\w+ data-kb-lines="([\d-]+)"[^>]*>\s*([^<\n]*)', html)
    return {mark[2].strip(): mark[1] for mark in found if mark[2].strip()}


def test_each_block_knows_its_lines() -> None:
    html = markdown(SOURCE, extensions=EXTENSIONS)
    assert places(with_places(html, SOURCE)) == {
        "Title of it": "1-1", "First words, over": "3-4", "Code": "6-6", "Means": "6-6", "809": "8-8", "blocked": "8-8",
        "810": "9-9", "see": "9-9", "Do this": "11-11", "Do": "12-12", "Mind the gap": "18-18", "Gap is": "19-19",
        "日本語の見出し、そして": "21-21", "First words, over again": "23-23",
    }  # fmt: skip
    assert re.search(r'<pre data-kb-lines="15-15">', with_places(html, SOURCE))


def test_the_front_matter_is_no_block() -> None:
    text = "---\ntitle: Some words\n---\nSome words\n"
    assert with_places("<p>Some words</p>", text, 4) == '<p data-kb-lines="4-4">Some words</p>'


def test_what_a_plugin_adds_has_no_lines() -> None:
    html = "<div>Added by something</div><p>Own text, that is long enough.</p><p>More of it</p>"
    assert with_places(html, "Own text, that is long enough.") == html.replace("<p>Own", '<p data-kb-lines="1-1">Own')


def test_a_block_that_stands_elsewhere_does_not_lead_the_others_astray() -> None:
    paragraphs = [f"Paragraph {name} has a text of its own" for name in ("one", "two", "three", "four", "five")]
    moved = [paragraphs[0], paragraphs[4], *paragraphs[1:4]]
    html = with_places("".join(f"<p>{text}</p>" for text in moved), "\n".join(paragraphs))
    for number, text in enumerate(paragraphs[:4], 1):
        assert f'<p data-kb-lines="{number}-{number}">{text}' in html


@pytest.mark.parametrize(
    "html", ["", "<p", "<p class='a>b'>x</p>", "</p></div>x", "<script>x y z</script>", "<![x", "<p>&#0;"]
)
def test_any_html_comes_out_as_it_was_but_for_the_places(html: str) -> None:
    assert _ATTRIBUTE.sub("", with_places(html, "x y z\n\nx")) == html


words = st.lists(st.sampled_from("the VPN drops when mail is slow 809 and so on".split()), min_size=1, max_size=12).map(
    " ".join
)


@given(st.lists(words, max_size=30), st.integers(0, 3))
def test_repeated_words_never_lead_to_a_line_before(paragraphs: list[str], above: int) -> None:
    """The same words again and again: each paragraph is in the order of its lines, and most are exactly right."""
    source = "\n" * above + "\n\n".join(paragraphs)
    html = with_places(markdown(source), source)
    assert _ATTRIBUTE.sub("", html) == markdown(source)
    found = [int(mark[1]) for mark in _ATTRIBUTE.finditer(html)]
    # Nothing was added and nothing is missing, so that every word has its own partner.
    assert found == [above + 1 + 2 * number for number in range(len(paragraphs))]
