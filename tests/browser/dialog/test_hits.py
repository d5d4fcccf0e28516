"""What is shown of an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.browser.dialog.driving import DIALOG, INPUT, Known, ask, expect, hits

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_hit_shows_what_the_terminal_shows(opened: Page, known: Known) -> None:
    ask(opened, "vpn drops", known)
    data = known["answers"]["vpn drops"]["hits"][0]
    first = opened.locator("#kb-hit-1")
    expect(first.locator(".kb-hit__title")).to_have_text(data["title"])
    expect(first.locator(".kb-hit__judged")).to_have_text(data["trust"]["summary"])
    expect(first.locator(".kb-hit__id")).to_have_text(data["id"])
    expect(first.locator(".kb-hit__why")).to_have_text(data["why"]["text"])
    assert first.locator("mark").all_inner_texts() == [data["why"]["text"][a:b] for a, b in data["why"]["marks"]]
    expect(first.locator(".kb-hit__step")).to_have_text(f"Say: {data['first_step']['text']}")
    expect(first.locator(".kb-hit__next")).to_have_text(f"If that fails: {data['escalate_to']}")
    expect(first.locator(".kb-hit__path")).to_have_text(data["path"])


def test_text_of_articles_is_text(opened: Page) -> None:
    opened.fill(INPUT, "evil")
    expect(opened.locator(".kb-hit")).to_have_count(1)
    assert opened.locator(".kb-search img, .kb-search script").count() == 0
    assert opened.locator(".kb-hit mark").all_inner_texts() == ["\U0001f4bb", "b\u00e4h"]
    assert not re.search("[\u202e\x1b]", opened.locator(DIALOG).inner_text())
    expect(opened.locator(".kb-hit__step b")).to_have_text("Do:")
    opened.keyboard.press("Enter")
    opened.wait_for_timeout(200)
    assert opened.evaluate("globalThis.pwned") is None


def test_corrections_unknown_codes_and_the_question(opened: Page, known: Known) -> None:
    ask(opened, "error 0x8007ffff vpn", known)
    expect(opened.locator(".kb-above")).to_contain_text("No article has the code 8007ffff.")
    question = known["answers"]["error 0x8007ffff vpn"]["question"]
    expect(opened.locator(".kb-question")).to_contain_text(f"Ask first: {question['text']}")
    expect(opened.locator(".kb-question")).to_contain_text("(tells 1, 2, 3 and 4 apart)")
    ask(opened, "the interent is down", known)
    expect(opened.locator(".kb-above")).to_contain_text("Took “interent” for internet.")
    opened.get_by_role("button", name="internet", exact=True).click()
    expect(opened.locator(INPUT)).to_have_value("the internet is down")
    expect(opened.locator(INPUT)).to_be_focused()
    expect(opened.locator(".kb-notice")).to_have_count(0)


def test_filters_offer_what_the_articles_have(opened: Page, known: Known) -> None:
    options = opened.get_by_label("Product").locator("option").all_inner_texts()
    assert options == ["Product", *(f"{value} ({count})" for value, count in known["facets"]["product"])]
    ask(opened, "laptop", known)
    opened.get_by_label("Product").select_option("vpn")
    wanted = [hit["title"] for hit in known["answers"]["laptop"]["hits"] if "vpn" in hit["products"]]
    expect(opened.locator(".kb-hit")).to_have_count(len(wanted))
    assert hits(opened) == wanted
    opened.fill(INPUT, "nothing at all")
    expect(opened.locator(".kb-below .kb-message")).to_contain_text("Only articles with product vpn were asked for.")
    opened.get_by_role("button", name="Ask all articles").click()
    expect(opened.get_by_label("Product")).to_have_value("")


def test_a_sentence_in_quotes_that_nobody_wrote(opened: Page) -> None:
    opened.fill(INPUT, '"laptop vpn nothing"')
    opened.get_by_role("button", name="Search without quotes").click()
    expect(opened.locator(INPUT)).to_have_value("laptop vpn nothing")
    expect(opened.locator(INPUT)).to_be_focused()


def test_more_hits(opened: Page, known: Known) -> None:
    ask(opened, "vpn", known)
    opened.get_by_role("button", name="Show more").click()
    expect(opened.locator(".kb-hit")).to_have_count(len(known["answers"]["vpn"]["hits"]))
    expect(opened.get_by_role("button", name="Show more")).to_have_count(0)
    expect(opened.locator(INPUT)).to_be_focused()


def test_without_facets_the_search_goes_on(page: Page, url: str) -> None:
    page.add_init_script("globalThis.kbStandIn = {fails: (text) => text === undefined};")
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type("vpn")
    expect(page.locator(".kb-hit")).to_have_count(10)
    expect(page.get_by_label("Product")).to_be_disabled()


def test_links_lead_to_the_site_as_it_is_read_not_as_it_is_published(opened: Page, url: str) -> None:
    href = "(url) => kb.hit.href(url, kb.loader.base)"
    assert opened.evaluate(href, "a/b/") == f"{url}a/b/"
    opened.evaluate("kb.index = {siteUrl: 'https://kb.example.org/desk/'}")
    assert opened.evaluate(href, "https://kb.example.org/desk/a/b/") == f"{url}a/b/"
    assert opened.evaluate(href, "https://other.example.org/a/") == "https://other.example.org/a/"
    assert opened.evaluate(href, "javascript:alert(1)") == url
