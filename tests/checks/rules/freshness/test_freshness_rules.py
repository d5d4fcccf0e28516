"""The freshness rules where marks in a fixture do not reach: what they say, and the ends of the calendar."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from checks.marked import check
from trees import article, write

from kb_tools.checks.rules import RULES
from kb_tools.errors import ConfigError

FLAG = {"article": "vpn-809", "at": "2026-11-20T09:00:00Z", "by": "Ada Example"}


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_calendar_ends(today: date, tmp_path: Path) -> None:
    """No rule counts a day that is none."""
    known_issue = article(
        "Mail is down", kind="known-issue", status="known-issue", since="2026-11-20", next_update="2026-11-21",
        expires="2026-12-01", last_reviewed="2026-11-20", review_interval="90d", applies_to="[windows-10]",
    )  # fmt: skip
    write(tmp_path, {"docs/a.md": known_issue, "products.yml": "windows-10: 9999-12-31\n"})
    rules = [rule.id for rule in RULES if not rule.external]
    found = {each.rule for each in check(tmp_path, *rules, today=today)}
    assert ("KB401" in found) == (today == date.max)
    assert ("KB404" in found) == (today == date.min)


@pytest.mark.parametrize(
    ("applies_to", "hint"),
    [
        ("[crm-legacy]", "crm-cloud came instead: try the steps there and name it, or archive the article."),
        ("[crm-legacy, crm-cloud]", "crm-cloud came instead: try the steps there and name it, or take it out."),
        (
            "[crm-legacy, crm-legacy]",
            "crm-cloud came instead: try the steps there and name it, or archive the article.",
        ),
        ("[windows-10]", "Name what the article still applies to, or archive the article."),
    ],
)
def test_what_to_do_about_what_is_gone(applies_to: str, hint: str, tmp_path: Path) -> None:
    products = "windows-10: 2025-10-14\ncrm-legacy:\n  gone: 2026-06-30\n  instead: crm-cloud\n"
    write(tmp_path, {"products.yml": products, "docs/a.md": article("A", applies_to=applies_to)})
    assert {each.hint for each in check(tmp_path, "applies-to-gone")} == {hint}


def test_products_that_are_named_must_be_there(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A", applies_to="[windows-10]")})
    assert not check(tmp_path, "applies-to-gone")
    write(tmp_path, {"kb.toml": '[check]\nproducts = "gone.yml"\n'})
    with pytest.raises(ConfigError, match=r"names 'gone\.yml', which is not there"):
        check(tmp_path, "applies-to-gone")
    write(tmp_path, {"kb.toml": '[check]\nproducts = ""\n'})
    assert not check(tmp_path, "applies-to-gone")


def test_the_newest_flag_is_told_and_the_others_counted(tmp_path: Path) -> None:
    first = {**FLAG, "said": "step 3 is gone"}
    write(
        tmp_path,
        {"docs/a.md": article("A", id="vpn-809"), "flags/vpn-809/20261120T090000Z-0a1b.json": json.dumps(first)},
    )
    (found,) = check(tmp_path, "flagged")
    assert found.message == "flagged on 2026-11-20: step 3 is gone"
    newest = {**FLAG, "at": "2026-11-21T09:00:00Z", "said": "x" * 200}
    write(tmp_path, {"flags/vpn-809/20261121T090000Z-0a1b.json": json.dumps(newest)})
    (found,) = check(tmp_path, "flagged")
    assert found.message == f"flagged on 2026-11-21: {'x' * 200} (2 flags, this is the newest)"
    write(tmp_path, {"flags/vpn-809/20261121T090000Z-0a1b.json": json.dumps({**newest, "said": "x" * 201})})
    (found,) = check(tmp_path, "flagged")
    assert f": {'x' * 199}… (" in found.message


def test_the_day_of_the_review_is_named_where_there_is_one(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "docs/a.md": article("A", reviewed_hash="084d525246dc", last_reviewed="2026-11-20"),
            "docs/b.md": article("B", reviewed_hash="084d525246dc"),
        },
    )
    assert [each.message for each in check(tmp_path, "changed-since-review")] == [
        "the text is not the one that was read in the review of 2026-11-20, or that day was moved",
        "the text is not the one that was read in the review, or that day was moved",
    ]


def test_only_known_issues_need_an_end(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A"), "docs/b.md": article("B", status="known-issue")})
    assert [each.path for each in check(tmp_path, "known-issue-open-ended")] == ["docs/b.md"]


def test_a_date_that_the_team_demands_is_missing_once(tmp_path: Path) -> None:
    settings = '[check]\nrequired = ["last_reviewed"]\n'
    write(tmp_path, {"kb.toml": settings, "docs/a.md": article("A", review_interval="90d")})
    assert [each.rule for each in check(tmp_path, "never-reviewed", "field-missing")] == ["KB110"]


@pytest.mark.parametrize(
    ("today", "message"),
    [
        (date(2026, 12, 1), "the review runs out in 2 days, on 2026-12-03"),
        (date(2026, 12, 2), "the review runs out tomorrow, on 2026-12-03"),
        (date(2026, 12, 3), "the review runs out today, on 2026-12-03"),
        (date(2026, 12, 4), "the review is 1 day overdue: it held until 2026-12-03"),
        (date(2026, 12, 5), "the review is 2 days overdue: it held until 2026-12-03"),
    ],
)
def test_the_last_days_of_a_review(today: date, message: str, tmp_path: Path) -> None:
    fields = {"last_reviewed": "2026-09-04", "review_interval": "90d", "owner": "network-team"}
    write(tmp_path, {"docs/a.md": article("A", **fields)})
    (found,) = check(tmp_path, "stale", "review-due-soon", today=today)
    assert found.message == message
    assert ("(network-team)" in found.hint) == (found.slug == "stale")


def test_only_known_issues_promise_news(tmp_path: Path) -> None:
    fields = {"next_update": "2026-11-20"}
    write(tmp_path, {"docs/a.md": article("A", **fields), "docs/b.md": article("B", status="known-issue", **fields)})
    assert [each.path for each in check(tmp_path, "next-update-overdue")] == ["docs/b.md"]
