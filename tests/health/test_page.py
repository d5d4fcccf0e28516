"""The page and the terminal's text: whole, safe, and honest about what cannot be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from health.histories import TODAY, base, commit, reviewed
from hypothesis import given
from hypothesis import strategies as st
from trees import article, write

from kb_tools.health import charts
from kb_tools.health.charts import Series
from kb_tools.health.figures import figures
from kb_tools.health.page import page
from kb_tools.health.text import Look, bar, spark, text
from kb_tools.health.timeline import Timeline, timeline
from kb_tools.health.words import percent

HOSTILE = "\x1b[31m\u202e<script>alert(1)</script>\"'&amp;</style><img src=x onerror=y>"
OLD = date(2025, 1, 1)


def full(folder: Path) -> Path:
    """A knowledge base that has something to show everywhere."""
    commit(folder, date(2024, 3, 1), {"kb.toml": "keep_misses = true\n", "docs/a.md": reviewed("A", OLD, owner="net")})
    commit(folder, date(2025, 3, 1), {
        "docs/b.md": reviewed("B", TODAY, 30, owner="mail", products="[vpn]", kind="fault", body="[x](gone.md)"),
        "docs/c.md": article("C", "# C", status="known-issue", expires="2026-01-01", since="2025-12-01"),
        "docs/d.md": article("D", "# D", status="known-issue", expires="2027-01-01", next_update="2026-12-01"),
        "phrases.yml": "- said: x\n  expect: [b]\n", "mkdocs.yml": "site_name: Team <KB> & more\n",
    })  # fmt: skip
    return folder


def shown(folder: Path, today: date = TODAY, history: bool = True, look: Look | None = None) -> tuple[str, str]:
    """The page, and the text."""
    now = base(folder, today)
    found = figures(now)
    past = timeline(now, found.state, lambda what, done, total: None) if history else Timeline()
    return page(found, past), text(found, past, look or Look())


class Reader(HTMLParser):
    """Checks that every element is closed where it should be, and collects what there is."""

    VOID = frozenset({"meta", "br", "img", "link", "input", "hr"})

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, Mapping[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(content)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_the_page_is_whole_and_asks_for_nothing(tmp_path: Path) -> None:
    content, _ = shown(full(tmp_path))
    read = Reader(content)
    tags = {tag for tag, _ in read.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert "@import" not in content
    assert "url(" not in content
    assert not re.search(r"https?:|//", content.replace("<!doctype html>", ""))
    [policy] = [attrs["content"] for tag, attrs in read.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not [attrs for _, attrs in read.tags if any(name.startswith("on") for name in attrs)]
    for section in ("Validated", "Stale", "Never reviewed", "Dead links", "Validated and stale", "Reviews due by week",
                    "Longest overdue", "Coverage by product", "Owners and their load", "Known issues",
                    "What kb check finds", "How it was counted", "1 open, 1 expired"):  # fmt: skip
        assert section in read.text, section


def test_a_screen_reader_gets_every_number(tmp_path: Path) -> None:
    content, _ = shown(full(tmp_path))
    read = Reader(content)
    pictures = [attrs for tag, attrs in read.tags if tag == "svg"]
    assert pictures
    for attrs in pictures:
        assert (attrs.get("role") == "img" and attrs.get("aria-label")) or attrs.get("aria-hidden") == "true"
    # Bars stand beside their numbers.
    assert all(attrs["aria-hidden"] == "true" for _, attrs in read.tags if attrs.get("class") == "bar")
    assert ("html", {"lang": "en"}) in read.tags
    # Behind the pictures, the numbers.
    assert content.count("<details") == 2
    headings = [tag for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}


def test_the_pictures_are_well_formed(tmp_path: Path) -> None:
    content, _ = shown(full(tmp_path))
    found = re.findall(r"<svg.*?</svg>", content, re.S)
    assert len(found) >= 5
    for picture in found:
        ElementTree.fromstring(picture)


@pytest.mark.skipif(not Path("/").joinpath("dev/null").exists(), reason="such names cannot be on Windows")
def test_nothing_from_an_article_becomes_markup_or_steers_the_terminal(tmp_path: Path) -> None:
    from datetime import datetime

    from kb_tools.cli.output import clean
    from kb_tools.search import misses, place

    quoted = (
        '"'
        + HOSTILE.replace("\\", "\\\\").replace('"', '\\"').replace("\x1b", "\\e").replace("\u202e", "\\u202E")
        + '"'
    )
    hostile = article(quoted, "# X", owner=quoted, products=f"[{quoted}]", kind=quoted, confidence=quoted,
                      last_reviewed=OLD, review_interval="1d", status="known-issue", since=quoted, next_update=quoted,
                      expires="2026-01-01")  # fmt: skip
    write(
        tmp_path, {"docs/<b>&'.md": hostile, "kb.toml": "keep_misses = true\n", "mkdocs.yml": f"site_name: {HOSTILE}\n"}
    )
    misses.note(misses.file_for(place.index_folder(tmp_path)), HOSTILE, datetime(2026, 1, 1))
    content, words = shown(tmp_path, look=Look(clean=clean))
    read = Reader(content)
    assert not {"script", "img", "b"} & {tag for tag, _ in read.tags}
    assert content.count("<style>") == content.count("</style>") == 1
    assert read.text.count("<script>alert(1)</script>") >= 5
    assert not {"\x1b", "\u202e"} & set(words)


def test_what_cannot_be_told_is_not_nought(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 1, 1), {"docs/a.md": "# A\n", "kb.toml": '[check]\nignore = ["KB2"]\n'})
    content, words = shown(tmp_path)
    for said in (Reader(content).text, words):
        assert "no article says its confidence" in said
        assert "no article says how long a review holds" in said
        assert "kb.toml selects no rule for links" in said
    assert Reader(content).text.count("Cannot be told") == 3
    drawn = [
        attrs["aria-label"] or "" for tag, attrs in Reader(content).tags if tag == "svg" and attrs.get("role") == "img"
    ]
    assert [label.split()[0] for label in drawn] == ["Articles"]
    assert "Stale  " not in words.partition("Over time")[2]


@pytest.mark.parametrize("history", [True, False])
def test_a_knowledge_base_with_nothing_in_it(tmp_path: Path, history: bool) -> None:
    (tmp_path / "docs").mkdir()
    content, words = shown(tmp_path, history=history)
    assert "There is no article yet" in words
    assert "There is no article yet" in Reader(content).text


def test_a_terminal_that_knows_no_blocks_gets_none(tmp_path: Path) -> None:
    _, words = shown(full(tmp_path), look=Look(blocks=False))
    assert not re.search("[\u2580-\u259f]", words)
    assert "####" in words


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, width: int) -> None:
    full(tmp_path)
    write(
        tmp_path,
        {"docs/long.md": reviewed("A very long title " * 9, OLD, owner="an-owner-with-a-name-" * 5, products="[vpn]")},
    )
    _, words = shown(tmp_path, look=Look(width=width))
    lines = [line for line in words.splitlines() if len(line) > max(width, 72)]
    assert lines == []


def test_change_is_told_against_a_year_ago(tmp_path: Path) -> None:
    for back, confidence in ((800, "wip"), (400, "wip"), (10, "validated")):
        commit(tmp_path, TODAY - timedelta(days=back), {"docs/a.md": article("A", "# A", confidence=confidence)})
    content, _ = shown(tmp_path)
    assert "+100 points since Nov 2025" in Reader(content).text


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_share_is_never_rounded_to_none_or_all(part: int, rest: int) -> None:
    put = percent(part, part + rest)
    assert (put == "0 %") == (part == 0 and rest > 0)
    assert (put == "100 %") == (rest == 0 and part > 0)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50), st.booleans())
def test_a_sparkline_has_a_place_for_each_value(values: list[int], blocks: bool) -> None:
    drawn = spark(values, blocks=blocks)
    assert len(drawn) == len(values)
    highest = max(values)
    assert not highest or drawn[values.index(highest)] in "█#"


@given(st.integers(0, 1000), st.integers(1, 1000), st.booleans())
def test_a_bar_is_no_longer_than_all_and_never_nothing(part: int, rest: int, blocks: bool) -> None:
    drawn = bar(part, part + rest, width=20, blocks=blocks)
    assert len(drawn) <= 20
    assert bool(drawn) == bool(part)


@given(
    st.lists(
        st.tuples(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 10**9)),
        min_size=2,
        max_size=40,
        unique_by=lambda row: row[0],
    )
)
def test_lines_stay_in_their_picture(rows: list[tuple[date, int]]) -> None:
    rows.sort()
    picture = charts.lines(
        "<&>", [day for day, _ in rows], [Series("a", "main", tuple(count for _, count in rows))], str
    )
    [drawn] = ElementTree.fromstring(picture).findall("polyline")
    points = [tuple(map(float, point.split(","))) for point in drawn.attrib["points"].split()]
    assert len(points) == len(rows)
    assert all(0 <= x <= charts.WIDTH and 0 <= y <= charts.HEIGHT for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)


@given(st.lists(st.floats(0, 150), min_size=1, max_size=6))
def test_labels_stand_apart(places: list[float]) -> None:
    moved = sorted(charts.apart(places))
    assert all(after - before >= 13.9 for before, after in pairwise(moved))
    assert moved[-1] <= charts.HEIGHT


def test_shares_are_those_of_the_figures_above(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{name}.md": reviewed(name, TODAY, 10, confidence=how) for name, how in (
        ("a", "validated"), ("b", "wip"), ("c", "archived"), ("d", "archived"))})  # fmt: skip
    html, _ = shown(tmp_path, history=False)
    of_confidence = html.partition(">Confidence<")[2].partition("</table>")[0]
    rows = re.findall(r"<th scope=.row.>(.+?)</th>.*?>(\d+)</td><td[^>]*>(.*?)</td>", of_confidence)
    assert rows == [("validated", "1", "50 %"), ("wip", "1", "50 %"), ("archived", "2", "")]


def test_paper_says_what_it_leaves_out(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number}.md": reviewed("A", TODAY, 10, owner=f"team-{number}") for number in range(7)})
    html, _ = shown(tmp_path, history=False)
    owners = html.partition("Owners and their load")[2].partition("</div>\n")[0]
    assert '<p class="cut">2 more on the screen</p>' in owners
