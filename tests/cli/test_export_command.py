"""kb export, as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sites import PAGE
from trees import article, kb, settle, write


@pytest.fixture
def base(tmp_path: Path) -> Path:
    files = {f"docs/{name}.md": article(f"{name} fails", "Restart it.") for name in ("vpn", "mail")}
    return settle(write(tmp_path / "base", files))


@pytest.fixture
def site(base: Path) -> Path:
    page = PAGE.replace("<body>", "<body><main>").replace("</body>", "</main></body>")
    return write(base / "site", {f"{name}/index.html": page.format(title=name) for name in ("vpn", "mail")})


def test_the_search_is_in_every_page(base: Path, site: Path) -> None:
    done = kb(base, "export", str(site))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 articles into 2 pages: ")
    assert "warning" not in done.stderr
    assert "data-kb-base" in (site / "vpn/index.html").read_text()
    assert (site / "kb/search.js").is_file()


def test_pages_can_be_left_as_they_are(base: Path, site: Path) -> None:
    before = (site / "vpn/index.html").read_text()
    done = kb(base, "export", "--data-only", str(site))
    assert done.stdout.startswith("2 articles: ")
    assert (site / "vpn/index.html").read_text() == before
    assert (site / "kb/search.js").is_file()


def test_articles_without_a_page_are_named(base: Path, site: Path) -> None:
    write(base, {f"docs/draft-{number}.md": article("Draft") for number in range(7)})
    done = kb(base, "export", str(site))
    assert done.returncode == 0
    lines = [line for line in done.stderr.splitlines() if "draft" in line or "more" in line]
    assert lines[0] == "warning: draft-0.md: its page is not in the site, so it is not found there"
    assert lines[-1] == "... and 2 more"
    assert len(lines) == 6


def test_no_site_is_said_with_a_way_out(base: Path) -> None:
    done = kb(base, "export", str(base / "nowhere"))
    assert done.returncode == 3
    assert "no such folder" in done.stderr
    assert "mkdocs build" in done.stderr
