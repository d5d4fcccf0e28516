"""What is said about a link, and what is put in its place: each case of a rule in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from checks.marked import check
from trees import write

SITE = {"mkdocs.yml": "site_name: Test\n"}


def said(
    folder: Path, rule: str, text: str, others: Mapping[str, str], name: str = "docs/a.md"
) -> tuple[str, str, str]:
    """Message, hint, and what `--fix` writes."""
    (found,) = check(write(folder, {**SITE, **others, name: text}), rule)
    return found.message, found.hint, found.edits[0].text if found.edits else ""


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("#b", ("this page has no place #b", "Link to a heading that is there, or give one the id.", "")),
        ("b.md#q", ("docs/b.md has no place #q", "Link to a heading that is there, or give one the id.", "")),
        ("b.md#first-tings", ("docs/b.md has no place #first-tings", "Did you mean #first-things?", "")),
        ("b.md#first--things",
         ("docs/b.md has no place #first--things", "MkDocs calls it #first-things.", "b.md#first-things")),
        ("b.md#L12", ("docs/b.md has no place #L12", "Lines have no places on the site: link to a heading.", "")),
        ("c.md#x", ("docs/c.md has no place #x", "The page has no headings: link to the page itself.", "")),
    ],
)  # fmt: skip
def test_a_dead_anchor(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    others = {"docs/b.md": "# First things\n", "docs/c.md": "Text.\n"}
    assert said(tmp_path, "anchor-dead", f"# A\n\n[there]({target})\n", others) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[v](/vpn/)", ("/vpn/ works only when the site is at the root of its server", "Write ../vpn.md.", "../vpn.md")),
        ("[v](/vpn.md)", ("/vpn.md is absolute: on the site it leads to nothing", "Write ../vpn.md.", "../vpn.md")),
        ("[v](/mail/)", ("/mail/ is absolute, and there is no docs/mail",
                         "Write the path from this article, or the whole address of the other site.", "")),
        ('<a href="/vpn/">v</a>',
         ("/vpn/ works only when the site is at the root of its server", "Write ../../vpn/.", "../../vpn/")),
    ],
)  # fmt: skip
def test_an_absolute_link(text: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    assert said(tmp_path, "link-absolute", f"{text}\n", {"docs/vpn.md": "# V\n"}, "docs/guides/a.md") == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("VPN.md", ("VPN.md works on Windows and macOS only: the file is vpn.md", "Write vpn.md.", "vpn.md")),
        ("g\\mail.md", ("g\\mail.md works on Windows only: it has backslashes", "Write g/mail.md.", "g/mail.md")),
        ("caf\u00e9.md", ("caf\u00e9.md differs from cafe\u0301.md in how its letters are composed",
                          "Write cafe\u0301.md.", "cafe\u0301.md")),
    ],
)  # fmt: skip
def test_a_name_in_another_case_or_form(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    others = {"docs/vpn.md": "# V\n", "docs/g/mail.md": "# M\n", "docs/cafe\u0301.md": "# C\n"}
    assert said(tmp_path, "link-case", f"[there]({target})\n", others) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("vpm.md", ("the navigation names vpm.md, which is not there", "Did you mean vpn.md?", "")),
        (
            "zebra.md",
            ("the navigation names zebra.md, which is not there", "Correct the path, or take the entry out.", ""),
        ),
    ],
)
def test_a_page_of_the_navigation(target: str, expected: tuple[str, str, str], tmp_path: Path) -> None:
    site = f"site_name: Test\nnav:\n  - vpn.md\n  - {target}\n  - https://example.org/\n  - pictures/\n"
    assert said(tmp_path, "link-dead", "# V\n", {"mkdocs.yml": site}, "docs/vpn.md") == expected


@pytest.mark.parametrize(
    ("target", "message", "better"),
    [
        ("../../docs/b.md", "leaves docs/ and comes back, where MkDocs does not follow", "../b.md"),
        ("../../x/y.md", "leads out of docs/, to x/y.md, which is not on the site", ""),
        ("../../x/z.md", "leads out of docs/, where there is no x/z.md", ""),
    ],
)
def test_a_link_out_of_the_docs_folder(target: str, message: str, better: str, tmp_path: Path) -> None:
    others = {"docs/b.md": "# B\n", "x/y.md": "# Y\n"}
    found, hint, fix = said(tmp_path, "link-outside", f"[there]({target})\n", others, "docs/guides/a.md")
    assert (found, fix) == (f"{target} {message}", better)
    assert (hint == f"Write {better}.") == bool(better)


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("gone.md", "mkdocs.yml leaves it out"),
        (".drafts/x.md", "its name is hidden"),
        ("s/README.md", "index.md of the same folder takes its place"),
    ],
)
def test_why_a_file_is_not_on_the_site(target: str, why: str, tmp_path: Path) -> None:
    others = dict.fromkeys(("docs/gone.md", "docs/.drafts/x.md", "docs/s/README.md", "docs/s/index.md"), "# It\n")
    site = "site_name: Test\nexclude_docs: |\n  gone.md\n"
    message, _, _ = said(tmp_path, "link-to-unpublished", f"[there]({target})\n", {**others, "mkdocs.yml": site})
    assert message == f"{target} leads to docs/{target}, which is not on the site: {why}"


@pytest.mark.parametrize(
    ("text", "severity", "message", "better"),
    [
        ("[v](old.md)", "error", "old.md is gone, and its redirect does not catch links to the file", "b.md"),
        ('<a href="../old/">v</a>', "warning", "../old/ is redirected", "../b/"),
    ],
)
def test_a_link_to_a_redirect(text: str, severity: str, message: str, better: str, tmp_path: Path) -> None:
    site = "site_name: Test\nplugins:\n  - redirects:\n      redirect_maps:\n        old.md: b.md\n"
    write(tmp_path, {"mkdocs.yml": site, "docs/b.md": "# B\n", "docs/a.md": f"{text}\n"})
    (found,) = check(tmp_path, "link-to-redirect")
    assert (found.severity, found.message, found.hint) == (severity, message, f"Write {better}.")
    assert [edit.text for edit in found.edits] == [better]


def test_an_address_that_two_files_could_have_is_left_to_a_person(tmp_path: Path) -> None:
    others = {"docs/vpn/b.md": "# B\n", "docs/b.md": "# B, too\n"}
    message, hint, better = said(tmp_path, "link-not-to-source", "[there](b/)\n", others, "docs/vpn.md")
    assert message == "b/ is an address, which on the site leads to vpn/b.md"
    assert (hint, better) == ("Write the file that you mean, with its .md.", "")


@pytest.mark.parametrize(("target", "expected"), [("javascript:alert(1)", 1), ("data:image/svg+xml,x", 0)])
def test_what_an_image_may_run(target: str, expected: int, tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": f"![it]({target})\n"})
    assert len(check(tmp_path, "link-unsafe")) == expected


def test_what_is_read_as_a_link_and_is_code(tmp_path: Path) -> None:
    message, hint, _ = said(tmp_path, "link-dead", "Call Invoke[T](Func input, Type kind).\n", {})
    assert message == "Func input, Type kind is read as a link, and leads to nothing"
    assert hint == "If it is code and no link, put it between backticks."
