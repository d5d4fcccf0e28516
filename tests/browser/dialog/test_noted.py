"""Nothing found: noting it down."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

from kb_tools.search.misses import masked
from tests.browser.dialog.driving import INPUT, expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_nothing_found_is_noted_with_one_key_and_copied(opened: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.fill(INPUT, "my flux compensator, call 0171 1234567")
    expect(opened.locator(".kb-below .kb-message")).to_contain_text("Nothing found.")
    expect(opened.locator(".kb-below .kb-message")).to_contain_text("Looked for: these, words.")
    opened.keyboard.press("Alt+KeyN")
    opened.keyboard.press("Alt+KeyN")
    expect(opened.locator(".kb-told")).to_have_text("Noted down.")
    expect(opened.locator(INPUT)).to_have_value("my flux compensator, call 0171 1234567")
    opened.reload()
    noted = opened.get_by_role("button", name="Noted (1)")
    noted.click()
    expect(opened.locator(".kb-noted__said")).to_have_text("my flux compensator, call <number>")
    opened.get_by_role("button", name="Copy as text").click()
    expect(opened.locator(".kb-told")).to_have_text("Copied.")
    copied = opened.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('- said: "my flux compensator, call <number>"  # 2 times, last 20')
    opened.get_by_role("button", name="Forget: my flux").click()
    expect(opened.get_by_role("button", name="Noted (0)")).to_be_visible()
    assert json.loads(opened.evaluate("localStorage.getItem('kb-noted')")) == []


def test_what_others_left_in_the_storage_breaks_nothing(page: Page, url: str) -> None:
    for left in ("{", "7", '[null, {"said": 7}, {"said": "kept"}]', '{"a": 1}'):
        page.goto(url)
        page.evaluate("(left) => localStorage.setItem('kb-noted', left)", left)
        page.reload()
        page.keyboard.press("/")
        expect(page.get_by_role("button", name=f"Noted ({int('kept' in left)})")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(page: Page, url: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };")
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type("xyzzy")
    expect(page.locator(".kb-below .kb-message")).to_be_visible()
    page.keyboard.press("Alt+KeyN")
    expect(page.locator(".kb-told")).to_contain_text("the browser keeps nothing")
    expect(page.get_by_role("button", name="Noted (1)")).to_be_visible()


def test_what_is_noted_is_masked_as_the_terminal_does(opened: Page) -> None:
    parts = [
        "call", "0171", "1234567", "mail", "a.b@example.org", "john (at) x.org", "https://x.org/a?b", "www.x.org", "10.0.0.1",
        "fe80::1:2:3", "00:1a:2b:3c:4d:5e", "0x80070005", "0x8007 0005", "KB5005565", "550 5.1.10", "ORA-00942", "AB12-3456-78",
        "four one five five five oh one two", "DE89 3704 0044", "ü１２３４５６", "+49 (0)30/123", "12:34", "é@ü.de", "5.1.10", "x",
        "\u200b", "-", "_1_2_3_4_5_6", "v5.2", "1234-5678\u20119012", "zero", "ſeven", "kb 123456", "(at)", "@", ".", "99999",
    ]  # fmt: skip
    dice = random.Random(1)
    texts = [dice.choice(["", " ", "\t"]).join(dice.choices(parts, k=dice.randint(1, 7))) for _ in range(3000)]
    texts += [" ".join(dice.choices(parts, k=4)) for _ in range(2000)]
    found = opened.evaluate("(texts) => texts.map(kb.masks.masked)", texts)
    assert [(text, said) for text, said in zip(texts, found, strict=True) if masked(text) != said] == []
