"""What is a target, going by its text alone?"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.links.targets import form


@pytest.mark.parametrize(
    ("shape", "targets"),
    [
        ("inside", [
            "a.md", "../a.md#b", "/a", "#a", "?a", "a b", "http/a.md", "https.md", "http", "httpd//a.md",
            "a//b.md", "www.md", "a@2x.png", "a/b@c.de", "a#b:c", "a?b=http://c",
        ]),
        ("empty", [
            "", " ", "\t\n",
        ]),
        ("elsewhere", [
            "https://a.b", "HTTPS://A.B:8443/x?y#z", "http://a_b/", "http://1.2.3.4", "http://[::1]:80/",
            "//a.b/c", "mailto:a@b.c", "tel:+123", "tel:110", "ftp://a.b/", "file:///c", "data:image/png;base64,x",
            "slack://x", "ms-settings:network", "urn:a:b", "view-source:http://a.b", "https://user:secret@a.b/",
            "https://a.b?c", "https://a.b#c", "https://ü.de",
        ]),
        ("unknown", [
            "{{ a }}/b", "https://{{ a }}", "${HOME}/a", "<% a %>",
        ]),
        ("unsafe", [
            "javascript:a", "JAVASCRIPT:a", " javascript:a", "java\nscript:a", "java\tscript:a", "vbscript:a",
            "data:text/html,a", "data: text/html;x,a",
        ]),
        ("malformed", [
            "http://", "https://", "https:///", "http:", "//", "http:a.b", "http:/a.b", "http//a.b", "http;//a.b",
            "htp://a.b", "ttps://a.b", "httpss://a.b", "https://a b/", "https://a..b", "https://.a",
            "https://a:b/", "https://a:70000", "https://[a]/", "https://[::1", "https://<a>/", "https://http://a",
            "www.a.b", "www.a.b/c", "localhost:80", "a.b:8080/c", "a.md:12", "a@b.c", "C:\\a", "c:/a",
            "link:http://a.b",
        ]),
    ],
)  # fmt: skip
def test_the_shape_of_a_target(shape: str, targets: list[str]) -> None:
    assert {target: form(target).shape for target in targets} == dict.fromkeys(targets, shape)
    assert {bool(form(target).why) for target in targets} == {shape in ("malformed", "unsafe")}


@pytest.mark.parametrize(
    ("target", "better", "guess"),
    [
        ("http//a.b/c", "http://a.b/c", ""),
        ("https:/a.b", "https://a.b", ""),
        ("https:a.b", "https://a.b", ""),
        ("https:///a.b", "https://a.b", ""),
        ("http://https://a.b/c", "https://a.b/c", ""),
        ("https://https://a.b/c?d=e#f", "https://a.b/c?d=e#f", ""),
        ("https://https://a.b#f", "https://a.b#f", ""),
        ("https://HTTPS://http://a.b?c", "http://a.b?c", ""),
        ("https://https://", "", ""),
        ("https://https:// a", "", ""),
        ("link:http://a.b", "http://a.b", ""),
        ("a@b.c", "mailto:a@b.c", ""),
        ("htp://a.b", "", "http://a.b"),
        ("httsp://a.b", "", "http://a.b"),
        ("ttps://a.b", "", "https://a.b"),
        ("www.a.b", "", "https://www.a.b"),
        ("localhost:80", "", "http://localhost:80"),
        ("a.md:12", "", "a.md"),
        ("https://a b", "", ""),
    ],
)
def test_what_is_suggested(target: str, better: str, guess: str) -> None:
    found = form(target)
    assert (found.better, found.guess) == (better, guess)


_PIECES = ["http", "https", ":", "/", "//", "[", "]", "@", "a", ".", "b", "%", "#", "?", " ", "\t", "\\", "1", "-", "ü", "<", "{{",
           "javascript", "data:", "text/html", "www.", "localhost", "mailto"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join) | st.text(max_size=40))
def test_every_text_is_judged(target: str) -> None:
    found = form(target)
    if found.better:
        # What is written instead is right.
        assert form(found.better).shape == "elsewhere"
    if found.shape in ("inside", "elsewhere"):
        urlsplit(target)


@given(
    st.from_regex(r"\Ahttps?://[a-z]{1,9}(\.[a-z]{2,9}){0,3}(:[1-9][0-9]{0,3})?(/[a-z]{0,9}){0,3}(\?[a-z=]{0,9})?\Z")
)
def test_a_plain_address_is_never_wrong(target: str) -> None:
    assert form(target).shape == "elsewhere"


_HOSTILE = [
    "a.",
    "a-",
    "http",
    "http:",
    "/",
    "//",
    "[",
    "]",
    "@",
    "%",
    " ",
    "\\",
    "<",
    "{",
    "www.",
    "h",
    "t",
    "\t",
    ":",
]


@pytest.mark.parametrize("start", ["", "http://", "http:", "www.a", "a@", "a:"])
def test_hostile_targets_take_no_time(start: str) -> None:
    """Each would take minutes if it took quadratic time."""
    for piece in _HOSTILE:
        assert form(start + piece * 300_000).shape
        assert form(start + piece * 300_000 + "!").shape
