"""The dialog with the real engine and a real export: the terminal's answers, from a server and from a folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sites import served

from kb_tools.config import load_settings
from kb_tools.search.searcher import Searcher
from kb_tools.search.update import Keeper
from kb_tools.site.export import export
from tests.browser.dialog.driving import INPUT, expect
from tests.browser.dialog.site import PLAIN, ROOT, STRICT, write_mounted

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for name in ("kb.toml", "mkdocs.yml"):
        shutil.copy(ROOT / name, tmp_path)
    settings = load_settings(tmp_path)
    return Searcher(settings, Keeper(settings).update(lambda done: None))


@pytest.fixture
def exported(searcher: Searcher, tmp_path: Path) -> Path:
    """A site of bare pages, one for each article, exported and mounted as any site can be."""
    site = tmp_path / "site"
    for url in ["", *(card["url"] for card in searcher.cards())]:
        (site / url).mkdir(parents=True, exist_ok=True)
        (site / url / "index.html").write_text(PLAIN, encoding="utf-8")
    export(searcher, site)
    write_mounted(site)
    return site


@pytest.mark.parametrize("where", ["server", "folder"])
def test_the_answers_are_the_terminals(page: Page, searcher: Searcher, exported: Path, where: str) -> None:
    with served(exported, {"Content-Security-Policy": STRICT}) as (url, _):
        page.goto(url if where == "server" else (exported / "index.html").as_uri())
        page.keyboard.press("/")
        for text in (
            "my vpn drops, error eight oh nine",
            "the interent is down",
            "outlook keeps asking",
            "0x8007ffff vpn",
        ):
            found = searcher.search(text, 10)
            page.fill(INPUT, text)
            assert found.hits
            expect(page.locator(".kb-hit__title")).to_have_text([hit.card["title"] for hit in found.hits])
            expect(page.locator(".kb-hit__judged")).to_have_text([hit.trust.summary for hit in found.hits])
        page.get_by_label("Product").select_option("vpn")
        wanted = [hit.card["title"] for hit in searcher.search("0x8007ffff vpn", 10, {"product": ("vpn",)}).hits]
        expect(page.locator(".kb-hit__title")).to_have_text(wanted)
        page.fill(INPUT, "vpn error 809")
        expect(page.locator("#kb-hit-1 .kb-hit__id")).to_have_text("vpn-809")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}field-laptops/vpn-error-809/" if where == "server" else
                                 (exported / "field-laptops/vpn-error-809/index.html").as_uri())  # fmt: skip


def test_who_types_sees_the_first_five_then_all(page: Page, searcher: Searcher, exported: Path) -> None:
    """Most of what is typed on was never read: only the articles that are seen are loaded for it."""
    wanted = [hit.card["title"] for hit in searcher.search("vpn printer", 10).hits]
    assert len(wanted) == 10
    with served(exported) as (url, asked):
        page.goto(url)
        page.keyboard.press("/")
        expect(page.get_by_label("Product")).to_be_enabled()
        page.keyboard.type("vpn printer")
        expect(page.locator(".kb-hit__title")).to_have_text(wanted[:5])
        assert sum("/articles/" in path for path in asked) < 10
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("button", name="Show more")).to_be_visible()
        expect(page.locator(".kb-hit__title")).to_have_text(wanted)
        expect(page.locator("#kb-hit-2")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("Enter")
        expect(page).not_to_have_url(url)


def test_a_hit_that_is_not_there_yet_is_opened_when_it_is(page: Page, searcher: Searcher, exported: Path) -> None:
    wanted = searcher.search("vpn printer", 10).hits[7].card["url"]
    with served(exported) as (url, _):
        page.goto(url)
        page.keyboard.press("/")
        expect(page.get_by_label("Product")).to_be_enabled()
        page.keyboard.type("vpn printer")
        page.keyboard.press("Alt+8")
        expect(page).to_have_url(f"{url}{wanted}")


def test_a_site_that_was_built_anew_while_the_page_was_open(
    page: Page, searcher: Searcher, exported: Path, tmp_path: Path
) -> None:
    with served(exported) as (url, _):
        page.goto(url)
        page.keyboard.press("/")
        expect(page.get_by_label("Product")).to_be_enabled()
        article = tmp_path / "docs" / "field-laptops" / "vpn-error-809.md"
        article.write_text(
            article.read_text(encoding="utf-8").replace("title: ", "title: Changed, ", 1), encoding="utf-8"
        )
        settings = searcher.settings
        export(Searcher(settings, Keeper(settings).update(lambda done: None)), exported)
        page.fill(INPUT, "vpn error 809")
        expect(page.locator("#kb-hit-1 .kb-hit__title")).to_contain_text("Changed, ")
