"""What a team's front matter says in its own words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from trees import article, write

from kb_tools.article.read import read_article
from kb_tools.config import load_settings
from kb_tools.writing.settings_file import settings_file
from kb_tools.writing.survey import DATE_FORMATS, Habits, date_formats, habits, survey


def _found(found: Habits) -> dict[str, list[tuple[str, bool]]]:
    return {ours: [(name.name, name.sure) for name in names] for ours, names in found.fields.items()}


def test_other_names_for_our_fields() -> None:
    fronts = [{"title": "x", "ms.author": "jd", "ms.date": "04/23/2026", "ms.topic": "fix", "appliesto": ["A 1"]}] * 10
    found = habits(fronts)
    assert found.articles == 10
    assert _found(found) == {
        "owner": [("ms.author", True)],
        "last_reviewed": [("ms.date", True)],
        "applies_to": [("appliesto", True)],
        "products": [("appliesto", False)],
    }
    assert found.date_formats == ("%m/%d/%Y",)


def test_our_own_names_need_no_mapping() -> None:
    front = {"title": "x", "owner": "a", "last_reviewed": "2026-01-02", "tags": ["x"], "error_codes": ["1"]}
    assert habits([front] * 5) == Habits(5)


@pytest.mark.parametrize("key", ["lastReviewed", "Last-Reviewed", "last reviewed", "LAST_REVIEWED", "last_reviewed_on"])
def test_spelling_does_not_matter(key: str) -> None:
    assert _found(habits([{key: "2026-01-02"}])) == {"last_reviewed": [(key, True)]}


def test_nested_fields_are_named_by_their_path() -> None:
    fronts = [{"dates": {"validation": "2026-01-02", "posted": "2025-01-02"}}]
    assert _found(habits(fronts)) == {"last_reviewed": [("dates.validation", True)]}


def test_what_only_the_team_knows_is_marked() -> None:
    assert _found(habits([{"date": "2026-01-02", "author": "jd"}])) == {
        "owner": [("author", False)],
        "last_reviewed": [("date", False)],
    }


def test_name_that_few_use_is_a_slip() -> None:
    fronts = [{"title": "x", "team": "a"}] * 19 + [{"title": "x", "maintainer": "a"}]
    assert _found(habits(fronts)) == {"owner": [("team", True)]}


def test_second_name_counts_where_it_adds_articles() -> None:
    both = [{"team": "a", "maintainer": "b"}] * 10
    assert len(_found(habits(both))["owner"]) == 1
    either = [{"team": "a"}] * 6 + [{"maintainer": "b"}] * 4
    assert _found(habits(either)) == {"owner": [("team", True), ("maintainer", True)]}


def test_field_for_days_that_holds_none_is_left_alone() -> None:
    assert habits([{"reviewed": "yes", "date": "soon"}] * 3).fields == {}


def test_empty_values_and_odd_ones_are_passed_over() -> None:
    fronts: list[dict[str, object]] = [
        {"team": ""},
        {"team": []},
        {"team": {"name": "x"}},
        {"team": [["deep"]]},
        {},
        {"": "x"},
        {"team": [""]},
    ]
    assert [(name.name, name.articles) for name in habits(fronts).fields["owner"]] == [("team", 1)]
    assert habits([]) == Habits()


@pytest.mark.parametrize("pattern", DATE_FORMATS)
def test_every_format_is_told_from_the_others(pattern: str) -> None:
    days = [date(2024, 1, 1) + timedelta(days=31 * number) for number in range(30)]
    assert date_formats(day.strftime(pattern) for day in days)[0][0] in (pattern, pattern.replace("%b", "%B"))
    formats, others = date_formats(day.strftime(pattern) for day in days)
    assert others == ()
    assert len(formats) <= 2


def test_days_that_could_be_months_are_left_to_the_team() -> None:
    formats, others = date_formats(["04/07/2026", "12/11/2025", "2026-01-31"])
    assert {*formats, *others} == {"%m/%d/%Y", "%d/%m/%Y"}
    assert date_formats(["04/07/2026", "12/31/2025"]) == (("%m/%d/%Y",), ())
    assert date_formats(["04/07/2026", "31/12/2025"]) == (("%d/%m/%Y",), ())


def test_month_in_words_is_no_doubt() -> None:
    assert date_formats(["3 May 2026", "4 May 2025"])[1] == ()


def test_iso_needs_no_format_and_two_ways_are_both_named() -> None:
    assert date_formats(["2026-01-02", "2026-01-02T10:00:00Z", ""]) == ((), ())
    assert date_formats(["31.12.2025", "12/31/2025", "30.12.2025"])[0] == ("%d.%m.%Y", "%m/%d/%Y")
    assert date_formats(["31.12.2025"] * 1 + ["sometime", "next week"])[0] == ("%d.%m.%Y",)


@pytest.mark.parametrize("pattern", ["%m/%d/%Y", "%d.%m.%Y", "%B %d, %Y", "%d-%b-%Y", "%Y/%m/%d"])
def test_articles_are_read_with_the_settings_that_are_proposed(tmp_path: Path, pattern: str) -> None:
    days = [date(2026, 1, 1) + timedelta(days=17 * number) for number in range(12)]
    write(tmp_path, {f"docs/{number}.md": article("A", **{"ms.author": "jd", "ms.date": f'"{day.strftime(pattern)}"'})
                     for number, day in enumerate(days)})  # fmt: skip
    write(tmp_path, {"kb.toml": settings_file("", ["/index.md"], survey(tmp_path / "docs"))})
    settings = load_settings(tmp_path)
    for number, day in enumerate(days):
        name = f"{number}.md"
        found = read_article(name, (tmp_path / "docs" / name).read_bytes(), settings)
        assert (found.owner, found.last_reviewed) == ("jd", day)


def test_files_of_any_kind_are_survived(tmp_path: Path) -> None:
    odd: dict[str, str | bytes] = {
        "a.md": "---\nteam: x\n---\n", "b.md": b"\xff\xfe\x00b", "c.md": b"\x00\x01\x02", "d.md": "",
        "e.md": "---\ntitle: [", "f.md": "\ufeff---\r\nteam: y\r\n---\r\n", "g.md": "no front matter",
        "h.md": "---\n- a\n- b\n---\n",
    }  # fmt: skip
    write(tmp_path, odd)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    assert [(name.name, name.articles) for name in survey(tmp_path).fields["owner"]] == [("team", 2)]
