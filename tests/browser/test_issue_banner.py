"""Known issues in a real browser: from a server and from a folder, while they change, and whatever the file holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import served

from kb_tools.site.known_issues import mounted, script, style, write
from kb_tools.site.scripts import engine

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
BANNER = "aside.kb-issues"
OPENER = "button.kb-issues-open"
STATUS = ".kb-issues-status"
ISSUE = {
    "id": "mail-down", "title": "Mail is down", "url": "below/", "products": ["web mail"],
    "symptoms": ["nothing arrives since lunch", "Outlook hangs"], "error_codes": ["0x800CCC0E"], "since": "2020-11-22 13:40",
    "next_update": "2099-11-22 15:00", "expires": None, "workaround": "Use the web page.", "say": "We know.\nWe work on it.",
    "version": "v1",
}  # fmt: skip


def document(*issues: Any, written: datetime | None = None) -> dict[str, Any]:
    return {"format": 1, "written": (written or datetime.now(UTC)).isoformat(), "issues": list(issues)}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two long pages, one of them in a folder."""
    for name, base in (("index.html", ""), ("below/index.html", "../")):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "".join(f"<p id=p{number}>Line {number}</p>" for number in range(200))
        head = f"<head><meta charset=utf-8><title>{name}</title></head>"
        html = f"<!doctype html><html lang=en>{head}<body><main><h1>Page</h1>{text}</main></body></html>"
        path.write_text(mounted(html, base), encoding="utf-8")
    for asset in (style(), script()):
        path = tmp_path / "site" / asset.path
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(asset.content)
    write(tmp_path / "site" / "known-issues.json", document(ISSUE))
    return tmp_path / "site"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    found = browser.new_context(viewport={"width": 1280, "height": 800})
    yield found
    found.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page whose clock is the test's, with its mistakes counted."""
    found = context.new_page()
    found.clock.install()
    found.wrong = []  # type: ignore[attr-defined]
    found.on("pageerror", lambda error: found.wrong.append(str(error)))  # type: ignore[attr-defined]
    return found


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    with served(site, {"Content-Security-Policy": STRICT}) as (found, _):
        yield found


def wait_for_answer(page: Page, storage: str = "sessionStorage") -> None:
    """Until something is remembered. Playwright's own waiting needs eval, which the policy forbids."""
    for _ in range(200):
        if page.evaluate(f"{storage}.length"):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"nothing came into {storage}")


def test_on_every_page(page: Page, address: str) -> None:
    for name in ("index.html", "below/"):
        page.goto(address + name)
        banner = page.locator(BANNER)
        expect(banner).to_be_visible()
        for text in (
            "Mail is down",
            "Next update: 2099-11-22 15:00",
            "Since: 2020-11-22 13:40",
            "Use the web page.",
            "We know.",
        ):
            expect(banner).to_contain_text(text)
        expect(banner).to_contain_text(re.compile(r"As of (\d{4}-\d\d-\d\d )?\d\d:\d\d, (just now|\d+ minutes? ago)\."))
        assert banner.locator("a").evaluate("link => link.href") == f"{address}below/"
    assert page.wrong == []  # type: ignore[attr-defined]


def test_no_link_to_a_page_that_is_not_there_yet(page: Page, site: Path, address: str) -> None:
    """An outage of which the site has no page, as it was copied there without a rebuild; then the site is built."""
    write(
        site / "known-issues.json", document({**ISSUE, "url": "outage/"}, {**ISSUE, "title": "Other", "version": "v2"})
    )
    page.goto(address)
    link = page.locator(f"{BANNER} a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("aria-label", "Open the article: Other")
    expect(page.locator(BANNER)).to_contain_text("Mail is down")
    assert page.evaluate("kb.knownIssues.open().map(({url}) => url)") == ["", "below/"]
    (site / "outage").mkdir()
    (site / "outage" / "index.html").write_text("<!doctype html><title>Outage</title>", encoding="utf-8")
    page.clock.run_for(61_000)
    expect(link).to_have_count(2)


def test_from_a_folder(page: Page, site: Path) -> None:
    page.goto((site / "below" / "index.html").as_uri())
    expect(page.locator(BANNER)).to_contain_text("Mail is down")
    assert page.locator(f"{BANNER} a").evaluate("link => link.href") == (site / "below" / "index.html").as_uri()
    write(site / "known-issues.json", document({**ISSUE, "title": "Phones are down", "version": "v2"}))
    page.clock.run_for(61_000)
    expect(page.locator(BANNER)).to_contain_text("Phones are down")


def test_a_copied_file_is_on_the_screen_within_a_minute(page: Page, site: Path, address: str) -> None:
    write(site / "known-issues.json", document())
    page.goto(address)
    wait_for_answer(page)
    expect(page.locator(BANNER)).to_be_hidden()
    write(site / "known-issues.json", document(ISSUE))
    page.clock.run_for(59_000)
    page.clock.run_for(2_000)
    expect(page.locator(BANNER)).to_be_visible()
    (site / "known-issues.json").unlink()
    page.clock.run_for(61_000)
    expect(page.locator(BANNER)).to_be_hidden()


def test_nothing_moves_while_somebody_reads(page: Page, site: Path, address: str) -> None:
    write(site / "known-issues.json", document())
    page.goto(address)
    wait_for_answer(page)
    page.evaluate("scrollTo(0, 1500)")
    line = page.locator("#p60")
    before = line.bounding_box()
    write(site / "known-issues.json", document(ISSUE))
    page.clock.run_for(61_000)
    opener = page.locator(OPENER)
    expect(opener).to_have_text("1 known issue")
    assert line.bounding_box() == before
    assert page.evaluate("document.activeElement === document.body")
    expect(page.locator(STATUS)).to_contain_text("Known issue: Mail is down.")

    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(BANNER)).to_be_in_viewport()
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert line.bounding_box() == before
    page.keyboard.press("Escape")
    expect(page.locator(BANNER)).to_be_hidden()
    assert line.bounding_box() == before
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(BANNER)).to_be_visible()
    expect(opener).to_be_hidden()


def test_folded_until_it_changes(page: Page, site: Path, address: str) -> None:
    page.goto(address)
    issue = page.locator(".kb-issue")
    expect(issue).to_have_attribute("open", "")
    issue.locator("summary").click()
    expect(issue).not_to_have_attribute("open", "")
    wait_for_answer(page, "localStorage")
    page.goto(f"{address}below/")
    expect(issue).not_to_have_attribute("open", "")
    write(site / "known-issues.json", document({**ISSUE, "next_update": "later", "version": "v2"}))
    page.reload()
    expect(issue).to_contain_text("Next update: later")
    expect(issue).to_have_attribute("open", "")


def test_said_aloud_once_in_a_session(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(STATUS)).to_contain_text("Mail is down")
    page.goto(f"{address}below/")
    expect(page.locator(BANNER)).to_be_visible()
    expect(page.locator(STATUS)).to_be_empty()


def test_age_and_doubt(page: Page, context: BrowserContext, address: str) -> None:
    page.goto(address)
    age = page.locator(".kb-issues__age")
    expect(age).to_contain_text("just now")
    context.set_offline(True)
    page.clock.run_for(5 * 60_000)
    expect(age).to_contain_text("5 minutes ago")
    expect(age).not_to_contain_text("out of date")
    page.clock.run_for(7 * 60_000)
    expect(age).to_contain_text("out of date")
    context.set_offline(False)
    # The clock is the test's, the network is real: an answer takes a moment of the real time.
    for _ in range(20):
        page.clock.run_for(60_000)
        page.wait_for_timeout(50)
        if "out of date" not in age.inner_text():
            break
    expect(age).not_to_contain_text("out of date")


def test_expires_while_the_page_is_open(page: Page, site: Path, address: str) -> None:
    today = datetime.now().astimezone()
    write(site / "known-issues.json", document({**ISSUE, "expires": today.date().isoformat()}))
    page.goto(address)
    expect(page.locator(BANNER)).to_be_visible()
    page.clock.set_system_time(today + timedelta(days=1))
    page.clock.run_for(16_000)
    expect(page.locator(BANNER)).to_be_hidden()


def test_a_promise_that_was_not_kept(page: Page, site: Path, address: str) -> None:
    write(site / "known-issues.json", document({**ISSUE, "next_update": "2026-01-01 15:00 UTC"}))
    page.goto(address)
    here = datetime(2026, 1, 1, 15, tzinfo=UTC).astimezone()
    expect(page.locator(BANNER)).to_contain_text(f"The update promised for {here:%Y-%m-%d %H:%M} has not come yet")


def test_times_are_those_of_the_readers_clock(page: Page, site: Path, address: str) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    news = (now + timedelta(days=3)).isoformat()
    write(site / "known-issues.json", document({**ISSUE, "since": now.isoformat(), "next_update": news}))
    page.goto(address)
    expect(page.locator(BANNER)).to_contain_text(
        f"Next update: {datetime.fromisoformat(news).astimezone():%Y-%m-%d %H:%M}"
    )
    expect(page.locator(BANNER)).to_contain_text(f"Since: {now.astimezone():%H:%M}")


MEANT = ("error 800ccc0e", "0X800CCC0E what now", "web mail", "my web mail is slow", "mail", "nothing ever arrives", "outlook",
         "outlook hang", "outlook hangs for hours", "arrives")  # fmt: skip
NOT_MEANT = (
    "the printer hangs",
    "it is the",
    "",
    "web page",
    "constructor __proto__",
    "\U0001f5a8 x",
    "x" * 4000,
    "ccc0e web",
)


def test_what_a_search_means(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(BANNER)).to_be_visible()
    for said in (*MEANT, *NOT_MEANT):
        for asked in (said, said.split(" ")):
            found = page.evaluate("asked => kb.knownIssues.matching(asked).map(({title}) => title)", asked)
            assert found == (["Mail is down"] if said in MEANT else []), said


def test_a_search_counts_words_as_the_engine_does(page: Page, site: Path, address: str) -> None:
    (site / "kb" / "engine.js").write_bytes(engine("english"))
    page.goto(address)
    expect(page.locator(BANNER)).to_be_visible()
    matching = "said => kb.knownIssues.matching(said).length"
    assert page.evaluate(matching, "lunch arriving") == 0
    page.add_script_tag(url=f"{address}kb/engine.js")
    page.evaluate("kb.index = {language: 'english'}")
    assert page.evaluate(matching, "lunch arriving") == 1
    for said in (*MEANT, *NOT_MEANT):
        assert page.evaluate(matching, said) == (said in MEANT), said


BAD = "<img src=x onerror='pwned=1'>\u202e\x1b"
HOSTILE: dict[str, Any] = {
    "no JSON": "<!doctype html><p>Log in",
    "nothing": "",
    "null": "null",
    "a list": "[]",
    "another format": json.dumps({**document(ISSUE), "format": 2}),
    "no list of issues": json.dumps({"format": 1, "issues": {"0": ISSUE, "length": 1}}),
    "huge": json.dumps(document(ISSUE, "x" * 1_100_000)),
    "deep": '{"format":1,"issues":' + "[" * 100_000 + "]" * 100_000 + "}",
    "inherited": '{"__proto__":{"format":1,"issues":[{"title":"x"}]}}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_of_known_issues(page: Page, site: Path, address: str, name: str) -> None:
    (site / "known-issues.json").write_text(HOSTILE[name], encoding="utf-8")
    with page.expect_response("**/known-issues.json"):
        page.goto(address)
    page.clock.run_for(1000)
    page.wait_for_timeout(100)
    expect(page.locator(BANNER)).to_be_hidden()
    assert page.wrong == []  # type: ignore[attr-defined]


def test_issues_of_wrong_types(page: Page, site: Path, address: str) -> None:
    bad = {
        "title": BAD, "url": "javascript:pwned=1", "symptoms": "text", "products": [1, None, {"a": 1}, BAD], "error_codes": {},
        "since": 5, "next_update": BAD, "expires": [], "workaround": BAD, "say": BAD, "version": 7, "__proto__": {"id": "x"},
    }  # fmt: skip
    others = ({**ISSUE, "version": f"v{number}"} for number in range(200))
    elsewhere = {**bad, "url": "//evil.example/"}
    write(site / "known-issues.json", document(None, 1, "x", [], {}, {"title": " "}, bad, elsewhere, *others))
    page.goto(address)
    expect(page.locator(".kb-issue").first).to_contain_text("<img src=x")
    assert page.locator(".kb-issue").count() <= 50
    assert page.locator(".kb-issue").first.locator("a, img").count() == 0
    assert page.evaluate("globalThis.pwned") is None
    assert page.evaluate("({}).id") is None
    assert page.locator(BANNER).bounding_box()["height"] < 500  # type: ignore[index]
    page.evaluate("kb.knownIssues.matching('nothing arrives')")
    assert page.wrong == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [320, 1920])
def test_nothing_sticks_out(page: Page, site: Path, address: str, width: int) -> None:
    write(site / "known-issues.json", document({**ISSUE, "title": "word " * 30 + "x" * 200}))
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(address)
    expect(page.locator(BANNER)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_storage(page: Page, address: str) -> None:
    for name in ("localStorage", "sessionStorage"):
        page.add_init_script(f"Object.defineProperty(globalThis, '{name}', {{get() {{ throw new Error('no') }}}})")
    page.goto(address)
    expect(page.locator(BANNER)).to_be_visible()
    page.locator(".kb-issue summary").click()
    assert page.wrong == []  # type: ignore[attr-defined]


def test_a_link_to_a_heading_does_not_hide_it(page: Page, address: str) -> None:
    for _ in range(2):
        # The second time, it is known at once.
        page.goto(f"{address}below/#p150")
        expect(page.locator("#p150")).to_be_in_viewport()
        expect(page.locator(OPENER)).to_be_visible()
        page.goto(f"{address}index.html")
        expect(page.locator(BANNER)).to_be_in_viewport()
        expect(page.locator(OPENER)).to_be_hidden()


def test_news_wait_above_whoever_reads_below(page: Page, site: Path, address: str) -> None:
    page.goto(address)
    expect(page.locator(BANNER)).to_be_in_viewport()
    page.wait_for_timeout(100)
    page.evaluate("scrollTo(0, 1500)")
    expect(page.locator(OPENER)).to_be_hidden()
    write(site / "known-issues.json", document(ISSUE, {**ISSUE, "title": "Phones are down", "version": "v2"}))
    page.clock.run_for(61_000)
    expect(page.locator(OPENER)).to_have_text("2 known issues")
    assert page.locator(".kb-issue").count() == 1
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".kb-issue")).to_have_count(2)
