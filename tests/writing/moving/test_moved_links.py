"""Each link leads where it led before, written in the manner in which it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from moves import Move
from trees import write

SITE = "site_name: x\nsite_url: https://kb.example.org/help/\n"


def moved(team: Path, move: Move, source: str, old: str, new: str, page: str = "a/page.md", site: str = "") -> str:
    """What a text in a/page.md is after a move."""
    files = {
        f"docs/{path}": f"# {path}\n\n## Place\n" for path in ("a/one.md", "b/two.md", "b/index.md", "b/ü 日本.md")
    }
    files |= {"docs/b/pic.png": "png", "docs/b/deep/three.md": "# Three\n", f"docs/{page}": source}
    write(team, files | ({"mkdocs.yml": SITE + site} if site else {}))
    move(f"docs/{old}", f"docs/{new}")
    return (team / "docs" / (new if old == page else page)).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("[x](../b/two.md)", "[x](../c/2.md)"),
        ("[x](../b/two.md#place)", "[x](../c/2.md#place)"),
        ("[x](../b/two.md?q=1#place \"Title\")", "[x](../c/2.md?q=1#place \"Title\")"),
        ("[x](<../b/two.md> 'T')", "[x](<../c/2.md> 'T')"),
        ("[x](./../b/two.md)", "[x](../c/2.md)"),
        ("[x](../a/../b/two.md)", "[x](../c/2.md)"),
        ("[x](../b/two)", "[x](../c/2)"),
        ("[x](../b/two.html#place)", "[x](../c/2.html#place)"),
        ("[x](/b/two.md)", "[x](/c/2.md)"),
        ("[x](/b/two/)", "[x](/c/2/)"),
        ('<a href="../b/two.md">x</a>', '<a href="../c/2.md">x</a>'),
        ("<a href=../b/two.md>x</a>", "<a href=../c/2.md>x</a>"),
        ("[x][y]\n\n[y]: ../b/two.md 'T'\n", "[x][y]\n\n[y]: ../c/2.md 'T'\n"),
        ("[unused]: ../b/two.md\n", "[unused]: ../c/2.md\n"),
        ("[![x](../b/pic.png)](../b/two.md)", "[![x](../b/pic.png)](../c/2.md)"),
        ("`[x](../b/two.md)`", "`[x](../b/two.md)`"),
        ("[x](../b/gone.md) [y](../b/two.md)", "[x](../b/gone.md) [y](../c/2.md)"),
        ("| [x](../b/two.md) |\n|---|\n| [x](../b/two.md) |\n", "| [x](../c/2.md) |\n|---|\n| [x](../c/2.md) |\n"),
        ("\t\\[x] é\t[x](../b/two.md)\n", "\t\\[x] é\t[x](../b/two.md)\n"),
        ("- é\t[x](../b/two.md)\n", "- é\t[x](../c/2.md)\n"),
        ("[x](https://kb.example.org/b/two.md)", "[x](https://kb.example.org/b/two.md)"),
    ],
)  # fmt: skip
def test_to_what_moves(team: Path, move: Move, source: str, after: str) -> None:
    assert moved(team, move, source, "b/two.md", "c/2.md") == after


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("[x](../b/%C3%BC%20%E6%97%A5%E6%9C%AC.md)", "[x](../b/n%C3%A4h%20%28er%29.md)"),
        ("[x](../b/ü%20日本.md)", "[x](../b/näh%20%28er%29.md)"),
        ("[x](<../b/ü 日本.md>)", "[x](<../b/näh (er).md>)"),
        ('<img src="../b/ü 日本.md">', '<img src="../b/näh (er).md">'),
    ],
)
def test_names_are_written_as_the_link_has_them(team: Path, move: Move, source: str, after: str) -> None:
    assert moved(team, move, source, "b/ü 日本.md", "b/näh (er).md") == after


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("[x](one.md)", "[x](../../a/one.md)"),
        ("[x](./one.md)", "[x](../../a/one.md)"),
        ("[x](../b/two.md)", "[x](../two.md)"),
        ("[x](../a/one.md)", "[x](../../a/one.md)"),
        ("[x](/b/two.md)", "[x](/b/two.md)"),
        ("[x](#here)\n\n## Here\n", "[x](#here)\n\n## Here\n"),
        ("[x](page.md#here)\n\n## Here\n", "[x](moved.md#here)\n\n## Here\n"),
        ("![x](../b/pic.png)", "![x](../pic.png)"),
        ("[x](gone.md)", "[x](gone.md)"),
        ("[x](../../outside.txt)", "[x](../../../outside.txt)"),
        ("[x](../b/deep/)", "[x](./)"),
        ("[x](../b)", "[x](..)"),
    ],
)
def test_in_what_moves(team: Path, move: Move, source: str, after: str) -> None:
    write(team, {"outside.txt": "x"})
    text = moved(team, move, source, "a/page.md", "b/deep/moved.md")
    assert text.endswith(after)


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("[x](../../b/two/)", "[x](../../c/2/)"),
        ("[x](../../b/two/index.html)", "[x](../../c/2/index.html)"),
        ('<a href="../../b/two/#place">x</a>', '<a href="../../c/2/#place">x</a>'),
        ("[x](/help/b/two/)", "[x](/help/c/2/)"),
        ("<https://kb.example.org/help/b/two/>", "<https://kb.example.org/help/c/2/>"),
        ("[x](https://kb.example.org/help/b/two/#place)", "[x](https://kb.example.org/help/c/2/#place)"),
        ("[x](https://kb.example.org/b/two/)", "[x](https://kb.example.org/b/two/)"),
    ],
)
def test_addresses_of_the_built_site(team: Path, move: Move, source: str, after: str) -> None:
    assert moved(team, move, source, "b/two.md", "c/2.md", site="nav:\n") == after


def test_what_leads_there_still_stays(team: Path, move: Move) -> None:
    text = "[x](../b/two.md) ![y](../b/../b/pic.png) [z](./../b/)"
    assert moved(team, move, text, "a/page.md", "b/moved.md").endswith(text)


def test_raw_html_counts_from_the_address(team: Path, move: Move) -> None:
    text = moved(team, move, '<img src="../../b/pic.png">', "a/page.md", "page.md", site="nav:\n")
    assert text.endswith('<img src="../b/pic.png">')


def test_what_stays_of_a_path_stays_letter_by_letter(team: Path, move: Move) -> None:
    assert moved(team, move, "[x](../%62/two.md)", "b/two.md", "b/2.md") == "[x](../%62/2.md)"


def test_from_the_top_of_the_docs_folder(team: Path, move: Move) -> None:
    site = "validation:\n  links:\n    absolute_links: relative_to_docs\n"
    assert moved(team, move, "[x](/b/two.md#place)", "b/two.md", "c/ü 2.md", site=site) == "[x](/c/ü%202.md#place)"


def test_within_a_folder_that_moves_nothing_changes(team: Path, move: Move) -> None:
    text = "[x](../b/two.md) [y](./two.md) ![z](pic.png) [d](deep/three.md) [up](../a/one.md)\n"
    write(team, {f"docs/{path}": "# x\n" for path in ("b/two.md", "b/deep/three.md", "a/one.md")})
    write(team, {"docs/b/pic.png": "png", "docs/b/page.md": text, "docs/b/.hidden": "h", "docs/a/x.md": "[f](../b/)"})
    plan = move("docs/b", "docs/c", redirect=False)
    after = (team / "docs/c/page.md").read_text(encoding="utf-8")
    assert after.endswith(text.replace("../b/two.md", "../c/two.md"))
    assert (team / "docs/c/.hidden").exists()
    assert not (team / "docs/b").exists()
    assert (team / "docs/a/x.md").read_text(encoding="utf-8") == "[f](../c/)"
    assert (plan.moved, plan.links, plan.files) == (5, 2, 2)


def test_line_ends_mark_and_encoding_stay(team: Path, move: Move) -> None:
    write(team, {
        "docs/two.md": "# Two\n",
        "docs/windows.md": b"\xef\xbb\xbf# W\r\n\r\n\xc3\xbc [x](two.md)\r\nend",
        "docs/latin.md": b"# \xe4 \x81 [x](two.md) \x80\n",
    })  # fmt: skip
    move("two.md", "three.md")
    assert (team / "docs/windows.md").read_bytes() == b"\xef\xbb\xbf# W\r\n\r\n\xc3\xbc [x](three.md)\r\nend"
    assert (team / "docs/latin.md").read_bytes() == b"# \xe4 \x81 [x](three.md) \x80\n"


def test_markdown_beside_the_docs_folder_follows(team: Path, move: Move) -> None:
    write(team, {"docs/two.md": "# Two\n", "README.md": "[x](docs/two.md#two) [y](two.md)\n", "kb.toml": 'ignore = ["/n/"]\n',
                 "docs/n/none.md": "[x](../two.md)\n"})  # fmt: skip
    move("two.md", "a/three.md")
    assert (team / "README.md").read_text() == "[x](docs/a/three.md#two) [y](two.md)\n"
    assert (team / "docs/n/none.md").read_text() == "[x](../a/three.md)\n"
