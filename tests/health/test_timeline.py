"""The past, out of real repositories."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from health.histories import TODAY, base, commit, git, reviewed
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.checks.facts import Facts
from kb_tools.health import timeline as module
from kb_tools.health.past import Reader, Version
from kb_tools.health.state import state
from kb_tools.health.timeline import Timeline, days, timeline


def past(folder: Path, today: date = TODAY, **given: object) -> Timeline:
    now = base(folder, today)
    return timeline(now, state(now), lambda what, done, total: None, **given)  # type: ignore[arg-type]


def counts(found: Timeline) -> list[tuple[str, int, int, int | None]]:
    return [(str(each.day), each.state.live, each.state.stale, each.state.dead_links) for each in found.samples]


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(0, 60_000), st.integers(2, 120))
def test_days_are_few_in_order_and_before_today(first: date, length: int, most: int) -> None:
    today = first + timedelta(days=length)
    found = days(first, today, most)
    assert found == sorted(set(found))
    assert len(found) <= most
    assert all(first <= day < today for day in found)
    # A picture of two days and more is never empty.
    assert bool(found) >= (0 < length <= most)


@given(st.integers(20, 4000), st.integers(0, 3))
def test_tomorrow_most_days_are_the_same(length: int, ahead: int) -> None:
    """Or else each run would read all of the past anew."""
    first = date(2020, 2, 3)
    one, other = (set(days(first, first + timedelta(days=length + more), 24)) for more in (0, 1))
    # Unless the step changes, which it does a handful of times in a knowledge base's life.
    assert len(one & other) >= len(other) // 2 - 1


def test_each_day_shows_what_was_there_that_evening(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 16), {"docs/a.md": reviewed("A", date(2026, 11, 16), 2), "kb.toml": ""})
    commit(tmp_path, date(2026, 11, 18), {"docs/b.md": "# B\n\n[x](a.md) [y](gone.md)\n"})
    commit(tmp_path, date(2026, 11, 20), {"docs/b.md": "# B\n", "docs/a.md": None})
    write(tmp_path, {"docs/c.md": "# C\n"})
    assert counts(past(tmp_path)) == [
        ("2026-11-16", 1, 0, 0),
        ("2026-11-17", 1, 0, 0),
        ("2026-11-18", 2, 0, 1),
        # Nothing was committed: it is stale all the same.
        ("2026-11-19", 2, 1, 1),
        ("2026-11-20", 1, 0, 0),
        # The files as they are now.
        ("2026-11-21", 2, 0, 0),
    ]


def test_only_the_line_of_the_main_branch_counts(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 10), {"docs/a.md": "# A\n"})
    git(tmp_path, "switch", "--quiet", "-c", "topic")
    commit(tmp_path, date(2026, 11, 12), {"docs/b.md": "# B\n"})
    git(tmp_path, "switch", "--quiet", "main")
    commit(tmp_path, date(2026, 11, 14), {"docs/c.md": "# C\n"})
    git(tmp_path, "merge", "--quiet", "--no-ff", "-m", "Merge", "topic", day=date(2026, 11, 16))
    found = {day: live for day, live, _, _ in counts(past(tmp_path))}
    assert (found["2026-11-13"], found["2026-11-15"], found["2026-11-16"]) == (1, 2, 3)


def test_a_knowledge_base_below_the_top_with_odd_names(tmp_path: Path) -> None:
    below = "teams/Größe & 'Maß' *"
    commit(tmp_path, date(2026, 11, 1), {"README.md": "# Top\n", "teams/Größe & 'Maß' x/docs/no.md": "# Not ours\n"})
    commit(tmp_path, date(2026, 11, 18), {f"{below}/kb.toml": 'docs = "Wissen [1]"', f"{below}/Wissen [1]/ü b.md": "# A\n",
                                          f"{below}/Wissen [1]/.hidden/x.md": "# No\n"})  # fmt: skip
    assert counts(past(tmp_path / below))[0] == ("2026-11-18", 1, 0, 0)
    assert len(past(tmp_path / below).samples) == 4


def test_articles_at_the_top_itself(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 19), {"a.md": "# A\n\n[b](x/b.md)\n", "x/b.md": "# B\n"})
    assert counts(past(tmp_path))[0] == ("2026-11-19", 2, 0, 0)


def test_links_and_other_repositories_in_git_are_no_articles(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 18), {"docs/a.md": "# A\n"})
    (tmp_path / "docs/link.md").symlink_to("/etc/passwd")
    commit(tmp_path, date(2026, 11, 19), {"docs/bad.md": "---\n: [\n---\n\x00", "docs/latin.md": "# ok\n"})
    (tmp_path / "docs/link.md").unlink()
    found = past(tmp_path)
    assert {str(each.day): each.state.live for each in found.samples}["2026-11-19"] == 3


@pytest.mark.parametrize("files", [{"docs/a.md": "# A\n"}])
def test_without_a_repository_there_is_a_word_about_it(tmp_path: Path, files: dict[str, str]) -> None:
    write(tmp_path, files)
    assert "no git repository" in past(tmp_path).note
    git(tmp_path, "init", "--quiet")
    assert past(tmp_path).samples == ()
    commit(tmp_path, TODAY, {})
    found = past(tmp_path)
    assert len(found.samples) == 1
    assert "begins today" in found.note


def test_a_folder_of_which_nothing_is_committed(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 1, 1), {"README.md": "# X\n", ".gitignore": "docs\n"})
    write(tmp_path, {"docs/a.md": "# A\n"})
    assert "nothing in docs is committed" in past(tmp_path).note


def test_a_shallow_clone_says_so_and_how_to_get_the_rest(tmp_path: Path) -> None:
    full = tmp_path / "full"
    for day in range(10, 20):
        commit(full, date(2026, 11, day), {"docs/a.md": f"# A {day}\n"})
    git(tmp_path, "clone", "--quiet", "--depth", "2", full.as_uri(), "shallow")
    found = past(tmp_path / "shallow")
    assert "fetch-depth: 0" in found.note
    assert "git fetch --unshallow" in found.note
    assert found.samples[0].day == date(2026, 11, 18)
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert past(tmp_path / "shallow").note == ""
    assert past(tmp_path / "shallow").samples[0].day == date(2026, 11, 10)


def test_since(tmp_path: Path) -> None:
    commit(tmp_path, date(2020, 1, 1), {"docs/a.md": "# A\n"})
    found = past(tmp_path, since=date(2026, 11, 15))
    assert [each.day.day for each in found.samples] == [15, 16, 17, 18, 19, 20, 21]
    assert {each.state.live for each in found.samples} == {1}
    assert len(past(tmp_path, since=date(2030, 1, 1)).samples) == 1
    assert len(past(tmp_path, most=3).samples) <= 4


def test_years_without_an_article_are_not_shown(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 1), {"docs/picture.svg": "<svg/>"})
    commit(tmp_path, date(2026, 11, 19), {"docs/a.md": "# A\n"})
    assert counts(past(tmp_path))[0][0] == "2026-11-19"


def test_an_article_is_read_once_and_a_day_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (16, 18, 20):
        commit(tmp_path, date(2026, 11, day), {"docs/a.md": "# A\n", f"docs/{day}.md": f"# {day}\n"})
    read: list[str] = []
    real = Reader._read_part

    def noted(self: Reader, versions: Sequence[Version], progress: Callable[[int], None]) -> dict[Version, Facts]:
        read.extend(version.path for version in versions)
        return real(self, versions, progress)

    monkeypatch.setattr(Reader, "_read_part", noted)
    first = past(tmp_path)
    assert sorted(read) == ["16.md", "18.md", "20.md", "a.md"]
    read.clear()
    assert past(tmp_path) == first
    assert read == []
    # The next day asks for one more, and no article but those of that day.
    later = past(tmp_path, TODAY + timedelta(days=1))
    assert len(later.samples) == len(first.samples) + 1
    assert later.samples[: len(first.samples) - 1] == first.samples[:-1]


def test_what_was_remembered_counts_only_under_our_own_seal_and_for_these_settings(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 18), {"docs/a.md": reviewed("A", date(2026, 11, 1), 2)})
    right = counts(past(tmp_path))
    kept = tmp_path / ".kb/health"
    content = kept.read_bytes()
    assert past(tmp_path).samples[0].state.live == 1
    forged = json.loads(content[32:])
    for row in forged.values():
        row[1] = 99
    for broken in (content[:32] + json.dumps(forged).encode(), b"", b"x" * 200, content[:-5]):
        kept.write_bytes(broken)
        assert counts(past(tmp_path)) == right
    kept.unlink()
    kept.mkdir()
    assert counts(past(tmp_path)) == right
    write(tmp_path, {"kb.toml": 'ignore = ["a.md"]\n'})
    assert past(tmp_path).samples[-1].state.live == 0
    assert all(each.state.live == 0 for each in past(tmp_path).samples)


def test_read_on_all_cores_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(
        tmp_path,
        date(2026, 11, 18),
        {f"docs/{number}.md": f"# {number}\n\n[x]({number + 1}.md)\n" for number in range(230)},
    )
    one = counts(past(tmp_path))
    (tmp_path / ".kb/health").unlink()
    monkeypatch.setattr("kb_tools.health.past.PARALLEL_FROM", 1)
    assert counts(past(tmp_path)) == one
    assert one[0] == ("2026-11-18", 230, 0, 1)


def test_clocks_that_were_out_of_their_minds(tmp_path: Path) -> None:
    commit(tmp_path, date(2026, 11, 18), {"docs/a.md": "# A\n"})
    commit(tmp_path, date(2099, 1, 1), {"docs/b.md": "# B\n"})
    commit(tmp_path, date(2026, 11, 19), {"docs/c.md": "# C\n"})
    assert [row[:2] for row in counts(past(tmp_path))] == [
        ("2026-11-18", 1), ("2026-11-19", 3), ("2026-11-20", 3), ("2026-11-21", 3)]  # fmt: skip
    assert module._day(-(10**18)) == date(1970, 1, 1)
