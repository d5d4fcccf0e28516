"""The keyboard, and nothing else."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.dialog.driving import DIALOG, INPUT, Known, ask, expect, hits, steer

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k", "Meta+k"])
def test_keys_open_it_with_the_focus_in_the_input(page: Page, url: str, key: str) -> None:
    page.goto(url)
    page.keyboard.press(key)
    expect(page.locator(INPUT)).to_be_focused()
    expect(page.locator(INPUT)).to_have_value("")


@pytest.mark.parametrize("key", ["Alt+s", "Control+Alt+k", "Control+Meta+k", "k", "Control+/", "x"])
def test_other_keys_do_not(page: Page, url: str, key: str) -> None:
    page.goto(url)
    page.keyboard.press(key)
    expect(page.locator(f"{DIALOG}[open]")).to_have_count(0)


def test_a_slash_in_a_field_of_the_page_is_a_slash(page: Page, url: str) -> None:
    page.goto(url)
    page.evaluate("document.querySelector('article').append(document.createElement('textarea'))")
    page.focus("textarea")
    page.keyboard.type("s/f")
    assert page.input_value("textarea") == "s/f"
    page.keyboard.press("Control+k")
    expect(page.locator(INPUT)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("textarea")).to_be_focused()


def test_arrows_choose_and_enter_opens(opened: Page, url: str, known: Known) -> None:
    ask(opened, "vpn", known)
    field = opened.locator(INPUT)
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    for key, chosen in (
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
        ("ArrowUp", 0),
        ("ArrowUp", 10),
        ("ArrowDown", 0),
    ):
        opened.keyboard.press(key)
        if chosen:
            expect(field).to_have_attribute("aria-activedescendant", f"kb-hit-{chosen}")
        else:
            expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
        expect(opened.locator("[aria-selected=true]")).to_have_count(1 if chosen else 0)
        expect(field).to_be_focused()
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("Enter")
    expect(opened).to_have_url(url + known["answers"]["vpn"]["hits"][1]["url"])


def test_enter_opens_the_first_hit_of_what_is_typed_even_before_it_is_there(
    opened: Page, url: str, known: Known
) -> None:
    ask(opened, "vpn", known)
    steer(opened, "{delay: (text) => text === '809' ? 300 : 0}")
    opened.fill(INPUT, "809")
    opened.keyboard.press("Enter")
    expect(opened).to_have_url(url + known["answers"]["809"]["hits"][0]["url"])


def test_typing_on_after_enter_opens_nothing(opened: Page, url: str, known: Known) -> None:
    steer(opened, "{delay: () => 150}")
    opened.fill(INPUT, "vp")
    opened.keyboard.press("Enter")
    opened.keyboard.type("n")
    expect(opened.locator(".kb-hit")).to_have_count(10)
    opened.wait_for_timeout(300)
    expect(opened.locator(DIALOG)).to_be_visible()
    assert hits(opened) == [hit["title"] for hit in known["answers"]["vpn"]["hits"][:10]]


def test_digits_are_typed_in_the_input_and_open_in_the_list(opened: Page, url: str, known: Known) -> None:
    opened.keyboard.type("809")
    expect(opened.locator(INPUT)).to_have_value("809")
    expect(opened.locator(".kb-hit")).to_have_count(6)
    opened.keyboard.press("Tab")
    expect(opened.locator("#kb-hits")).to_be_focused()
    expect(opened.locator("#kb-hits")).to_have_attribute("aria-activedescendant", "kb-hit-1")
    opened.keyboard.press("3")
    expect(opened).to_have_url(url + known["answers"]["809"]["hits"][2]["url"])


def test_alt_and_a_digit_opens_while_typing(opened: Page, url: str, known: Known) -> None:
    ask(opened, "809", known)
    opened.keyboard.press("Alt+9")  # there is none: nothing happens
    opened.keyboard.press("Alt+Digit2")
    expect(opened).to_have_url(url + known["answers"]["809"]["hits"][1]["url"])


def test_letters_in_the_list_go_on_with_the_query(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    opened.focus("#kb-hits")
    opened.keyboard.type(" drops")
    expect(opened.locator(INPUT)).to_be_focused()
    assert opened.input_value(INPUT).endswith("drops")


def test_control_enter_opens_a_new_tab(opened: Page, context: BrowserContext, url: str, known: Known) -> None:
    ask(opened, "809", known)
    with context.expect_page() as other:
        opened.keyboard.press("Control+Enter")
    assert other.value.url == url + known["answers"]["809"]["hits"][0]["url"]
    expect(opened.locator(DIALOG)).to_be_visible()


def test_keys_of_an_input_method_are_left_to_it(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    composing = """(key) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key, isComposing: true, bubbles: true, cancelable: true}))"""
    assert opened.evaluate(composing, "Enter")
    assert opened.evaluate(composing, "ArrowDown")
    expect(opened.locator("[aria-selected=true]")).to_have_count(0)


def test_escape_gives_the_focus_and_the_address_back(page: Page, url: str) -> None:
    page.goto(f"{url}#below")
    page.focus("article a:has-text('Laptops')")
    page.keyboard.press("/")
    page.keyboard.type("vpn")
    expect(page).to_have_url(re.compile(r"#kb\?q=vpn$"))
    page.keyboard.press("Escape")
    expect(page.locator(f"{DIALOG}[open]")).to_have_count(0)
    expect(page).to_have_url(f"{url}#below")
    expect(page.locator("article a", has_text="Laptops")).to_be_focused()


def test_opened_again_at_once_it_is_open(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    for _ in range(3):
        opened.keyboard.press("Escape")
        opened.keyboard.press("/")
        assert is_open(opened)
    # As fast as no fingers are: opened again before the browser has gone back.
    opened.evaluate("""async () => {
      const dialog = document.querySelector("dialog.kb-search");
      for (let i = 0; i < 3; i++) {
        if (!dialog.open) throw new Error(`closed before round ${i}`);
        const closed = new Promise((done) => dialog.addEventListener("close", done, {once: true}));
        dialog.close();
        await closed;
        kb.loader.open();
      }
    }""")
    expect(opened.locator(INPUT)).to_be_focused()
    opened.wait_for_timeout(300)
    expect(opened.locator(DIALOG)).to_be_visible()
    assert opened.evaluate("location.hash").startswith("#kb?")
    opened.keyboard.press("Escape")
    expect(opened).to_have_url(re.compile(r"/$"))


def test_a_key_that_comes_before_the_focus_has_left_the_input_opens_it(opened: Page) -> None:
    """Where nothing had the focus before, the browser leaves it in the closed dialog until it draws the page again."""
    opened.evaluate("document.querySelector('dialog.kb-search').close()")
    opened.evaluate("""() => document.querySelector("#kb-input").dispatchEvent(
        new KeyboardEvent("keydown", {key: "/", bubbles: true, cancelable: true}))""")
    assert is_open(opened)


@pytest.mark.parametrize("seed", range(4))
def test_however_fast_it_is_closed_and_opened_the_last_key_counts(opened: Page, known: Known, seed: int) -> None:
    dice = random.Random(seed)
    if seed % 2:
        opened.context.new_cdp_session(opened).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    ask(opened, "vpn", known)
    for _ in range(8):
        for key in ("Escape", "/"):
            opened.keyboard.press(key)
            opened.wait_for_timeout(dice.choice((0, 0, 1, 8, 20, 410)))  # the address follows after 400
        assert is_open(opened)
    opened.wait_for_timeout(500)
    assert is_open(opened)
    assert opened.evaluate("location.hash").startswith("#kb?")
    opened.keyboard.press("Escape")
    expect(opened).to_have_url(re.compile(r"/$"))


def is_open(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('dialog.kb-search').open"))
