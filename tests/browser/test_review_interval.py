"""How long a review holds: the terminal, the article's page and the site's search say the same, of 0 days too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bases import searcher as searcher_of
from mkdocs_sites import build
from sites import served
from trees import article

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

INTERVALS = {"zero": "0d", "one": "1d", "none": None, "long": "9999999d"}
FILES = {
    f"docs/{name}.md": article(
        f"Fax {name}", "Restart it.", last_reviewed="2026-01-01", **({"review_interval": days} if days else {})
    )
    for name, days in INTERVALS.items()
}

SEARCH = """async (today) => {
    const searcher = await kb.open("../");
    const { hits } = await searcher.search("fax", { today });
    return hits.map(({ path, trust }) => [path, trust]);
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("intervals")
    build(folder, {"docs/index.md": "# Home\n", **FILES})
    return folder


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    with served(folder / "site") as (address, _):
        context = browser.new_context(base_url=address)
        yield context.new_page()
        context.close()


@pytest.mark.parametrize(
    ("day", "stale"),
    [("2026-01-01", set()), ("2026-01-02", {"zero"}), ("2026-01-03", {"zero", "one"})],
)
def test_the_terminal_the_page_and_the_search_agree(page: Page, folder: Path, day: str, stale: set[str]) -> None:
    results = searcher_of(folder).search("fax", today=date.fromisoformat(day))
    terminal = {hit.card["path"]: hit.trust.as_dict() for hit in results.hits}
    assert {path.removesuffix(".md") for path, trust in terminal.items() if trust["stale"]} == stale
    page.clock.set_fixed_time(f"{day}T12:00:00")
    for name in INTERVALS:
        page.goto(f"{name}/")
        page.locator(".kb-tools button").first.wait_for()
        assert page.locator(".kb-badge--stale").count() == (name in stale), name
    page.add_script_tag(url="../kb/search.js")
    assert dict(page.evaluate(SEARCH, day)) == terminal
