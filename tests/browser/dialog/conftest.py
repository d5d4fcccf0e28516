"""A site with the dialog in it, a server for it, and a page of it in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from sites import served

from tests.browser.dialog.site import STRICT, answers, build

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

TEXTS = (
    "vpn", "vp", "v", "vpn drops", "809", "80", "8", "the interent is down", "the internet is down", "error 0x8007ffff vpn",
    "laptop", '"no such words here"', "docking station",
)  # fmt: skip

THEIRS = ("__md_get", "__md_set", "__md_scope", "__md_hash")
"""Material needs inline scripts, which the policy forbids; what it misses then is none of ours."""


class Server(NamedTuple):
    url: str
    asked: list[str]
    """The paths that were asked for."""


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Real answers, and one that is hostile all over."""
    folder = tmp_path_factory.mktemp("answers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KB_CACHE", str(tmp_path_factory.mktemp("answers-cache")))
        found = answers(folder, TEXTS)
    found["answers"]["evil"] = evil()
    return found


def evil() -> dict[str, Any]:
    bad = '<img src=x onerror="globalThis.pwned=1"><script>pwned=1</script>\u202e\x1b[31m&amp;'
    hit = {
        "id": bad, "path": bad, "title": bad, "score": 1, "url": "javascript:globalThis.pwned=1", "kind": "fault",
        "why": {"kind": "sentence", "text": f"\U0001f4bb\U0001f4bb b\u00e4h {bad}", "marks": [[0, 1], [3, 6]]},
        "first_step": {"kind": "constructor", "text": bad}, "trust": {
            "confidence": "archived", "last_reviewed": None, "review_due": None, "stale": True, "known_issue": True,
            "summary": "KNOWN ISSUE, STALE since 2026-01-01, archived, never reviewed"},
        "escalate_to": bad, "ask": None, "owner": None, "audience": None, "products": [], "applies_to": [],
        "error_codes": [], "symptoms": [],
    }  # fmt: skip
    return {
        "query": "evil", "hits": [hit], "took_ms": 0, "unknown_codes": [bad], "corrected": {bad: [bad]},
        "question": {"text": bad, "between": [bad, "another"]},
    }  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, known: dict[str, Any]) -> Path:
    return build(tmp_path_factory.mktemp("site"), known)


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[Server]:
    with served(site, {"Content-Security-Policy": STRICT}) as running:
        yield Server(*running)


@pytest.fixture
def url(server: Server) -> str:
    """The site's root."""
    return server.url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; an error in one of our scripts fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert not [error for error in errors if not any(name in error for name in THEIRS)]


@pytest.fixture
def opened(page: Page, url: str) -> Page:
    """A page with the dialog open and ready."""
    page.goto(url)
    page.keyboard.press("/")
    page.locator(".kb-filters").wait_for()
    return page
