"""Where the dialog can be mounted: on Material, on anything else, in a folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sites import served

from tests.browser.dialog.driving import DIALOG, INPUT, Known, expect
from tests.browser.dialog.site import PLAIN, build, mount_into

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_from_a_folder_without_a_server(page: Page, tmp_path: Path, known: Known) -> None:
    site = build(tmp_path, known, directory_urls=True)
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("vpn")
    expect(page.locator(".kb-hit")).to_have_count(10)
    expect(page).to_have_url(re.compile(r"index\.html#kb\?q=vpn$"))
    page.reload()
    expect(page.locator(".kb-hit")).to_have_count(10)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(known["answers"]["vpn"]["hits"][0]["title"][:20])
    assert page.url.endswith("/index.html")


def test_material_own_search_does_not_load(browser: Browser, tmp_path: Path, known: Known) -> None:
    site = build(tmp_path, known, plugins=["search"])
    assert 'data-md-component="search"' in (site / "index.html").read_text(encoding="utf-8")
    with served(site) as (url, asked):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        page.wait_for_load_state("networkidle")
        expect(page.locator("[data-md-component=search]")).to_have_count(0)
        expect(page.locator(".md-header .kb-open")).to_be_visible()
        page.keyboard.press("s")
        page.keyboard.type("vpn")
        expect(page.locator(".kb-hit")).to_have_count(10)
        page.keyboard.press("Escape")
        # A label for Material's search, in a page of the team's own.
        page.evaluate(
            "document.querySelector('article').insertAdjacentHTML('afterbegin', '<label for=__search>Find it</label>')"
        )
        page.click("text=Find it")
        expect(page.locator(INPUT)).to_be_focused()
        page.close()
    assert not errors
    assert not [path for path in asked if "worker" in path or "search_index" in path]


def test_a_page_that_swaps_its_content_itself(browser: Browser, tmp_path: Path, known: Known) -> None:
    (tmp_path / "site").mkdir()
    with served(tmp_path / "site") as (url, _):
        # Material swaps only pages that stand in the sitemap, with the address that is in use.
        build(tmp_path, known, features=["navigation.instant"], site_url=url)
        page = browser.new_page()
        page.goto(url)
        page.evaluate("globalThis.isOld = true")
        page.keyboard.press("/")
        page.keyboard.type("vpn")
        expect(page.locator(".kb-hit")).to_have_count(10)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(known["answers"]["vpn"]["hits"][0]["title"][:20])
        assert page.evaluate("globalThis.isOld")
        expect(page.locator(f"{DIALOG}[open]")).to_have_count(0)
        page.keyboard.press("/")
        expect(page.locator(INPUT)).to_be_focused()
        page.close()


def test_a_site_built_by_anything_else(page: Page, tmp_path: Path, known: Known) -> None:
    (tmp_path / "below").mkdir()
    for name in ("index.html", "below/page.html"):
        (tmp_path / name).write_text(PLAIN, encoding="utf-8")
    mount_into(tmp_path, known)
    mount_into(tmp_path, known)  # twice is once
    assert (tmp_path / "below" / "page.html").read_text(encoding="utf-8").count("data-kb-base") == 1
    page.goto((tmp_path / "below" / "page.html").as_uri())
    page.get_by_role("button", name="Search").click()
    page.keyboard.type("vpn")
    expect(page.locator(".kb-hit")).to_have_count(10)
    root = tmp_path.as_uri()
    assert (
        page.locator("#kb-hit-1").get_attribute("href")
        == f"{root}/{known['answers']['vpn']['hits'][0]['url']}index.html"
    )


def test_keys_can_be_given_away(page: Page, tmp_path: Path, known: Known) -> None:
    (tmp_path / "index.html").write_text(PLAIN, encoding="utf-8")
    mount_into(tmp_path, known)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(html.replace("data-kb-base", 'data-kb-keys="" data-kb-base'), encoding="utf-8")
    page.goto((tmp_path / "index.html").as_uri())
    page.keyboard.press("/")
    expect(page.locator(f"{DIALOG}[open]")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator(INPUT)).to_be_focused()


def test_a_button_of_the_page_own_opens_it(page: Page, tmp_path: Path, known: Known) -> None:
    own = PLAIN.replace("<h1>", "<button data-kb-open>Find</button><h1>")
    (tmp_path / "index.html").write_text(own, encoding="utf-8")
    mount_into(tmp_path, known)
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.get_by_role("button")).to_have_count(1)
    page.get_by_role("button", name="Find").click()
    expect(page.locator(INPUT)).to_be_focused()


def test_a_page_with_a_base(page: Page, tmp_path: Path, known: Known) -> None:
    (tmp_path / "index.html").write_text(PLAIN.replace("<head>", '<head><base href="/elsewhere/">'), encoding="utf-8")
    mount_into(tmp_path, known)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(
        html.replace('="kb/', '="/kb/').replace('base="./"', 'base="/"'), encoding="utf-8"
    )
    with served(tmp_path) as (url, _):
        page.goto(url)
        page.keyboard.press("/")
        page.keyboard.type("vpn")
        expect(page.locator(".kb-hit")).to_have_count(10)
        expect(page).to_have_url(f"{url}#kb?q=vpn")
        assert page.locator("#kb-hit-1").get_attribute("href") == f"{url}{known['answers']['vpn']['hits'][0]['url']}"
