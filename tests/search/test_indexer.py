"""Is every part of an article counted where it belongs, and are the right articles left out?"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import article, write

from kb_tools.article.model import Article
from kb_tools.article.read import read_article
from kb_tools.config import Settings
from kb_tools.corpus.listing import Entry, list_articles
from kb_tools.search import impacts, indexer
from kb_tools.search.engines.whoosh.reader import Segment, open_segment
from kb_tools.search.indexer import TOGETHER, TOGETHER_BYTES, Batch, texts, together
from kb_tools.search.wordlist import WordList


def segment(folder: Path, files: dict[str, str], **settings: tuple[str, ...]) -> tuple[Segment, Batch]:
    write(folder / "docs", files)
    (folder / "index").mkdir()
    batch = Batch(Settings(folder, folder / "docs", **settings))  # type: ignore[arg-type]
    batch.add(list_articles(folder / "docs"))
    written = batch.write(folder / "index", "s", impacts.pivots(batch.totals, batch.present))
    return open_segment(folder / "index", "s", written.documents), batch


def impact(segment: Segment, term: str, document: int = 0) -> int:
    postings = segment.postings(term)
    return postings.impact(document) if postings else 0


def test_each_field_has_its_text() -> None:
    text = article("Title", "# Heading\n\nIntro.\n\n## Fix\n\nDo it.", symptoms=["it says 5"], error_codes='["0x1F"]',
                   products="[vpn]", applies_to="[windows-11]", tags="[network]", description="In short.")  # fmt: skip
    found = dict(zip([field.name for field in impacts.FIELDS],
                     texts(read_article("team a/vpn-809.md", text.encode(), Settings(Path(), Path()))), strict=True))  # fmt: skip
    assert found["title"] == "Title"
    assert found["heading"] == "Heading"
    assert found["symptoms"] == "it says 5"
    assert found["codes"] == "0x1F"
    assert found["meta"] == "vpn windows-11 network team a vpn 809"
    assert found["body"].split("\n") == ["In short.", "Intro.", "Fix", "Do it."]


def test_a_heading_that_repeats_the_title_counts_once() -> None:
    found = texts(read_article("a.md", article("VPN drops", "# VPN drops").encode(), Settings(Path(), Path())))
    assert found[1] == ""


def test_a_word_counts_more_in_the_title_than_in_the_body(tmp_path: Path) -> None:
    found, _ = segment(
        tmp_path, {"a.md": article("Router dead", "The printer."), "b.md": article("Printer dead", "The router.")}
    )
    assert impact(found, "router", 0) > impact(found, "router", 1) > 0


@pytest.mark.parametrize(("scale", "most"), [(500, 255), (0.01, 1)])
def test_impacts_are_whole_numbers_from_1_to_255(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scale: float, most: int
) -> None:
    monkeypatch.setattr(impacts, "SCALE", scale)
    found, _ = segment(tmp_path, {"a.md": article("vpn " * 50, "vpn " * 5000, symptoms="[vpn vpn, vpn]", error_codes="[vpn]"),
                                  "b.md": article("Other", "word " * 20_000 + "vpn")})  # fmt: skip
    assert impact(found, "vpn", 0) == most
    assert impact(found, "vpn", 1) >= 1


def test_neighbours_in_the_title_are_a_term(tmp_path: Path) -> None:
    found, _ = segment(tmp_path, {"a.md": article("VPN drops often", "No light.")})
    assert impact(found, "vpn drop") > 0
    assert impact(found, "vpn often") == 0


def test_facets_once_each(tmp_path: Path) -> None:
    found, _ = segment(tmp_path, {"a.md": article("A", "", products="[VPN, vpn, Router]", id="One", audience="Public")})
    for term in ("=", "=id:one", "=path:a.md", "=product:vpn", "=product:router", "=audience:public"):
        postings = found.postings(term)
        assert postings is not None, term
        assert list(postings.having()) == [0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_names_that_differ_only_in_what_is_no_text(tmp_path: Path) -> None:
    found, _ = segment(tmp_path, {os.fsdecode(b"a\xff.md"): article("One"), os.fsdecode(b"a\xfe.md"): article("Two")})
    for path in (os.fsdecode(b"a\xff.md"), os.fsdecode(b"a\xfe.md")):
        postings = found.postings(f"=path:{path}")
        assert postings is not None
        (document,) = postings.having()
        assert json.loads(found.card(document))["path"] == path


def test_what_is_left_out_is_remembered(tmp_path: Path) -> None:
    """So that a search does not look at it again each time."""
    _, batch = segment(tmp_path, {"a.md": article("A"), "b.md": article("B"), "c.md": "\0binary"}, exclude=("b.md",))
    assert [(row.entry.path, row.segment) for row in sorted(batch.rows)] == [("a.md", "s"), ("b.md", ""), ("c.md", "")]


def test_what_is_left_out_leaves_no_word_behind(tmp_path: Path) -> None:
    hidden = "---\nsearch: {exclude: true}\n---\nzebra"
    found, _ = segment(tmp_path, {"a.md": article("A"), "quagga.md": hidden, "okapi.md": "\0"})
    assert not [term for term in found.terms("") if term in ("zebra", "quagga", "okapi")]
    assert WordList(tmp_path / "index", "s").words("z", 5) == [], "nor is anything corrected to it"


def test_an_article_that_kb_fails_to_read_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = indexer.texts

    def fail_halfway(article: Article) -> Iterator[str]:
        for text in real(article):
            yield text
            if article.path == "b.md":
                raise RecursionError("too deep")

    monkeypatch.setattr(indexer, "texts", fail_halfway)
    found, batch = segment(tmp_path, {"a.md": article("Router"), "b.md": article("Zebra"), "c.md": article("Printer")})
    assert [(path, problem.slug) for path, problem in batch.problems] == [("b.md", "fault")]
    assert [(row.entry.path, row.segment) for row in sorted(batch.rows)] == [("a.md", "s"), ("b.md", ""), ("c.md", "s")]
    assert (found.documents, found.postings("zebra")) == (2, None)
    assert impact(found, "printer", 1)


def test_a_file_that_is_gone_leaves_no_trace(tmp_path: Path) -> None:
    batch = Batch(Settings(tmp_path, tmp_path))
    batch.add([Entry("gone.md", 1, 1, 1), Entry("gone/too.md", 1, 1, 1)])
    assert (batch.rows, batch.problems) == ([], [])


@given(st.lists(st.integers(0, 2 * TOGETHER_BYTES) | st.integers(0, 9000), max_size=100))
def test_few_long_articles_are_in_memory_at_once(sizes: list[int]) -> None:
    entries = [Entry(f"{number}.md", size, 1, 1) for number, size in enumerate(sizes)]
    parts = list(together(entries))
    assert [entry for part in parts for entry in part] == entries
    assert all(1 <= len(part) <= TOGETHER for part in parts)
    assert all(len(part) == 1 or sum(entry.size for entry in part) <= TOGETHER_BYTES for part in parts)
