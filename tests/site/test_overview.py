"""The pages for browsing: what stands where, that MkDocs takes them as they are, and that no title is taken for markup."""

from __future__ import annotations

import json
import posixpath
import random
import re
import subprocess
import sys
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import markdown
from bases import searcher
from hypothesis import given
from hypothesis import strategies as st
from repositories import git
from trees import article, write

from kb_tools.config import load_settings
from kb_tools.site.overview import Changed, overview_pages
from kb_tools.site.overview.recent import changed
from kb_tools.site.overview.writing import MOST, plain

TODAY = date(2026, 11, 22)
HOSTILE = r"""[x](javascript:1) <img src=x onerror=1> `a` *b* __c__ ![d](e) &lt; | {#f} \* 1. # $g$ ~~h~~ ==i== :j: ++k++ {{ m }}"""


def card(path: str, **facts: Any) -> dict[str, Any]:
    return {"path": path, "title": path.removesuffix(".md"), **facts}


def links(pages: dict[str, str]) -> set[str]:
    """Where all links of the pages lead, as paths below the docs folder."""
    return {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(target, errors="surrogateescape")))
        for page, text in pages.items()
        for target in re.findall(r"\]\(([^)]*)\)", text)
    }


def test_every_way_to_an_article() -> None:
    cards = [
        card("a.md", products=["VPN", "vpn"], error_codes=["0x80070005", "809"], symptoms=["my VPN drops"], owner="net",
             last_reviewed="2026-01-01", review_days=90),
        card("b/c d.md", products=["vpn"], symptoms=["it is slow", "???"]),
    ]  # fmt: skip
    pages = overview_pages(cards, TODAY, changed=[Changed(TODAY, "a.md", True), Changed(TODAY, "gone.md", True)])
    assert set(pages) == {
        f"overview/{name}index.md" for name in ("", "products/", "codes/", "symptoms/", "recent/", "reviews/")
    }
    assert "## VPN\n\n- [a](../../a.md)\n- [b&#47;c d](../../b/c%20d.md)\n" in pages["overview/products/index.md"]
    assert re.findall(r"^#+ .*|(?<=\[)[^\]]*", pages["overview/codes/index.md"], re.M) == [
        "# By error code", "## 8", "809", "0x80070005",
    ]  # fmt: skip
    text = pages["overview/symptoms/index.md"]
    assert (
        text.index("## S")
        < text.index("it is slow")
        < text.index("## V")
        < text.index("my VPN drops")
        < text.index("## Other")
    )
    assert "[a](../../a.md) overdue since 2026-04-01" in pages["overview/reviews/index.md"]
    assert "As of 2026-11-22" in pages["overview/reviews/index.md"]
    assert "## 2026&#45;11&#45;22\n\n- [a](../../a.md) (new)" in pages["overview/recent/index.md"]
    assert links(pages) == {"a.md", "b/c d.md", *pages} - {"overview/index.md"}
    assert all("exclude: true" in page for page in pages.values())


def test_codes_stand_below_their_first_character_in_its_order() -> None:
    found = ["403", "1603", "12", "0xA1", "-5", "E7", "—"]
    page = overview_pages([card("a.md", error_codes=found)], TODAY)["overview/codes/index.md"]
    assert re.findall(r"^## (.*)", page, re.M) == ["1", "4", "5", "A", "E", "Other"]
    assert page.index("[12]") < page.index("[1603]")


def test_due_today_is_not_overdue() -> None:
    facts = {"last_reviewed": "2026-11-02", "owner": "x"}
    pages = overview_pages(
        [card("today.md", review_days=20, **facts), card("yesterday.md", review_days=19, **facts),
         card("later.md", review_days=51, **facts), card("default.md", **facts),
         card("old.md", review_days=1, confidence="archived", **facts)], TODAY, review_days=20,
    )  # fmt: skip
    text = pages["overview/reviews/index.md"]
    assert re.findall(r"\]\(../../(\w+)\.md\) (.*)", text) == [
        ("yesterday", "overdue since 2026-11-21"), ("default", "due 2026-11-22"), ("today", "due 2026-11-22"),
    ]  # fmt: skip
    assert "1 overdue, 2 due within 30 days" in text


def test_nothing_to_list() -> None:
    assert list(overview_pages([card("a.md")], TODAY)) == ["overview/index.md"]
    assert list(overview_pages([], TODAY)) == ["overview/index.md"]


def many(count: int) -> list[dict[str, Any]]:
    dice = random.Random(5)
    words = [f"{letter}{number}word" for letter in "abcdefghijklmnopqrstuvwxyz" for number in range(40)]
    return [
        card(f"{number % 50}/{number}.md", title=" ".join(dice.choices(words, k=5)), products=[f"product {number % 70}"],
             symptoms=[f"my {' '.join(dice.choices(words, k=6))}" for _ in range(5)], error_codes=[hex(number * 7919)],
             owner=f"team-{number % 9}", last_reviewed="2026-01-01", review_days=number % 400)
        for number in range(count)
    ]  # fmt: skip


def test_many_articles_on_short_pages() -> None:
    cards = many(5000)
    pages = overview_pages(cards, TODAY)
    assert max(text.count("\n") for text in pages.values()) < MOST + 20
    assert links(pages) == {each["path"] for each in cards} | set(pages) - {"overview/index.md"}
    symptoms = [text for path, text in pages.items() if path.startswith("overview/symptoms/")]
    assert sum(text.count("\n- [my ") for text in symptoms) == 25_000


def test_the_order_of_the_cards_says_nothing() -> None:
    cards = many(800)
    assert overview_pages(cards, TODAY) == overview_pages(reversed(cards), TODAY)


def test_small_groups_share_pages() -> None:
    cards = [card(f"{at}.md", products=[f"product {at % 900}"]) for at in range(1800)]
    pages = overview_pages(cards, TODAY)
    assert len(pages) < 25
    assert max(text.count("\n") for text in pages.values()) < MOST + 20
    assert links(pages) == {each["path"] for each in cards} | set(pages) - {"overview/index.md"}


def test_groups_of_like_names_have_pages_of_their_own() -> None:
    names = ["C", "C#", "C++", "\u65e5\u672c", "\u4e2d\u56fd", "index", "Index!", "", "--", "a/../b"]
    cards = [card(f"{at}.md", products=[names[at % len(names)]]) for at in range(len(names) * 40)]
    pages = overview_pages(cards, TODAY)
    assert 2 < len(pages) <= 2 + len(names)
    text = "".join(pages.values())
    assert all(text.count(f"## {plain(name)}\n") == 1 for name in names)
    assert links(pages) == {each["path"] for each in cards} | set(pages) - {"overview/index.md"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_text_stays_text(text: str) -> None:
    html = markdown.markdown(
        f"- [{plain(text)}](x)", extensions=["tables", "attr_list", "footnotes", "abbr", "def_list"]
    )
    said = unescape(re.sub(r"</?(?:ul|li|a)\b[^>]*>", "", html).replace("\n", ""))
    assert " ".join(said.split()) == " ".join(text.split())
    assert "<" not in re.sub(r"</?(?:ul|li|a)\b[^>]*>", "", html)


def test_mkdocs_takes_them(tmp_path: Path) -> None:
    files = {
        "docs/index.md": "# Home\n",
        "docs/it's (here) [now] #1 100%.md": article(json.dumps(HOSTILE), symptoms=json.dumps([HOSTILE, "my %20 <b>x</b>"]),
                                                products="[a_b_c, '*']", error_codes="['0x1F', '#']"),
        **{
            f"docs/many/{at}.md": article(f"Many {at}", symptoms=f"[wont {at}, start {at}]", products="[many]")
            for at in range(320)
        },
    }  # fmt: skip
    found = searcher(write(tmp_path, files))
    pages = overview_pages(found.cards(), TODAY)
    write(tmp_path / "docs", pages)
    config = {
        "site_name": "x", "plugins": [], "validation": {"links": {"anchors": "warn", "unrecognized_links": "warn"}},
        "theme": {"name": "mkdocs"},
    }  # fmt: skip
    (tmp_path / "mkdocs.yml").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    pages_of = (tmp_path / "site" / "overview").rglob("*.html")
    # The theme's own navigation prints titles as they are: the plugin cleans those.
    main = "".join(
        path.read_text(encoding="utf-8").partition('role="main"')[2].partition("<footer")[0] for path in pages_of
    )
    assert "<img src=x" not in main
    assert " ".join(HOSTILE.split()) in unescape(main)


def test_what_git_says(tmp_path: Path) -> None:
    def commit(files: dict[str, str], days: int) -> None:
        write(tmp_path, files)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", "x", day=TODAY - timedelta(days=days))

    git(tmp_path, "init", "-q")
    assert changed(load_settings(tmp_path), TODAY) == []
    commit({"docs/old.md": "1", "docs/a.md": "1", "docs/before.md": "same\n" * 9}, 200)
    commit({"docs/a.md": "2"}, 20)
    (tmp_path / "docs" / "before.md").rename(tmp_path / "docs" / "after.md")
    commit({"docs/a.md": "3", "docs/new.md": "x", "other.md": "x"}, 3)
    day = TODAY - timedelta(days=3)
    assert changed(load_settings(tmp_path), TODAY) == [Changed(day, "a.md", False), Changed(day, "new.md", True)]
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tmp_path}", str(tmp_path / "shallow"))
    assert changed(load_settings(tmp_path / "shallow"), TODAY) == []


def test_no_git(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "x"})
    assert changed(load_settings(tmp_path), TODAY) == []
