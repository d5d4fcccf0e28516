"""The query in the address, and the way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.dialog.driving import DIALOG, INPUT, Known, ask, expect, until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_the_address_holds_the_query(opened: Page, known: Known, context: BrowserContext) -> None:
    opened.fill(INPUT, 'laptop "ä" & 100% + #1')
    opened.get_by_label("Product").select_option("vpn")
    expect(opened).to_have_url(re.compile("product=vpn$"))
    other = context.new_page()
    other.goto(opened.url)
    expect(other.locator(INPUT)).to_have_value('laptop "ä" & 100% + #1')
    expect(other.locator(INPUT)).to_be_focused()
    expect(other.get_by_label("Product")).to_have_value("vpn")
    other.keyboard.press("Escape")
    expect(other).to_have_url(re.compile(r"/$"))


def test_an_address_of_the_old_kind_opens_it_and_is_not_kept(page: Page, url: str, known: Known) -> None:
    page.goto(f"{url}?q=vpn+drops")
    expect(page.locator(INPUT)).to_have_value("vpn drops")
    expect(page).to_have_url(f"{url}#kb?q=vpn+drops")
    page.keyboard.press("Escape")
    expect(page).to_have_url(url)


def test_several_values_of_a_filter_in_an_address(page: Page, url: str) -> None:
    page.goto(f"{url}#kb?q=vpn&product=vpn&product=laptop")
    until(page, "kbStandIn.asked?.length")
    assert page.evaluate("kbStandIn.asked.at(-1)[1].filters") == {"product": ["vpn", "laptop"]}
    page.fill(INPUT, "vpn drops")
    expect(page).to_have_url(f"{url}#kb?q=vpn+drops&product=vpn&product=laptop")
    page.get_by_label("Product").select_option("vpn")
    until(page, "kbStandIn.asked.at(-1)[1].filters.product.length === 1")


def test_back_closes_it_and_forward_opens_it(opened: Page, url: str, known: Known) -> None:
    ask(opened, "vpn", known)
    expect(opened).to_have_url(re.compile(r"q=vpn$"))
    opened.go_back()
    expect(opened.locator(f"{DIALOG}[open]")).to_have_count(0)
    expect(opened).to_have_url(url)
    opened.go_forward()
    expect(opened.locator(INPUT)).to_have_value("vpn")
    expect(opened.locator(".kb-hit")).to_have_count(10)


def test_back_from_an_article_leads_to_the_hits(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    opened.keyboard.press("Alt+Digit3")
    expect(opened.locator("h1")).to_contain_text(known["answers"]["vpn"]["hits"][2]["title"][:20])
    opened.go_back()
    expect(opened.locator(INPUT)).to_have_value("vpn")
    expect(opened.locator(".kb-hit")).to_have_count(10)


def test_a_hit_that_is_this_very_page_is_read_on(opened: Page, known: Known) -> None:
    """The page is not loaded again; a theme that swaps pages itself would go back to the hits (Material does)."""
    ask(opened, "vpn", known)
    opened.keyboard.press("Alt+Digit3")
    expect(opened.locator("h1")).to_contain_text(known["answers"]["vpn"]["hits"][2]["title"][:20])
    here = opened.url
    opened.evaluate("globalThis.kbStays = true")
    opened.keyboard.press("/")
    ask(opened, "vpn", known)
    opened.keyboard.press("Alt+Digit3")
    expect(opened.locator(f"{DIALOG}[open]")).to_have_count(0)
    expect(opened).to_have_url(here)
    assert opened.evaluate("globalThis.kbStays")
