"""Who must look at what by when: which articles, and in what order."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from checks.marked import TODAY, base
from trees import article, write

from kb_tools.health.state import state
from kb_tools.review.phrases import phrases_by_path
from kb_tools.review.queue import Item, by_owner, queue


def items(
    folder: Path, within: int = 0, uses: dict[str, int] | None = None, today: date = TODAY, **articles: str
) -> list[Item]:
    write(folder, {f"docs/{name}.md": text for name, text in articles.items()})
    found = base(folder, today)
    return queue(found, within, phrases=phrases_by_path(found), uses=uses)


def ids(found: list[Item]) -> list[str]:
    return [item.id for item in found]


def due(day: str, title: str = "A", body: str = "", **fields: object) -> str:
    """An article whose review holds until *day*."""
    return article(title, body, last_reviewed=day, review_interval="0d", **fields)


def test_what_is_over_and_what_falls_due_in_time(tmp_path: Path) -> None:
    articles = {
        "over": due("2026-11-20"),
        "now": due("2026-11-21"),
        "soon": due("2026-11-30"),
        "later": due("2026-12-01"),
    }
    assert ids(items(tmp_path, 9, **articles)) == ["over", "now", "soon"]
    assert [item.is_overdue for item in items(tmp_path, 9)] == [True, False, False]
    assert ids(items(tmp_path, 0)) == ["over", "now"]
    assert ids(items(tmp_path, 10_000_000)) == ["over", "now", "soon", "later"]


def test_what_nobody_must_review(tmp_path: Path) -> None:
    articles = {
        "archived": due("2020-01-01", confidence="archived"),
        "itself": due("2020-01-01", search="{exclude: true}"),
        "plain": article("No dates"),
        "undated": article("Dated, for ever", last_reviewed="2020-01-01"),
    }
    assert items(tmp_path, 1000, **articles) == []


def test_never_reviewed_is_overdue_and_has_no_day(tmp_path: Path) -> None:
    (item,) = items(tmp_path, a=article("A", review_interval="90d"))
    assert (item.due, item.days, item.is_overdue) == (None, 0, True)
    assert item.reasons == ("never reviewed",)


def test_the_interval_of_kb_toml(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": '[check]\nreview_interval = "90d"\n'})
    (item,) = items(tmp_path, a=article("A", last_reviewed="2026-01-01"))
    assert item.due == date(2026, 4, 1)
    assert item.days == 234


@pytest.mark.parametrize(
    ("fields", "reason", "is_overdue"),
    [
        ({"expires": "2026-11-20"}, "expired on 2026-11-20", True),
        ({"expires": "2026-11-21"}, "expires on 2026-11-21", False),
        ({"next_update": "2026-11-20", "expires": "2027-01-01"}, "news were promised for 2026-11-20", True),
        ({"next_update": "2026-11-21", "expires": "2027-01-01"}, "news are promised for 2026-11-21", False),
        ({"next_update": "2026-11-01", "expires": "2026-11-20"}, "expired on 2026-11-20", True),
    ],
)
def test_a_known_issue_has_more_days(tmp_path: Path, fields: dict[str, object], reason: str, is_overdue: bool) -> None:
    (item,) = items(tmp_path, a=article("A", status="known-issue", **fields))
    assert item.reasons == (reason, "known issue")
    assert item.is_overdue is is_overdue


def test_all_that_is_over_is_said(tmp_path: Path) -> None:
    (item,) = items(tmp_path, a=due("2026-11-01", status="known-issue", expires="2026-11-10"))
    assert item.reasons == ("20 days overdue", "expired on 2026-11-10", "known issue")
    assert item.due == date(2026, 11, 1)


# --- the order -----------------------------------------------------------------------------------------------------


def test_each_reason_comes_before_the_next(tmp_path: Path) -> None:
    body = "[x](gone.md)\n"
    write(tmp_path, {"phrases.yml": "- said: it beeps\n  expect: [asked]\n- said: it hums\n  expect: [soon-asked]\n"})
    articles = {
        "soon-asked": due("2026-11-22"),
        "soonest": due("2026-11-21"),
        "old": due("2020-01-01"),
        "new": due("2026-11-20"),
        "never": article("A", review_interval="1d"),
        "dead": due("2026-11-20", body=body),
        "dead-twice": due("2026-11-20", body=body + "\n[y](gone-too.md)\n"),
        "asked": due("2026-11-20"),
        "issue": due("2026-11-20", status="known-issue", expires="2027-01-01"),
    }
    assert ids(items(tmp_path, 1, **articles)) == [
        "issue", "asked", "dead-twice", "dead", "never", "old", "new", "soonest", "soon-asked",
    ]  # fmt: skip


def test_uses_count_in_steps_of_ten_and_instead_of_phrases(tmp_path: Path) -> None:
    write(tmp_path, {"phrases.yml": "- said: it beeps\n  expect: [none]\n"})
    articles = {name: due(day) for name, day in
                {"none": "2020-01-01", "nine": "2026-11-01", "ten": "2026-11-19", "ninety": "2026-11-20"}.items()}  # fmt: skip
    uses = {"nine.md": 9, "ten.md": 10, "ninety.md": 90}
    found = items(tmp_path, uses=uses, **articles)
    assert ids(found) == ["ten", "ninety", "nine", "none"]
    assert found[-1].reasons[1:] == ("used 0 times", "expected by 1 phrase")


def test_equal_ones_come_by_path(tmp_path: Path) -> None:
    assert ids(items(tmp_path, b=due("2026-11-01"), a=due("2026-11-01"), c=due("2026-11-01"))) == ["a", "b", "c"]


def test_owners_come_in_the_order_of_their_first_article_and_nobody_last(tmp_path: Path) -> None:
    articles = {
        "a": due("2020-01-01"), "b": due("2026-11-01", owner="desk"), "c": due("2026-10-01", owner="network"),
        "d": due("2026-11-10", owner="network"),
    }  # fmt: skip
    found = by_owner(items(tmp_path, **articles))
    assert [(owner, ids(theirs)) for owner, theirs in found] == [("network", ["c", "d"]), ("desk", ["b"]), ("", ["a"])]


def test_dead_links_are_those_of_the_link_rules(tmp_path: Path) -> None:
    body = "[x](gone.md) [y](#nowhere) [z](a.md) [w]() <https://example.org/>\n"
    (item,) = items(tmp_path, a=due("2026-11-01", body=body))
    assert item.dead_links == 2
    assert item.reasons[-1] == "2 dead links"


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ('ignore = ["anchor-dead"]', 1),
        ('ignore = ["KB2"]', 0),
        ('select = ["freshness"]', 0),
        # How loud it is told does not bring a page back.
        ('severity = { KB2 = "info" }', 2),
    ],
)
def test_a_dead_link_is_what_the_figures_count_too(tmp_path: Path, check: str, expected: int) -> None:
    write(tmp_path, {"kb.toml": f"[check]\n{check}\n"})
    (item,) = items(tmp_path, a=due("2026-11-01", body="[x](gone.md) [y](#nowhere)\n"))
    assert item.dead_links == expected
    assert (state(base(tmp_path)).dead_links or 0) == expected


def test_the_address_on_the_site(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": "site_url: https://kb.example.org/help/\n"})
    (item,) = items(tmp_path, **{"vpn/größe": due("2026-11-01")})
    assert item.url == "https://kb.example.org/help/vpn/gr%C3%B6%C3%9Fe/"


def flag(article: str, said: str, at: str = "2026-11-18T10:00:00+01:00", number: int = 1) -> dict[str, str]:
    name = f"flags/{article}/20261118T090000Z-{number:04x}.json"
    return {name: json.dumps({"article": article, "said": said, "at": at})}


def test_what_is_flagged_is_due_since_then_and_comes_before_what_is_only_overdue(tmp_path: Path) -> None:
    write(tmp_path, {
        "docs/late.md": due("2026-01-01"), "docs/fresh.md": due("2027-06-01", id="fresh"),
        "docs/issue.md": due("2026-11-20", id="issue", status="known-issue"),
        **flag("fresh", "no such button"), **flag("fresh", "x" * 200, at="2026-11-19T10:00:00+01:00", number=2),
    })  # fmt: skip
    found = items(tmp_path)
    assert ids(found) == ["issue", "fresh", "late"]
    item = found[1]
    assert (item.flags, item.is_overdue, item.due, item.days) == (2, True, date(2026, 11, 19), 2)
    assert item.reasons == (f"flagged 2 times: {'x' * 99}…",)


def test_a_flag_counts_on_what_nobody_must_review_and_from_a_clock_that_is_ahead(tmp_path: Path) -> None:
    write(tmp_path, {
        "docs/old.md": article("Old", id="old", confidence="archived", last_reviewed="2001-01-01", review_interval="1d"),
        **flag("old", "wrong", at="2027-01-01T00:00:00+00:00"),
    })  # fmt: skip
    (item,) = items(tmp_path)
    assert (item.due, item.days, item.reasons) == (TODAY, 0, ("flagged: wrong",))
