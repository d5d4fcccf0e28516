"""The plugin in a real build."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs_sites import build, configure, mkdocs
from repositories import git
from trees import article

BODY = '\n# {}\n\n## Say\n\n"One moment."\n\n## Fix\n\n1. Do this.\n2. Do that.\n'
HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(5)>"
FILES = {
    "docs/index.md": "# Home\n\n[VPN](vpn/error-809.md)\n",
    "docs/vpn/error-809.md": article("VPN error 809", BODY.format("VPN error 809"), id="vpn-809", cause_id="ports", tags="[vpn]",
                                     last_reviewed="2026-01-01", review_interval="90d", redirects="[vpn/old.md, 809.md]"),
    "docs/vpn/error-800.md": article("VPN error 800", BODY.format("VPN error 800"), cause_id="ports"),
    "docs/vpn/tables.md": "# Tables\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n",
    "docs/bad/hostile.md": article(f"'{HOSTILE}'", "\n# Hi <img src=x onerror=alert(1)>\n\n<script>alert(2)</script>\n"
                                   "[x](javascript:alert(3))\n", description=f"'\"{HOSTILE}'", tags=f"['{HOSTILE}']"),
    "docs/bad/heading.md": "# A <img src=x onerror=alert(4)> heading\n\nText.\n",
    "docs/bad/escaped.md": "# A \\<img src=x onerror=alert(6)> &lt;/title>&lt;script>alert(7)&lt;/script> heading\n\nText.\n",
    "docs/trusted/video.md": "# Video\n\n<iframe src='https://video.example.org/'></iframe>\n",
    "docs/manual/style.md": "# How we write\n\nText.\n",
    "docs/hidden.md": "---\nsearch:\n  exclude: true\n---\n# Hidden\n\nText.\n",
    "docs/tags.md": "---\nsearch:\n  exclude: true\n---\n# Tags\n\n<!-- material/tags -->\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = {"trusted": ["/trusted/"], "wrong": "mailto:a@example.org?subject={id}"}
    folder = configure(tmp_path_factory.mktemp("plugin"), FILES, options)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    done = mkdocs(folder)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def read(site: Path, name: str) -> str:
    return (site / name / "index.html").read_text(encoding="utf-8")


def test_articles_have_the_header_and_other_pages_are_plain(site: Path) -> None:
    for name in ("vpn/error-809", "vpn/error-800", "vpn/tables", "bad/hostile", "trusted/video"):
        assert read(site, name).count('class="kb-head"') == 1, name
    for name in ("", "manual/style", "hidden", "tags"):
        assert "kb-head" not in read(site, name), name


def test_the_page_names_the_revision_and_its_neighbor(site: Path) -> None:
    html = read(site, "vpn/error-809")
    head = git(site.parent, "rev-parse", "HEAD").strip()
    assert f'data-kb-revision="{head[:10]}"' in html
    assert '<a href="../error-800/">VPN error 800</a> <span>same cause</span>' in html
    assert "last reviewed 2026-01-01, due 2026-04-01" in html
    assert 'data-kb-kind="say"' in html


def test_every_file_that_a_page_names_is_there(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 10
    for page in pages:
        for name in re.findall(
            r'<(?:script[^>]* src|link[^>]*stylesheet" href)="([^"#]+)"', page.read_text(encoding="utf-8")
        ):
            assert (page.parent / name).is_file(), (page, name)


class Handlers(HTMLParser):
    """What may run in a page, apart from files."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._is_code = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [f"{tag} {name}" for name in names if name.startswith("on") or name == "style"]
        self.found += [f"{tag} {value}" for value in names.values() if (value or "").lower().startswith("javascript:")]
        self._is_code = tag == "script" and names.get("type") != "application/json"

    def handle_endtag(self, tag: str) -> None:
        self._is_code = False

    def handle_data(self, data: str) -> None:
        if self._is_code and data.strip():
            self.found.append(data)


def test_no_page_has_a_script_or_a_handler_in_it(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert Handlers(page.read_text(encoding="utf-8")).found == [], page


def test_what_writers_put_in_was_not_moved_as_the_theme_s_own_scripts_are(site: Path) -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (site / "assets" / "kb" / "inline").iterdir()]
    assert len(scripts) > 2
    assert not [script for script in scripts if "alert(" in script]


def test_trusted_folders_are_left_alone(site: Path) -> None:
    assert "<iframe" in read(site, "trusted/video")


def test_columns_keep_their_side_without_style(site: Path) -> None:
    assert '<td align="right">2</td>' in read(site, "vpn/tables")


def test_tags_are_listed(site: Path) -> None:
    assert "../vpn/error-809/" in read(site, "tags")


def test_previous_names_lead_to_the_article(site: Path) -> None:
    assert '<a href="../error-809/">VPN error 809</a>' in read(site, "vpn/old")
    assert '<a href="../vpn/error-809/">VPN error 809</a>' in read(site, "809")


def test_the_search_is_ours(site: Path) -> None:
    assert (site / "kb" / "search.js").is_file()
    assert not (site / "search").exists()
    assert "data-kb-base" in read(site, "vpn/error-809")
    assert json.loads(re.search(r'id="__config"[^>]*>(.*?)</script>', read(site, ""))[1])["base"] == "."  # type: ignore[index]


def test_the_overview_is_built_and_comes_last(site: Path) -> None:
    html = read(site, "overview")
    assert '<a href="products/' not in html, "no article names a product"
    assert "7 articles to browse" in html
    assert '<a href="../../vpn/error-809/">VPN error 809</a> overdue since 2026-04-01' in read(site, "overview/reviews")
    assert "kb-head" not in html
    links = re.findall(r'<a href="([^"]*)" class="md-nav__link">', read(site, ""))
    assert links[-1] == "overview/"
    assert sum("overview" in link for link in links) == 1


def test_the_overview_names_only_what_is_on_the_site(tmp_path: Path) -> None:
    files = {**FILES, "docs/draft.md": article("Draft"), "docs/out.md": article("Out"),
             "docs/templates/x.md": article("X"), "kb.toml": '[check]\nreview_interval = "10d"\n',
             "docs/due.md": article("Due", last_reviewed="2026-01-01")}  # fmt: skip
    site = build(tmp_path, files, {"search": False}, draft_docs="draft.md", exclude_docs="out.md")
    assert "Out" not in (site / "sitemap.xml").read_text()
    due = read(site, "overview/reviews")
    assert "overdue since 2026-01-11" in due
    assert "10 articles to browse" in read(site, "overview"), "no draft, nothing left out"


@pytest.mark.parametrize(("nav", "last"), [
    ([{"Home": "index.md"}, {"VPN": "vpn/error-809.md"}], "../overview/"),
    ([{"Browse": "overview/index.md"}, {"Home": "index.md"}], ".."),
])  # fmt: skip
def test_a_navigation_of_the_team_s_own(tmp_path: Path, nav: list[dict[str, str]], last: str) -> None:
    site = build(tmp_path, FILES, nav=nav, not_in_nav="*.md\n!/overview/**\n")
    links = re.findall(r'<a href="([^#"]*)" class="md-nav__link">', read(site, "hidden"))
    assert links[-1] == last, links


def test_the_overview_can_stay_out_of_the_navigation(tmp_path: Path) -> None:
    site = build(tmp_path, FILES, not_in_nav="/overview/")
    assert 'overview/"' not in read(site, "")
    assert (site / "overview" / "index.html").is_file()


@pytest.mark.parametrize("name", ["overview/index.md", "overview.md", "overview/plan.pdf"])
def test_an_overview_of_the_team_s_own_is_left_alone(tmp_path: Path, name: str) -> None:
    folder = configure(tmp_path, {**FILES, f"docs/{name}": "# Ours\n"})
    done = mkdocs(folder)
    assert done.returncode == 0, done.stderr
    assert f"{name} is the team's own" in done.stderr
    assert not (folder / "site" / "overview" / "reviews").exists()


def test_known_issues_are_on_every_page(tmp_path: Path) -> None:
    files = {**FILES, "docs/down.md": article("Mail is down", "Wait.", status="known-issue")}
    site = build(tmp_path, files)
    for page in site.rglob("*.html"):
        if 'http-equiv="refresh"' not in (html := page.read_text(encoding="utf-8")):
            assert html.count("data-kb-issues=") == 1, page
    document = json.loads((site / "known-issues.json").read_text(encoding="utf-8"))
    assert [issue["url"] for issue in document["issues"]] == ["down/"]
    assert (site / "known-issues.js").read_text(encoding="utf-8").startswith("kbKnownIssues(")
    test_every_file_that_a_page_names_is_there(site)


def test_without_directory_urls_and_below_a_path_everything_is_found(tmp_path: Path) -> None:
    site = build(tmp_path, FILES, use_directory_urls=False, site_url="https://kb.example.org/desk/")
    html = (site / "vpn" / "error-809.html").read_text(encoding="utf-8")
    assert '<a href="error-800.html">VPN error 800</a>' in html
    assert 'data-kb-url="https://kb.example.org/desk/vpn/error-809.html"' in html
    old = (site / "809.html").read_text(encoding="utf-8")
    assert '<a href="vpn/error-809.html">' in old
    assert '<link rel="canonical" href="https://kb.example.org/desk/vpn/error-809.html">' in old
    # It is shown at any address.
    for name in re.findall(r'<script[^>]* src="([^"]+)"', (site / "404.html").read_text(encoding="utf-8")):
        assert name.startswith("/desk/"), name
    test_every_file_that_a_page_names_is_there(site)
    test_no_page_has_a_script_or_a_handler_in_it(site)


def test_the_build_knows_best_where_pages_are(tmp_path: Path) -> None:
    """Options of the command line and other plugins move pages; `kb search` cannot know that, the build can."""
    post = article("The modem melted", "Wait.", status="known-issue").replace("---\n", "---\ndate: 2026-01-02\n", 1)
    files = {**FILES, "docs/blog/index.md": "# Blog\n", "docs/blog/posts/melted.md": post,
             "docs/draft.md": article("Not yet", "Wait.", status="known-issue")}  # fmt: skip
    folder = configure(tmp_path, files, plugins=["tags", "kb", "blog"], draft_docs="draft.md")
    done = mkdocs(folder, "--no-directory-urls")
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    cards = [path.read_text(encoding="utf-8") for path in (site / "kb" / "search").glob("*/articles/*.js")]
    found = {name for card in cards for name in re.findall(r'"url":"([^"]*)"', card)}
    assert {"vpn/error-809.html", "blog/2026/01/02/the-modem-melted.html"} <= found
    assert all((site / name).is_file() for name in found), found
    document = json.loads((site / "known-issues.json").read_text(encoding="utf-8"))
    assert [issue["url"] for issue in document["issues"]] == ["blog/2026/01/02/the-modem-melted.html"]


def test_a_site_made_of_another_folder_is_a_warning(tmp_path: Path) -> None:
    folder = configure(tmp_path, {**FILES, "public/index.md": "# Home\n"})
    text = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "public.yml").write_text(f"{text}docs_dir: public\n", encoding="utf-8")
    done = mkdocs(folder, "-f", "public.yml")
    assert done.returncode == 1
    assert f"made of {folder / 'public'}, and kb reads {folder / 'docs'}" in done.stderr
    assert "made of" not in mkdocs(folder).stderr


def test_what_is_turned_off_is_off(tmp_path: Path) -> None:
    site = build(tmp_path, FILES, {"clean": False, "related": 0, "search": False, "move_inline_scripts": False,
                                  "overview": False, "known_issues": False})  # fmt: skip
    assert "<script>alert(2)</script>" in read(site, "bad/hostile")
    html = read(site, "vpn/error-809")
    assert "kb-neighbors" not in html
    assert "data-kb-base" not in html
    assert "__md_scope=" in html
    assert "data-kb-issues" not in html
    assert not any((site / name).exists() for name in ("kb", "overview", "known-issues.json", "known-issues.js"))


def test_a_team_can_have_its_own_header(tmp_path: Path) -> None:
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    files = {**FILES, "overrides/partials/kb/article-head.html": "<p>Ours: {{ about.owner }} {{ about.id }}</p>"}
    assert "<p>Ours:  vpn-809</p>" in read(build(tmp_path, files, theme=theme), "vpn/error-809")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"wrong": "javascript:alert(1)"}, "neither https://"),
        ({"fixed": "https://x.example/{nonsense}"}, "nothing can be put in for {nonsense}"),
        ({"link_schemes": ["javascript"]}, "can run code"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_one_line_for_the_user(tmp_path: Path, options: dict[str, object], words: str) -> None:
    done = mkdocs(configure(tmp_path, FILES, options))
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_redirect_that_cannot_be_is_a_warning(tmp_path: Path) -> None:
    files = {**FILES, "docs/b.md": "---\nredirects: [vpn/error-800.md]\n---\n# B\n"}
    done = mkdocs(configure(tmp_path, files))
    assert done.returncode == 1
    assert "b.md: redirects: vpn/error-800.md exists" in done.stderr


def test_redirects_that_cannot_be_written_are_in_nobodys_way(tmp_path: Path) -> None:
    names = ["known-issues.json", "kb/search.js", "index.html/x.md", f"{'y' * 300}.md", "sitemap.xml", "fine.md"]
    files = {"docs/index.md": "# Home\n", "docs/a.md": article("A", "\n# A\n\nText.\n", redirects=json.dumps(names))}
    done = mkdocs(configure(tmp_path, files))
    assert "Aborted with 5 warnings in strict mode" in done.stdout
    site = tmp_path / "site"
    assert (site / "known-issues.json").is_file()
    assert (site / "kb" / "search.js").is_file()
    assert (site / "sitemap.xml").is_file()
    assert "It is here now" in (site / "fine" / "index.html").read_text(encoding="utf-8")
    assert done.stderr.count("cannot be written") == 5
