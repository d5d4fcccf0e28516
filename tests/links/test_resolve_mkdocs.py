"""Does a link lead where kb says? MkDocs builds the site, and the built page is the truth."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from trees import write

from kb_tools.article.anchors import anchors
from kb_tools.article.blocks import scan
from kb_tools.article.links import links
from kb_tools.article.model import Link
from kb_tools.config import load_settings
from kb_tools.links.resolve import Lead, resolve
from kb_tools.links.site import read_site
from kb_tools.links.tree import Tree

TARGETS = """
b.md ./b.md ../a/b.md c.md ../index.md ../a/index.md index.md README.md ../r/README.md ../r/index.md ../both/README.md
../both/index.md b b/ ./b/ b.html b/index.html c c/ ./c/ c.html ../c ../c/ ../c.html ../c/index.html ../b/ ../../a/b/
../../ ../../index.html ../../../a/ ../.. .. ../ . ./ ./. b.md/ ../r ../r/ ../../r/ r r/ ../empty/ ../files ../files/
b.md?x=1 b.md?x=1#second b.md#second b.md#nope #second #nope # #top #TOP ?x=1 ?x=1#second ?#nope b.md# b.md#top
#:~:text=a #second:~:text=a b.md#:~:text=a b.md#se%63ond c.md#%C3%BCber c.md#über c.md#uber c.md#over c.md#own c.md#named
c.md#fn:1 c.md#fnref:1 c.md#__x B.md B.MD ../A/b.md ../a/B.md nope.md nope nope/ nope.png ../nope/b.md ../../nope.md
../../../nope.md ../../mkdocs.yml ../../../docs/a/b.md x.png ./x.png ../a/x.png ../x.png X.png img/y.png ../img/y.png
../../img/y.png sp%20ace.md sp+ace.md <sp ace.md> pl%2Bus.md pl+us.md per%25cent.md per%cent.md ha%23sh.md ha#sh.md
qu%3Fest.md qu?est.md %62.md ..%2Fa/b.md a%5Cb.md ü.md %C3%BC.md u%CC%88.md %75%CC%88.md ..\\a\\b.md .\\b.md \\a\\b.md
/ /a/b.md /a/b/ /a/b /a/b.html /a/ /a /a/index.html /nope/ /x.png /img/y.png /a/x.png /../a/b.md /a/../a/b/ /A/b/ /404.html
/sitemap.xml .hidden.md ../.dir/x.md .hidden.png draft.md ../templates/t.md draft/ ../draft.md d.markdown d.markdown/ d/ UP.MD
UP.MD/ up/ data.json page.htm page.html page.htm#x page two.tar.gz lone.md b.md#second_1 b.md#Second b.md#%73econd
//example.org/x //a/b.md b.md?raw=1&amp;y=2 ./../a/./b.md .//b.md a//b.md ../a//b.md b.md/../c.md nope/../b.md ../../..
../../../../../etc/passwd c.md#fence c.md#cell c.md#1 (b.md) b(1).md b%281%29.md
""".split("\n")

FILES = {
    "docs/index.md": "# Home\n",
    "docs/both/index.md": "# Both\n",
    "docs/both/README.md": "# Both, too\n",
    "docs/r/README.md": "# Read me\n",
    "docs/c.md": "# Other c\n",
    "docs/x.png": "top",
    "docs/img/y.png": "y",
    "docs/files/f.pdf": "f",
    "docs/a/index.md": "# A\n\n## Second\n",
    "docs/a/b.md": "# B\n\n## Second\n\n## Second\n",
    "docs/a/c.md": "# C\n\n## Über\n\n<a id='own'></a><a name='named'></a>\n\nNote.[^1]\n\n[^1]: It.\n",
    "docs/a/x.png": "a",
    "docs/a/img/y.png": "ay",
    "docs/a/sp ace.md": "# Space",
    "docs/a/pl+us.md": "# Plus",
    "docs/a/per%cent.md": "# Cent",
    "docs/a/ha#sh.md": "# Hash",
    "docs/a/qu?est.md": "# Question",
    "docs/a/b(1).md": "# Copy",
    "docs/a/ü.md": "# U",
    "docs/a/.hidden.md": "# Hidden",
    "docs/a/.hidden.png": "h",
    "docs/.dir/x.md": "# Hidden",
    "docs/templates/t.md": "# Template",
    "docs/a/draft.md": "# Draft",
    "docs/a/d.markdown": "# Another suffix",
    "docs/a/UP.MD": "# No page for MkDocs",
    "docs/a/data.json": "{}",
    "docs/a/page.htm": "<p id=x>",
    "docs/a/two.tar.gz": "z",
    "theme/main.html": "<html><body>{{ page.content }}</body></html>",
    "theme/404.html": "<html></html>",
    "theme/sitemap.xml": "<urlset></urlset>",
}
PAGES = ("index.md", "a/index.md", "a/b.md", "r/README.md", "a/sp ace.md")
MKDOCS = """
site_name: Test
theme: {name: null, custom_dir: theme, static_templates: [404.html]}
draft_docs: draft.md
plugins: []
markdown_extensions: [attr_list, footnotes, md_in_html, tables, toc]
"""


class Case(NamedTuple):
    """A link on a page."""

    page: str
    link: Link
    markdown: str


def cases() -> list[Case]:
    """Every target on every page: as a link, as an image, and in raw HTML."""
    found = []
    for page in PAGES:
        for target in " ".join(TARGETS).replace("<sp ace.md>", "<sp\0ace.md>").split():
            target = target.replace("\0", " ")
            bare = target.strip("<>")
            for form in (f"[x]({target})", f"![x]({target})", f'<a href="{bare}">x</a>', f'<img src="{bare}">'):
                read = links(scan(form))
                if len(read) == 1:
                    found.append(Case(page, read[0], form))
    return found


class _Targets(HTMLParser):
    """What each numbered paragraph of a built page points to, and the ids of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[int, str] = {}
        self.ids: set[str] = set()
        self.number = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.update(value for key in ("id", "name") if (value := values.get(key)))
        if (values.get("id") or "").startswith("case-"):
            self.number = int((values["id"] or "")[5:])
        for key in ("href", "src"):
            if key in values and self.number >= 0:
                self.targets.setdefault(self.number, values[key] or "")


class Built:
    """A site that MkDocs built, asked as a static web server and a browser would."""

    def __init__(self, folder: Path, pages: dict[str, list[str]], extra: str) -> None:
        bodies = {}
        for page, forms in pages.items():
            numbered = "".join(f'<a id="case-{n}"></a> {form}\n\n' for n, form in enumerate(forms))
            bodies[f"docs/{page}"] = str(FILES[f"docs/{page}"]) + "\n\n" + numbered
        self.root = write(folder, {**FILES, "mkdocs.yml": MKDOCS + extra, **bodies})
        command = (sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder / "site"))
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.site = folder / "site"
        settings = load_settings(folder)
        files = {path.relative_to(settings.docs).as_posix() for path in settings.docs.rglob("*") if path.is_file()}
        places = {
            path: anchors(scan((settings.docs / path).read_text()))
            for path in files
            if path.endswith((".md", ".markdown")) and "/." not in f"/{path}"
        }
        self.tree = Tree(folder, settings.docs, frozenset(files), read_site(settings), places)
        self._read: dict[Path, _Targets] = {}

    def read(self, path: Path) -> _Targets:
        if path not in self._read:
            self._read[path] = _Targets()
            self._read[path].feed(path.read_text())
        return self._read[path]

    def led(self, page: str, number: int) -> tuple[Path | None, bool]:
        """The file of the site that a click on this link of a page opens, and whether its place is there."""
        built = self.site / self.tree.built(page)
        target = self.read(built).targets[number]
        address = self.tree.address(page)
        # A site below the root of its server, so that ../ beyond it is seen; and absolute links count from the site.
        base = f"http://kb.example.org/kb/{address}"
        url = urlsplit(urljoin(base, target.replace("\\", "/")))
        path = unquote(url.path)
        if target.startswith(("/", "\\")):
            path = "/kb" + path
        if url.netloc != "kb.example.org" or not f"{path}/".startswith("/kb/"):
            return None, False
        place = Path(os.path.normpath(f"{self.site}/{path[4:]}"))
        if place.is_dir() or path.endswith("/"):
            place /= "index.html"
        if not place.is_file():
            return None, False
        fragment = url.fragment.partition(":~:")[0]
        if not fragment or fragment.lower() == "top" or fragment.startswith("__") or place.suffix != ".html":
            return place, True
        ids = self.read(place).ids
        return place, fragment in ids or unquote(fragment) in ids


def leads(built: Built, found: list[Case]) -> list[Lead]:
    return [resolve(built.tree, case.page, case.link) for case in found]


def by_page(found: list[Case]) -> dict[str, list[str]]:
    return {page: [case.markdown for case in found if case.page == page] for page in PAGES}


@pytest.mark.parametrize(
    "extra",
    [
        "",
        "use_directory_urls: false",
        "validation: {links: {absolute_links: relative_to_docs}}",
    ],
)
def test_a_link_leads_where_the_built_site_leads(extra: str, tmp_path: Path) -> None:
    found = cases()
    built = Built(tmp_path / "a", by_page(found), extra)
    wrong = []
    numbers = dict.fromkeys(PAGES, 0)
    betters: list[tuple[Case, Lead]] = []
    states = set()
    for case, lead in zip(found, leads(built, found), strict=True):
        number = numbers[case.page]
        numbers[case.page] += 1
        states.add(lead.state)
        if lead.state in ("elsewhere", "unknown", "empty", "malformed"):
            continue
        place, is_there = built.led(case.page, number)
        # Of an image nobody asks for a place on a page, and a link to a page may not be drawn as one.
        needs_place = case.link.kind != "image" and case.link.text != "img"
        alive = place is not None and (is_there or not needs_place)
        led_elsewhere = alive and lead.path and built.site / built.tree.built(lead.path) != place
        if alive != lead.works or led_elsewhere:
            wrong.append((case.page, case.markdown, lead, place))
        if lead.better:
            betters.append((case, lead))
    assert not wrong, listed(wrong)
    every = {"alive", "dead", "anchor", "case", "outside", "address", "unpublished", "absolute", "elsewhere"}
    assert states >= every
    assert len(betters) > 100
    # What kb would write instead must work, and lead to the same file.
    better = [Case(case.page, case.link, _rewritten(case, lead)) for case, lead in betters]
    again = Built(tmp_path / "b", by_page(better), extra)
    numbers = dict.fromkeys(PAGES, 0)
    for case, (_, lead) in zip(better, betters, strict=True):
        place, _ = again.led(case.page, numbers[case.page])
        numbers[case.page] += 1
        if place != again.site / again.tree.built(lead.path):
            wrong.append((case.page, case.markdown, lead, place))
    assert not wrong, listed(wrong)


def listed(wrong: list[tuple[str, str, Lead, Path | None]]) -> str:
    return "\n" + "\n".join(f"{page}: {form} {lead} -> {place}" for page, form, lead, place in wrong)


def _rewritten(case: Case, lead: Lead) -> str:
    span = case.link.span
    return case.markdown[: span.column - 1] + lead.better + case.markdown[span.end_column - 1 :]
