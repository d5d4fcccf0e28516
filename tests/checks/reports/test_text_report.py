"""The report for a person: does each caret stand below what is meant, and does a long one stay readable?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks.findings import context, finding, result, span
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.checks.finding import Edit
from kb_tools.checks.reports import FORMATS
from kb_tools.checks.reports.excerpt import excerpt
from kb_tools.checks.reports.text import EXAMPLES, MANY

text = FORMATS["text"]


def test_each_finding_has_its_place_its_line_a_caret_and_the_way_out(tmp_path: Path) -> None:
    write(tmp_path, {"docs/vpn.md": "# VPN\n\nSee [the ports](ports.md) of it.\n", "docs/zoo.md": "one\n"})
    found = result(
        finding("docs/vpn.md", 3, 17, 25, hint="Write ../ports.md."),
        finding("docs/zoo.md", 1, 1, 4, rule="KB401", slug="stale", severity="warning", message="overdue"),
        suppressed=2,
        baselined=1234,
        notes=("no git here",),
    )
    assert text(found, context(tmp_path)) == (
        "docs/vpn.md\n"
        "  3:17  error    KB201 link-dead  ports.md is not there\n"
        "       | See [the ports](ports.md) of it.\n"
        "       |                 ^^^^^^^^\n"
        "       = Write ../ports.md.\n"
        "\n"
        "docs/zoo.md\n"
        "  1:1  warning  KB401 stale  overdue\n"
        "      | one\n"
        "      | ^^^\n"
        "\n"
        "note: no git here\n"
        "\n"
        "1 error, 1 warning in 70 articles, 2 suppressed, 1,234 from the baseline\n"
    )


def test_nothing_found_is_one_line(tmp_path: Path) -> None:
    assert text(result(articles=1), context(tmp_path)) == "No findings in 1 article\n"


def test_what_fix_can_mend_is_counted(tmp_path: Path) -> None:
    edit = Edit("docs/vpn.md", span(1, 1, 2), "x")
    found = result(finding(edits=(edit,)), finding(line=2))
    assert text(found, context(tmp_path)).endswith("\n2 errors in 70 articles; kb check --fix mends 1\n")


def test_a_file_that_cannot_be_read_has_no_excerpt(tmp_path: Path) -> None:
    assert text(result(finding(hint="Go.")), context(tmp_path)).splitlines()[1:3] == [
        "  1:1  error    KB201 link-dead  ports.md is not there",
        "      = Go.",
    ]


def test_a_file_steers_no_terminal(tmp_path: Path) -> None:
    write(tmp_path, {"docs/\x1b]0;evil\x07.md": "\x1b[31mred\u202e\x9b\x7f\n"})
    evil = finding("docs/\x1b]0;evil\x07.md", 1, 1, 20, message="\x1b[2J\nnew line\udcff", hint="\r\u2066")
    shown = text(result(evil, notes=("\x1b[m",)), context(tmp_path))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\udcff]", shown)
    assert "␛[31mred��␡" in shown
    assert shown.encode("utf-8")


def test_colour_is_put_around_the_parts_and_changes_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"docs/vpn.md": "abc\n"})
    found = result(finding("docs/vpn.md", 1, 2, 3, hint="Go."))
    painted = text(found, context(tmp_path, paint=lambda part, style: f"<{style}:{part}>"))
    assert "<path:docs/vpn.md>" in painted
    assert "<error:error  >" in painted
    assert "<caret:^>" in painted
    assert re.sub(r"<\w+:(.*?)>", r"\1", painted) == text(found, context(tmp_path))


def test_many_findings_take_a_line_each_and_a_table_comes_last(tmp_path: Path) -> None:
    write(tmp_path, {"docs/vpn.md": "word\n" * 200})
    few = [finding(line=line, rule="KB202", slug="anchor-dead") for line in (1, 2)]
    many = [finding(line=line, rule="KB402", slug="never-reviewed", severity="warning") for line in range(3, MANY + 3)]
    lines = text(result(*few, *many), context(tmp_path)).splitlines()
    assert sum("| word" in line for line in lines) == 2 + EXAMPLES
    assert sum("never-reviewed  ports.md" in line for line in lines) == MANY
    table = [line.split() for line in lines if re.match(r" +\d+  (error|warning)", line)]
    assert table == [[str(MANY), "warning", "KB402", "never-reviewed"], ["2", "error", "KB202", "anchor-dead"]]
    assert lines[-1].startswith("2 errors, 60 warnings")
    assert any("--write-baseline" in line for line in lines)


def test_a_team_with_a_baseline_is_not_told_to_begin_one(tmp_path: Path) -> None:
    many = [finding(line=line) for line in range(MANY + 1)]
    assert "--write-baseline" not in text(result(*many, baselined=5), context(tmp_path))


@pytest.mark.parametrize(
    ("line", "column", "end", "shown"),
    [
        ("abc", 2, 3, "abc/ ^"),
        ("\tabc", 2, 4, "    abc/    ^^"),
        ("ab\tcd", 4, 6, "ab  cd/    ^^"),
        ("日本 [x](y)", 8, 9, "日本 [x](y)/         ^"),
        ("e\u0301e\u0301 x", 6, 7, "e\u0301e\u0301 x/   ^"),
        ("한\u1112\u1161\u11ab x", 6, 7, "한\u1112\u1161\u11ab x/     ^"),
        ("abc  ", 2, 2, "abc  / ^^"),
        ("abc", 4, 4, "abc/   ^"),
        ("abc", 99, 100, "abc/   ^"),
    ],
)
def test_carets_stand_below_what_is_meant(line: str, column: int, end: int, shown: str) -> None:
    found = excerpt(line, span(1, column, end), 80)
    assert found is not None
    assert f"{found.text}/{' ' * found.at}{'^' * found.width}" == shown


def test_of_a_span_over_lines_the_first_is_underlined() -> None:
    assert excerpt("one two", span(1, 5, 2, end_line=3), 80) == ("one two", 4, 3)


def test_an_empty_line_shows_nothing() -> None:
    assert excerpt("   ", span(1, 1, 1), 80) is None


def test_a_long_line_is_cut_around_the_span() -> None:
    found = excerpt("a" * 500 + "BAD" + "c" * 500, span(1, 501, 504), 60)
    assert found is not None
    assert len(found.text) <= 60
    assert found.text[found.at : found.at + found.width] == "BAD"
    assert found.text[0] == found.text[-1] == "…"


def test_a_line_is_not_cut_between_a_letter_and_its_accents() -> None:
    for accents in range(1, 6):
        letter = "e" + "\u0301" * accents
        found = excerpt(letter * 200 + "BAD" + "c" * 200, span(1, 200 * (accents + 1) + 1), 40)
        assert found is not None
        assert found.text.startswith(f"…{letter}")
        assert found.text[found.at + accents * (found.at - 1) :].startswith("BAD")


_LINES = st.text(st.sampled_from("ab\t 日本한e\u0301\u200d👩\u1161x\x1b\u202e"), max_size=300)


@given(_LINES, st.integers(1, 320), st.integers(0, 320), st.integers(20, 120))
def test_any_span_of_any_line_fits_the_room(line: str, column: int, length: int, room: int) -> None:
    found = excerpt(line, span(1, column, column + length), room)
    if found is None:
        assert not line.strip()
        return
    cells = [2 if c in "日本한👩" else 0 if c in "\u0301\u200d\u1161" else 1 for c in found.text]
    assert sum(cells) <= room
    assert found.width >= 1
    assert 0 <= found.at <= sum(cells)
    marked = line[column - 1 : column - 1 + length]
    if marked.strip("\u0301\u200d\u1161 \t\x1b\u202e") and len(marked) < room // 4:
        # What is above the carets is what was meant.
        begins = [sum(cells[:index]) for index in range(len(cells) + 1)]
        above = "".join(c for c, at, wide in zip(found.text, begins, cells, strict=False)
                        if wide and found.at <= at < found.at + found.width)  # fmt: skip
        assert (
            above.split()
            == re.sub("[\u0301\u200d\u1161]", "", marked.replace("\x1b", "␛").replace("\u202e", "�")).split()
        )


def test_a_line_as_long_as_a_book_takes_no_time() -> None:
    assert excerpt("\u0301" * 5_000_000, span(1, 4_000_000, 4_000_001), 80) is not None
