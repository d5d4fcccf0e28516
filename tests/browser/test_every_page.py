"""Every kind of page: on every screen, light and dark, under a strict policy, without a server, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs_sites import THEME, build
from sites import served
from trees import article

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
"""Material's icons are pictures within its style sheet; known issues are asked for; the rest is files of the site."""

LONG = "A title that goes on-and-on-" + "and-on" * 30
WIDE = "| column" * 12 + " |\n" + "|---" * 12 + "|\n" + "| `A_LONG_CONSTANT` " * 12 + "|\n"
HOSTILE = f"""
## Say

"One moment."

## Check

{WIDE}
## Fix

1. Deep:
    1. deeper
        - and deeper
            1. still
                - {"w" * 200}
2. A command:

    ```
    tool {"--option=value " * 30}
    ```

    !!! warning "Data {"loss" * 50}"
        It is gone.

3. <b>Raw</b> <div style="width: 3000px" onclick="alert()">wide</div> <table width="3000"><tr><td>old</td></tr></table>

<div dir="rtl" markdown>

1. כבה את הנתב.
2. הדלק.

</div>

## Why

https://example.org/{"a" * 300}
"""
FILES = {
    "docs/index.md": "---\nhide: [navigation, toc]\n---\n\n# What does the caller say?\n\n"
        '<label class="md-button" for="__search">Search</label>\n<a class="md-button" href="#kb?q=vpn">Ask</a>\n\n'
        '!!! danger "Danger"\n    [Go here](net/index.md).\n\n'
        "Tags: [all](tags.md). Manual: [settings](manual/settings.md).\n",
    "docs/tags.md": "# All tags\n\n<!-- material/tags -->\n",
    "docs/manual/settings.md": "# Settings\n\n| Name | Default |\n|---|--:|\n| `docs` | `docs_dir` |\n\n"
        f"{WIDE}\n```toml\na = 1\n```\n",
    "docs/net/index.md": "# Network\n\n| On the screen | Go to |\n|---|---|\n| 809 | [VPN](vpn.md) |\n",
    "docs/net/vpn.md": article(
        "VPN error 809", '\n# VPN error 809\n\n## Say\n\n"We try another way in."\n\n## Check\n\nHotspot?\n\n## Fix\n\n'
        "1. Open a browser.\n2. Use the hotspot.\n\n## If that fails\n\nAsk **network-oncall**.\n\n## Why\n\nNAT.\n",
        id="vpn-809", symptoms="['it says eight oh nine', 'no tunnel']", error_codes='["809"]', products="[vpn]",
        owner="network-team", confidence="validated", last_reviewed="2026-01-01", review_interval="90d",
        escalate_to="network-oncall", tags="[vpn]", redirects="[old.md]",
    ),
    "docs/net/how.md": article(
        "Add a network printer", "\n## Do\n\n1. Open the settings.\n2. Add it.\n", products="[vpn, printer]", tags="[vpn]",
    ),
    "docs/net/outage.md": article(
        "Mail does not arrive", '\n## Say\n\n"We know. News at three."\n\n## Workaround\n\n1. Use the web page.\n',
        status="known-issue", expires="2099-01-01", since="2020-11-22 13:40", next_update="2099-11-22 15:00",
        symptoms="['nothing arrives']", products="[mail]", escalate_to="mail-oncall",
    ),
    "docs/net/bare.md": "# Bare\n\nNothing but text, and [a link](vpn.md) in it.\n",
    "docs/net/hostile.md": article(
        f"'{LONG}'", HOSTILE, symptoms=str([f"symptom number {n}" for n in range(40)]), owner="o" * 90,
        error_codes=str([f"0x8007{n:04X}" for n in range(40)]), products=f"[{'p' * 90}, vpn]",
    ),
    "docs/net/ja.md": article(
        "ネットワークに接続できない場合の対処方法", "\n## Say\n\n「少々お待ちください。」\n\n## Fix\n\n1. 電源を切ります。\n",
    ),
}  # fmt: skip
KINDS = {
    "front": "index.html", "section": "net/index.html", "fault": "net/vpn/index.html", "how-to": "net/how/index.html",
    "known issue": "net/outage/index.html", "bare": "net/bare/index.html", "hostile": "net/hostile/index.html",
    "Japanese": "net/ja/index.html", "tags": "tags/index.html", "manual": "manual/settings/index.html", "404": "404.html",
    "overview": "overview/index.html", "products": "overview/products/index.html", "symptoms": "overview/symptoms/index.html",
}  # fmt: skip
FAULT = KINDS["fault"]
OPTIONS = {
    "fixed": "https://tracker.example.org/new?title={id}&answer={answer}&body={note}",
    "wrong": "mailto:kb@example.org?subject={title}&body={note}",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    theme = {**THEME, "features": ["navigation.tabs", "navigation.indexes", "navigation.prune", "content.code.copy"]}
    return build(tmp_path_factory.mktemp("every"), FILES, OPTIONS, theme=theme)


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with served(site, {"Content-Security-Policy": STRICT}) as (address, _):
        yield address


Open = Callable[..., "Page"]


@pytest.fixture
def opened(server: str, watched: Open, new_context: Callable[..., BrowserContext]) -> Open:
    """Opens pages; at the end nothing may have gone wrong in any: no error, no warning, nothing asked of anybody else."""

    def open_page(path: str, **options: Any) -> Page:
        page = watched(new_context(**options), server)
        page.goto(path if "://" in path else server + path)
        return page

    return open_page


def settled(page: Page) -> None:
    """The known issues are there, and nothing fades any more."""
    page.locator(".kb-issue").first.wait_for(state="attached")
    page.wait_for_timeout(200)


def assert_accessible(page: Page) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -e '.[test]'"
    )
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def too_wide(page: Page) -> list[str]:
    """What sticks out of the page to the right, where it would have to be scrolled sideways."""
    return page.evaluate(  # type: ignore[no-any-return]
        "document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]"
        ".filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.outerHTML.slice(0, 90))"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_whole_on_every_screen_and_axe_finds_nothing(opened: Open, kind: str) -> None:
    """Light and dark, under the policy, with the banner of a known issue open."""
    for width, scheme, name in ((320, "light", "default"), (1920, "dark", "slate")):
        page = opened(KINDS[kind], viewport={"width": width, "height": 800}, color_scheme=scheme)
        settled(page)
        assert page.locator("body").get_attribute("data-md-color-scheme") == name
        assert too_wide(page) == []
        assert_accessible(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_be_read_without_a_server_and_without_scripts(opened: Open, site: Path, kind: str) -> None:
    page = opened((site / KINDS[kind]).as_uri() if kind != "404" else KINDS[kind])
    settled(page)
    words = page.locator("h1").inner_text()
    plain = opened(KINDS[kind], java_script_enabled=False)
    assert plain.locator("h1").inner_text() == words
    assert plain.locator("article").inner_text() != ""
    # What only scripts can do is not offered. (Material's palette and drawer are labels of checkboxes.)
    assert [
        each.inner_text()
        for each in plain.locator("button, label[for=__search], [href*='#kb?']").all()
        if each.is_visible()
    ] == []


def test_links_lead_to_pages_where_no_server_does_it(opened: Open, site: Path) -> None:
    page = opened((site / "index.html").as_uri())
    settled(page)
    page.get_by_role("link", name="Go here").click()
    page.wait_for_url((site / "net" / "index.html").as_uri())
    page.locator("article").get_by_role("link", name="VPN").click()
    page.wait_for_url((site / FAULT).as_uri())


def test_an_address_that_leads_nowhere_offers_a_way_on(opened: Open, server: str) -> None:
    page = opened("404.html")
    settled(page)
    page.locator("article").get_by_role("button", name="Search").click()
    assert page.locator("dialog.kb-search").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Front page").click()
    page.wait_for_url(server)


@pytest.mark.parametrize("opener", ["label", "a[href*=kb]"])
def test_what_the_team_puts_on_a_page_opens_the_search(opened: Open, opener: str) -> None:
    page = opened("")
    settled(page)
    page.locator(f"article {opener}").click()
    assert page.locator("dialog.kb-search").is_visible()
    if opener != "label":
        page.locator(".kb-hit__title", has_text="VPN").first.wait_for()


# --- what opens on a page ------------------------------------------------------------------------------------------------


def searched(text: str) -> Callable[[Page], None]:
    def open_dialog(page: Page) -> None:
        page.keyboard.press("/")
        page.locator(".kb-filters").wait_for()
        page.keyboard.type(text)
        if text:
            page.locator(".kb-hit, .kb-message").first.wait_for()

    return open_dialog


def note(page: Page) -> None:
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.type("works on the hotspot")


def callers(page: Page) -> None:
    page.locator(".kb-callers summary").click()


STATES: dict[str, Callable[[Page], None]] = {
    "search": searched(""), "hits": searched("vpn 809"), "known issue": searched("nothing arrives"), "typo": searched("prinetr"),
    "nothing": searched("zzzz qqqq"), "note": note, "keys": lambda page: page.keyboard.press("?"), "callers": callers,
}  # fmt: skip


@pytest.mark.parametrize(
    ("state", "width", "scheme"),
    [
        ("search", 320, "dark"), ("hits", 320, "dark"), ("hits", 1280, "light"), ("known issue", 320, "dark"),
        ("known issue", 1280, "light"), ("typo", 1280, "dark"), ("nothing", 320, "light"), ("note", 320, "dark"),
        ("note", 1280, "light"), ("keys", 320, "light"), ("callers", 320, "dark"),
    ],
)  # fmt: skip
def test_what_opens_is_whole_and_accessible(opened: Open, state: str, width: int, scheme: str) -> None:
    page = opened(FAULT, viewport={"width": width, "height": 800}, color_scheme=scheme)
    settled(page)
    STATES[state](page)
    page.wait_for_timeout(250)
    assert too_wide(page) == []
    assert_accessible(page)


# --- a call, by keyboard alone -------------------------------------------------------------------------------------------


def test_a_whole_call_without_the_mouse(opened: Open, server: str) -> None:
    page = opened("", viewport={"width": 1280, "height": 800})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.keyboard.press("/")
    page.locator(".kb-filters").wait_for()
    page.keyboard.type("it says eight oh nine")
    page.locator(".kb-hit__title", has_text="VPN error 809").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}net/vpn/**")
    page.get_by_text("0 of 2 steps done").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.type("hotel Wi-Fi")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.get_by_role("status").filter(has_text="Ticket note copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Article: vpn-809" in copied
    assert "1. Open a browser." in copied
    assert "Found: hotel Wi-Fi" in copied
    page.go_back()
    page.wait_for_url(f"{server}**")
    assert page.locator("h1").inner_text().startswith("What does the caller say?")


# --- where the eye falls -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_what_to_say_stands_on_the_first_screen(opened: Open, width: int, height: int) -> None:
    """On the desk with a known issue open above it, too; on a phone when that is folded."""
    page = opened(FAULT, viewport={"width": width, "height": height}, has_touch=width < 800, is_mobile=width < 800)
    settled(page)
    if width < 800:
        page.locator(".kb-issue summary").tap()
    page.evaluate("scrollTo(0, 0)")
    words = page.locator(".kb-say p").first.bounding_box()
    assert words is not None
    assert words["y"] + words["height"] <= height


def test_a_finger_meets_what_it_aims_at(opened: Open) -> None:
    """44 pixels, where there is nothing but a touch screen."""
    page = opened(FAULT, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    settled(page)
    names = (".kb-button", ".kb-tick", ".kb-callers summary", ".kb-issue summary", ".kb-issue__link", ".kb-open")
    targets = page.locator(", ".join(names)).all()
    small = [
        (target.inner_text(), box)
        for target in targets
        if target.is_visible() and (box := target.bounding_box()) and round(box["height"]) < 44
    ]
    assert small == []


def test_the_header_does_not_cover_what_a_link_leads_to(opened: Open) -> None:
    page = opened(f"{FAULT}#fix", viewport={"width": 390, "height": 300})
    settled(page)
    bottom = page.locator(".md-header").evaluate("(header) => header.getBoundingClientRect().bottom")
    heading = page.locator("#fix").evaluate(
        "(heading) => { const range = document.createRange(); range.selectNodeContents(heading);"
        " return range.getBoundingClientRect().top; }"
    )
    assert bottom <= heading < 300


def test_whoever_wants_no_motion_or_few_colors_gets_none(opened: Open) -> None:
    page = opened(FAULT, reduced_motion="reduce", forced_colors="active")
    settled(page)
    page.keyboard.press("1")
    toast = page.get_by_role("status").filter(has_text="Step 1 done")
    toast.wait_for()
    assert toast.evaluate("(toast) => getComputedStyle(toast).transitionDuration") in ("0s", "")
    # A box and a line around it are all that tells what is what.
    for name in (".kb-badge", ".kb-button", ".kb-toast"):
        assert page.locator(name).first.evaluate("(box) => getComputedStyle(box).borderTopStyle") == "solid", name


@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_cut_off_or_folded_on_paper(opened: Open, scripts: bool) -> None:
    page = opened(KINDS["hostile"], viewport={"width": 790, "height": 1100}, java_script_enabled=scripts)
    if scripts:
        settled(page)
    page.emulate_media(media="print")
    assert page.get_by_text("0x80070027", exact=True).is_visible()
    for name in (".kb-section table", "pre > code"):
        for box in page.locator(name).all():
            edge = box.evaluate("(box) => box.getBoundingClientRect().right")
            column = box.evaluate("(box) => box.closest('li, section').getClientRects()[0].right")
            assert edge <= max(column, 790), name
            assert box.evaluate("(box) => box.scrollWidth <= box.clientWidth + 1"), name
