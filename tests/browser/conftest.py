"""One Chromium for all browser tests: the one that Debian installs, driven by Playwright."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent
PATIENCE = 60
"""Seconds that a script in a page may take: Playwright itself would wait for ever."""

NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests come last: as long as Playwright drives a browser, its event loop runs, and nothing else can run one."""
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[test]'")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(api.Page, "evaluate", _impatient(api.Page.evaluate))
            yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes contexts with the options of the browser's own, and closes them."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(**options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def watched() -> Iterator[Callable[[BrowserContext, str], Page]]:
    """Makes pages in which nothing may go wrong: no error, no warning, nothing asked of anybody but the server given."""
    wrong: list[str] = []

    def new_page(context: BrowserContext, server: str) -> Page:
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        inside = (server, "file:", "data:")
        page.on("request", lambda request: None if request.url.startswith(inside) else wrong.append(request.url))
        return page

    yield new_page
    assert wrong == []


def _impatient(evaluate: Any) -> Any:
    """`Page.evaluate` that fails where the script's promise is not kept: the page is closed under it."""
    from greenlet import greenlet  # Playwright's own, for what is called back from its loop

    def impatient(page: Page, *arguments: Any, **named: Any) -> Any:
        timer = asyncio.get_running_loop().call_later(PATIENCE, lambda: greenlet(page.close).switch())
        try:
            return evaluate(page, *arguments, **named)
        finally:
            timer.cancel()

    return impatient
