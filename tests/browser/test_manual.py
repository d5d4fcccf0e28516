"""What the manual promises of the site, on the site that holds the manual."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sites import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "manual"
PAGES = ("", "internet/", "internet/no-sync/", "overview/", "overview/symptoms/", "tags/", "manual/site/", "404.html")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Served with the header that the manual gives."""
    found = re.search(
        r"^Content-Security-Policy: (default-src 'none'; .*)$", (MANUAL / "site.md").read_text(encoding="utf-8"), re.M
    )
    assert found is not None
    folder = tmp_path_factory.mktemp("site")
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder))
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    with served(folder, {"Content-Security-Policy": found[1]}) as (url, _):
        yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the site; whatever the browser complains about fails the test."""
    context = browser.new_context(base_url=address, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_the_header_of_the_manual_forbids_nothing_that_is_needed(page: Page) -> None:
    for path in PAGES:
        page.goto(path)
        page.wait_for_load_state("networkidle")
    page.goto("internet/no-sync/")
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("vpn drops")
    page.locator(".kb-hit").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vpn-drops/")


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k", "Meta+k"])
def test_a_key_of_the_manual_opens_the_search(page: Page, key: str) -> None:
    page.goto("")
    page.keyboard.press(key)
    page.locator("dialog.kb-search[open]").wait_for()
    page.keyboard.press("Escape")
    page.locator("dialog.kb-search").wait_for(state="hidden")


def test_the_ticket_note_of_the_manual_is_one(page: Page) -> None:
    """Line by line: what differs are address, revision, days and time."""
    text = (MANUAL / "site-for-agents.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", text, re.S)
    assert shown is not None
    page.goto("internet/no-sync/")
    for key in ("1", "2", "w"):
        page.keyboard.press(key)
    page.keyboard.type("both lights red")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Ticket note copied").wait_for()
    note = page.evaluate("navigator.clipboard.readText()")
    assert masked(note) == masked(shown[1])


def masked(note: str) -> str:
    note = re.sub(r"^(Address|Trust|Time): .*$", r"\1: ...", note, flags=re.M)
    return re.sub(r" \(revision [^)]*\)$", "", note, flags=re.M)
