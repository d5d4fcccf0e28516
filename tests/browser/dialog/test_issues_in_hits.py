"""Known issues that a question means stand first in the dialog, for as long as they are known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sites import served

from kb_tools.site import known_issues
from tests.browser.dialog.driving import INPUT, Known, ask, expect, hits
from tests.browser.dialog.site import STRICT

if TYPE_CHECKING:
    from playwright.sync_api import Page

ISSUE = {
    "id": "vpn-down", "title": "VPN <b>gateway</b> down", "url": "field-laptops/", "products": ["vpn"], "symptoms": [],
    "error_codes": [], "since": "", "next_update": "2099-11-22 15:00", "expires": None, "workaround": "",
    "say": "We know.\nWe work on it.", "version": "v1",
}  # fmt: skip


def publish(site: Path, *issues: dict[str, Any]) -> None:
    found = {"format": 1, "written": datetime.now(UTC).isoformat(), "issues": list(issues)}
    known_issues.write(site / "known-issues.json", found)


@pytest.fixture
def own(site: Path, tmp_path: Path) -> Path:
    """The dialog's site, with known issues on its pages."""
    copy = shutil.copytree(site, tmp_path / "site")
    for asset in (known_issues.style(), known_issues.script()):
        (copy / asset.path).parent.mkdir(exist_ok=True)
        (copy / asset.path).write_bytes(asset.content)
    for page in copy.rglob("*.html"):
        base = "../" * (len(page.relative_to(copy).parts) - 1)
        page.write_text(known_issues.mounted(page.read_text(encoding="utf-8"), base), encoding="utf-8")
    publish(copy, ISSUE)
    return copy


@pytest.fixture
def address(own: Path) -> Iterator[str]:
    with served(own, {"Content-Security-Policy": STRICT}) as (found, _):
        yield found


@pytest.fixture
def asked(page: Page, address: str, known: Known) -> Page:
    """The dialog with the answer to "vpn"."""
    page.goto(address)
    expect(page.locator("aside.kb-issues")).to_be_visible()
    page.keyboard.press("/")
    page.locator(".kb-filters").wait_for()
    ask(page, "vpn", known)
    return page


def test_it_stands_first_with_what_to_say_and_when_to_look_again(asked: Page, known: Known) -> None:
    first = asked.locator("#kb-hits > *").first
    assert first.get_attribute("class") == "kb-known"
    assert first.locator(".kb-known__title").inner_text() == "VPN <b>gateway</b> down"
    assert "We know.\nWe work on it." in first.inner_text()
    expect(first).to_contain_text("Next update: 2099-11-22 15:00")
    expect(asked.get_by_role("option", name="Known issue VPN <b>gateway</b> down")).to_have_count(1)
    expect(asked.locator(".kb-offscreen[role=status]")).to_contain_text("Known issue: VPN")
    assert hits(asked) == [hit["title"] for hit in known["answers"]["vpn"]["hits"][:10]], "the ranking is as it was"


def test_arrows_and_enter_reach_it_and_digits_stay_with_the_articles(asked: Page, address: str, known: Known) -> None:
    field = asked.locator(INPUT)
    asked.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "kb-known-1")
    asked.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "kb-hit-1")
    asked.keyboard.press("ArrowUp")
    asked.keyboard.press("Enter")
    expect(asked).to_have_url(f"{address}field-laptops/")
    asked.go_back()
    expect(asked.locator(".kb-hit")).to_have_count(10)
    asked.keyboard.press("Alt+Digit2")
    expect(asked).to_have_url(address + known["answers"]["vpn"]["hits"][1]["url"])


def test_it_comes_and_goes_while_the_list_is_read(asked: Page, own: Path) -> None:
    asked.keyboard.press("ArrowDown")
    asked.keyboard.press("ArrowDown")
    chosen = asked.locator("[aria-selected=true]")
    expect(chosen).to_have_id("kb-hit-1")
    publish(own)
    asked.evaluate("dispatchEvent(new Event('online'))")
    expect(asked.locator(".kb-known")).to_have_count(0)
    expect(chosen).to_have_id("kb-hit-1")
    expect(asked.locator(INPUT)).to_have_attribute("aria-activedescendant", "kb-hit-1")
    publish(own, {**ISSUE, "version": "v2", "title": "VPN down again", "url": ""})
    asked.evaluate("dispatchEvent(new Event('online'))")
    expect(asked.locator(".kb-known")).to_contain_text("VPN down again")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_id("kb-hit-1")


def test_without_a_page_of_its_own_enter_opens_the_first_article(
    asked: Page, own: Path, address: str, known: Known
) -> None:
    publish(own, {**ISSUE, "version": "v2", "url": "https://elsewhere.example.org/"})
    asked.evaluate("dispatchEvent(new Event('online'))")
    expect(asked.locator("div.kb-known")).to_have_count(1)
    asked.keyboard.press("Enter")
    expect(asked).to_have_url(address + known["answers"]["vpn"]["hits"][0]["url"])


def test_it_is_shown_where_nothing_is_found_and_where_it_is_not_meant_it_is_not(asked: Page, known: Known) -> None:
    asked.fill(INPUT, "gateway vpn nobody")
    expect(asked.locator(".kb-hit")).to_have_count(0)
    expect(asked.locator(".kb-known")).to_have_count(1)
    ask(asked, "809", known)
    expect(asked.locator(".kb-known")).to_have_count(0)
    expect(asked.locator("aside.kb-issues")).to_have_count(1)
