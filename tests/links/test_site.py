"""What is read of mkdocs.yml, whatever it holds?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import write

from kb_tools.article.model import Span
from kb_tools.config import load_settings
from kb_tools.links.site import Site, read_site


def site(root: Path, mkdocs: str, **files: str) -> Site:
    write(root, {"docs/index.md": "# Home\n", "mkdocs.yml": mkdocs, **files})
    return read_site(load_settings(root))


def test_without_mkdocs_yml_nobody_knows_what_builds_it(tmp_path: Path) -> None:
    write(tmp_path, {"docs/index.md": "# Home\n"})
    found = read_site(load_settings(tmp_path))
    assert not found.is_built
    assert not found.is_unpublished(".hidden.md")


def test_what_decides_where_links_lead(tmp_path: Path) -> None:
    found = site(
        tmp_path,
        """\
site_name: !ENV [NAME, Test]
site_url: https://example.org/kb
use_directory_urls: no
exclude_docs: |
  /internal/
  !.well-known/
draft_docs: "*.draft.md"
not_in_nav: |
  /tags.md
validation:
  absolute_links: warn
  links:
    absolute_links: relative_to_docs
nav:
  - index.md
  - Guides:
      - VPN: guides/./vpn.md
      - https://example.org/
      - Deeper: [{More: [{Most: [deep.md]}]}]
theme: {name: material, icon: !!python/name:material.icon ""}
markdown_extensions:
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
plugins:
  - search
  - gen-files: {scripts: [x.py]}
  - redirects:
      redirect_maps:
        old.md: vpn.md
        'quoted.md': "vpn.md#x"
""",
    )
    assert (found.is_built, found.file, found.prefix, found.trouble) == (True, "mkdocs.yml", "/kb/", "")
    assert not found.use_directory_urls
    assert found.absolute_links == "relative_to_docs"
    assert [entry.target for entry in found.nav or ()] == ["index.md", "guides/vpn.md", "deep.md"]
    assert [(entry.span.line, entry.span.column) for entry in found.nav or ()] == [(15, 5), (17, 14), (19, 34)]
    unpublished = ["internal/a.md", "a.draft.md", ".x.md", "a/.b/c.md", "templates/t.html"]
    published = ["a/internal/a.md", ".well-known/x", "a.md", "a/templates/t.md", "tags.md"]
    assert [path for path in unpublished + published if found.is_unpublished(path)] == unpublished
    assert [path for path in ("tags.md", "a/tags.md") if found.is_not_in_nav(path)] == ["tags.md"]
    assert found.has_own_slugs
    assert found.generators == ("gen-files",)
    old, quoted = found.redirects["old.md"], found.redirects["quoted.md"]
    assert (old.new, old.file, old.span) == ("vpn.md", "mkdocs.yml", Span(28, 17, 28, 23))
    assert (quoted.new, quoted.span.line) == ("vpn.md#x", 29)


def test_the_defaults_are_those_of_mkdocs(tmp_path: Path) -> None:
    found = site(tmp_path, "site_name: Test\n")
    assert (found.is_built, found.use_directory_urls, found.absolute_links, found.nav) == (True, True, "", None)
    assert found.is_unpublished(".hidden.md")


def test_settings_are_inherited(tmp_path: Path) -> None:
    """Mappings grow together, lists do not; the last word is the child's, and each knows its file."""
    child = "INHERIT: ../base.yml\nplugins:\n  redirects:\n    redirect_maps:\n      b.md: y.md\nnav: [index.md]\n"
    above = (
        "use_directory_urls: false\nnav: [a.md, b.md]\n"
        "plugins:\n  redirects:\n    redirect_maps:\n      a.md: x.md\n      b.md: x.md\n"
    )
    write(tmp_path, {"base.yml": above, ".git/HEAD": "", "kb/docs/index.md": "", "kb/mkdocs.yml": child})
    found = read_site(load_settings(tmp_path / "kb"))
    assert not found.use_directory_urls
    assert [entry.target for entry in found.nav or ()] == ["index.md"]
    redirects = {old: (redirect.new, redirect.file, redirect.span.line) for old, redirect in found.redirects.items()}
    assert redirects == {"a.md": ("x.md", "../base.yml", 6), "b.md": ("y.md", "mkdocs.yml", 5)}


@pytest.mark.parametrize(
    ("mkdocs", "trouble"),
    [
        ("a: [\n", "mkdocs.yml:2: is not valid YAML"),
        ("- a\n- b\n", "mkdocs.yml:1: is no mapping"),
        ("text\n", "mkdocs.yml:1: is no mapping"),
        ("INHERIT: ../../out.yml\n", "mkdocs.yml:1: inherits from ../../out.yml, which is out of the repository"),
        ("INHERIT: mkdocs.yml\n", "mkdocs.yml:1: inherits in a circle"),
        ("INHERIT: gone.yml\n", "gone.yml: cannot be read"),
        ("nav: " + "[" * 500 + "]" * 500, "nested deeper"),
        ("nav: &a [*a, *a, *a]\n", "repeats itself"),
        ("a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(8)), "repeats itself"),
        ("exclude_docs: |\n  !\n  a\n", "exclude_docs has a pattern"),
        ("\x01: x\n", "a character that YAML does not allow"),
    ],
    ids=range(11),
)  # fmt: skip
def test_what_cannot_be_read_is_said(mkdocs: str, trouble: str, tmp_path: Path) -> None:
    """It is a site all the same, with MkDocs' defaults."""
    (tmp_path / ".git").mkdir()
    found = site(tmp_path, mkdocs)
    assert trouble in found.trouble
    assert found.is_built
    assert found.is_unpublished(".hidden.md")


def test_another_docs_folder_is_another_site(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"mkdocs.yml": "docs_dir: site-docs\n", "kb.toml": 'docs = "kb"\n', "kb/a.md": "", "site-docs/b.md": ""},
    )
    assert not read_site(load_settings(tmp_path)).is_built


def test_a_part_of_the_docs_folder(tmp_path: Path) -> None:
    """Paths of mkdocs.yml are those of its own docs folder."""
    mkdocs = "exclude_docs: /desk/draft.md\nnav: [desk/a.md, b.md]\nplugins: [redirects: {redirect_maps: {desk/o.md: desk/a.md}}]\n"
    write(tmp_path, {"mkdocs.yml": mkdocs, "kb.toml": 'docs = "docs/desk"\n', "docs/desk/a.md": "", "docs/b.md": ""})
    found = read_site(load_settings(tmp_path))
    assert found.is_unpublished("draft.md")
    assert [entry.target for entry in found.nav or ()] == ["a.md"]
    assert found.redirects["o.md"].new == "a.md"


@pytest.mark.parametrize(
    "mkdocs",
    ["", "plugins: x\n", "plugins: [[a], 1, {redirects: {redirect_maps: [a]}}]\n",
     "plugins: {redirects: {redirect_maps: {a.md: }}}\n",
     "nav: 1\n", "nav: {a: {b: c.md}}\n", "validation: x\n", "exclude_docs: [a]\n", "site_url: 'http://[x'\n", "1: 2\n? [a]\n: b\n",
     "x: &x {a: b}\ny: {<<: *x}\nz: {<<: [*x]}\n", "nav: !ENV NAV\n",
     "markdown_extensions: {toc: }\n"],
)  # fmt: skip
def test_odd_but_yaml(mkdocs: str, tmp_path: Path) -> None:
    assert site(tmp_path, mkdocs).trouble == ""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["nav:", "plugins:", " - ", "  a: b.md", "- redirects:", "   redirect_maps:", "&a", "*a", "!ENV", "[", "]",
             "{", "}", "\n", "validation:", " links:", "  absolute_links: ", "INHERIT: mkdocs.yml", "|", "'", '"', "<<: *a",
             "\t", "docs_dir: docs", "ü", "? "]
        ),
        max_size=30,
    )
)  # fmt: skip
def test_no_text_brings_it_down(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    root = tmp_path_factory.mktemp("site")
    found = site(root, "\n".join(pieces))
    assert isinstance(found.trouble, str)
