"""Is an address read as browsers read it, and written in one way only?"""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.links.address import NoAddress, follow, is_external, read


@pytest.mark.parametrize(
    ("written", "url", "fragment"),
    [
        ("https://docs.example/a", "https://docs.example/a", ""),
        ("HTTPS://Docs.Example", "https://docs.example/", ""),
        ("http://docs.example:80/a?", "http://docs.example/a?", ""),
        ("https://docs.example:8443/a?b=c#d%20e", "https://docs.example:8443/a?b=c", "d%20e"),
        ("//docs.example/a", "https://docs.example/a", ""),
        ("https:\\\\docs.example\\a\\b?c\\d", "https://docs.example/a/b?c%5Cd", ""),
        ("https://docs.example./a", "https://docs.example/a", ""),
        ("https://docs.example/a/./b/../c/..", "https://docs.example/a/", ""),
        ("https://docs.example/../../a", "https://docs.example/a", ""),
        ("https://docs.example?q", "https://docs.example/?q", ""),
        ("https://docs.example/ä b?ü={1}", "https://docs.example/%C3%A4%20b?%C3%BC=%7B1%7D", ""),
        ("https://docs.example/100%", "https://docs.example/100%25", ""),
        ("https://docs.example/%zz%41", "https://docs.example/%25zz%41", ""),
        (" https://docs.ex\nample/a\t ", "https://docs.example/a", ""),
        ("https://bücher.example/", "https://xn--bcher-kva.example/", ""),
        ("https://straße.example/", "https://xn--strae-oqa.example/", ""),
        ("https://d%6Fcs.example/", "https://docs.example/", ""),
        ("https://[2606:4700::0011]/a", "https://[2606:4700::11]/a", ""),
        ("http://a_b.example/", "http://a_b.example/", ""),
    ],
)
def test_one_way_to_write_it(written: str, url: str, fragment: str) -> None:
    address, found = read(written)
    assert (address.url, found) == (url, fragment)
    assert read(address.url)[0] == address


@pytest.mark.parametrize(
    "host",
    "127.1 127.0.1 0x7f.1 0x7f000001 2130706433 017700000001 0177.0.0.01 127.0.0.1. １２７.０.０.１ 127%2e0%2e0%2e1".split(),
)
def test_numbers_are_addresses_however_they_are_written(host: str) -> None:
    assert read(f"http://{host}/")[0].host == "127.0.0.1"


@pytest.mark.parametrize(
    "written",
    ["https://", "https://a b/", "https://a..b/", "https://<host>/", "https://{tenant}.example/",
     "https://docs.example:0/", "https://docs.example:99999/", "https://docs.example:x/", "https://[::1/",
     "https://[::1%25eth0]/", "https://[v1.a]/", "https://256.1.1.1/", "https://1.2.3.4.5/", "https://0x1ffffffff/",
     "https://a." + "b" * 64 + "/", "https://" + "a." * 150 + "example/", "https://" + "ä" * 5000 + "/", "ftp://a/", "",
     "https://09.1.1.1/", "http://" + "9" * 5000, "mailto:a@b.example"],
)  # fmt: skip
def test_what_no_browser_could_open(written: str) -> None:
    with pytest.raises(NoAddress):
        read(written)


def test_credentials_are_seen_and_not_kept() -> None:
    address, _ = read("https://user:secret@docs.example/a")
    assert address.credentials
    assert "secret" not in address.url
    assert read("https://docs.example@10.0.0.1/")[0].host == "10.0.0.1"
    assert read("https://docs.example\\@10.0.0.1/")[0].host == "docs.example"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "http://docs.example:8080/b"),
        ("b", "http://docs.example:8080/x/b"),
        ("?q=1", "http://docs.example:8080/x/a?q=1"),
        ("//other.example/b", "http://other.example/b"),
        ("https://other.example", "https://other.example/"),
        ("\\\\10.0.0.1\\b", "http://10.0.0.1/b"),
        ("/ä", "http://docs.example:8080/%C3%A4"),
    ],
)
def test_a_redirect_is_followed_as_browsers_do(location: str, url: str) -> None:
    assert follow(read("http://docs.example:8080/x/a?p")[0], location)[0].url == url


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:alert(1)", "ms-settings:about", "gopher://a/", "http://[::"]
)
def test_a_redirect_to_what_is_not_on_the_web(location: str) -> None:
    with pytest.raises(NoAddress):
        follow(read("http://docs.example/")[0], location)


@pytest.mark.parametrize(("target", "is_one"), [("https://a", True), ("HTTP://a", True), ("//a/b", True), ("a.md", False),
                                                ("/a", False), ("mailto:a@b", False), ("", False), ("#a", False)])  # fmt: skip
def test_which_links_lead_to_other_servers(target: str, is_one: bool) -> None:
    assert is_external(target) is is_one


@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("/\\?#@:[]%.0x ä\t"), st.sampled_from(string.printable), st.characters())
    )
)
def test_whatever_is_written_gives_plain_ascii_that_means_itself(text: str) -> None:
    try:
        address, _ = read(f"http://{text}")
    except NoAddress:
        return
    assert address.url.isascii()
    assert not set(address.url) & set(' "<>\\^`{}\n\r\t\0')
    assert read(address.url)[0] == address._replace(credentials=False)


@given(st.text(max_size=80))
def test_a_location_is_an_address_or_none(location: str) -> None:
    try:
        address, _ = follow(read("http://docs.example/a")[0], location)
    except NoAddress:
        return
    assert address.scheme in ("http", "https")
    assert read(address.url)[0] == address._replace(credentials=False)
