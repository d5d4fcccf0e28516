"""What is counted, and of how many."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from health.histories import TODAY, base, reviewed
from trees import article, write

from kb_tools.health.advice import first_thing
from kb_tools.health.figures import Figures, figures
from kb_tools.search import misses, place

DUE = TODAY - timedelta(days=90)
"""Reviewed then for 90 days, it is due today."""


def counted(folder: Path, **files: str) -> Figures:
    write(folder, {f"docs/{name}.md": text for name, text in files.items()})
    return figures(base(folder))


def test_only_what_can_be_the_answer_counts(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": 'exclude = ["index.md"]\nignore = ["draft.md"]\n'})
    found = counted(tmp_path, index="# Home\n", draft="# Draft\n", a=reviewed("A", TODAY), b=reviewed("B", DUE),
                    c=reviewed("C", DUE - timedelta(days=1)), d=article("D", "# D"),
                    e=reviewed("E", date(2000, 1, 1), confidence="archived"))  # fmt: skip
    now = found.state
    assert (now.articles, now.live, found.other_pages) == (5, 4, 1)
    assert (now.validated, now.says_confidence) == (3, 3)
    assert (now.reviewed, now.can_go_stale, now.stale) == (3, 3, 1)
    assert dict(found.confidence) == {"validated": 3, "archived": 1, "": 1}
    assert [name for name, _ in found.confidence] == ["validated", "archived", ""]


def test_an_interval_for_all_counts_where_an_article_says_none(tmp_path: Path) -> None:
    text = article("A", "# A", last_reviewed=TODAY - timedelta(days=31))
    assert counted(tmp_path, a=text).state.can_go_stale == 0
    write(tmp_path, {"kb.toml": '[check]\nreview_interval = "30d"\n'})
    now = figures(base(tmp_path)).state
    assert (now.can_go_stale, now.stale) == (1, 1)


def test_reviews_ahead_are_counted_by_week(tmp_path: Path) -> None:
    days = [0, 6, 7, 55, 56, -1]
    found = counted(tmp_path, **{f"a{day}": reviewed(f"A {day}", DUE + timedelta(days=day)) for day in days})
    assert [week.due for week in found.weeks] == [2, 1, 0, 0, 0, 0, 0, 1]
    assert [week.first for week in found.weeks[:2]] == [TODAY, TODAY + timedelta(days=7)]
    assert found.state.stale == 1


def test_an_address_that_leads_nowhere_is_dead_and_one_that_works_is_not(tmp_path: Path) -> None:
    redirects = "plugins:\n  - redirects:\n      redirect_maps:\n        old.md: b.md\n"
    write(tmp_path, {"mkdocs.yml": f"site_name: Test\n{redirects}", "docs/b.md": "# B\n"})
    assert counted(tmp_path, a="# A\n\n[works](../b/) [by a detour](../old/)\n").state.dead_links == 0
    assert counted(tmp_path, a="# A\n\n[nowhere](b/) [gone](old.md)\n").state.dead_links == 2


def test_dead_links_are_those_inside_of_all_links_inside(tmp_path: Path) -> None:
    found = counted(
        tmp_path, a="# A\n\n[x](gone.md) [y](b.md) [z](https://example.org/gone) [w](b.md#gone)\n", b="# B\n"
    )
    assert (found.state.dead_links, found.state.links) == (2, 3)
    assert {rule.rule for rule in found.rules if rule.severity == "error"} == {"KB201", "KB202"}
    write(tmp_path, {"kb.toml": '[check]\nignore = ["links"]\n'})
    assert figures(base(tmp_path)).state.dead_links is None


def test_products_owners_and_phrases(tmp_path: Path) -> None:
    write(tmp_path, {"phrases.yml": "- said: no vpn\n  expect: [a, b]\n- said: no mail\n  expect: [b]\n"})
    old = DUE - timedelta(days=5)
    found = counted(
        tmp_path,
        a=reviewed("A", old, id="a", products="[vpn]", owner="net", symptoms="[one, two]"),
        b=reviewed("B", TODAY, id="b", products="[vpn, mail]", owner="net", confidence="wip"),
        c=article("C", "# C", products="[mail]"),
    )
    assert [each[:2] for each in found.products] == [("mail", 2), ("vpn", 2)]
    mail, vpn = found.products
    assert (vpn.symptoms, vpn.phrases, vpn.validated, vpn.stale) == (2, 2, 1, 1)
    assert (mail.symptoms, mail.phrases, mail.validated, mail.stale) == (0, 2, 0, 0)
    assert [tuple(each) for each in found.owners] == [("net", 2, 1, 0, 0), ("", 1, 0, 0, 1)]
    assert [each.file for each in found.oldest] == ["docs/a.md", "docs/b.md"]


def test_nobody_says_what_it_is_about_so_there_is_no_table(tmp_path: Path) -> None:
    found = counted(tmp_path, a="# A\n")
    assert (found.products, found.owners, found.oldest, found.misses) == ((), (), (), None)


def test_phrases_that_are_wrong_are_a_note(tmp_path: Path) -> None:
    write(tmp_path, {"phrases.yml": "- said: x\n  expect: [nothing]\n"})
    found = counted(tmp_path, a="# A\n")
    assert any("phrases.yml:2" in note for note in found.notes)


def test_known_issues_expired_first(tmp_path: Path) -> None:
    def issue(title: str, expires: date) -> str:
        return article(title, f"# {title}", status="known-issue", expires=expires, owner="net")

    found = counted(tmp_path, a=issue("A", TODAY), b=issue("B", TODAY - timedelta(days=1)))
    assert [(each.title, each.expired) for each in found.known_issues] == [("B", True), ("A", False)]


def test_searches_that_found_nothing_where_they_are_kept(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": "keep_misses = true\n"})
    assert counted(tmp_path, a="# A\n").misses == ()
    path = misses.file_for(place.index_folder(tmp_path))
    misses.note(path, "the flux thing", datetime(2026, 11, 20))
    found = figures(base(tmp_path)).misses
    assert found is not None
    assert [each.said for each in found] == ["the flux thing"]


def test_a_site_has_a_name(tmp_path: Path) -> None:
    assert counted(tmp_path / "team", a="# A\n").name == "team"
    write(tmp_path / "team", {"mkdocs.yml": "site_name: 'Größe: 1'   # ours\nplugins: !ENV x\n"})
    assert figures(base(tmp_path / "team")).name == "Größe: 1"


ISSUE = article("Mail is down", "# X", status="known-issue", expires="2026-01-02")
STALE = reviewed("Old one", date(2025, 1, 1), owner="net")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "There is no article yet"),
        ({"a": ISSUE, "b": STALE, "c": "[x](gone.md)"}, "a known issue: “Mail is down”, expired on 2026-01-02"),
        ({"b": STALE, "c": "# C\n\n[x](gone.md)"}, "Start with the dead link"),
        ({"b": STALE, "c": "# C"}, "the 1 review overdue: the longest overdue is “Old one”, since 2025-04-01"),
        ({"b": STALE, "c": reviewed("C", date(2025, 5, 1), owner="mail"), "d": STALE}, "Start with net, who have 2 of the 3"),
        ({"c": "---\ntitle: a: b\n---\n# C\n"}, "Start with the 1 error that kb check finds"),
        ({"c": "# C\n"}, "Not one of 1 article"),
        ({"c": article("C", "# C", last_reviewed="2020-01-01")}, "none says how long"),
        ({"a": reviewed("A", TODAY, 10), "c": "# C\n"}, "the 1 article of 2 that nobody has ever reviewed"),
        ({"a": reviewed("A", TODAY, 10, confidence="wip")}, "that no colleague has validated"),
        ({"a": reviewed("A", TODAY, 10)}, "Next: 1 review in the week from 2026-11-28"),
        ({"a": reviewed("A", TODAY, 900)}, "Nothing is overdue and nothing is dead"),
    ],
)  # fmt: skip
def test_what_to_do_first(tmp_path: Path, files: dict[str, str], said: str) -> None:
    (tmp_path / "docs").mkdir()
    assert said in first_thing(counted(tmp_path, **files))


def test_advice_names_the_findings_that_the_baseline_holds_back(tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": '[check]\nbaseline = "kb-baseline.txt"\n'})
    said = first_thing(counted(tmp_path, c="# C\n\n[x](gone.md)"))
    assert said == "Start with the dead link: kb check --select links --no-baseline says where."
