"""KB405 over real repositories: which dates were moved and nothing else?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from checks.marked import TODAY, base
from repositories import git
from trees import Files, article, write

from kb_tools.article.reviewed import review_hash
from kb_tools.checks.rules import named
from kb_tools.checks.runner import run

TEXT = "# It\n\n## Fix\n\n1. Turn it off.\n2. Turn it on.\n"


def commit(folder: Path, files: Files, day: str) -> None:
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=x", day=day)


def dated(day: str, *numbers: int, text: str = TEXT) -> dict[str, str]:
    return {f"docs/a{number}.md": article(f"A{number}", text, last_reviewed=day) for number in numbers}


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Seven articles of January."""
    folder = tmp_path / "team"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, dated("2026-01-10", *range(7)), "2026-01-10")
    return folder


def found(folder: Path, today: date = TODAY) -> list[str]:
    return [finding.path for finding in run(base(folder, today), named("KB405")).findings]


def notes(folder: Path) -> tuple[str, ...]:
    return run(base(folder), named("KB405")).notes


def paths(*numbers: int) -> list[str]:
    return [f"docs/a{number}.md" for number in numbers]


def test_five_dates_in_one_commit_and_nothing_else(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    assert found(team) == paths(*range(5))
    assert notes(team) == ()


def test_it_says_which_commit_how_many_and_what_was_before(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(6)), "2026-11-01")
    finding = run(base(team), named("KB405")).findings[0]
    assert finding.message == (
        f"2026-11-01 was written into 6 articles by commit {git(team, 'rev-parse', 'HEAD')[:10]}, "
        "and nothing else into this one"
    )
    assert "2026-01-10" in finding.hint
    assert (finding.line, finding.column) == (3, 16)


def test_four_are_few_enough_to_be_read(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(4)), "2026-11-01")
    assert found(team) == []


def test_one_commit_each_is_a_review_each(team: Path) -> None:
    for number in range(7):
        commit(team, dated("2026-11-01", number), "2026-11-01")
    assert found(team) == []


def test_the_articles_in_which_something_was_mended_have_been_read(team: Path) -> None:
    mended = TEXT.replace("Turn it on", "Turn it on again")
    commit(team, {**dated("2026-11-01", *range(5)), **dated("2026-11-01", 5, 6, text=mended)}, "2026-11-01")
    assert found(team) == paths(*range(5))


def test_only_those_that_changed_nothing_else_are_counted(team: Path) -> None:
    mended = TEXT.replace("Turn it on", "Turn it on again")
    commit(team, {**dated("2026-11-01", *range(4)), **dated("2026-11-01", 4, 5, 6, text=mended)}, "2026-11-01")
    assert found(team) == []


def test_a_field_beside_the_date_is_a_change(team: Path) -> None:
    files = {f"docs/a{n}.md": article(f"A{n}", TEXT, last_reviewed="2026-11-01", owner="desk") for n in range(7)}
    commit(team, files, "2026-11-01")
    assert found(team) == []


def test_blanks_line_ends_and_a_byte_order_mark_are_no_prose(team: Path) -> None:
    files = {name: text.replace("\n", " \r\n\r\n") for name, text in dated("2026-11-01", *range(4)).items()}
    marked = {name: "\ufeff" + text for name, text in dated("2026-11-01", 4, 5).items()}
    commit(team, {**files, **marked}, "2026-11-01")
    # A blank line within the front matter is fine, and so is one after `---`.
    assert found(team) == paths(*range(6))


def test_what_was_read_since_is_fine_and_still_counts_for_the_others(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    for number in (0, 1, 2):
        commit(team, dated("2026-11-10", number), "2026-11-10")
    assert found(team) == paths(3, 4)


def test_what_was_dated_anew_since_by_a_commit_of_that_size(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(7)), "2026-11-01")
    commit(team, {**dated("2026-11-02", 0, 1), **dated("2026-11-02", 2, 3, 4, text="Mended.\n")}, "2026-11-02")
    (first, second) = run(base(team), named("KB405")).findings
    assert [first.path, second.path] == paths(5, 6)
    assert "into 7 articles" in first.message


def test_a_mended_word_a_day_later_does_not_make_the_date_true(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    commit(team, dated("2026-11-01", 0, text=TEXT + "\nMore.\n"), "2026-11-02")
    assert "docs/a0.md" in found(team)


def test_dates_that_are_set_back_are_a_correction(team: Path) -> None:
    commit(team, dated("2026-10-20", *range(7), text=TEXT + "\nMore.\n"), "2026-10-20")
    commit(team, dated("2026-11-01", *range(7), text=TEXT + "\nMore.\n"), "2026-11-01")
    assert found(team) == paths(*range(7))
    commit(team, dated("2026-10-20", *range(7), text=TEXT + "\nMore.\n"), "2026-11-02")
    assert found(team) == []


def test_the_first_date_of_all_is_none_that_was_moved(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, {f"docs/a{n}.md": article("A", TEXT) for n in range(7)}, "2026-01-01")
    commit(tmp_path, dated("2026-11-01", *range(7)), "2026-11-01")
    assert found(tmp_path) == []


def test_another_way_to_write_the_same_day(team: Path) -> None:
    write(team, {"kb.toml": 'date_formats = ["%m/%d/%Y"]\n'})
    commit(team, dated("01/10/2026", *range(7)), "2026-11-01")
    assert found(team) == []


def test_their_own_field_and_format(tmp_path: Path) -> None:
    settings = 'date_formats = ["%m/%d/%Y"]\n[fields]\nlast_reviewed = ["ms.date", "review.date"]\n'
    git(tmp_path, "init", "--quiet")
    for day, when in (("01/10/2026", "2026-01-10"), ("11/01/2026", "2026-11-01")):
        flat = {f"docs/a{n}.md": f"---\ntitle: A\nms.date: {day}\n---\n\n# A\n" for n in range(3)}
        nested = {f"docs/b{n}.md": f"---\ntitle: A\nreview:\n  date: {day}\n---\n\n# A\n" for n in range(3)}
        commit(tmp_path, {**flat, **nested, "kb.toml": settings}, when)
    assert len(found(tmp_path)) == 6


def test_a_date_in_the_text_is_prose(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(7), text=f"{TEXT}\nmended: 2026-11-01\n"), "2026-11-01")
    assert found(team) == []


def test_files_renamed_later_and_in_the_same_commit(team: Path) -> None:
    git(team, "mv", "docs/a0.md", "docs/größer & schöner.md")
    commit(team, dated("2026-11-01", *range(1, 5))
           | {"docs/größer & schöner.md": dated("2026-11-01", 0)["docs/a0.md"]}, "2026-11-01")  # fmt: skip
    git(team, "mv", "docs/a1.md", "docs/b1.md")
    commit(team, {}, "2026-11-02")
    assert found(team) == ["docs/a2.md", "docs/a3.md", "docs/a4.md", "docs/b1.md", "docs/größer & schöner.md"]


def test_a_new_file_under_an_old_name_is_not_the_old_one(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    git(team, "rm", "--quiet", "docs/a0.md")
    commit(team, {}, "2026-11-02")
    commit(team, dated("2026-11-01", 0, text="# Another one\n"), "2026-11-03")
    assert found(team) == paths(1, 2, 3, 4)


def test_a_branch_that_was_merged(team: Path) -> None:
    git(team, "switch", "--quiet", "--create=all-reviewed")
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    git(team, "switch", "--quiet", "main")
    commit(team, {"docs/other.md": "# Other\n"}, "2026-11-02")
    git(team, "merge", "--quiet", "--no-ff", "--message=Merge", "all-reviewed", day="2026-11-03")
    assert found(team) == paths(*range(5))


def test_what_is_not_committed_is_not_judged(team: Path) -> None:
    write(team, dated("2026-11-01", *range(7)))
    assert found(team) == []


def test_archived_articles_are_left_alone(team: Path) -> None:
    def archived(day: str) -> dict[str, str]:
        return {f"docs/a{n}.md": article("A", TEXT, last_reviewed=day, confidence="archived") for n in range(7)}

    commit(team, archived("2026-01-10"), "2026-01-11")
    commit(team, archived("2026-11-01"), "2026-11-01")
    assert found(team) == []


def test_a_knowledge_base_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for day in ("2026-01-10", "2026-11-01"):
        files = {f"wissen [1]/{name}": text for name, text in dated(day, *range(5)).items()}
        commit(tmp_path, {**files, "wissen [1]/kb.toml": "", "docs/a0.md": article("X", TEXT, last_reviewed=day)}, day)
    assert found(tmp_path / "wissen [1]") == paths(*range(5))


def test_a_knowledge_base_without_a_docs_folder(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    for day in ("2026-01-10", "2026-11-01"):
        commit(tmp_path, {name.removeprefix("docs/"): text for name, text in dated(day, *range(5)).items()}, day)
    assert found(tmp_path) == [f"a{number}.md" for number in range(5)]


@pytest.mark.parametrize("name", [":docs", "do[c]s", "do*", "größe", "-docs"])
def test_a_docs_folder_of_any_name(tmp_path: Path, name: str) -> None:
    git(tmp_path, "init", "--quiet")
    for day in ("2026-01-10", "2026-11-01"):
        files = {path.replace("docs", name): text for path, text in dated(day, *range(5)).items()}
        commit(tmp_path, {**files, "kb.toml": f'docs = "{name}"\n', "docs/a9.md": article("X", last_reviewed=day)}, day)
    assert found(tmp_path) == [path.replace("docs", name) for path in paths(*range(5))]


def test_settings_of_the_user_make_no_difference(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    git(team, "mv", "docs/a0.md", "docs/b0.md")
    commit(team, {"docs/b0.md": dated("2026-11-01", 0, text=TEXT + "\nMore.\n")["docs/a0.md"]}, "2026-11-02")
    for name, value in (("diff.renames", "false"), ("diff.noprefix", "true"), ("log.date", "relative"),
                        ("color.ui", "always"), ("log.follow", "true"), ("diff.external", "false"),
                        ("log.decorate", "full"), ("log.showRoot", "false"), ("core.quotePath", "true")):  # fmt: skip
        git(team, "config", name, value)
    assert found(team) == [*paths(1, 2, 3, 4), "docs/b0.md"]


# --- where there is no history -------------------------------------------------------------------------------------


def test_a_shallow_clone_says_what_to_do(team: Path, tmp_path: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    git(tmp_path, "clone", "--quiet", "--depth=1", team.as_uri(), "shallow")
    assert found(tmp_path / "shallow") == []
    (note,) = notes(tmp_path / "shallow")
    assert "KB405" in note
    assert "fetch-depth: 0" in note


def test_a_clone_without_contents_fetches_nothing(team: Path, tmp_path: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    git(team, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", team.as_uri(), "partial")
    # Were it to fetch anything, it would fail.
    team.rename(tmp_path / "gone")
    assert found(tmp_path / "partial") == []
    (note,) = notes(tmp_path / "partial")
    assert "--filter" in note


def test_outside_of_git_there_is_nothing_to_say(tmp_path: Path) -> None:
    write(tmp_path, dated("2026-11-01", *range(7)))
    assert (found(tmp_path), notes(tmp_path)) == ([], ())


def test_without_git_installed(team: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found(team) == []
    assert "git is not installed" in notes(team)[0]


def test_a_repository_that_git_does_not_trust_or_understand(team: Path) -> None:
    (team / ".git/config").write_text("[core\n", encoding="utf-8")
    assert found(team) == []
    assert "KB405" in notes(team)[0]


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, dated("2026-11-01", *range(7)))
    assert (found(tmp_path), notes(tmp_path)) == ([], ())


def test_a_damaged_repository(team: Path) -> None:
    commit(team, dated("2026-11-01", *range(5)), "2026-11-01")
    name = git(team, "rev-parse", "HEAD^{tree}").strip()
    (team / ".git/objects" / name[:2] / name[2:]).unlink()
    assert found(team) == []
    assert "KB405" in notes(team)[0]


def reviewed(day: str, *numbers: int) -> dict[str, str]:
    files = {}
    for path, text in dated(day, *numbers).items():
        named = review_hash(text.encode(), {}, date.fromisoformat(day))
        files[path] = text.replace("---\n", f"---\nreviewed_hash: '{named}'\n", 1)
    return files


def test_a_review_that_names_the_text_that_was_read_is_more_than_a_date(team: Path) -> None:
    commit(team, reviewed("2026-02-01", *range(6)), "2026-02-01")
    commit(team, reviewed("2026-11-01", *range(6)), "2026-11-01")
    assert found(team) == []


def test_who_moved_dates_and_has_read_some_of_it_since(team: Path) -> None:
    commit(team, dated("2026-02-01", *range(6)), "2026-02-01")
    commit(team, dated("2026-11-01", *range(6)), "2026-11-01")
    commit(team, reviewed("2026-11-01", *range(5)), "2026-11-01")
    # Those five count for the one that nobody has read.
    assert found(team) == paths(5)


def test_a_date_that_a_script_moved_under_a_review_is_no_review(team: Path) -> None:
    commit(team, reviewed("2026-02-01", *range(6)), "2026-02-01")
    moved = {path: text.replace("2026-02-01", "2026-11-01") for path, text in reviewed("2026-02-01", *range(6)).items()}
    commit(team, moved, "2026-11-01")
    assert found(team) == paths(*range(6))
