"""One query typed as a reader types it, key by key, in a browser that has never seen the site: what was waited for."""

from __future__ import annotations

from typing import NamedTuple

from in_browser import Search
from playwright.sync_api import Browser, Page
from renderers import private, renderers, slowed
from served import Served
from sites import Failed

KEY = 60
"""Milliseconds from one key to the next."""

CALM = 8
"""Turns of 50 ms without a change: then an answer is taken for whole. Pagefind asks 300 ms after the last key."""


class Typed(NamedTuple):
    """What a reader waited for, in a browser that had never seen the site."""

    before: int
    """Bytes of the search that the page loads although nobody has touched it."""
    to_first: int
    whole: int
    first: float
    """Milliseconds from the touch that opens the search."""
    last: float | None
    """Milliseconds from the last key; None where the answer is that there is none."""
    later: float | None
    """The same for another query in the same page."""
    bare: float
    """MB of the page before it is touched."""
    memory: float


def typed(
    browser: Browser, search: Search, served: Served, start: str, queries: tuple[str, str], times: float
) -> Typed:
    served.log.clear()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.add_init_script(search.watch())
        page.goto(served.root + start)
        before = served.size()
        pids = renderers()
        bare = private(pids)
        with slowed(pids, times):
            cold = _type(page, search, queries[0])
            until = page.evaluate("performance.timeOrigin + seen.first") / 1000
            memory = private(pids)
            to_first, whole = served.size(until), served.size()
            page.fill(search.input, "")
            page.wait_for_timeout(500 * times)
            page.evaluate("seen.first = 0")
            warm = _type(page, search, queries[1])
        return Typed(
            before, to_first - before, whole - before, cold["first"] and cold["first"] - cold["touched"],
            _from_last_key(cold), _from_last_key(warm), bare, memory,
        )  # fmt: skip
    finally:
        context.close()


def _type(page: Page, search: Search, text: str) -> dict[str, float]:
    if page.evaluate("(input) => document.activeElement !== document.querySelector(input)", search.input):
        if search.open:
            page.keyboard.press(search.open)
        else:
            page.click(search.input)
    page.wait_for_function("(input) => document.activeElement === document.querySelector(input)", arg=search.input)
    page.keyboard.type(text, delay=KEY)
    seen: dict[str, float] | None = page.evaluate(search.until_whole(), [text, CALM])
    if seen is None:
        raise Failed("no whole answer within 90 s")
    return seen


def _from_last_key(seen: dict[str, float]) -> float | None:
    """Where the answer to the last key changes nothing, it was there before."""
    return max(0.0, seen["last"] - seen["key"]) if seen["first"] else None
