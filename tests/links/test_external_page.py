"""Is a fragment called missing only where that can be known?"""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.links.page import MOST_BYTES, MOST_TEXT, Page, is_asked, is_page, judged, read_page

PLAIN = """<html><body><h1 id="top-of-it">A</h1><h2 id='ports'>P</h2><a name=old></a>
<h2 data-id="no" id="a&amp;b">B</h2><h3 id="user-content-wiki">W</h3><p class="x"id="tight">T</p>
<h2 id="größe">G</h2></body></html>"""
BUILT = PLAIN.replace("<body>", "<body><script src=a.js></script>")
SHELL = '<html><body><div id="root"></div><script src="app.js"></script></body></html>'


@pytest.mark.parametrize(
    "fragment", ["ports", "old", "a&b", "a%26b", "wiki", "tight", "gr%C3%B6%C3%9Fe", "größe", "ports:~:text=x,y"]
)
@pytest.mark.parametrize("text", [PLAIN, BUILT])
def test_what_is_there_is_found(fragment: str, text: str) -> None:
    assert judged(Page(text, True), [fragment])[fragment].found


@pytest.mark.parametrize("text", [PLAIN, BUILT])
def test_what_is_not_there_is_missing(text: str) -> None:
    answers = judged(Page(text, True), ["Ports", "none", "port", "zzz"])
    assert {name: (each.found, each.nearest) for name, each in answers.items()} == {
        "Ports": (False, "ports"), "none": (False, ""), "port": (False, "ports"), "zzz": (False, ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        Page(SHELL, True),
        Page(PLAIN, False),
        Page('<h1 id="a">A</h1><script>one heading is no proof</script>', True),
        Page(BUILT.replace("</body>", '<script>{"anchor":"zzz"}</script>'), True),
        Page(BUILT.replace("</body>", r'<script>"{\"anchor\":\"zzz\"}"</script>'), True),
        Page(BUILT.replace("</body>", '<div data-props="{&quot;a&quot;:&quot;zzz&quot;}"></div>'), True),
    ],
    ids=["built by a script", "not read to its end", "one heading", "in a script", "escaped", "in an attribute"],
)
def test_where_it_cannot_be_told_nothing_is_said(page: Page) -> None:
    assert judged(page, ["zzz"]) == {}


@pytest.mark.parametrize(
    ("fragment", "asked"),
    [("ports", True), ("1.2", True), ("ports:~:text=x", True), ("", False), ("top", False), ("TOP", False),
     (":~:text=to%20find", False), ("!/home", False), ("/users", False), ("page=3", False), ("a&b=1", False), ("?a", False)],
)  # fmt: skip
def test_which_fragments_are_places(fragment: str, asked: bool) -> None:
    assert is_asked(fragment) is asked


@pytest.mark.parametrize(("content_type", "is_one"), [("text/html", True), ("Text/HTML; charset=x", True), ("", False),
                                                      ("application/xhtml+xml", True), ("application/pdf", False)])  # fmt: skip
def test_what_has_fragments(content_type: str, is_one: bool) -> None:
    assert is_page(content_type) is is_one


def _read(content: bytes, encoding: str = "", content_type: str = "text/html", size: int = 1000) -> Page | None:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return asyncio.run(read_page(chunks(), encoding, content_type))


def test_a_page_is_unpacked() -> None:
    content = PLAIN.encode()
    for packed, encoding in (
        (content, ""),
        (content, "identity"),
        (gzip.compress(content), "GZip"),
        (zlib.compress(content), "deflate"),
    ):
        assert _read(packed, encoding) == Page(PLAIN, True)


def test_a_page_in_another_character_set() -> None:
    assert _read("größe".encode("latin-1"), content_type='text/html; charset="ISO-8859-1"') == Page("größe", True)
    assert _read("<meta charset=cp1252>größe".encode("cp1252")) == Page("<meta charset=cp1252>größe", True)
    # Nobody says which one it is.
    unknown = _read("größe".encode("latin-1"))
    assert unknown is not None
    assert not unknown.complete


@pytest.mark.parametrize(
    ("content", "encoding"), [(b"\x1f\x8bnonsense", "gzip"), (b"a", "br"), (b"a", "zstd"), (b"a", "gzip, gzip")]
)
def test_a_page_that_cannot_be_unpacked(content: bytes, encoding: str) -> None:
    assert _read(content, encoding) is None


def test_a_page_has_limits() -> None:
    long = _read(b"x" * (MOST_BYTES + 5000))
    assert long is not None
    assert not long.complete
    assert len(long.text) <= MOST_BYTES + 1000
    bomb = _read(gzip.compress(bytes(50_000_000)), "gzip")
    assert bomb is not None
    assert not bomb.complete
    assert len(bomb.text) <= MOST_TEXT + 1
    cut = _read(gzip.compress(PLAIN.encode())[:-20], "gzip")
    assert cut is not None
    assert not cut.complete


@pytest.mark.parametrize(
    "unit",
    [
        "<h1 ",
        "<h1 id ",
        ' id="',
        " id='",
        " id =  ",
        "<script ",
        '<h1 "',
        "<h1><a ",
        "<h1>   ",
        "<h1>",
        "&quot;",
        "name=",
        "'",
    ],
)
def test_a_hostile_page_takes_no_time(unit: str) -> None:
    """A million characters that begin everything and end nothing."""
    text = unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    judged(Page(f"<script>{text}", True), ["zzz"])
    # It takes 0.1 s; were it quadratic, it would take hours.
    assert time.perf_counter() - started < 5


@given(st.text(alphabet="<>h1id=\"'= ascriptn&;#", max_size=300), st.text(max_size=20))
def test_any_page_can_be_judged(text: str, fragment: str) -> None:
    judged(Page(text, True), [fragment])


@given(
    st.text(
        alphabet=st.characters(
            exclude_characters="\"'<>&\r\n \t\f\v", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]
        ),
        min_size=1,
    )
)
def test_an_id_is_found_however_it_is_quoted(name: str) -> None:
    for quote in ('"', "'", ""):
        assert judged(Page(f"<p id={quote}{name}{quote}>", True), [name]).get(name) is not None or ":~:" in name


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "undefined", "hex", "zip", "no-such"])
def test_what_is_no_charset_of_pages_is_not_tried(charset: str) -> None:
    """Punycode of this length takes Python a quarter of an hour."""
    content = b"a" * 250_000 + b"-" + b"a" * 250_000

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    started = time.monotonic()
    page = asyncio.run(read_page(chunks(), "", f"text/html; charset={charset}"))
    assert time.monotonic() - started < 5
    assert page is not None
    assert page.text == content.decode()


def test_of_thousands_of_fragments_few_are_guessed() -> None:
    names = [f"{'ab' * 36}{number}" for number in range(2000)]
    page = Page("".join(f'<p id="{name}">' for name in names), True)
    started = time.monotonic()
    answers = judged(page, [f"{'ba' * 36}x{number}" for number in range(3000)])
    assert time.monotonic() - started < 30
    assert len(answers) == 3000
    assert not any(each.found for each in answers.values())
    assert sum(bool(each.nearest) for each in answers.values()) == 5
