"""What the tests of the dialog do over and over."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Error, Page, expect
else:
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[test]'")
    Error, expect = api.Error, api.expect

__all__ = ["DIALOG", "INPUT", "Known", "ask", "expect", "hits", "steer", "until"]

INPUT = "#kb-input"
DIALOG = "dialog.kb-search"

Known = dict[str, Any]
"""The answers and facets that the stand-in has."""


def hits(page: Page) -> list[str]:
    """The titles that are shown."""
    return page.locator(".kb-hit__title").all_inner_texts()


def ask(page: Page, text: str, known: Known) -> None:
    """Type a question and wait for its answer."""
    page.fill(INPUT, text)
    expect(page.locator(".kb-hit")).to_have_count(min(10, len(known["answers"][text.lower()]["hits"])))


def until(page: Page, script: str) -> None:
    """Wait for something to be true. Playwright's own way evaluates text in the page, which the policy forbids."""
    for _ in range(100):
        with suppress(Error):  # the page is just being left for another
            if page.evaluate(f"Boolean({script})"):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {script}")


def steer(page: Page, script: str) -> None:
    """Make the stand-in slow, or fail."""
    page.evaluate(f"Object.assign(globalThis.kbStandIn ??= {{}}, {script})")
