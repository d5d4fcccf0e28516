"""What is loaded when, what happens when it does not come, and when the site is published anew under an open page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bases import searcher as searcher_of
from sites import served, with_pages
from trees import article, settle, write

from kb_tools.site import mount
from kb_tools.site.export import FOLDER, export

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

WORDS = "router modem printer toner outlook calendar teams headset screen docking battery keyboard".split()

PATHS = "async text => (await (await kb.open('./')).search(text)).hits.map(hit => hit.path)"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Sixty articles, so that a question needs some of the files only."""
    files = {
        f"docs/{number:02}.md": article(
            f"{WORDS[number % 12]} problem {number}", f"The {WORDS[number * 5 % 12]} fails. " + "x" * number
        )
        for number in range(60)
    }
    return settle(write(tmp_path / "base", files))


@pytest.fixture
def site(base: Path, tmp_path: Path) -> Path:
    return publish(base, tmp_path / "site")


def publish(base: Path, site: Path) -> Path:
    """Build the site anew, as MkDocs does: everything that was there goes first."""
    shutil.rmtree(site, ignore_errors=True)
    searcher = searcher_of(base)
    export(searcher, with_pages(searcher, site))
    (site / "search.html").write_text(f"<!doctype html>\n<script src={mount.ENGINE[0]}></script>\n")
    return site


@pytest.fixture
def server(site: Path) -> Iterator[tuple[str, list[str]]]:
    with served(site) as found:
        yield found


@pytest.fixture
def page(browser: Browser, server: tuple[str, list[str]]) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{server[0]}search.html")
    yield page
    page.close()


def files(asked: list[str]) -> list[str]:
    """What the search has asked for."""
    return [path for path in asked if path.startswith("/kb/")]


def kinds(asked: list[str]) -> list[str]:
    """Which kinds of data were asked for, without what names them."""
    return [path.split("/")[-2] for path in asked if path.startswith(f"/{FOLDER}/") and path.count("/") > 4]


def test_a_question_loads_what_it_needs_and_nothing_twice(
    page: Page, server: tuple[str, list[str]], site: Path
) -> None:
    asked = server[1]
    assert [path for path in asked if f"/{FOLDER}/" in path] == [], "nothing before the search is opened"
    page.evaluate("async () => { globalThis.searcher = await kb.open('./'); }")
    assert [path.split("/")[-1].split(".")[0] for path in asked if f"/{FOLDER}/" in path] == ["engine"]
    assert len(page.evaluate("async () => (await searcher.search('toner', {limit: 3})).hits")) == 3
    found = kinds(asked)
    assert found.count("articles") <= 6, "three hits, and what might have been one before trust was known"
    assert found.count("words") == 0, "no word had to be corrected"
    assert found.count("terms") == 1
    before = len(asked)
    page.evaluate("async () => searcher.search('toner', {limit: 3})")
    assert asked[before:] == [], "all of it is there"
    page.evaluate("async () => searcher.search('tonre', {limit: 3})")
    assert kinds(asked[before:]).count("words") > 0
    assert len(files(asked)) == len(set(files(asked)))
    assert len(files(asked)) < sum(1 for path in site.rglob("*.js")) / 2


def test_what_is_typed_on_at_once_loads_no_articles(page: Page, server: tuple[str, list[str]]) -> None:
    typed = """async ([keys, gap]) => {
        const searcher = await kb.open("./");
        let [stop, answer] = [new AbortController(), null];
        for (const text of keys) {
            stop.abort();
            stop = new AbortController();
            answer = searcher.search(text, { limit: 3, signal: stop.signal, typedAt: performance.now() });
            answer.catch(() => {});
            if (text !== keys.at(-1)) await new Promise((done) => setTimeout(done, gap));
        }
        return (await answer).hits.map((hit) => hit.path);
    }"""
    expected = page.evaluate(PATHS, "toner")[:3]
    page.reload()
    asked = server[1]
    asked.clear()
    assert page.evaluate(typed, [["t", "to", "ton", "router", "router f", "toner"], 20]) == expected
    found = kinds(asked)
    assert 3 <= found.count("articles") <= 6, found
    # An unfinished word gives the reader more time.
    page.reload()
    asked.clear()
    assert page.evaluate(typed, [["rou", "batt", "head", "toner"], 60]) == expected
    assert kinds(asked).count("articles") <= 6


def test_a_heading_named_kb_is_in_nobodys_way(page: Page, server: tuple[str, list[str]], site: Path) -> None:
    (site / "heading.html").write_text(
        f"<!doctype html>\n<h1 id=kb>kb</h1><p id=kbData><script src={mount.ENGINE[0]}></script>\n"
    )
    page.goto(f"{server[0]}heading.html")
    assert page.evaluate("!(kb instanceof Element) && document.querySelector('#kb').textContent === 'kb'")
    assert len(page.evaluate(PATHS, "toner")) > 0
    assert page.evaluate("document.querySelector('#kb').open === undefined")


def test_questions_side_by_side_load_each_file_once(page: Page, server: tuple[str, list[str]]) -> None:
    answers = page.evaluate(
        """async () => {
            const searcher = await kb.open("./");
            const asked = ["t", "to", "ton", "tone", "toner", "toner", "router", "router fails"];
            return (await Promise.all(asked.map((text) => searcher.search(text)))).map(({ hits }) => hits.length);
        }"""
    )
    assert all(answers[4:])
    assert len(files(server[1])) == len(set(files(server[1])))


def test_a_site_that_is_published_anew_answers_anew(page: Page, base: Path, site: Path) -> None:
    """The page was opened before; what it knew is gone, and it finds what is there now."""
    page.evaluate("async () => { globalThis.searcher = await kb.open('./'); await searcher.search('toner'); }")
    write(base, {"docs/new.md": article("zebra crossing", "The zebra fails.")})
    publish(base, site)
    search = "async text => (await searcher.search(text)).hits.map(hit => hit.path)"
    assert page.evaluate(search, "zebra") == ["new.md"]
    assert len(page.evaluate(search, "toner")) == 5
    assert "zebra" not in page.evaluate("kb.index.terms"), "the index is the new one, not a list of words"


def test_an_old_answer_that_comes_late_is_not_taken_for_a_new_one(page: Page, base: Path, site: Path) -> None:
    """Both states have files of the same names; which question a file answers is told by the request."""
    page.evaluate("async () => { globalThis.searcher = await kb.open('./'); }")
    old = page.evaluate("kb.index.data")
    held: list[Route] = []
    is_held = True
    page.route(f"**/{old}/**", lambda route: held.append(route) if is_held else route.continue_())
    page.evaluate("() => { globalThis.first = searcher.search('toner').then(({ hits }) => hits.length, String); }")
    page.wait_for_function("document.querySelectorAll('head script').length > 1")
    write(base, {"docs/new.md": article("zebra crossing", "The zebra fails.")})
    kept = site.with_name("kept")
    shutil.copytree(site, kept)
    publish(base, site)
    again = "async () => (await (await kb.open('./')).search('zebra')).hits.map(hit => hit.path)"
    page.evaluate("() => { kb.index = null; }")
    page.add_script_tag(url=f"{mount.ENGINE[0]}?again")
    assert page.evaluate(again) == ["new.md"]
    is_held = False
    for route in held:
        route.fulfill(path=kept / route.request.url.split("/", 3)[3])
    assert page.evaluate("first") == 5, "it began with the old state, and ended with the new one"
    assert page.evaluate(again) == ["new.md"]


def test_without_a_network_it_says_what_does_not_load(page: Page) -> None:
    page.evaluate("async () => { globalThis.searcher = await kb.open('./'); }")
    page.context.set_offline(True)
    failed = page.evaluate("() => searcher.search('toner').then(() => '', String)")
    assert "does not load" in failed
    page.context.set_offline(False)
    assert len(page.evaluate("async () => (await searcher.search('toner')).hits")) == 5, "and it works again"


def test_one_file_that_is_missing_is_an_error_not_an_answer(page: Page, site: Path) -> None:
    page.evaluate("async () => { globalThis.searcher = await kb.open('./'); }")
    for path in (site / FOLDER).glob("*/articles/*.js"):
        path.unlink()
    assert "does not load" in page.evaluate("() => searcher.search('toner').then(() => '', String)")


def test_a_question_nobody_waits_for_is_given_up(page: Page, server: tuple[str, list[str]]) -> None:
    name = page.evaluate(
        """async () => {
            const searcher = await kb.open("./");
            const stop = new AbortController();
            const answer = searcher.search("toner printer", { signal: stop.signal });
            stop.abort();
            return answer.then(() => "", (error) => error.name);
        }"""
    )
    assert name == "AbortError"
    assert "articles" not in kinds(server[1])


def test_a_page_deep_in_the_site_finds_the_same(browser: Browser, server: tuple[str, list[str]], site: Path) -> None:
    write(site, {"a/b/c.html": f"<!doctype html>\n<script src=../../{mount.ENGINE[0]}></script>\n"})
    page = browser.new_page()
    page.goto(f"{server[0]}a/b/c.html")
    assert len(page.evaluate(PATHS.replace("'./'", "'../../'"), "toner")) == 5
    page.close()
