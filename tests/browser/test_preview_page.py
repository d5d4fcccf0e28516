"""kb preview in the browser: a mistake is saved and stands at its place; it is mended and goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from mkdocs_sites import configure
from previews import Served, preview
from trees import article, settle, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BODY = """# VPN drops

## Check

| Code | Means |
|------|-------|
| 809  | see [mail](mail.md) |

## Fix

1. Restart it.
2. See [mail](mail.md#wait) then.

```sh
restart --now
```

Last words.
"""
FILES = {
    "docs/index.md": "# Home\n\n[VPN](vpn.md)\n",
    "docs/vpn.md": article("VPN drops", BODY),
    "docs/mail.md": article("Mail is slow", "# Mail is slow\n\n## Wait\n\nWait.\n"),
}


@pytest.fixture(params=[[], ["navigation.instant"]], ids=["", "instant"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    return settle(configure(tmp_path, FILES, theme={"name": "material", "font": False, "features": request.param}))


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    with preview(folder) as served:
        yield served


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(30_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def save(folder: Path, *changes: tuple[str, str]) -> None:
    text = FILES["docs/vpn.md"]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    write(folder, {"docs/vpn.md": text})


BEFORE = "(finding) => finding.previousElementSibling?.textContent ?? finding.parentElement.textContent"


def test_a_mistake_comes_at_its_place_and_goes_when_it_is_mended(folder: Path, served: Served, page: Page) -> None:
    page.goto(served.address)
    page.get_by_role("link", name="VPN", exact=True).first.click()
    bar = page.locator(".kb-preview")
    bar.wait_for()
    errors = page.locator(".kb-finding--error")
    assert errors.count() == 0
    save(folder, ("mail.md)", "gone.md)"), ("mail.md#wait", "mail.md#later"), ("Last words", "Last [words](away.md)"))
    page.locator(".kb-finding--error", has_text="away.md").wait_for()
    assert "3 errors" in bar.locator("summary").inner_text()
    places = {error.inner_text().split(" leads")[0].split("\n")[-1]: error.evaluate(BEFORE) for error in errors.all()}
    assert len(places) == 3
    assert any("809" in text for name, text in places.items() if "gone.md" in name)
    assert any("Last words" in text for name, text in places.items() if "away.md" in name)
    assert page.locator("li .kb-finding--error").count() == 1
    assert "then." in page.locator("li:has(.kb-finding--error)").inner_text()

    # By keyboard alone: the bar opens, and its links lead to the findings.
    bar.locator("summary").press("Enter")
    bar.get_by_role("link", name="away.md").press("Enter")
    assert "away.md" in page.evaluate("document.activeElement.textContent")

    save(folder)
    page.wait_for_function("!document.querySelector('.kb-finding--error') && document.querySelector('.kb-preview')")
    # What another file causes.
    write(folder, {"docs/mail.md": article("Mail is slow", "# Mail is slow\n\n## Hold on\n\nWait.\n")})
    page.locator("li .kb-finding--error", has_text="#wait").wait_for()


def test_what_was_just_saved_is_found(folder: Path, served: Served, page: Page) -> None:
    page.goto(f"{served.address}vpn/")
    page.locator(".kb-preview").wait_for()
    save(folder, ("Last words", "Zanzibar words"))
    page.get_by_text("Zanzibar words").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("zanzibar")
    page.locator(".kb-search").get_by_text("VPN drops").first.wait_for()


def test_settings_that_break_are_told_in_the_page(folder: Path, served: Served, page: Page) -> None:
    page.goto(f"{served.address}vpn/")
    page.locator(".kb-preview").wait_for()
    whole = (folder / "mkdocs.yml").read_text()
    write(folder, {"mkdocs.yml": "site_name: ["})
    page.locator(".kb-preview [role=alert]", has_text="mkdocs.yml").wait_for()
    assert page.get_by_text("Last words").is_visible()
    write(folder, {"mkdocs.yml": whole})
    page.wait_for_function(
        "!document.querySelector('.kb-preview [role=alert]') && document.querySelector('.kb-preview')"
    )
