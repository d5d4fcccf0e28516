"""What a page loads, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kb_tools.site import mount
from tests.browser.dialog.driving import DIALOG, INPUT, Known, expect, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.dialog.conftest import Server


def test_a_page_loads_nothing_of_the_search_until_it_is_touched(page: Page, server: Server) -> None:
    url, asked = server
    asked.clear()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert {path for path in asked if path.startswith("/kb/")} == {
        f"/{mount.loader().path}",
        f"/{mount.dialog_style().path}",
    }
    page.hover(".kb-open")
    until(page, "globalThis.kb.searchDialog && globalThis.kbStandIn")
    assert {"/kb/engine.js", "/kb/answers.js", f"/{mount.dialog_script().path}"} <= set(asked)
    expect(page.locator(DIALOG)).to_have_count(0)


def test_what_is_typed_while_the_rest_loads_is_not_lost(page: Page, url: str, known: Known) -> None:
    held: list[Any] = []
    page.route("**/kb/engine.js", lambda route: held.append(route))
    page.goto(url)
    page.keyboard.press("/")
    page.keyboard.type("vpn")
    expect(page.locator(INPUT)).to_have_value("vpn")
    expect(page.locator(".kb-loading")).to_be_visible()
    held[0].continue_()
    expect(page.locator(".kb-hit")).to_have_count(10)
    expect(page).to_have_url(re.compile(r"#kb\?q=vpn$"))
