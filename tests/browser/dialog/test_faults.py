"""Late answers and errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.dialog.driving import INPUT, Known, expect, hits, steer, until

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_a_late_answer_never_replaces_a_newer_one(opened: Page, known: Known) -> None:
    steer(opened, "{delay: (text) => ({v: 600, vp: 300, vpn: 20})[text] ?? 0}")
    for text in ("v", "vp", "vpn"):
        opened.fill(INPUT, text)
        opened.wait_for_timeout(30)
    expect(opened.locator(".kb-hit")).to_have_count(10)
    expected = [hit["title"] for hit in known["answers"]["vpn"]["hits"][:10]]
    assert hits(opened) == expected
    opened.wait_for_timeout(700)
    assert opened.evaluate("kbStandIn.asked.map(([text]) => text)")[-3:] == ["v", "vp", "vpn"]
    assert hits(opened) == expected


def test_an_emptied_input_stays_empty(opened: Page, known: Known) -> None:
    steer(opened, "{delay: () => 200}")
    opened.fill(INPUT, "vpn")
    opened.wait_for_timeout(50)
    opened.fill(INPUT, "")
    opened.wait_for_timeout(300)
    expect(opened.locator(".kb-hit")).to_have_count(0)
    expect(opened.locator(".kb-hint")).to_be_visible()


def test_keys_that_come_in_a_burst_are_answered_once(opened: Page, known: Known) -> None:
    burst = """(text) => { const input = document.querySelector('#kb-input'); const before = kbStandIn.asked.length;
      for (let i = 1; i <= text.length; i++) { input.value = text.slice(0, i); input.dispatchEvent(new Event('input')); }
      return before; }"""
    before = opened.evaluate(burst, "vpn drops")
    expect(opened.locator(".kb-hit")).to_have_count(10)
    assert opened.evaluate("kbStandIn.asked.map(([text]) => text)")[before:] == ["vpn drops"]


def test_one_stumble_of_the_network_is_not_seen(opened: Page, known: Known) -> None:
    steer(opened, "{count: 0, fails: (text) => text !== null && kbStandIn.count++ === 0}")
    opened.evaluate("globalThis.isOld = true")
    opened.fill(INPUT, "vpn")
    expect(opened.locator(".kb-hit")).to_have_count(10)
    assert opened.evaluate("globalThis.isOld")


def test_a_shard_that_does_not_load_reloads_the_page_once(opened: Page, url: str, known: Known) -> None:
    opened.add_init_script("globalThis.kbStandIn = {fails: (text) => text === 'vpn'}; globalThis.loaded = Date.now();")
    opened.evaluate("globalThis.isOld = true")
    steer(opened, "{fails: () => true}")
    opened.fill(INPUT, "vpn")
    until(opened, "globalThis.isOld === undefined && globalThis.loaded")
    # The new page asks the same, cannot answer it either, and says so instead of beginning anew.
    expect(opened.locator(INPUT)).to_have_value("vpn")
    expect(opened.get_by_role("alert")).to_contain_text("The search data do not load.")
    steer(opened, "{fails: () => false}")
    opened.get_by_role("button", name="Try again").click()
    expect(opened.locator(".kb-hit")).to_have_count(10)


def test_nothing_is_reloaded_without_a_network(opened: Page, context: BrowserContext) -> None:
    steer(opened, "{fails: () => true}")
    opened.evaluate("globalThis.isOld = true")
    context.set_offline(True)
    opened.fill(INPUT, "vpn")
    expect(opened.get_by_role("alert")).to_contain_text("This computer is offline.")
    assert opened.evaluate("globalThis.isOld")
    # Back again, it answers what was asked, and nobody presses a key.
    steer(opened, "{fails: () => false}")
    context.set_offline(False)
    expect(opened.locator(".kb-hit")).to_have_count(10)


def test_a_server_that_is_gone_does_not_take_the_article_along(opened: Page) -> None:
    steer(opened, "{fails: () => true}")
    opened.evaluate("globalThis.isOld = true")
    opened.route("**/*", lambda route: route.abort())
    opened.fill(INPUT, "vpn")
    expect(opened.get_by_role("alert")).to_contain_text("The search data do not load.")
    assert opened.evaluate("globalThis.isOld")


def test_a_server_that_stumbles_does_not_take_it_along_either(opened: Page) -> None:
    steer(opened, "{fails: () => true}")
    opened.evaluate("globalThis.isOld = true")
    opened.route("**/*", lambda route: route.fulfill(status=503))
    opened.fill(INPUT, "vpn")
    expect(opened.get_by_role("alert")).to_contain_text("The search data do not load.")
    assert opened.evaluate("globalThis.isOld")


def test_scripts_that_do_not_load_say_so_and_can_be_tried_again(page: Page, url: str) -> None:
    page.route("**/kb/engine.js", lambda route: route.abort())
    page.goto(url)
    page.evaluate("sessionStorage.setItem('kb-reloaded', Date.now())")
    page.keyboard.press("/")
    page.keyboard.type("vpn")
    expect(page.get_by_role("alert")).to_contain_text("The search could not be loaded.")
    page.unroute("**/kb/engine.js")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".kb-hit")).to_have_count(10)
