"""Does a card say what an agent needs, and nothing that is not so?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from trees import article

from kb_tools.article.read import read_article
from kb_tools.config import Settings
from kb_tools.search.card import MAX_CHECK, MAX_STEP, card, inline_text, url

SETTINGS = Settings(Path(), Path())


def facts(text: str, path: str = "mail/bounce.md") -> dict[str, Any]:
    return card(read_article(path, text.encode(), SETTINGS), SETTINGS)


def test_all_facts() -> None:
    found = facts(
        article(
            "Mail comes back", "## Say\n\nHold on.\n\n## Check\n\nIs it 5.1.1?\n\n## Fix\n\n1. Ask.",
            id="bounce", kind="fault", symptoms="[it comes back]", error_codes='["550 5.1.1"]', products="[mail]",
            applies_to="[outlook]", audience="public", confidence="validated", owner="mail-team",
            last_reviewed="2026-10-01", review_interval="90d", ask='"Is it 5.1.1?"', escalate_to="mail-oncall",
            cause_id="no-such-box", status="known-issue", since="2026-10-02", next_update="2026-10-03",
            expires="2026-10-04", workaround="Use the phone.",
        )
    )  # fmt: skip
    assert found == {
        "id": "bounce", "path": "mail/bounce.md", "title": "Mail comes back", "kind": "fault", "url": "mail/bounce/",
        "symptoms": ["it comes back"], "error_codes": ["550 5.1.1"], "products": ["mail"], "applies_to": ["outlook"],
        "audience": "public", "confidence": "validated", "owner": "mail-team", "last_reviewed": "2026-10-01",
        "review_days": 90, "ask": "Is it 5.1.1?", "escalate_to": "mail-oncall", "cause_id": "no-such-box",
        "status": "known-issue", "since": "2026-10-02", "next_update": "2026-10-03", "expires": "2026-10-04",
        "workaround": "Use the phone.", "first_step": {"kind": "workaround", "text": "Use the phone."},
    }  # fmt: skip


def test_what_an_article_does_not_say_is_left_out() -> None:
    assert facts("# Printer jams\n") == {
        "id": "mail/bounce", "path": "mail/bounce.md", "title": "Printer jams", "url": "mail/bounce/",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("## Fix\n\n1. Pull the plug.\n\n## Say\n\nHold on.", "say", "Hold on."),
        ("## Fix\n\n1. Pull the plug.\n\n## Check\n\nIs it on?", "check", "Is it on?"),
        ("## Why\n\nDust.\n\n## Fix\n\n1. Pull the plug.\n2. Wait.", "fix", "Pull the plug."),
        ("## Fix\n\nTo resolve this, do as follows:\n\n1. Pull the plug.", "fix", "Pull the plug."),
        ("## Fix\n\n```\nrestart\n```\n\nPull the plug.", "fix", "Pull the plug."),
        ("## Resolution\n\nPull **the** [plug](x.md).", "fix", "Pull the plug."),
        ("## Say\n\n## Fix\n\nPull the plug.", "fix", "Pull the plug."),
    ],
)
def test_the_first_step(body: str, kind: str, text: str) -> None:
    assert facts(article("Printer", body))["first_step"] == {"kind": kind, "text": text}


def test_an_article_without_a_step_has_none() -> None:
    assert "first_step" not in facts(article("Printer", "Some text.\n\n## Why\n\nDust."))


def test_a_long_step_is_cut_between_words() -> None:
    text = facts(article("Printer", "## Fix\n\n" + "pull the plug, " * 60))["first_step"]["text"]
    assert MAX_STEP - 10 < len(text) <= MAX_STEP
    assert text.endswith(("pull…", "the…", "plug…"))


def test_the_first_line_of_check_stands_in_for_a_question() -> None:
    assert facts(article("Printer", "## Check\n\nIs it on?"))["check"] == "Is it on?"
    assert "check" not in facts(article("Printer", "## Check\n\nIs it on?", ask="Does it hum?"))
    assert len(facts(article("Printer", "## Check\n\n" + "Is it on? " * 60))["check"]) <= MAX_CHECK


@pytest.mark.parametrize(
    ("path", "settings", "expected"),
    [
        ("vpn/error-809.md", {}, "vpn/error-809/"),
        ("index.md", {}, ""),
        ("vpn/index.md", {}, "vpn/"),
        ("vpn/README.md", {}, "vpn/"),
        ("a b/größe.md", {}, "a%20b/gr%C3%B6%C3%9Fe/"),
        ("v1.2.md", {}, "v1.2/"),
        ("vpn/error-809.md", {"use_directory_urls": False}, "vpn/error-809.html"),
        ("vpn/index.md", {"use_directory_urls": False}, "vpn/index.html"),
        ("index.md", {"site_url": "https://kb.example/"}, "https://kb.example/"),
        ("a\udcff.md", {"site_url": "https://kb.example/"}, "https://kb.example/a%3F/"),
    ],
)
def test_where_the_page_is(path: str, settings: dict[str, Any], expected: str) -> None:
    assert url(path, Settings(Path(), Path(), **settings)) == expected


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Pull **the** _plug_ `now`", "Pull the _plug_ now"),
        ("[plug](x.md) and [plug][1] and ![picture](x.png)", "plug and plug and picture"),
        ("Press <kbd>F1</kbd>{: .key }", "Press F1"),
        (r"C:\Windows\System32 \*.log \_x", r"C:\Windows\System32 *.log _x"),
        (r"`\\server\share` or ``a\*b``", r"\\server\share or a\*b"),
        ("a < b > c", "a < b > c"),
        ("  so \n my\tscreen ", "so my screen"),
    ],
)
def test_markup_of_a_line(markdown: str, text: str) -> None:
    assert inline_text(markdown) == text


@given(st.text())
@example("---\ntitle: \x00\nsymptoms: [\ud7ff, 1.5, null, {a: b}]\n---\n## Fix\n\n1. \n")
@example("## Say\n\n" + "x" * 5000)
def test_any_article_has_a_card_that_json_can_hold(text: str) -> None:
    found = card(read_article("a.md", text.encode("utf-8", "replace"), SETTINGS), SETTINGS)
    assert json.loads(json.dumps(found)) == found
    assert {"id", "path", "title", "url"} <= found.keys()
    assert None not in found.values()
    assert len(found.get("first_step", {"text": ""})["text"]) <= MAX_STEP
