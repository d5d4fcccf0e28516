"""Pages that do not say they are UTF-8, as older tools write them: their scripts would be read in the page's encoding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bases import searcher
from sites import served
from trees import article, settle, write

from kb_tools.site.publish import publish

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE = (
    "<html><head>{}<title>x</title></head><body><main><h1>Störung</h1><h2 id='jä'>Say</h2><p>Ja.</p>"
    "<h2 id='lösung'>Fix</h2><ol><li>Stecker prüfen</li></ol></main></body></html>"
)
STATES = {"known": "Netz gestört", "vpn": "VPN verliert Schlüssel"}


@pytest.mark.parametrize("meta", ["", '<meta charset="windows-1252">'])
def test_what_is_put_into_it_is_read_as_it_was_meant(browser: Browser, tmp_path: Path, meta: str) -> None:
    site = tmp_path / "site"
    files = {"docs/known.md": article(STATES["known"], "## Say\n\nGeduld, bitte – es läuft.\n", status="known-issue"),
             "docs/vpn.md": article(STATES["vpn"], "## Say\n\nJa.\n\n## Fix\n\n1. Schlüssel prüfen.\n", owner="Müller",
                                    symptoms="[der Schlüssel fehlt]")}  # fmt: skip
    base = searcher(settle(write(tmp_path / "base", files)))
    for name in STATES:
        (site / name).mkdir(parents=True)
        (site / name / "index.html").write_bytes(PAGE.format(meta).encode("windows-1252"))
    publish(base, site)
    context = browser.new_context()
    context.set_default_timeout(10_000)
    with served(site, {}) as (url, _):
        for root in (url, f"{site.as_uri()}/"):
            page = context.new_page()
            page.goto(f"{root}vpn/index.html")
            assert page.locator("h1").inner_text() == "Störung"
            assert "Müller" in page.locator(".kb-head").inner_text()
            assert "der Schlüssel fehlt" in (page.locator(".kb-callers").text_content() or "")
            page.locator(".kb-issues").wait_for()
            assert "Netz gestört" in page.locator(".kb-issues").inner_text()
            assert "Geduld, bitte – es läuft." in page.locator(".kb-issues").inner_text()
            page.get_by_role("button", name="Copy “Say”").wait_for()
            page.locator(".kb-jumps a", has_text="Fix").click()
            assert page.evaluate("document.querySelector(':target').id") == "lösung"
            page.keyboard.press("/")
            assert page.locator(".kb-close").inner_text() == "✕"
            page.fill("#kb-input", "schlüssel")
            assert page.locator(".kb-hit__title").inner_text() == "VPN verliert Schlüssel"
            assert "↑ ↓" in page.locator(".kb-keys").inner_text()
            page.close()
    context.close()
