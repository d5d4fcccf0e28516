"""Whatever moves in whatever tree: each link that led to a file leads to the same content afterwards."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moves import base_of
from trees import write

from kb_tools.errors import KbError
from kb_tools.links.resolve import resolve
from kb_tools.writing.changes import apply
from kb_tools.writing.moving.move import plan_move
from kb_tools.writing.moving.relinking import standing

FOLDERS = ("", "a", "a/b", "c d", "ü")
NAMES = ("one.md", "two (2).md", "index.md", "日本 #1.md", "README.md")
PATHS = [posixpath.join(folder, name) for folder in FOLDERS for name in NAMES]
LINKS = (
    "[x]({})", "[x](<{}> 'T')", "![x]({})", '<a href="{}">x</a>', "- [x]({})", "[x]({}#fix)", "[x](./{})",
)  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    paths = draw(st.lists(st.sampled_from(PATHS), min_size=2, max_size=6, unique=True))
    files = {}
    for number, path in enumerate(paths):
        lines = [f"# Content {number}", "## Fix"]
        for _ in range(draw(st.integers(0, 4))):
            other = draw(st.sampled_from([*paths, "gone.md", "c d/pic.png"]))
            kind = draw(st.sampled_from(("relative", "absolute", "bare", "around", "address")))
            target = _target(path, other, kind)
            quoted = target.replace("%", "%25").replace(" ", "%20").replace("#", "%23").replace("(", "%28")
            lines.append(draw(st.sampled_from(LINKS)).format(quoted.replace(")", "%29")))
        files[f"docs/{path}"] = draw(st.sampled_from(("\n\n", "\r\n\r\n"))).join(lines)
    return files


def _target(path: str, other: str, kind: str) -> str:
    relative = posixpath.relpath(other, posixpath.dirname(path) or ".")
    if kind == "absolute":
        return f"/{other}"
    if kind == "bare":
        return relative.removesuffix(".md")
    if kind == "around" and (folder := posixpath.dirname(path)):
        return "../" * (folder.count("/") + 1) + other
    return f"../{relative.removesuffix('.md')}/" if kind == "address" else relative


def leads(root: Path) -> dict[str, list[tuple[str, str]]]:
    """First line of each article -> what each of its links leads to: that file's first line, or nothing, and the place."""
    base = base_of(root)
    heads = {
        path: (root / "docs" / path).read_bytes().partition(b"# ")[2][:12].decode("latin-1") for path in base.files
    }
    found = {}
    for facts in base:
        rows = []
        for link in standing(facts.links):
            lead = resolve(base.tree, facts.path, link)
            leads_on = lead.path in base.files and lead.detail != "html" and lead.state != "outside"
            rows.append((heads[lead.path], lead.fragment) if leads_on else ("", ""))
        found[heads[facts.path]] = rows
    return found


SITE = st.sampled_from((
    "", "site_name: x\n", "site_name: x\nuse_directory_urls: false\n",
    "site_name: x\nvalidation: {links: {absolute_links: relative_to_docs}}\n",
    "site_name: x\nsite_url: https://example.org/kb/\nplugins: [redirects]\n",
))  # fmt: skip


@given(trees(), SITE, st.data())
@settings(max_examples=300)
def test_links_lead_to_the_same_content(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, str], site: str, data: st.DataObject
) -> None:
    root = write(tmp_path_factory.mktemp("any"), {**files, "docs/c d/pic.png": "# Picture"})
    write(root, {"mkdocs.yml": site} if site else {})
    there = sorted(path.removeprefix("docs/") for path in files)
    there += [*sorted({posixpath.dirname(path) for path in there} - {""}), "c d/pic.png"]
    for _ in range(data.draw(st.integers(1, 3))):
        before = leads(root)
        old = data.draw(st.sampled_from(there))
        new = data.draw(st.sampled_from([*PATHS, "a", "new/deep", "e", "a/b/p.png"]))
        try:
            plan = plan_move(base_of(root), root, f"docs/{old}", f"docs/{new}")
        except KbError:
            continue
        apply(root, plan.changes)
        after = leads(root)
        assert after.keys() == before.keys()
        for page, rows in before.items():
            for one, other in zip(rows, after[page], strict=True):
                assert not one[0] or one == other, (old, new, page)
