"""Are the files whole, the same each time, replaced at once, and without what the site does not show?"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from bases import searcher as searcher_of
from processes import can_fork, killed_at
from sites import page_of, with_pages
from trees import article, settle, write

from kb_tools.errors import ContentError
from kb_tools.search.searcher import Searcher
from kb_tools.site import assets, known_issues, mount, scripts
from kb_tools.site import export as module
from kb_tools.site.contents import as_json
from kb_tools.site.export import ENTRY, FOLDER, export
from kb_tools.site.publish import publish

FILES = {
    "docs/index.md": article("Home", "All of it."),
    "docs/vpn.md": article("VPN drops", "The router.", products="[vpn, VPN]", confidence="wip", audience="internal"),
    "docs/mail.md": article("Mail comes back", "Half of it. Zebra.", products="[mail]", last_reviewed="2026-01-01"),
    "docs/fax.md": article("Fax \U0001f4e0 is dead", "No tone.", products="[Vpn, fax]"),
    "docs/half.md": article("Half a day", "Nothing."),
}


@pytest.fixture
def base(tmp_path: Path) -> Searcher:
    return searcher_of(settle(write(tmp_path / "base", FILES)))


@pytest.fixture
def site(base: Searcher, tmp_path: Path) -> Path:
    return with_pages(base, tmp_path / "site")


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def index_of(site: Path) -> dict[str, Any]:
    text = (site / ENTRY).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text.rpartition("Object.freeze(")[2].rstrip(";\n)"))
    return found


def data_of(site: Path, name: str) -> Any:
    """What a file of data hands over."""
    text = (site / FOLDER / index_of(site)["data"] / f"{name}.js").read_text(encoding="utf-8")
    called, value = re.fullmatch(r'kbData\("(.*?)",(.*)\);\n', text, re.S).groups()  # type: ignore[union-attr]
    assert called == name
    return json.loads(value)


def test_the_same_articles_give_the_same_bytes(base: Searcher, site: Path, tmp_path: Path) -> None:
    report = export(base, site)
    first = content(site / "kb")
    assert (report.articles, report.left_out, report.files) == (5, (), len(first))
    assert report.size == sum(map(len, first.values()))
    assert export(base, site)[:4] == report[:4]
    assert content(site / "kb") == first
    copy = searcher_of(settle(write(tmp_path / "copy", FILES), 300))
    other = with_pages(copy, tmp_path / "other")
    export(copy, other)
    assert content(other / "kb") == first, "in another folder, at another time"


def test_every_file_is_named_by_what_it_holds(base: Searcher, site: Path) -> None:
    export(base, site)
    index = index_of(site)
    assert sorted(path.name for path in (site / FOLDER).iterdir()) == sorted([index["data"], index["engine"]])
    engine = (site / FOLDER / index["engine"]).read_bytes()
    assert index["engine"] == assets.hashed("engine.js", engine)
    assert engine == scripts.engine("english")
    before = content(site / FOLDER / index["data"])
    write(base.settings.docs, {"mail.md": article("Mail comes back", "Another text.")})
    export(searcher_of(base.settings.root), site)
    after = index_of(site)
    assert after["engine"] == index["engine"]
    assert after["data"] != index["data"]
    assert not (site / FOLDER / index["data"]).exists(), "what was there before is gone"
    assert content(site / FOLDER / after["data"]) != before


def test_an_article_without_a_page_leaves_no_trace(base: Searcher, site: Path) -> None:
    """A draft that the site leaves out: neither its text, nor its words, nor how often they occur."""
    draft = next(card for card in base.cards() if card["path"] == "mail.md")
    page_of(draft, base, site).unlink()
    report = export(base, site)
    assert report.left_out == ("mail.md",)
    assert report.articles == index_of(site)["documents"] == 4
    everything = b"\n".join(
        text for name, text in content(site / FOLDER).items() if not name.startswith("engine")
    ).lower()
    assert b"router" in everything
    for word in (b"zebra", b"comes back", b"mail.md", b"2026-01-01"):
        assert word not in everything, word
    kept = write(
        base.settings.root.with_name("kept"), {name: text for name, text in FILES.items() if "mail" not in name}
    )
    alone = searcher_of(kept)
    other = with_pages(alone, kept / "site")
    export(alone, other)
    for name in ("terms/0", "words/0"):
        rows, expected = data_of(site, name), data_of(other, name)
        assert rows[::2] == expected[::2], "as if the draft had never been written"
        assert [len(value) for value in rows[1::2]] == [len(value) for value in expected[1::2]]


def test_facets_count_articles_whatever_the_case(base: Searcher, site: Path) -> None:
    export(base, site)
    assert data_of(site, "facets") == {
        "product": [["VPN", 2], ["fax", 1], ["mail", 1]],
        "audience": [["internal", 1]],
        "confidence": [["wip", 1]],
    }


def test_half_a_character_is_neither_lost_nor_an_error() -> None:
    """Such as in the name of a file that is not UTF-8."""
    for value in ("half \ud83d of it", ["\udcff.md", "ä\u2028"], "plain", {"🎧": "\ude00\ud83d"}):
        text = as_json(value)
        assert json.loads(text.encode()) == value
    assert as_json("🎧 ä") == '"🎧 ä"', "whole characters stay as they are"


def test_documents_are_in_the_order_of_paths(base: Searcher, site: Path) -> None:
    export(base, site)
    found = [data_of(site, f"articles/{number}") for number in range(5)]
    assert [card["path"] for card, _ in found] == ["fax.md", "half.md", "index.md", "mail.md", "vpn.md"]
    assert [card["title"] for card, _ in found[:2]] == ["Fax \U0001f4e0 is dead", "Half a day"]
    assert "Zebra." in found[3][1]


@pytest.mark.parametrize("what", ["kb/search.js", "terms/0.js", "articles/2.js"])
def test_what_was_taken_away_comes_back(base: Searcher, site: Path, what: str) -> None:
    export(base, site)
    before = content(site / "kb")
    path = site / what if what.startswith("kb/") else site / FOLDER / index_of(site)["data"] / what
    path.unlink()
    export(base, site)
    assert content(site / "kb") == before


def test_what_a_killed_export_left_is_removed_when_it_is_old(base: Searcher, site: Path) -> None:
    old, new = (site / FOLDER / f"{module.UNFINISHED}{name}" for name in ("1-old", "2-new"))
    for path in (old, new):
        write(path, {"terms/0.js": "x"})
    an_hour_ago = time.time() - module.ABANDONED - 1
    os.utime(old, (an_hour_ago, an_hour_ago))
    export(base, site)
    assert not old.exists()
    assert new.exists(), "somebody may be writing it"


@can_fork
def test_a_killed_export_leaves_one_state_or_the_other(base: Searcher, site: Path, tmp_path: Path) -> None:
    export(base, site)
    before = index_of(site)["data"]
    write(base.settings.docs, {"mail.md": article("Mail comes back", "Another text.")})
    after = searcher_of(base.settings.root)
    whole = tmp_path / "whole"
    shutil.copytree(site, whole)
    export(after, whole)
    states = {
        before: content(site / FOLDER / before),
        index_of(whole)["data"]: content(whole / FOLDER / index_of(whole)["data"]),
    }
    assert len(states) == 2
    moment, killed = 1, True
    while killed:
        place = tmp_path / f"at-{moment}"
        shutil.copytree(site, place)
        killed = killed_at(moment, place, lambda place=place: export(after, place))  # type: ignore[misc]
        named = index_of(place)
        assert content(place / FOLDER / named["data"]) == states[named["data"]], moment
        assert (place / FOLDER / named["engine"]).is_file()
        export(after, place)
        assert index_of(place) == index_of(whole), "and the next one mends it"
        shutil.rmtree(place)
        moment += 1
    assert moment > 10


def test_no_site_is_an_error_with_a_way_out(base: Searcher, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such folder"):
        export(base, tmp_path / "nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ContentError, match=r"none of the 5 articles has its page here, not even \w+\.md") as error:
        export(base, empty)
    assert "use_directory_urls" in error.value.hint
    assert list(empty.iterdir()) == []


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_site_that_cannot_be_written_is_an_error(base: Searcher, site: Path) -> None:
    site.chmod(0o500)
    try:
        with pytest.raises(ContentError, match="cannot be written"):
            export(base, site)
    finally:
        site.chmod(0o700)


def test_a_file_in_the_way_is_an_error(base: Searcher, site: Path) -> None:
    write(site, {"kb/search": "a file of somebody's"})
    with pytest.raises(ContentError, match="cannot be written"):
        export(base, site)


def test_no_article_at_all_is_a_search_that_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "base/docs").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    assert export(searcher_of(tmp_path / "base"), tmp_path / "site").articles == 0
    assert index_of(tmp_path / "site")["documents"] == 0


# --- into the pages ---------------------------------------------------------------------------------------------------


def test_every_page_loads_the_search_once(base: Searcher, site: Path) -> None:
    write(
        site,
        {
            "404.html": "<head></head>",
            "deep/er/page.html": b"<HEAD>\xff\n</HEAD ><body>\xfe",
            "no-head.html": "<p>Text",
        },
    )
    assert publish(base, site).pages == 7
    deep = (site / "deep/er/page.html").read_bytes()
    assert deep.startswith(b"<HEAD>\xff\n<link ")
    assert deep.endswith(b"</HEAD ><body>\xfe")
    for name, root in (
        ("index.html", b"./"),
        ("vpn/index.html", b"../"),
        ("deep/er/page.html", b"../../"),
        ("404.html", b"/"),
    ):
        page = (site / name).read_bytes()
        assert page.count(b'data-kb-base="%s"' % root) == page.count(b"data-kb-base") == 1, name
    assert (site / "no-head.html").read_text() == "<p>Text"
    before = content(site)
    assert publish(base, site).pages == 7
    after = content(site)
    for name in ("known-issues.json", "known-issues.js"):
        assert before.pop(name), "it says when it was written"
        assert after.pop(name)
    assert after == before, "and again: the same"
    for path in re.findall(r'(?:src|href)="((?:\.\./)?kb/[^"]+)"', (site / "vpn/index.html").read_text()):
        assert (site / "vpn" / path).is_file(), path


def test_files_that_nobody_loads_any_more_go(base: Searcher, site: Path) -> None:
    old = ["kb/loader.0123456789.js", "kb/dialog.0123456789.css", "kb/known-issues.0123456789.js",
           "assets/kb/article.0123456789.js", "assets/kb/kb.0123456789.css"]  # fmt: skip
    others = ["kb/loader.js", "kb/own.0123456789.js", "assets/kb/logo.png", "assets/loader.0123456789.js"]
    still = "assets/kb/kb.abcdef0123.css"
    page = f'<head><link href="{still}"></head>'
    write(site, {**dict.fromkeys([*old, *others, still], "x"), "plain.html": page})
    publish(base, site)
    there = content(site)
    assert not [name for name in old if name in there]
    assert not [name for name in [*others, still] if name not in there]
    for asset in (
        mount.loader(),
        mount.dialog_script(),
        known_issues.script(),
        assets.style(),
        assets.article_script(),
    ):
        assert asset.path in there


def test_the_index_tells_what_its_addresses_begin_with(tmp_path: Path) -> None:
    files = {**FILES, "mkdocs.yml": "site_url: https://kb.example.org/desk\n"}
    base = searcher_of(settle(write(tmp_path / "base", files)))
    site = with_pages(base, tmp_path / "site")
    export(base, site)
    assert index_of(site)["siteUrl"] == "https://kb.example.org/desk/"
    assert data_of(site, "articles/0")[0]["url"].startswith("https://kb.example.org/desk/")


def test_pages_keep_their_permissions(base: Searcher, site: Path) -> None:
    page = site / "vpn/index.html"
    page.chmod(0o640)
    publish(base, site)
    assert page.stat().st_mode & 0o777 == 0o640
    assert not list(site.rglob(".*.tmp"))


def test_pages_of_the_site_in_the_folder_of_the_search_stay(base: Searcher, site: Path) -> None:
    """Those of kb/search.md and of images beside it."""
    own = {"kb/search/index.html": "<html></html>", "kb/search/picture.png": "x", "kb/search/more/index.html": "x"}
    write(site, own)
    publish(base, site)
    publish(base, site)
    assert own.keys() <= content(site).keys()


def test_nothing_is_written_through_a_link_in_the_site(base: Searcher, site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_text("<html><head></head></html>", encoding="utf-8")
    (site / "linked.html").symlink_to(outside)
    folder = tmp_path / "folder"
    write(folder, {"page.html": "<html><head></head></html>"})
    (site / "folder").symlink_to(folder)
    publish(base, site)
    assert outside.read_text(encoding="utf-8") == (folder / "page.html").read_text() == "<html><head></head></html>"
