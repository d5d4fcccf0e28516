"""Articles on pages that another tool has built."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bases import searcher as searcher_of
from hypothesis import given
from hypothesis import strategies as st
from trees import article, kb, settle, write

from kb_tools.search.searcher import Searcher
from kb_tools.site import headers as module
from kb_tools.site.headers import without
from kb_tools.site.page import Feedback
from kb_tools.site.publish import Wanted, publish

TEXT = """<h1>VPN drops</h1>
<section><p>One of the tool's own.</p></section>
<h2 id="say">Say</h2>
<p>Wait.</p>
<h2 id="fix">Fix</h2>
<section><ol><li>Restart it.</li></ol></section>
"""
PAGE = (
    "<!doctype html>\n<html><head><title>x</title>\n  </head>\n<body>\n<nav>Menu</nav>\n{}\n"
    "<footer>End</footer>\n</body></html>\n"
)
BODY = "## Say\n\nWait.\n\n## Fix\n\n1. Restart it.\n"
FILES = {
    "docs/vpn.md": article("VPN drops", BODY, cause_id="router", id="vpn-1", owner="net"),
    "docs/mail/slow.md": article("Mail is slow", BODY, cause_id="router"),
}


@pytest.fixture
def base(tmp_path: Path) -> Searcher:
    return searcher_of(settle(write(tmp_path / "base", FILES)))


def site_of(folder: Path, text: str) -> Path:
    return write(folder / "site", {f"{name}/index.html": PAGE.format(text) for name in ("vpn", "mail/slow")})


def read(site: Path, name: str = "vpn") -> str:
    return (site / name / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page",
    [
        f"<article>{TEXT}</article>",
        f'<main class="x">{TEXT}</main>',
        f"<main><article><p>Teaser</p></article><article class='x'>\n{TEXT}</article></main>",
        f"<main><article><p>Teaser</p></article>{TEXT}</main>",
        f"<article>{TEXT.replace('<h1>VPN drops</h1>', '<header><h1>VPN drops</h1><p>by us</p></header>')}</article>",
        f"<h1>VPN drops</h1><article>{TEXT.replace('<h1>VPN drops</h1>', '')}</article>",
    ],
)
def test_the_header_stands_in_the_article_and_can_be_taken_out(base: Searcher, tmp_path: Path, page: str) -> None:
    site = site_of(tmp_path, page)
    done = publish(base, site, Wanted(feedback=Feedback(wrong="mailto:a@example.org?subject={id}")))
    assert (done.pages, done.bare) == (2, ())
    html = read(site)
    assert html.count("data-kb-article=") == html.count('data-kb-kind="say"') == html.count('data-kb-kind="fix"') == 1
    assert html.index("<nav>Menu") < html.index('class="kb-head"') < html.index('data-kb-kind="fix"')
    assert html.index("This is wrong") < html.index("<footer>")
    assert '<a href="../mail/slow/">Mail is slow</a> <span>same cause</span>' in html
    assert '<a href="../../vpn/">VPN drops</a>' in read(site, "mail/slow")
    for name in re.findall(r'(?:src|href)="([^"]*assets/kb/[^"]+)"', html):
        assert (site / "vpn" / name).is_file()
    assert len(re.findall(r"assets/kb/", html)) == 2
    again = publish(base, site, Wanted(feedback=Feedback(wrong="mailto:a@example.org?subject={id}")))
    assert again.pages == 2
    assert read(site) == html
    publish(base, site, Wanted(headers=False, known_issues=False))
    assert re.sub(
        r"<link[^>]*data-kb-style>\n<script[^>]*data-kb-base=[^>]*></script>\n", "", read(site)
    ) == PAGE.format(page)


def test_a_page_without_an_article_is_left_and_named(base: Searcher, tmp_path: Path) -> None:
    site = site_of(tmp_path, f"<div>{TEXT}</div>")
    done = publish(base, site)
    assert done.bare == tuple(
        (f"{name}/index.html", "it has no <article> and no <main>") for name in ("mail/slow", "vpn")
    )
    assert TEXT in read(site)
    said = kb(tmp_path / "base", "export", str(site))
    assert said.returncode == 0
    assert "warning: vpn/index.html: it has no <article> and no <main>, so it has no header" in said.stderr


def test_what_the_plugin_has_put_there_stays(base: Searcher, tmp_path: Path) -> None:
    theirs = f'<article><div class="kb-head" data-kb-article="vpn-1"></div><section class="kb-section">{TEXT}</section></article>'
    site = site_of(tmp_path, theirs)
    assert not publish(base, site).bare
    assert theirs in read(site)


def test_a_text_that_cannot_be_cut_still_has_its_header(base: Searcher, tmp_path: Path) -> None:
    site = site_of(tmp_path, "<article><h1>VPN</h1><p>Say<li>x</article>")
    publish(base, site)
    once = read(site)
    assert 'class="kb-head"' in once
    publish(base, site)
    assert read(site) == once


@given(st.lists(st.sampled_from(["<section>", "</section>", "\n", "x", "<!-- <section> -->", "<script></section></script>",
                                 module.OPEN, module.CLOSE, '<section class="kb-section kb-fix" data-kb-kind="fix">\n']),
                max_size=12).map("".join))  # fmt: skip
def test_taking_out_ends_and_is_done_at_once_where_nothing_was_put_in(html: str) -> None:
    if module.OPEN not in html:
        assert without(html) == html
    without(html)


def test_options_of_the_command(base: Searcher, tmp_path: Path) -> None:
    site = site_of(tmp_path, f"<main>{TEXT}</main>")
    root = tmp_path / "base"
    assert kb(root, "export", "--no-headers", "--no-known-issues", str(site)).returncode == 0
    assert "kb-head" not in read(site)
    assert "data-kb-issues" not in read(site)
    assert not (site / "known-issues.json").exists()
    done = kb(root, "export", "--related", "0", "--fixed", "https://x.example/?a={answer}", str(site))
    assert done.returncode == 0, done.stderr
    assert "kb-neighbors" not in read(site)
    assert 'href="https://x.example/?a=yes"' in read(site)
    assert (site / "known-issues.json").is_file()
    done = kb(root, "export", "--wrong", "javascript:x", str(site))
    assert done.returncode == 3
    assert "neither https://" in done.stderr


def test_a_file_name_that_reads_as_a_script_is_a_plain_address(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "site_name: x\nuse_directory_urls: false\n", "docs/a.md": article("A", BODY, cause_id="one"),
             "docs/javascript:alert(1).md": article("B", BODY, cause_id="one"),
             "docs/50%25 #1?.md": article("C", BODY, cause_id="one")}  # fmt: skip
    site = write(tmp_path / "site", {f"{name}.html": PAGE.format(f"<main>{TEXT}</main>")
                                     for name in ("a", "javascript:alert(1)", "50%25 #1?")})  # fmt: skip
    publish(searcher_of(settle(write(tmp_path / "base", files))), site)
    html = (site / "a.html").read_text(encoding="utf-8")
    assert '<a href="javascript%3Aalert%281%29.html">B</a>' in html
    assert '<a href="50%2525%20%231%3F.html">C</a>' in html
