"""What is printed, and that nothing in an article breaks it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown import markdown

from kb_tools.cli import stale
from kb_tools.review.formats import FORMATS
from kb_tools.review.formats.csv import COLUMNS
from kb_tools.review.formats.markdown import MARKER, MOST_BYTES
from kb_tools.review.formats.view import View
from kb_tools.review.queue import Item

VIEW = View(date(2026, 11, 21), 14)

ITEM = Item(
    id="vpn-809", path="docs/vpn/809.md", title="VPN error 809", owner="network-team", last_reviewed=date(2026, 1, 1),
    due=date(2026, 6, 30), days=144, is_overdue=True, is_known_issue=False, uses=None, phrases=4, dead_links=2, flags=1,
    url="", reasons=("144 days overdue", "expected by 4 phrases", "2 dead links"),
)  # fmt: skip
NEVER = ITEM._replace(
    id="new", path="docs/new.md", owner="", last_reviewed=None, due=None, days=0, reasons=("never reviewed",)
)
SOON = ITEM._replace(id="soon", due=date(2026, 11, 30), days=0, is_overdue=False, reasons=("due in 9 days",))

NASTY = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", 'a "quoted", text', "a;b", "a\nb", "a\x1b[31mb",
    "](evil) **b** `c` <script>alert(1)</script> <!-- kb stale -->", "@everyone #12 !3 a@b.example", "``", "| a |",
    "Größe 日本語 👩‍👩‍👧 \u202eevil", "BEGIN:VEVENT\nX:\\n;,", "\ud800", "~~~", "x" * 5000,
]  # fmt: skip


def test_the_command_offers_these() -> None:
    assert tuple(FORMATS) == stale.FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_due(form: str) -> None:
    assert FORMATS[form]([], VIEW).strip()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", NASTY)
def test_nothing_steers_a_terminal(form: str, text: str) -> None:
    item = ITEM._replace(title=text, owner=text, path=text, id=text)
    out = FORMATS[form]([item], VIEW)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", out)
    if form not in ("csv", "ical"):
        assert "\r" not in out


# --- text ----------------------------------------------------------------------------------------------------------


def test_text_is_grouped_by_owner_and_says_why() -> None:
    assert FORMATS["text"]([ITEM, NEVER, SOON], VIEW) == (
        "network-team: 1 overdue, 1 due within 14 days\n"
        "  2026-06-30  VPN error 809\n"
        "      docs/vpn/809.md  144 days overdue, expected by 4 phrases, 2 dead links\n"
        "  2026-11-30  VPN error 809\n"
        "      docs/vpn/809.md  due in 9 days\n"
        "\n"
        "nobody: 1 overdue, 0 due within 14 days\n"
        "  never       VPN error 809\n"
        "      docs/new.md  never reviewed\n"
        "\n"
        "2 overdue, 1 due within 14 days."
    )


@given(st.text(max_size=200), st.integers(40, 100))
def test_text_keeps_to_the_width_but_for_paths(title: str, width: int) -> None:
    from unicodedata import combining, east_asian_width

    out = FORMATS["text"]([ITEM._replace(title=title)], VIEW._replace(width=width))
    line = out.split("\n")[1]
    columns = sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in line)
    assert columns <= width
    assert "docs/vpn/809.md" in out


# --- JSON ----------------------------------------------------------------------------------------------------------


def test_json_says_all() -> None:
    found = json.loads(FORMATS["json"]([ITEM, NEVER, SOON], VIEW))
    assert found["summary"] == {"overdue": 2, "due_soon": 1, "never_reviewed": 1}
    assert [article["state"] for article in found["articles"]] == ["overdue", "never-reviewed", "due-soon"]
    assert found["articles"][0] == {
        "id": "vpn-809", "path": "docs/vpn/809.md", "title": "VPN error 809", "owner": "network-team", "state": "overdue",
        "due": "2026-06-30", "days_overdue": 144, "last_reviewed": "2026-01-01", "known_issue": False, "uses": None,
        "phrases": 4, "dead_links": 2, "flags": 1, "url": None,
        "why": ["144 days overdue", "expected by 4 phrases", "2 dead links"],
    }  # fmt: skip


@given(st.text(max_size=100))
def test_json_keeps_every_text(text: str) -> None:
    assert json.loads(FORMATS["json"]([ITEM._replace(title=text)], VIEW))["articles"][0]["title"] == text


# --- CSV -----------------------------------------------------------------------------------------------------------


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out, newline="")))


def test_csv_has_a_row_an_article() -> None:
    first, second = rows(FORMATS["csv"]([ITEM, NEVER], VIEW))
    assert tuple(first) == COLUMNS
    assert (first["owner"], first["due"], first["days_overdue"], first["dead_links"]) == (
        "network-team",
        "2026-06-30",
        "144",
        "2",
    )
    assert (second["due"], second["last_reviewed"]) == ("never reviewed", "")


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_a_formula(text: str) -> None:
    (row,) = rows(FORMATS["csv"]([ITEM._replace(title=text, owner=text, path=text, id=text, url=text)], VIEW))
    for cell in row.values():
        assert not cell.strip().startswith(("=", "+", "-", "@", "＝"))


@given(st.text(max_size=50))
def test_no_text_is_a_formula_or_breaks_the_table(text: str) -> None:
    (row,) = rows(FORMATS["csv"]([ITEM._replace(title=text)], VIEW))
    assert set(row) == set(COLUMNS)
    assert not row["title"].strip().startswith(("=", "+", "-", "@"))


# --- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown_is_a_list_to_tick_off_below_a_marker() -> None:
    item = ITEM._replace(url="https://kb.example.org/vpn/809/")
    assert FORMATS["markdown"]([item, NEVER], VIEW) == (
        "<!-- kb stale -->\n"
        "## Articles to review, 2026-11-21\n\n"
        "2 overdue, 0 due within 14 days. Read each from start to end, try its steps, and set `last_reviewed`.\n\n"
        "### network-team\n\n"
        "- [ ] 2026-06-30: [VPN error 809](<https://kb.example.org/vpn/809/>) (`docs/vpn/809.md`), "
        "144 days overdue, expected by 4 phrases, 2 dead links\n\n"
        "### nobody\n\n"
        "- [ ] **VPN error 809** (`docs/new.md`), never reviewed\n"
    )


@pytest.mark.parametrize("text", NASTY)
def test_markdown_in_a_title_is_text(text: str) -> None:
    out = FORMATS["markdown"]([ITEM._replace(title=text, owner=text, path=text)], VIEW)
    html = markdown(out)
    assert "<script" not in html
    assert "evil)" in html or 'href="evil"' not in html
    assert html.count("<em>") + html.count("<strong>") <= 1
    assert out.count(MARKER) == 1 or "`" in out
    # Nobody is called, and no other issue is linked to.
    assert not re.search(r"(?<![`\w])[@#][a-z0-9]", re.sub(r"`+[^`]*`+", "", out))


def test_markdown_fits_into_an_issue() -> None:
    many = [ITEM._replace(id=str(number), owner=f"team-{number % 50}", title="日本語" * 20) for number in range(3000)]
    out = FORMATS["markdown"](many, VIEW)
    assert len(out.encode()) <= MOST_BYTES
    shown = out.count("- [ ]")
    assert f"... and {3000 - shown} more" in out
    assert shown > 100


# --- calendar ------------------------------------------------------------------------------------------------------


def test_a_calendar_has_a_day_an_article() -> None:
    calendar = Calendar.from_ical(FORMATS["ical"]([ITEM, NEVER], VIEW))
    first, second = calendar.walk("VEVENT")
    assert first.decoded("dtstart") == date(2026, 6, 30)
    assert str(first["summary"]) == "Review: VPN error 809 (network-team)"
    assert str(first["description"]) == "docs/vpn/809.md\nLast reviewed: 2026-01-01"
    assert second.decoded("dtstart") == VIEW.today


def test_an_event_stays_the_same_event_while_days_go_by() -> None:
    before, after = (
        Calendar.from_ical(FORMATS["ical"]([item], VIEW._replace(today=day))).walk("VEVENT")[0]
        for item, day in ((ITEM, VIEW.today), (ITEM._replace(days=145, reasons=("145 days overdue",), path="docs/b.md",
                                                             title="Renamed"), date(2026, 11, 22)))
    )  # fmt: skip
    assert before["uid"] == after["uid"]
    assert before["dtstart"] == after["dtstart"]


def test_two_articles_with_one_id_are_two_events() -> None:
    calendar = Calendar.from_ical(FORMATS["ical"]([ITEM, ITEM._replace(path="docs/copy.md")], VIEW))
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == 2


@pytest.mark.parametrize("text", NASTY)
def test_what_is_in_an_article_does_not_break_the_calendar(text: str) -> None:
    item = ITEM._replace(title=text, owner=text, path=text, id=text, due=date.min, url="https://kb.example.org/a%20b/")
    out = FORMATS["ical"]([item, item._replace(id="x", due=date.max)], VIEW)
    events = Calendar.from_ical(out).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date.min, date.max]
    assert all(len(line.encode()) <= 75 for line in out.split("\r\n"))
    if text.isprintable():
        assert text in str(events[0]["summary"])
