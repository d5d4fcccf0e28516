"""Figures out of a ticket system or a site's statistics."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from checks.marked import base
from hypothesis import given
from hypothesis import strategies as st
from trees import Content, article, write

from kb_tools.errors import ConfigError
from kb_tools.review.uses import Uses, load_uses


def uses(folder: Path, content: Content) -> Uses:
    write(folder, {
        "mkdocs.yml": "site_url: https://kb.example.org/help/\n",
        "docs/vpn/a b.md": article("A", id="vpn-809"),
        "docs/vpn/index.md": article("VPN"),
        "docs/größe.md": article("B"),
        "uses.csv": content,
    })  # fmt: skip
    return load_uses(folder / "uses.csv", base(folder))


@pytest.mark.parametrize(
    "name",
    [
        "vpn-809", "vpn/a b.md", "docs/vpn/a b.md", "/help/vpn/a%20b/", "/help/vpn/a%20b/index.html", "/vpn/a b",
        "https://kb.example.org/help/vpn/a%20b/?utm=x#top",
    ],
)  # fmt: skip
def test_what_an_article_may_be_called(tmp_path: Path, name: str) -> None:
    assert uses(tmp_path, f'article,uses\n"{name}",12\n') == Uses({"vpn/a b.md": 12}, ())


def test_other_pages(tmp_path: Path) -> None:
    found = uses(tmp_path, "article,uses\n/help/vpn/,1\n/help/gr%C3%B6%C3%9Fe/,2\ngröße,4\n")
    assert found == Uses({"vpn/index.md": 1, "größe.md": 6}, ())


def test_rows_of_one_article_are_added_and_strangers_are_named(tmp_path: Path) -> None:
    found = uses(tmp_path, "article,uses\nvpn-809,1\nold,5\nvpn-809,2\nold,1\n\nhttp://[,1\n")
    assert found == Uses({"vpn/a b.md": 3}, ("old", "http://["))


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffArticle;Name;Uses\r\nvpn-809;x;7\r\n",
        "uses\tarticle\n7\tvpn-809\n",
        '"uses","article"\n"7","vpn-809"\n\n',
        "\narticle,uses\nvpn-809, 7 \n",
    ],
)
def test_tables_as_programs_write_them(tmp_path: Path, content: str) -> None:
    assert uses(tmp_path, content).by_path == {"vpn/a b.md": 7}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", None, "is empty"),
        ("vpn-809,7\n", 1, "must name the columns"),
        ("article,uses\nvpn-809,many\n", 2, "no whole number"),
        ("article,uses\nvpn-809,-1\n", 2, "no whole number"),
        ('article,uses\n"a\nb",1\nvpn-809,1.5\n', 4, "no whole number"),
        ("article,uses\nvpn-809,²\n", 2, "no whole number"),
        ("article,uses\nvpn-809," + "9" * 5000 + "\n", 2, "no whole number"),
        ("article,uses\nvpn-809\n", 2, "no whole number"),
        ("article,uses\n,1\n", 2, "without an article"),
        (b"article,uses\n\xff,1\n", 2, "not UTF-8"),
    ],
)
def test_a_mistake_has_its_line(tmp_path: Path, content: Content, line: int | None, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        uses(tmp_path, content)
    assert error.value.line == line


@given(st.text(max_size=100) | st.text(alphabet='article,uses\n";\t1\r\x00', max_size=100))
def test_any_text_is_a_table_or_a_mistake(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    with contextlib.suppress(ConfigError):
        uses(tmp_path_factory.mktemp("base"), "article,uses\n" + text)
