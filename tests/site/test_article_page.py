"""What an article's page says around its text."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.read import read_article
from kb_tools.article.trust import Flags
from kb_tools.config import Settings
from kb_tools.errors import ConfigError
from kb_tools.site.page import PLACEHOLDERS, Feedback, Neighbor, Pages, checked_target, facts, filled, named_landmarks
from kb_tools.site.sections import Part

SETTINGS = Settings(root=Path("/nowhere"), docs=Path("/nowhere/docs"))

TEXT = """---
id: vpn-809
title: VPN error 809
symptoms: [it says eight oh nine]
error_codes: ["809"]
products: [vpn]
applies_to: [windows-11]
audience: internal
confidence: validated
owner: network-team
last_reviewed: 2026-10-01
review_interval: 92d
escalate_to: network-oncall
ask: Does the hotspot work?
---
# VPN error 809

## Say
"We try another way in."

## Fix
1. Do this.
"""

HTML = '<h1 id="t">VPN error 809</h1>\n<h2 id="say">Say</h2>\n<p>"We try"</p>\n<h2 id="fix">Fix</h2>\n<ol><li>Do this.</li></ol>\n'


def read(text: str = TEXT):  # type: ignore[no-untyped-def]
    return read_article("vpn/error-809.md", text.encode(), SETTINGS)


def page(text: str = TEXT, html: str = HTML, feedback: Feedback = Feedback(), **more: object) -> str:  # noqa: B008
    return Pages(feedback).whole(html, read(text), **more)  # type: ignore[arg-type]


def test_the_facts_do_not_depend_on_the_day_of_the_build() -> None:
    about = facts(
        read(), "0123456789", [Part("fix", "Fix", "fix"), Part("say", "Say", "say"), Part("fix", "Fix 2", "fix-2")]
    )
    assert (about["last_reviewed"], about["review_due"]) == ("2026-10-01", "2027-01-01")
    assert "stale" not in about
    assert about["revision"] == "0123456789"
    # In the order of a call, each kind once.
    assert [jump.heading for jump in about["jumps"]] == ["Say", "Fix"]


def test_the_header_stands_below_the_title_and_says_what_matters() -> None:
    html = page(revision="0123456789", url="https://kb.example.org/vpn/", script="../a.js")
    title, head, say = html.index("</h1>"), html.index('class="kb-head"'), html.index("kb-say")
    assert title < head < say
    for words in ("last reviewed 2026-10-01, due 2027-01-01", "validated", "it says eight oh nine", "<code>809</code>",
                  "network-oncall", "network-team", "windows-11", 'data-kb-revision="0123456789"'):  # fmt: skip
        assert words in html
    assert '<script src="../a.js" charset="utf-8" defer></script>' in html


def test_the_question_is_shown_where_no_section_asks_it() -> None:
    assert "Does the hotspot work?" in page()
    assert "Does the hotspot work?" not in page(TEXT + "\n## Check\nDoes the hotspot work?\n", HTML)


def test_an_article_with_no_fields_has_a_header_that_says_so() -> None:
    html = page("# Just a title\n\nText.\n", "<p>Text.</p>")
    assert html.startswith("\n<div")
    assert "never reviewed" in html
    assert "kb-badge" not in html
    assert "kb-callers" not in html


def test_what_an_article_says_is_text_and_never_markup() -> None:
    hostile = "'\"><script>alert(1)</script>"
    quoted = "'" + hostile.replace("'", "''") + "'"
    text = TEXT.replace("network-team", quoted).replace("it says eight oh nine", "'<img src=x onerror=y>'")
    html = page(text, feedback=Feedback("https://x.example/{owner}", "mailto:a@example.org?body={title}"),
                neighbors=[Neighbor(hostile, "../x/", hostile)])  # fmt: skip
    assert "<script>" not in html
    assert "<img" not in html
    assert html.count("&#39;&#34;&gt;&lt;script&gt;") == 4


def test_feedback_is_asked_for_only_where_somebody_listens() -> None:
    assert "kb-feedback" not in page()
    assert "Did this fix it?" not in page(feedback=Feedback(wrong="mailto:a@example.org"))
    both = page(feedback=Feedback("https://x.example/?a={answer}&t={title}", "mailto:a@example.org?subject={id}"))
    assert 'href="https://x.example/?a=yes&amp;t=VPN%20error%20809"' in both
    assert 'href="https://x.example/?a=no&amp;t=VPN%20error%20809"' in both
    assert 'href="mailto:a@example.org?subject=vpn-809"' in both


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_filled_in_stays_one_value_of_the_address(value: str) -> None:
    address = filled("https://x.example/new?title={title}&label=kb#{id}", {"title": value, "id": value})
    query = urlsplit(address).query
    assert parse_qs(query, keep_blank_values=True, strict_parsing=True) == {"title": [value], "label": ["kb"]}
    assert urlsplit(address).netloc == "x.example"


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "//x.example/{id}", "data:text/html,x", "x@example.org", "https://"]
)
def test_a_target_that_no_browser_should_open_is_refused(target: str) -> None:
    with pytest.raises(ConfigError, match="wrong"):
        checked_target("wrong", target)


def test_a_misspelled_placeholder_is_refused_and_told_what_there_is() -> None:
    with pytest.raises(ConfigError, match="titel") as error:
        checked_target("fixed", "https://x.example/?t={titel}")
    assert all(name in error.value.hint for name in PLACEHOLDERS)
    assert checked_target("fixed", "") == ""


def test_related_articles_come_last_with_the_reason() -> None:
    html = page(neighbors=[Neighbor("VPN error 800", "../error-800/", "same cause")])
    assert html.index("kb-neighbors") > html.index("Do this.")
    assert '<a href="../error-800/">VPN error 800</a> <span>same cause</span>' in html


def test_the_tag_list_gets_a_name() -> None:
    assert named_landmarks('<nav class="md-tags" >x</nav>') == '<nav class="md-tags" aria-label="Tags" >x</nav>'


@pytest.mark.parametrize("label", ["", "<span class='md-ellipsis'>VPN</span>"])
def test_the_list_of_a_section_takes_its_name_from_its_title_where_its_label_is_empty(label: str) -> None:
    html = f"""<label id="__nav_1_label" tabindex="0">{label}
      <span class="md-nav__icon md-icon"></span></label>
      <nav class="md-nav" aria-labelledby="__nav_1_label" aria-expanded="true">
        <label class="md-nav__title" for="__nav_1"><span class="md-nav__icon"></span>
          VPN &amp; "Co"</label></nav>"""
    named = 'aria-label="VPN &amp; &quot;Co&quot;" aria-expanded="true"'
    assert named_landmarks(html) == (
        html if label else html.replace('aria-labelledby="__nav_1_label" aria-expanded="true"', named)
    )


def test_a_known_issue_says_what_to_do_meanwhile() -> None:
    text = TEXT.replace("---\n#", "status: known-issue\nsince: 2026-11-01\nnext_update: at 14:00\nexpires: 2026-12-01\n"
                        "workaround: Use the hotspot.\n---\n#")  # fmt: skip
    html = page(text)
    for words in ("Known issue until 2026-12-01", "Use the hotspot.", "Since 2026-11-01.", "Next update: at 14:00."):
        assert words in html


def test_what_agents_say_is_wrong_stands_in_the_header_as_text() -> None:
    html = page(flags=Flags(3, "<b>no</b> such button", "2026-11-20T10:00:00+01:00"))
    assert "<strong>Flagged 2026-11-20:</strong> &lt;b&gt;no&lt;/b&gt; such button (and 2 before)" in html
    assert 'data-kb-flags="3" data-kb-flagged="2026-11-20T10:00:00+01:00"' in html
    assert 'class="kb-flagged"' not in page()
