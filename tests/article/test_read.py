"""Is every file read as far as it can be, with each problem named by its line?"""

from __future__ import annotations

import codecs
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.model import Article
from kb_tools.article.read import MAX_BYTES, decode, read_article
from kb_tools.config import HEADINGS, Settings

PLAIN = Settings(Path(), Path())
WHOLE = b"---\ntitle: VPN drops\nowner: net\n---\n\n## Fix\n\nRestart it.\n"


def read(content: bytes | str, path: str = "team/vpn-809.md", settings: Settings = PLAIN) -> Article:
    return read_article(path, content.encode() if isinstance(content, str) else content, settings)


def problems(article: Article) -> list[tuple[str, int]]:
    return [(problem.slug, problem.span.line) for problem in article.problems]


def words(article: Article) -> str:
    return " ".join(paragraph.text for section in article.sections for paragraph in section.paragraphs)


def test_every_field_of_an_article() -> None:
    found = read("""---
id: vpn-809
title: "**VPN** drops"
kind: fix
symptoms: [it keeps kicking me out]
error_codes: ["809", 0x1F]
products: vpn
applies_to: [windows-11]
audience: internal
confidence: Validated
owner: network-team
last_reviewed: 2026-10-01
review_interval: 90d
ask: Does it happen at home too?
escalate_to: network-oncall
cause_id: nat-timeout
status: Known-Issue
since: 2026-09-01
next_update: noon
expires: 2026-12-31
workaround: Use the phone.
tags: [network]
description: In short.
---
# Heading

Intro.
""")
    assert found == Article(
        path="team/vpn-809.md", id="vpn-809", title="VPN drops", kind="fix", symptoms=("it keeps kicking me out",),
        error_codes=("809", "0x1F"), products=("vpn",), applies_to=("windows-11",), audience="internal", confidence="validated",
        owner="network-team", last_reviewed=date(2026, 10, 1), review_days=90, ask="Does it happen at home too?",
        escalate_to="network-oncall", cause_id="nat-timeout", status="known-issue", since="2026-09-01", next_update="noon",
        expires=date(2026, 12, 31), workaround="Use the phone.", tags=("network",), description="In short.",
        sections=found.sections, body="# Heading\n\nIntro.\n", first_line=25, lines=found.lines, nodes=found.nodes,
    )  # fmt: skip
    assert (found.lines["title"], found.sections[0].line) == (3, 25)


@pytest.mark.parametrize(
    ("content", "path", "title"),
    [
        ("---\ntitle: Front\n---\n# Heading", "a.md", "Front"),
        ("---\ntitle: ''\n---\nText\n\n# The `first` *heading*\n\n# Second", "a.md", "The first heading"),
        ("## Deeper", "team/vpn-drops_often.md", "vpn drops often"),
        ("", "プリンタ.md", "プリンタ"),
        ("", "a/.md", "a/.md"),
        ("", "-.md", "-"),
        ("---\ntitle: '**'\n---\n", "a.md", "**"),
    ],
)
def test_there_is_always_a_title_and_an_id(content: str, path: str, title: str) -> None:
    found = read(content, path)
    assert found.title == title
    assert found.id == path.removesuffix(".md")


@pytest.mark.parametrize(
    ("content", "expected", "title"),
    [
        (b"", [("empty", 1)], "vpn 809"),
        (b" \n\t\n", [("empty", 1)], "vpn 809"),
        (b"---\n---\n", [], "vpn 809"),
        (codecs.BOM_UTF8 + WHOLE, [("byte-order-mark", 1)], "VPN drops"),
        (codecs.BOM_UTF8, [("byte-order-mark", 1), ("empty", 1)], "vpn 809"),
        (WHOLE.replace(b"\n", b"\r\n"), [], "VPN drops"),
        (WHOLE.replace(b"\n", b"\r"), [], "VPN drops"),
        (WHOLE.decode().encode("utf-16"), [("not-utf-8", 1)], "VPN drops"),
        (codecs.BOM_UTF16_BE + WHOLE.decode().encode("utf-16-be"), [("not-utf-8", 1)], "VPN drops"),
        (codecs.BOM_UTF16_LE + b"odd", [("not-utf-8", 1)], "vpn 809"),
        (WHOLE.replace(b"it.", b"it f\xfcr \x80 5."), [("not-utf-8", 8)], "VPN drops"),
        (b"\xfcber", [("not-utf-8", 1)], "vpn 809"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", [("binary", 1)], "vpn 809"),
        (b"ELF\0" + bytes(range(256)) * 40, [("binary", 1)], "vpn 809"),
    ],
)
def test_odd_bytes_are_told_and_read(content: bytes, expected: list[tuple[str, int]], title: str) -> None:
    found = read(content)
    assert problems(found) == expected
    assert found.title == title
    assert all(problem.hint for problem in found.problems)


def test_windows_1252_is_read_as_what_it_is() -> None:
    assert "für € 5" in words(read(b"Es kostet f\xfcr \x80 5.\n"))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_count_alike_however_they_end(line_end: str) -> None:
    found = read("---\ntitle: a\ntitle: b\n---\n\n# One\n\n## Fix\n".replace("\n", line_end))
    assert problems(found) == [("front-matter-duplicate-key", 3)]
    assert [(section.heading, section.line) for section in found.sections] == [("One", 6), ("Fix", 8)]
    assert "\r" not in found.body


@pytest.mark.parametrize("shift", range(4))
def test_what_is_too_long_is_cut_between_two_characters(shift: int) -> None:
    content = ("x" * shift + "🖨" * (MAX_BYTES // 4 + 5)).encode()
    text, found = decode(content)
    assert [problem.slug for problem in found] == ["too-long"]
    assert set(text) == {"🖨", *("x" * shift)}
    assert MAX_BYTES - 4 < len(text.encode()) <= MAX_BYTES


def test_as_long_as_may_be_is_not_cut() -> None:
    assert decode(b"x" * MAX_BYTES) == ("x" * MAX_BYTES, [])


def test_too_long_and_not_utf_8() -> None:
    text, found = decode(b"\xfc" + b"x" * MAX_BYTES)
    assert [problem.slug for problem in found] == ["too-long", "not-utf-8"]
    assert text.startswith("üxxx")


@pytest.mark.parametrize(
    "unit", ["printer jam ", "- a\n", "# a\n", "> ", "a | b |\n", "[a](", "*a _b ", "<b ", "`", "```\n", "    x\n"]
)
def test_a_megabyte_is_read_in_time(unit: str) -> None:
    content = (unit * (1_000_000 // len(unit))).encode()
    started = time.perf_counter()
    read(content)
    # It takes one or two; what grows with the square takes hours.
    assert time.perf_counter() - started < 10


# --- sections


def kinds(body: str, **headings: tuple[str, ...]) -> list[tuple[str, str]]:
    settings = PLAIN._replace(headings=tuple({**HEADINGS, **headings}.items()))
    return [(section.kind, section.heading) for section in read(body, settings=settings).sections]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Fix", "fix"), ("FIX:", "fix"), ("\U0001f527 Fix", "fix"), ("Fix \u2705\ufe0f", "fix"), ("Fix \u2013", "fix"),
        ("Resolution", "fix"), ("Resolutions", "fix"), ("Resolution 2: reinstall", "fix"),
        ("Resolution (Outlook)", "fix"), ("Solution for administrators", "fix"), ("Cause", "cause"), ("Root cause", "cause"),
        ("If that fails", "escalation"), ("Say", "say"), ("Check", "check"), ("Symptoms", "symptoms"), ("Workaround", "workaround"),
        ("Do not restart", ""), ("Fixture", ""), ("Checklist", ""), ("Problematic", ""), ("Sayings", ""), ("Overview", ""),
    ],
)  # fmt: skip
def test_what_a_heading_stands_for(heading: str, kind: str) -> None:
    assert kinds(f"## {heading}\n\ntext") == [(kind, heading)]


def test_a_teams_own_headings() -> None:
    assert kinds("## Abhilfe\n\n## Fix\n", fix=("Abhilfe",)) == [("fix", "Abhilfe"), ("", "Fix")]
    assert kinds("## Was tun?\n", fix=("Was tun?",)) == [("fix", "Was tun?")]
    assert kinds("Text.\n\n## Fix\n", fix=("?", "Fix")) == [("", ""), ("fix", "Fix")], (
        "a name of marks alone names nothing"
    )


def test_what_stands_below_a_fix_is_part_of_it() -> None:
    body = "intro\n\n# Title\n\n## Resolution\n\n### Method 1\n\n#### Step\n\n### Cause\n\n#### Deep\n\n## More\n\n### Below\n"
    assert kinds(body) == [
        ("", ""), ("", "Title"), ("fix", "Resolution"), ("fix", "Method 1"), ("fix", "Step"), ("cause", "Cause"), ("cause", "Deep"),
        ("", "More"), ("", "Below"),
    ]  # fmt: skip


def test_an_article_without_headings_is_one_section() -> None:
    assert kinds("just text") == [("", "")]
    assert kinds("") == [("", "")]


@given(st.binary())
def test_any_bytes_are_an_article(content: bytes) -> None:
    found = read(content)
    assert found.title
    last = content.count(b"\n") + content.count(b"\r") + 1
    assert all(1 <= line <= last for _, line in problems(found))
    assert found.sections
