"""An article mid-call: in a real browser, on a real site, as an agent uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mkdocs_sites import THEME, configure, mkdocs
from repositories import git
from sites import served
from trees import article

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

STRICT = "default-src 'self'; script-src 'self'; img-src 'self' data:"
"""As strict as Material allows: its icons are pictures within its style sheet."""

SAY = '"The network stops the VPN. We try another way in."'
FIX = """1. Open a browser and any *new* page.

    *They should see:* a page.

2. Use the **hotspot** for now.

    !!! warning "Data plan"
        It may cost.

3. Power out, 30 seconds, power in.
"""
FILES = {
    "docs/index.md": "# Home\n\n[VPN](vpn/error-809.md)\n",
    "docs/vpn/index.md": "# VPN\n\n[809](error-809.md) [Else](else.md)\n",
    "docs/vpn/error-809.md": article(
        "VPN error 809", f"\n# VPN error 809\n\n## Say\n\n{SAY}\n\nThen wait.\n\n## Check\n\nHotspot?\n\n- Yes: go on.\n\n"
        f"## Fix\n\n{FIX}\n## If that fails\n\nAsk [**network-oncall**](else.md) now.\n\n## Why\n\nNAT.\n",
        id="vpn-809", symptoms="['it says eight oh nine']", error_codes='["809"]', products="[vpn]", audience="internal",
        confidence="validated", owner="network-team", last_reviewed="2026-01-01", review_interval="90d",
        escalate_to="network-oncall", tags="[vpn]", redirects="[old.md]",
    ),
    "docs/vpn/else.md": article(
        "How to & more <b>", "\n## Say\n\nHello.\n\n## Fix\n\n### Method 1\n\n1. One.\n2. Two.\n\n"
        "### Method 2\n\n1. One.\n2. Same.\n3. Same.\n",
        audience="public", status="known-issue", expires="2026-06-01", workaround="Wait.",
    ),
    "docs/vpn/long.md": article(
        "As long as an article gets", f"\n## Say\n\n{SAY}\n\n## Check\n\nHotspot?\n\n" + "- Yes: go on below.\n" * 6
        + "\n## Fix\n\n" + "1. Open the settings of the network.\n\n    *They should see:* a page.\n\n" * 18
        + "## If that fails\n\n" + "- what has been tried\n" * 8
        + "\n## Why\n\n" + "It is the network, and nothing but the network. " * 10,
    ),
    "docs/vpn/bare.md": "# Bare\n\nNothing but text, and [a link](else.md) in it.\n",
}  # fmt: skip
OPTIONS = {
    "fixed": "https://tracker.example.org/new?title={id}&answer={answer}&body={note}",
    "wrong": "mailto:kb@example.org?subject={title}&body={note}",
    "search": False,
}
PAGE = "vpn/error-809/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    theme = {**THEME, "features": [*THEME["features"], "navigation.tabs"]}
    folder = configure(tmp_path_factory.mktemp("article"), FILES, OPTIONS, theme=theme)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    done = mkdocs(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with served(site, {"Content-Security-Policy": STRICT}) as (address, _):
        yield address


Open = Callable[..., "Page"]


@pytest.fixture
def opened(server: str, watched: Open, new_context: Callable[..., BrowserContext]) -> Open:
    """Opens pages; at the end nothing may have gone wrong in any, and nothing may have left the server."""

    def open_page(path: str = PAGE, init: str = "", context: BrowserContext | None = None, **options: Any) -> Page:
        if context is None:
            context = new_context(**options)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = watched(context, server)
        if init:
            page.add_init_script(init)
        page.goto(path if "://" in path else server + path)
        return page

    return open_page


def clipboard(page: Page) -> str:
    return page.evaluate("navigator.clipboard.readText()")  # type: ignore[no-any-return]


def ticked(page: Page) -> list[bool]:
    return [box.is_checked() for box in page.locator(".kb-tick input").all()]


def toast(page: Page, words: str) -> None:
    page.get_by_role("status").filter(has_text=words).wait_for()


# --- trust -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "overdue"), [("2026-04-01", False), ("2026-04-02", True), ("2026-11-15", True)])
def test_a_site_built_in_may_says_in_november_that_a_review_is_overdue(
    browser: Browser, server: str, day: str, overdue: bool
) -> None:
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))
    page.goto(server + PAGE)
    page.locator(".kb-button").first.wait_for()
    badges = page.locator(".kb-badge--stale").all_text_contents()
    assert badges == (["Review overdue since 2026-04-01"] if overdue else [])
    page.context.close()


def test_a_known_issue_expires_by_itself(browser: Browser, server: str) -> None:
    for day, words in (
        ("2026-06-01", "Known issue until 2026-06-01"),
        ("2026-06-02", "Known issue, over since 2026-06-01"),
    ):
        page = browser.new_context().new_page()
        page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))
        page.goto(server + "vpn/else/")
        page.locator(".kb-button").first.wait_for()
        assert page.locator(".kb-badge--known").text_content() == words
        page.context.close()


def test_without_scripts_the_article_is_whole_and_says_its_dates(opened: Open) -> None:
    page = opened(java_script_enabled=False)
    assert "last reviewed 2026-01-01, due 2026-04-01" in page.locator(".kb-head").inner_text()
    assert page.locator(".kb-fix ol > li").count() == 3
    assert page.get_by_role("link", name="This is wrong").get_attribute("href") != ""
    page.get_by_text("What callers say (1)").click()
    assert page.get_by_text("it says eight oh nine").is_visible()


# --- steps and what is noted -----------------------------------------------------------------------------------------


def test_steps_are_ticked_by_mouse_and_keyboard_and_survive_a_reload(opened: Open) -> None:
    page = opened()
    page.get_by_label("Step 1 done").check()
    page.keyboard.press("3")
    toast(page, "Step 3 done")
    assert page.get_by_text("2 of 3 steps done").is_visible()
    page.reload()
    assert ticked(page) == [True, False, True]
    page.get_by_label("Step 1 done").focus()
    page.keyboard.press("Space")
    page.keyboard.press("3")
    assert ticked(page) == [False, False, False]


def test_another_tab_shows_the_same_and_another_article_does_not(opened: Open) -> None:
    page = opened()
    other = opened(context=page.context)
    page.keyboard.press("2")
    other.get_by_text("1 of 3 steps done").wait_for()
    assert ticked(other) == [False, True, False]
    assert not any(ticked(opened("vpn/else/", context=page.context)))


def test_steps_with_the_same_words_are_told_apart_and_digits_mean_the_list_in_use(opened: Open) -> None:
    page = opened("vpn/else/")
    page.get_by_label("Step 3 done").check()
    page.keyboard.press("1")
    assert ticked(page) == [False, False, True, False, True]
    page.keyboard.press("t")
    toast(page, "copied")
    assert "  Method 2, 1. One.\n  Method 2, 3. Same.\n" in clipboard(page)


def test_the_ticket_note_is_one_key_away(opened: Open, site: Path) -> None:
    page = opened()
    page.keyboard.press("2")
    page.keyboard.press("w")
    page.keyboard.type("works on the hotspot\nnot in the hotel")
    assert "Found: works on the hotspot\n  not in the hotel" in page.locator(".kb-note__text").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    toast(page, "Ticket note copied")
    revision = git(site.parent, "rev-parse", "HEAD")[:10]
    note = clipboard(page).splitlines()
    assert note[:2] == ["VPN error 809", f"Article: vpn-809 (revision {revision})"]
    assert note[2] == f"Address: {page.url}"
    assert note[3].startswith("Trust: ")
    assert re.fullmatch(r"Time: \d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d", note[4])
    assert note[5:] == [
        "Steps done (1 of 3):", "  2. Use the hotspot for now.", "Found: works on the hotspot", "  not in the hotel",
        "Escalate to: network-oncall",
    ]  # fmt: skip


def test_the_markdown_note_shows_everything_as_it_was_typed(opened: Open) -> None:
    page = opened("vpn/else/")
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.type("*no* <b>markup</b>\n- [x](y)\n# 1_a")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+T")
    toast(page, "Markdown")
    note = clipboard(page)
    assert note.startswith("**How to \\& more**\n\n- Article: [vpn/else (revision ")
    assert "    - [x] Method 1, 1. One.\n" in note
    assert "- Found: \\*no\\* \\<b\\>markup\\</b\\>\n  \\- \\[x\\](y)\n  \\# 1\\_a\n" in note


def test_what_is_typed_survives_a_reload_and_leaves_with_a_new_call_which_can_be_undone(opened: Open) -> None:
    page = opened()
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.type("secret 0 1 2 t ?")
    page.reload()
    assert ticked(page) == [True, False, False]
    page.keyboard.press("w")
    assert page.get_by_label("What did you find?").input_value() == "secret 0 1 2 t ?"
    page.keyboard.press("Escape")
    page.keyboard.press("0")
    assert ticked(page) == [False] * 3
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kb:'))") == []
    page.keyboard.press("u")
    assert ticked(page) == [True, False, False]
    page.keyboard.press("0")
    page.reload()
    assert ticked(page) == [False] * 3


def test_yesterdays_call_is_forgotten(browser: Browser, server: str) -> None:
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(datetime(2026, 3, 1, 12))
    page.goto(server + PAGE)
    page.get_by_label("Step 1 done").check()
    page.clock.set_fixed_time(datetime(2026, 3, 2, 11))
    page.reload()
    assert ticked(page)[0]
    page.clock.set_fixed_time(datetime(2026, 3, 3, 13))
    page.goto(server + "vpn/else/")
    page.locator(".kb-button").first.wait_for()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kb:'))") == []
    page.context.close()


@pytest.mark.parametrize(
    "init",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
    ids=["forbidden", "full"],
)
def test_a_browser_that_keeps_nothing_is_survived_and_told(browser: Browser, server: str, init: str) -> None:
    page = browser.new_context().new_page()
    page.add_init_script(init)
    page.goto(server + "vpn/bare/")
    page.goto(server + PAGE)
    page.get_by_label("Step 1 done").check()
    toast(page, "keeps nothing")
    page.keyboard.press("2")
    assert ticked(page) == [True, True, False]
    page.context.close()


def test_what_is_kept_is_checked_before_it_is_used(opened: Open) -> None:
    page = opened()
    page.keyboard.press("1")
    odd = '{"steps": "x", "found": 1, "at": "y"}', '{"steps": [{}], "found": "<b>", "at": 99999999999999}'
    for value in ("{", "null", "[]", *odd):
        page.evaluate("(value) => localStorage.setItem('kb:call:/:vpn-809', value)", value)
        page.reload()
        assert ticked(page) == [False] * 3


def test_without_the_clipboard_interface_copying_still_works(opened: Open) -> None:
    """A plain http server in the house is no secure place to a browser."""
    page = opened(init="Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.keyboard.press("c")
    toast(page, "What to say is copied")
    page.keyboard.press("w")
    page.keyboard.press("Control+V")
    assert page.get_by_label("What did you find?").input_value() == SAY.strip('"') + "\n\nThen wait."


# --- words for the caller, and for the team ---------------------------------------------------------------------------


def test_a_reply_by_mail_holds_the_words_for_the_caller_and_no_more(opened: Open) -> None:
    page = opened(init="HTMLAnchorElement.prototype.click = function () { window.mailed = this.href; }")
    page.keyboard.press("e")
    assert (
        page.evaluate("decodeURIComponent(window.mailed)") == f"mailto:?subject=VPN error 809&body={SAY.strip(chr(34))}"
    )
    page.keyboard.press("Shift+E")
    toast(page, "The reply is copied")
    assert clipboard(page) == SAY.strip('"')
    public = opened("vpn/else/", context=page.context)
    public.keyboard.press("Shift+E")
    toast(public, "The reply is copied")
    assert clipboard(public) == f"Hello.\n\n1. One.\n2. Two.\n1. One.\n2. Same.\n3. Same.\n\n{public.url}"


def test_feedback_is_filled_in_and_a_tracker_is_not_told_what_was_typed(opened: Open) -> None:
    page = opened()
    page.keyboard.press("1")
    page.keyboard.press("w")
    page.keyboard.type("Mrs. Smith & Co #1")
    page.keyboard.press("Escape")
    yes, wrong = page.get_by_role("link", name="Yes"), page.get_by_role("link", name="This is wrong")
    yes.focus()
    wrong.focus()
    tracker = page.evaluate("(link) => new URL(link).searchParams.get('body')", yes.get_attribute("href"))
    assert "1. Open a browser and any new page." in tracker
    assert "Smith" not in tracker
    assert page.evaluate("(link) => new URL(link).searchParams.get('answer')", yes.get_attribute("href")) == "yes"
    mail = page.evaluate("(link) => new URL(link).searchParams.get('body')", wrong.get_attribute("href"))
    assert "Found: Mrs. Smith & Co #1" in mail


# --- keys, screens, paper -----------------------------------------------------------------------------------------------


def test_keys_are_listed_and_can_be_turned_off(opened: Open) -> None:
    page = opened()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    assert "copy the ticket note as Markdown" in dialog.inner_text()
    page.keyboard.press("1")
    assert not any(ticked(page))
    dialog.get_by_label("Single keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.reload()
    page.keyboard.press("1")
    assert not any(ticked(page))
    page.keyboard.press("?")
    assert dialog.is_visible()


def test_keys_do_nothing_while_somebody_types_or_with_modifiers(opened: Open) -> None:
    page = opened()
    page.keyboard.press("w")
    page.keyboard.type("1230t")
    page.keyboard.press("Control+Enter")
    toast(page, "Ticket note copied")
    assert "Found: 1230t" in clipboard(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+1")
    page.keyboard.press("Alt+1")
    assert not any(ticked(page))


def test_everything_is_reached_by_tab_and_shows_where_it_is(opened: Open) -> None:
    page = opened()
    page.locator(".kb-head a").first.focus()
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            "(() => { const at = document.activeElement;"
            " return [at.ariaLabel || at.textContent.trim(), getComputedStyle(at).outlineStyle]; })()"
        )
        if name == page.evaluate("document.body.textContent.trim()"):
            break
        reached.add(name)
        assert outline != "none", name
    buttons = {"Ticket notet", "What you foundw", "Copy “Say”c", "E-maile", "New call0", "Keys"}
    assert buttons | {"Step 1 done", "Step 3 done", "Yes", "This is wrong"} <= reached


def test_the_theme_may_change_pages_without_loading_them(browser: Browser, tmp_path: Path) -> None:
    """Material's navigation.instant: one press of a key is one tick, also on the third article."""
    theme = {**THEME, "features": ["navigation.instant"]}
    folder = configure(tmp_path, FILES, OPTIONS, theme=theme, site_url="https://kb.example.org/")
    assert mkdocs(folder).returncode == 0
    with served(folder / "site", {"Content-Security-Policy": STRICT}) as (address, _):
        # Only pages that the sitemap names are changed in place.
        sitemap = folder / "site" / "sitemap.xml"
        sitemap.write_text(
            sitemap.read_text(encoding="utf-8").replace("https://kb.example.org/", address), encoding="utf-8"
        )
        page = browser.new_context().new_page()
        page.goto(f"{address}vpn/")
        page.wait_for_load_state("networkidle")
        page.evaluate("window.loadedOnce = true")
        for link, steps in (("Else", 5), ("809", 3), ("Else", 5), ("809", 3)):
            page.locator("article a", has_text=link).first.click()
            page.get_by_text(f"0 of {steps} steps done").wait_for()
            if steps == 5:
                page.go_back()
                page.locator("article a", has_text="809").wait_for()
            elif page.locator(".kb-done").count() == 0:
                page.keyboard.press("1")
                page.get_by_text("1 of 3 steps done").wait_for()
                page.keyboard.press("0")
                page.go_back()
                page.locator("article a", has_text="Else").first.wait_for()
        assert page.evaluate("window.loadedOnce")
        assert page.locator(".kb-panel").count() <= 2
        page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_every_page_is_whole_on_every_screen_and_axe_finds_nothing(opened: Open, width: int, scheme: str) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed: pip install -e '.[test]'"
    )
    page = opened("", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    for path in ("", "vpn/", PAGE, "vpn/else/", "vpn/bare/"):
        page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/" + path)
        if path == PAGE:
            page.keyboard.press("1")
            page.keyboard.press("w")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        # Not while it fades in.
        page.wait_for_timeout(300)
        found = axe.Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
    page.keyboard.press("?")
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("day", "most"), [("2026-02-01", 0.01), ("2026-11-15", 0.1)])
def test_next_to_nothing_moves_when_the_scripts_have_run(browser: Browser, server: str, day: str, most: float) -> None:
    """Only the warning that a review is overdue takes room that the page did not know of."""
    page = browser.new_context().new_page()
    page.clock.set_fixed_time(datetime.fromisoformat(f"{day}T12:00:00"))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) moved += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(server + PAGE)
    page.get_by_text("0 of 3 steps done").wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("moved") <= most
    page.context.close()


@pytest.mark.parametrize("path", [PAGE, "vpn/long/"])
def test_an_article_prints_on_one_page(opened: Open, path: str) -> None:
    page = opened(path)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.emulate_media(media="print")
    for hidden in (".kb-tools", ".kb-feedback", ".md-header", ".kb-more"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".kb-trust").is_visible()


def test_a_link_in_a_sentence_is_told_by_more_than_its_color(opened: Open) -> None:
    link = opened("vpn/bare/").get_by_role("link", name="a link")
    assert link.evaluate("(link) => getComputedStyle(link).textDecorationLine") == "underline"


def test_it_works_from_a_folder_without_a_server(opened: Open, site: Path) -> None:
    page = opened((site / PAGE / "index.html").as_uri())
    page.keyboard.press("2")
    page.reload()
    assert ticked(page) == [False, True, False]
    page.keyboard.press("w")
    assert "Address:" not in page.locator(".kb-note__text").inner_text()


def test_a_previous_name_leads_to_the_same_place_of_the_article(opened: Open, server: str) -> None:
    page = opened("old/#fix")
    page.wait_for_url(f"{server}{PAGE}#fix")
    plain = opened("old/", java_script_enabled=False)
    plain.wait_for_url(f"{server}{PAGE}")
