"""Previous names lead to the article."""

from __future__ import annotations

import pytest

from kb_tools.site.redirects import page, redirects, relative

URLS = {"vpn/new.md": "vpn/new/", "b.md": "b/", "index.md": ""}


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("old/name.md", "old/name/index.html"), ("old/name/", "old/name/index.html"), ("/old/name", "old/name/index.html"),
        ("old/name.html", "old/name.html"), ("old/index.md", "old/index.html"), ("README.md", "index.html"),
        ("old\\name.md", "old/name/index.html"), ("a/../old.md", "old/index.html"),
    ],
)  # fmt: skip
def test_any_way_to_write_an_old_name_is_understood(name: str, file: str) -> None:
    found, wrong = redirects({"vpn/new.md": [name]}, URLS, (), True)
    assert ([each.old for each in found], wrong) == ([file], [])


def test_without_directory_urls_the_old_page_was_a_file() -> None:
    assert redirects({"b.md": "old/name.md"}, URLS, (), False)[0][0].old == "old/name.html"


@pytest.mark.parametrize("name", ["../secret.md", "", ".", "a/../../x.md", "x\0.md", "C:x.md", "c:\\x.md"])
def test_nothing_is_written_out_of_the_site(name: str) -> None:
    found, wrong = redirects({"b.md": [name]}, URLS, (), True)
    assert not found
    assert "b.md" in wrong[0]


def test_an_existing_page_is_never_replaced_and_two_claims_are_told() -> None:
    found, wrong = redirects(
        {"b.md": ["old.md", "taken.md"], "vpn/new.md": ["old.md"]}, URLS, ["taken/index.html"], True
    )
    assert [(each.old, each.new) for each in found] == [("old/index.html", "b/")]
    assert len(wrong) == 2
    assert redirects({"b.md": {"a": 1}}, URLS, (), True)[1] == ["b.md: redirects: a list of previous paths is expected"]


@pytest.mark.parametrize(
    ("target", "here", "expected"),
    [("vpn/new/", "old/name/index.html", "../../vpn/new/"), ("", "a/index.html", "../"), ("b/", "index.html", "b/"),
     ("a/b.html", "a/c.html", "b.html"), ("", "a.html", "./")],
)  # fmt: skip
def test_addresses_are_relative_so_that_they_hold_in_any_folder(target: str, here: str, expected: str) -> None:
    assert relative(target, here) == expected


def test_the_page_leads_on_with_and_without_scripts_and_shows_text_as_text() -> None:
    (found,), _ = redirects({"b.md": ["old/name.md"]}, URLS, (), True)
    html = page(found, '<script>"', "assets/kb/moved.js")
    assert 'content="0; url=../../b/"' in html
    assert '<a href="../../b/">' in html
    assert '<link rel="canonical" href="../../b/">' in html
    assert '<script src="../../assets/kb/moved.js" data-kb-to="../../b/">' in html
    assert html.count("<script") == 1
    assert 'href="https://kb.example.org/b/"' in page(found, "t", "x.js", "https://kb.example.org/b/")
    assert '<link rel="icon" href="../../assets/x.png">' in page(found, "t", "x.js", icon="assets/x.png")
