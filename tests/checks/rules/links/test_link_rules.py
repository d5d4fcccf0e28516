"""What cannot be marked in a fixture: fixes, what a finding depends on, folders that no mkdocs.yml builds, notes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from checks.marked import base, check, unmarked
from trees import write

from kb_tools.checks.finding import Finding
from kb_tools.checks.rules.links import RULES

FIXTURES = Path(__file__).parents[2] / "fixtures"
SLUGS = [rule.slug for rule in RULES]


def found(root: Path) -> tuple[Finding, ...]:
    return check(root, "KB2")


def said(root: Path) -> list[tuple[str, str, int]]:
    return [(each.rule, each.path, each.line) for each in found(root)]


@pytest.mark.parametrize("slug", SLUGS)
def test_one_mistake_is_found_once(slug: str, tmp_path: Path) -> None:
    unmarked(FIXTURES / slug, tmp_path)
    places = Counter((each.path, each.span) for each in found(tmp_path))
    assert [place for place, count in places.items() if count > 1] == []


def fixed(root: Path, findings: tuple[Finding, ...]) -> int:
    """Make all the edits, from the last to the first of each file."""
    edits = sorted(
        {edit for each in findings for edit in each.edits},
        key=lambda edit: (edit.path, edit.span.line, edit.span.column),
        reverse=True,
    )
    for edit in edits:
        path = root / edit.path
        lines = path.read_text(encoding="utf-8").split("\n")
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
        path.write_text("\n".join(lines), encoding="utf-8")
    return len(edits)


@pytest.mark.parametrize(
    "slug",
    ["link-dead", "anchor-dead", "image-dead", "link-case", "link-outside", "link-absolute", "link-not-to-source",
     "redirect-dead", "link-to-redirect", "link-malformed"],
)  # fmt: skip
def test_a_fix_mends_and_breaks_nothing(slug: str, tmp_path: Path) -> None:
    unmarked(FIXTURES / slug, tmp_path)
    before = found(tmp_path)
    assert fixed(tmp_path, before)
    after = Counter((each.rule, each.path, each.message) for each in found(tmp_path))
    left = Counter((each.rule, each.path, each.message) for each in before if not each.edits)
    assert after == left


def test_a_finding_names_the_files_it_depends_on(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: x\n",
        "docs/a/a.md": "# A\n\n[1](gone.md)\n[2](../b.md#gone)\n[3](../B.md)\n[4](../../README.md)\n[5](#gone)\n"
        "[6](../../../x.md)\n",
        "docs/b.md": "# B\n",
        "README.md": "",
    }
    write(tmp_path, files)
    involved = {each.line: each.involves for each in found(tmp_path)}
    assert involved == {3: ("docs/a/gone.md",), 4: ("docs/b.md",), 5: ("docs/b.md",), 6: ("README.md",), 7: (), 8: ()}


def test_a_change_in_the_target_breaks_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "", "docs/a.md": "# A\n\n[b](b.md#two)\n", "docs/b.md": "# B\n\n## Two\n"})
    assert said(tmp_path) == []
    write(tmp_path, {"docs/b.md": "# B\n\n## Second\n"})
    assert said(tmp_path) == [("KB202", "docs/a.md", 3)]
    (tmp_path / "docs/b.md").unlink()
    assert said(tmp_path) == [("KB201", "docs/a.md", 3)]


def test_the_fingerprint_survives_moved_lines(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A\n\n[b](b.md) [b](b.md)\n"})
    before = [each.fingerprint for each in found(tmp_path)]
    write(tmp_path, {"docs/a.md": "# A\n\nMore.\n\n[b](b.md)\n\n[b](b.md)\n"})
    assert [each.fingerprint for each in found(tmp_path)] == before
    assert len(set(before)) == 2


def test_a_folder_that_nobody_builds_with_mkdocs(tmp_path: Path) -> None:
    """Only what is wrong for every builder and on every page that shows the repository."""
    body = """# Home & hearth

[1](/other/site) [2](../README.md) [3](../../../issues) [4](sub) [5](sub/) [6](#home--hearth) [7](#tab/windows) [8](.hidden.md)
<img src="sub/x.png"> <a href="sub/a.md">9</a> [10](#home-hearth) [11](README.md) [12](LICENSE)

[dead](gone.md)
[dead](../gone.md)
[case](SUB/a.md)
[address](sub/a.html)
[absolute](/sub/a.md)
[place](#gone)
"""
    files = {"docs/index.md": body, "docs/sub/a.md": "# A\n", "docs/sub/x.png": "", "README.md": "", "docs/.hidden.md": "",
             "docs/README.md": "", "docs/LICENSE": "", ".git/HEAD": ""}  # fmt: skip
    write(tmp_path / "repository", files)
    assert said(tmp_path / "repository") == [
        ("KB201", "docs/index.md", 6),
        ("KB206", "docs/index.md", 7),
        ("KB205", "docs/index.md", 8),
        ("KB208", "docs/index.md", 9),
        ("KB207", "docs/index.md", 10),
        ("KB202", "docs/index.md", 11),
    ]


def test_absolute_links_that_mkdocs_reads_from_the_docs_folder(tmp_path: Path) -> None:
    body = """# Home

[a](/sub/a.md) [b](/sub/a.md#a) ![c](/x.png)

[d](/gone.md)
[e](/sub/a.md#gone)
[f](/SUB/a.md)
[g](/sub/a/)
<a href="/sub/a.md">h</a>
![i](/y.png)
"""
    mkdocs = "validation: {links: {absolute_links: relative_to_docs}}\n"
    write(tmp_path, {"mkdocs.yml": mkdocs, "docs/index.md": body, "docs/sub/a.md": "# A\n", "docs/x.png": ""})
    findings = found(tmp_path)
    assert [(each.rule, each.line) for each in findings] == [
        ("KB201", 5), ("KB202", 6), ("KB205", 7), ("KB208", 8), ("KB207", 9), ("KB203", 10),
    ]  # fmt: skip
    assert [edit.text for each in findings for edit in each.edits] == ["/sub/a.md", "/sub/a.md", "sub/a/"]


def test_a_site_below_the_root_of_its_server(tmp_path: Path) -> None:
    body = "# Home\n\n[a](/kb/sub/a/)\n[b](/sub/a/)\n[c](/kb/gone/)\n"
    write(tmp_path, {"mkdocs.yml": "site_url: https://x.org/kb/\n", "docs/index.md": body, "docs/sub/a.md": "# A\n"})
    assert [each.rule for each in found(tmp_path)] == ["KB207"] * 3
    assert [[edit.text for edit in each.edits] for each in found(tmp_path)] == [["sub/a.md"], ["sub/a.md"], []]


@pytest.mark.parametrize("urls", ["true", "false"])
def test_raw_html_counts_from_the_address(urls: str, tmp_path: Path) -> None:
    body = '# A\n\n<img src="x.png">\n<img src="../x.png">\n'
    write(tmp_path, {"mkdocs.yml": f"use_directory_urls: {urls}\n", "docs/sub/a.md": body, "docs/sub/x.png": ""})
    assert said(tmp_path) == [("KB203", "docs/sub/a.md", 3 if urls == "true" else 4)]


def test_own_slugs_are_not_judged_by_the_rule_of_others(tmp_path: Path) -> None:
    body = "# Größe & Maß\n\n[a](#größe--maß) [b](#groe-ma) [c](#größe-maß)\n\n[d](#gone)\n"
    slugs = "markdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}\n"
    write(tmp_path, {"mkdocs.yml": slugs, "docs/a.md": body})
    assert said(tmp_path) == [("KB202", "docs/a.md", 5)]
    write(tmp_path, {"mkdocs.yml": "site_name: x\n"})
    assert [(rule, line) for rule, _, line in said(tmp_path)] == [("KB202", 3), ("KB202", 3), ("KB202", 5)]


def test_what_lies_behind_a_link_of_the_file_system_is_there(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"mkdocs.yml": "", "docs/a.md": "# A\n\n![x](pictures/x.png)\n\n![y](pictures/y.png)\n", "elsewhere/x.png": ""},
    )
    (tmp_path / "docs/pictures").symlink_to(tmp_path / "elsewhere")
    assert said(tmp_path) == [("KB203", "docs/a.md", 5)]


def test_a_docs_folder_within_the_docs_folder_of_the_site(tmp_path: Path) -> None:
    body = "# A\n\n[a](../b.md) [b](../c.md)\n"
    write(tmp_path, {"mkdocs.yml": "", "kb.toml": 'docs = "docs/desk"\n', "docs/desk/a.md": body, "docs/b.md": "# B\n"})
    assert [each.message for each in found(tmp_path)] == [
        "../c.md leads out of docs/desk/, where there is no docs/c.md"
    ]


@pytest.mark.parametrize(
    ("mkdocs", "note"),
    [
        ("a: [\n", "is not valid YAML"),
        ("plugins: [gen-files]\n", "mkdocs.yml uses gen-files"),
        ("plugins: [search]\n", ""),
    ],
)
def test_what_could_not_be_looked_at_is_said(mkdocs: str, note: str, tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": mkdocs, "docs/a.md": "# A\n\n[b](b.md)\n"})
    whole = base(tmp_path)
    for rule in RULES:
        if rule.base is not None:
            list(rule.base(whole))
    assert len(whole.notes) == bool(note)
    assert note in "".join(whole.notes)


def test_what_works_on_the_site_is_a_warning(tmp_path: Path) -> None:
    redirects = "plugins: [redirects: {redirect_maps: {old.md: new.md}}]\n"
    body = "# A\n\n[1](old.md)\n[2](old/)\n[3](new.html)\n[4](new/)\n"
    write(tmp_path, {"mkdocs.yml": redirects, "docs/index.md": body, "docs/new.md": "# N\n"})
    assert [(each.rule, each.severity) for each in found(tmp_path)] == [
        ("KB212", "error"), ("KB212", "warning"), ("KB208", "error"), ("KB208", "warning"),
    ]  # fmt: skip


def test_nothing_is_fixed_that_could_mean_two_things(tmp_path: Path) -> None:
    files = {
        "docs/a/b.md": "# B\n\n[1](../c/)\n[2](D.md)\n",
        "docs/a/c.md": "",
        "docs/c.md": "",
        "docs/a/d.MD": "",
        "docs/a/d.md": "",
    }
    write(tmp_path, {"mkdocs.yml": "", **files})
    assert [(each.rule, each.edits) for each in found(tmp_path) if each.path == "docs/a/b.md"] == [
        ("KB208", ()),
        ("KB205", ()),
    ]


def test_a_page_that_lists_few_of_its_folder_is_no_index(tmp_path: Path) -> None:
    pages = {f"docs/{name}.md": f"# {name}\n" for name in "abcde"}
    write(tmp_path, {**pages, "docs/index.md": "# I\n\n[a](a.md) [b](b.md)\n"})
    assert said(tmp_path) == []
    write(tmp_path, {"docs/index.md": "# I\n\n[a](a.md) [b](b.md) [c](c.md)\n"})
    assert said(tmp_path) == [("KB213", "docs/d.md", 1), ("KB213", "docs/e.md", 1)]


def test_a_navigation_is_an_index_too(tmp_path: Path) -> None:
    files = {"mkdocs.yml": "nav: [index.md, g/a.md, g/b.md]\n", "docs/index.md": "# I\n"}
    write(tmp_path, {**files, **{f"docs/g/{name}.md": f"# {name}\n" for name in "abcd"}})
    (tmp_path / "docs/g/d.md").write_text("# d\n\n[c](c.md)\n")
    assert said(tmp_path) == [("KB213", "docs/g/d.md", 1)]


def test_hints_name_what_was_probably_meant(tmp_path: Path) -> None:
    body = "# A\n\n[1](vpn-setpu.md)\n[2](moved.md)\n[3](error-619.md)\n[4](vpn-setup.md#stpe-one)\n[5](vpn-setup.md#L12)\n"
    write(
        tmp_path,
        {
            "docs/g/a.md": body,
            "docs/g/vpn-setup.md": "# V\n\n## Step one\n",
            "docs/h/moved.md": "",
            "docs/g/error-691.md": "",
        },
    )
    assert [each.hint for each in found(tmp_path)] == [
        "Did you mean vpn-setup.md?",
        "Did you mean ../h/moved.md?",
        "Correct the path, or take the link out.",
        "Did you mean #step-one?",
        "Lines have no places on the site: link to a heading.",
    ]


def test_hints_for_raw_html_are_what_a_browser_understands(tmp_path: Path) -> None:
    page = '# A\n\n<a href="vpn-setpu.md">1</a> <img src="pictures/lights.png"> <a href="../x/gone.md">3</a>\n'
    files = {"docs/g/a.md": page, "docs/g/vpn-setup.md": "# V\n", "docs/img/lights.png": ""}
    write(tmp_path, {**files, "mkdocs.yml": ""})
    assert [(each.message, each.hint) for each in check(tmp_path, "KB201", "KB203")] == [
        ("vpn-setpu.md leads to nothing: there is no docs/g/a/vpn-setpu.md, since raw HTML is read from the page's address",
         "Did you mean ../vpn-setup/?"),
        ("pictures/lights.png leads to nothing: there is no docs/g/a/pictures/lights.png, since raw HTML is read from the "
         "page's address", "Did you mean ../../img/lights.png?"),
        ("../x/gone.md leads to nothing: there is no docs/g/x/gone.md, since raw HTML is read from the page's address",
         "Correct the path, or take the link out."),
    ]  # fmt: skip
    write(tmp_path, {"mkdocs.yml": "use_directory_urls: false\n"})
    assert [each.hint for each in check(tmp_path, "KB201", "KB203")] == [
        "Did you mean vpn-setup.html?",
        "Did you mean ../img/lights.png?",
        "Correct the path, or take the link out.",
    ]
    assert "raw HTML" not in check(tmp_path, "KB203")[0].message


def test_a_file_name_with_spaces_is_no_code(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"docs/a.md": "# A\n\n[x](<the reset guide final.md#top>) [y](Manual new 2024.docx) [z](Int a, Int b)\n"},
    )
    assert [each.hint for each in check(tmp_path, "KB201")] == [
        "Correct the path, or take the link out.",
        "Correct the path, or take the link out.",
        "If it is code and no link, put it between backticks.",
    ]


def test_what_is_empty_has_a_place_to_underline(tmp_path: Path) -> None:
    write(
        tmp_path, {"docs/a.md": "# A\n\n[x]() [y]( ) [z](<>) <a href=''>q</a>\n[<user_name>](a.md) [<b></b>](a.md)\n"}
    )
    line = "[x]() [y]( ) [z](<>) <a href=''>q</a>"
    empty, without_text = check(tmp_path, "KB216")[:4], check(tmp_path, "KB216")[4:]
    assert [line[each.span.column - 1 : each.span.end_column - 1] for each in empty] == ["()", "( )", "<>", "''"]
    assert [each.hint for each in without_text] == [
        "<user_name> is read as HTML, which shows nothing: put it between backticks.",
        "Say where it leads.",
    ]


def test_markdown_in_html_is_told_with_the_way_out_that_works(tmp_path: Path) -> None:
    write(tmp_path, {
        "docs/a.md": "<details>\n[a](b.md) and [c](d.md)\n</details>\n",
        "docs/b.md": "<table>\n<tr><td>[a](b.md)</td></tr>\n</table>\n",
        "docs/c.md": "  <div markdown='1'>\n[a](b.md)\n</div>\n",
        "docs/d.md": "<p>[a](b.md)\n",
    })  # fmt: skip
    found = check(tmp_path, "KB218")
    assert [each.message for each in found][:2] == [
        "Markdown in <details> is not read: the page shows [a](b.md) as it stands, and 1 more",
        "Markdown in <table> is not read: the page shows [a](b.md) as it stands",
    ]
    assert [each.hint for each in found] == [
        'Write <details markdown="1">, with md_in_html among the markdown_extensions in mkdocs.yml.',
        'Write markdown="1" in each of <table>, <tr> and <td>, with md_in_html among the markdown_extensions in mkdocs.yml.',
        "Take away the spaces before <div>: they keep its attribute markdown from working.",
        "Write </p> where it ends: without that, all of the article below it is HTML.",
    ]


def test_hostile_articles_take_no_time(tmp_path: Path) -> None:
    """Each would take minutes if it took quadratic time."""
    many = 5_000
    files = {
        "mkdocs.yml": "",
        "docs/dead.md": "".join(f"[x](gone-{n}.md)\n" for n in range(many)),
        "docs/places.md": "".join(f"[x](#gone-{n})\n\n## Place {n}\n\n" for n in range(many)),
        "docs/empty.md": "[]()\n" * many,
        "docs/undefined.md": "".join(f"[form {n}][ab{n}c]\n" for n in range(many))
        + "".join(f"\n[d{n}]: e\n" for n in range(many)),
        "docs/notes.md": "x[^1]\n" * many,
        "docs/long.md": f"[x]({'a/' * 100_000}b.md#{'c' * 100_000})\n[y]({'../' * 50_000}b.md)\n[z](#{'d' * 100_000})\n",
        "docs/brackets.md": "[" * many + "](" * many + "[^" * many + "][" * many,
        **{f"docs/many/{n}-page.md": "# P\n" for n in range(300)},
    }
    write(tmp_path, files)
    counts = Counter(each.rule for each in found(tmp_path))
    assert counts["KB201"] >= many
    assert counts["KB202"] >= many
    assert counts["KB216"] == many
    assert counts["KB204"] == many
    assert counts["KB217"] == many


def test_neither_the_page_itself_nor_another_short_name_is_suggested(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A\n\n[x](b.md)\n", "docs/no-sync.md": "# N\n\n[x](no-synk.md) [y](vpm.md)\n",
                     "docs/vpn.md": "# V\n\n[x](no-synk.md)\n"})  # fmt: skip
    assert [each.hint for each in check(tmp_path, "KB201")] == [
        "Correct the path, or take the link out.",
        "Correct the path, or take the link out.",
        "Did you mean vpn.md?",
        "Did you mean no-sync.md?",
    ]
