"""Is an index kept true by reading no more than what changed?"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from disks import on_posix, unprivileged
from trees import article, index, quiet, scores, settle, write

from kb_tools.config import load_settings
from kb_tools.corpus.listing import Entry, list_articles
from kb_tools.errors import ConfigError
from kb_tools.search import advance, update
from kb_tools.search.indexer import TOGETHER
from kb_tools.search.update import Keeper, NotCurrent, Report

BODY = "Restart the printer and wait for its lamp."


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Ten articles, indexed."""
    folder = write(tmp_path / "kb", {f"docs/{name}.md": article(f"Printer {name}", BODY) for name in "abcdefghij"})
    index(settle(folder))
    return folder


def changed(folder: Path) -> Report:
    return index(folder).report


def files(folder: Path) -> dict[str, tuple[int, int]]:
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in (folder / ".kb/index").iterdir()}


def test_the_first_build(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("Printer", BODY), "docs/b.md": article("Router", "No light.")})
    report = changed(tmp_path)
    assert (report.articles, report.read, report.removed, report.first, report.rebuilt) == (2, 2, 0, True, "")
    assert scores(tmp_path, "printer").keys() == {"a.md"}


def test_nothing_changed_and_nothing_is_written(base: Path) -> None:
    before = files(base)
    assert changed(base)._replace(seconds=0) == Report(10)
    assert files(base) == before


def test_one_article_changed(base: Path) -> None:
    write(base, {"docs/c.md": article("Scanner c", BODY)})
    report = changed(base)
    assert (report.articles, report.read, report.removed, report.rebuilt) == (10, 1, 1, "")
    assert scores(base, "scanner").keys() == {"c.md"}
    assert "c.md" in scores(base, "printer"), "its body still says printer"


def test_added_deleted_renamed(base: Path) -> None:
    write(base, {"docs/new.md": article("Plotter", BODY)})
    (base / "docs/a.md").unlink()
    (base / "docs/b.md").rename(base / "docs/moved.md")
    report = changed(base)
    assert (report.articles, report.read, report.removed) == (10, 2, 2)
    found = scores(base, "printer").keys()
    assert {"new.md", "moved.md"} <= found
    assert not {"a.md", "b.md"} & found


def test_what_changed_while_another_one_was_waited_for(base: Path) -> None:
    keeper = Keeper(load_settings(base))
    write(base, {"docs/a.md": article("Scanner a", BODY), "docs/new.md": article("Scanner", BODY)})
    (base / "docs/b.md").unlink()
    index(base)
    write(base, {"docs/c.md": article("Scanner c", BODY)})
    state = keeper.update(quiet).state
    assert state.documents == 10
    assert state.listing == index(base).state.listing
    assert scores(base, "scanner").keys() == {"a.md", "c.md", "new.md"}


def test_a_renamed_folder(base: Path) -> None:
    write(base, {"docs/old/x.md": article("Plotter", BODY)})
    index(base)
    (base / "docs/old").rename(base / "docs/new")
    index(base)
    assert scores(base, "plotter").keys() == {"new/x.md"}


def test_touched_without_change_reads_nothing_anew(base: Path) -> None:
    before = files(base)
    os.utime(base / "docs/a.md", (1, 1))
    report = changed(base)
    assert (report.articles, report.read, report.removed) == (10, 0, 0)
    assert {name for name in files(base) if name.startswith("kb-")} == {
        name for name in before if name.startswith("kb-")
    }
    os.utime(base / "docs/a.md", (1, 1))
    index(base)
    Keeper(load_settings(base)).current()


def test_edited_within_the_same_second_with_the_same_size(base: Path) -> None:
    path = base / "docs/a.md"
    path.write_text(article("Printer A", BODY))
    index(base)
    before = path.stat()
    path.write_text(article("Plotter A", BODY))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert scores(base, "plotter").keys() == {"a.md"}


def test_a_change_that_only_the_content_shows(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a disk that keeps whole seconds and no time of change, an edit right after indexing looks like none."""
    second = int(time.time()) * 1_000_000_000

    def coarse(docs: Path) -> list[Entry]:
        return [Entry(entry.path, entry.size, second, 0) for entry in list_articles(docs)]

    monkeypatch.setattr(update, "list_articles", coarse)
    index(base, rebuild=True)
    (base / "docs/a.md").write_text((base / "docs/a.md").read_text().replace("Printer", "Plotter"))
    assert scores(base, "plotter").keys() == {"a.md"}


@pytest.mark.parametrize("years", [-20, 20])
def test_a_clock_that_was_set_back_or_forth(base: Path, years: int) -> None:
    path = base / "docs/a.md"
    path.write_text(article("Plotter", BODY))
    then = time.time() + years * 365 * 86400
    os.utime(path, (then, then))
    assert scores(base, "plotter").keys() == {"a.md"}
    path.write_text(article("Scanner", BODY))
    assert scores(base, "scanner").keys() == {"a.md"}
    assert not scores(base, "plotter")


def test_all_articles_deleted_and_back(base: Path) -> None:
    shutil.move(base / "docs", base / "away")
    (base / "docs").mkdir()
    assert changed(base).articles == 0
    assert scores(base, "printer") == {}
    shutil.rmtree(base / "docs")
    shutil.move(base / "away", base / "docs")
    assert len(scores(base, "printer")) == 10


def test_what_changed_stands_in_one_small_segment(base: Path) -> None:
    for name in "abc":
        write(base, {f"docs/{name}.md": article(f"Plotter {name}", BODY)})
        state = index(base).state
    large, small = state.segments
    assert (large.documents, len(large.deleted), small.documents) == (10, 3, 3)
    assert len(scores(base, "plotter")) == 3


def test_when_too_much_changed_everything_is_built_anew(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advance, "SMALL", 2)
    for name in "abc":
        write(base, {f"docs/{name}.md": article(f"Plotter {name}", BODY)})
        state = index(base).state
    (only,) = state.segments
    assert (only.documents, only.deleted) == (10, ())


def test_when_articles_become_longer_on_the_whole_everything_is_weighed_anew(base: Path) -> None:
    write(base, {"docs/a.md": article("Plotter", BODY * 100)})
    assert len(index(base).state.segments) == 1


def test_an_old_generation_stays_until_the_next_but_one(base: Path) -> None:
    first = index(base).state
    for name in "ab":
        assert all((base / ".kb/index" / file).exists() for file in first.files)
        write(base, {f"docs/{name}.md": article(f"Plotter {name}", BODY)})
        index(base)
    assert not (base / ".kb/index" / first.manifest).exists()


def test_rebuilding_on_demand_keeps_the_old_one_till_then(base: Path) -> None:
    old = index(base).state
    seen = []
    write(base, {f"docs/more{number}.md": article(f"Printer {number}", BODY) for number in range(20)})
    Keeper(load_settings(base)).update(
        lambda done: seen.append(all((base / ".kb/index" / file).exists() for file in old.files)), rebuild=True
    )
    assert seen == [True]
    assert len(scores(base, "printer")) == 30


def test_other_settings(base: Path) -> None:
    write(base, {"kb.toml": 'exclude = ["a.md"]\n'})
    report = changed(base)
    assert (report.articles, report.read) == (9, 10)
    assert report.rebuilt == "the index was written by another version or with other settings"
    assert "a.md" not in scores(base, "printer")


def test_another_version(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(update, "__version__", "0.0.1")
    assert "another version" in changed(base).rebuilt
    monkeypatch.setattr(update, "FORMAT", 999)
    assert "another version" in changed(base).rebuilt


def test_an_article_that_asks_to_be_left_out(base: Path) -> None:
    write(base, {"docs/a.md": "---\ntitle: Printer\nsearch:\n  exclude: true\n---\n"})
    assert changed(base).articles == 9
    assert "a.md" not in scores(base, "printer")
    write(base, {"docs/a.md": article("Printer", BODY)})
    assert "a.md" in scores(base, "printer")


def test_deleted_between_listing_and_reading(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number:02}.md": article(f"Printer {number}", BODY) for number in range(40)})
    index = Keeper(load_settings(tmp_path)).update(lambda done: (tmp_path / "docs/39.md").unlink(missing_ok=True))
    assert index.report.articles == 39
    assert "39.md" not in scores(tmp_path, "printer")
    assert len(scores(tmp_path, "printer")) == 39


def test_a_folder_that_became_a_file_between_listing_and_reading(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number:02}/x.md": article(f"Printer {number}", BODY) for number in range(40)})

    def replace(done: int) -> None:
        shutil.rmtree(tmp_path / "docs/39")
        write(tmp_path, {"docs/39": "a file"})

    keeper = Keeper(load_settings(tmp_path))
    found = keeper.update(lambda done: replace(done) if done == TOGETHER else None)
    assert (found.report.articles, found.report.problems) == (39, [])


@on_posix
def test_an_article_that_may_not_be_read(base: Path, cache: Path) -> None:
    """It is named once, costs no search anything, and comes back with its permission."""
    path = base / "docs/a.md"
    path.chmod(0)
    # pytest's folders are root's alone.
    opened = [folder for folder in base.parents if folder.is_relative_to(base.parents[2])]
    modes = [folder.stat().st_mode for folder in opened]
    for folder in opened:
        folder.chmod(0o755)
    try:
        with unprivileged(base, cache):
            keeper = Keeper(load_settings(base))
            report = keeper.update(quiet, rebuild=True).report
            assert [(name, problem.message) for name, problem in report.problems] == [
                ("a.md", "the file cannot be read: Permission denied")
            ]
            Keeper(load_settings(base)).current()
            path.chmod(0o644)
            with pytest.raises(NotCurrent):
                Keeper(load_settings(base)).current()
            found = Keeper(load_settings(base)).update(quiet)
            assert (found.report.articles, found.report.read) == (10, 1)
    finally:
        for folder, mode in zip(opened, modes, strict=True):
            folder.chmod(mode)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file whose reading fails")
def test_an_article_that_fails_to_be_read_is_tried_again(base: Path) -> None:
    (base / "docs/a.md").unlink()
    (base / "docs/a.md").symlink_to("/proc/self/mem")
    for _ in range(2):
        report = changed(base)
        assert [(name, problem.slug) for name, problem in report.problems] == [("a.md", "unreadable")]
    assert len(scores(base, "printer")) == 9


def test_problems_are_told_with_their_lines(base: Path) -> None:
    write(base, {"docs/b.md": "---\ntitle: Printer\ntitle: Plotter\n---\n"})
    (found,) = changed(base).problems
    assert (found[0], found[1].slug, found[1].span.line) == ("b.md", "front-matter-duplicate-key", 3)


def test_the_vocabulary_changes_and_no_article_is_read(base: Path) -> None:
    before = files(base)
    write(base, {"vocabulary.yml": "say:\n  squawker: printer\n"})
    report = changed(base)
    assert (report.articles, report.read, report.removed) == (10, 0, 0)
    segments = {name: at for name, at in files(base).items() if name.startswith("kb-") and "vocabulary" not in name}
    assert segments.items() <= before.items()
    assert len(scores(base, "squawker")) == 10
    write(base, {"vocabulary.yml": ""})
    assert scores(base, "squawker") == {}
    write(base, {"vocabulary.yml": "say:\n  squawker: printer\n"})
    assert len(scores(base, "squawker")) == 10


def test_a_mistake_in_the_vocabulary_loses_nothing(base: Path) -> None:
    write(base, {"vocabulary.yml": "\nsays:\n  squawker: printer\n", "docs/new.md": article("Plotter", BODY)})
    with pytest.raises(ConfigError, match=r"vocabulary\.yml:2: unknown part 'says'"):
        index(base)
    (base / "vocabulary.yml").unlink()
    report = changed(base)
    assert (report.articles, report.read, report.rebuilt) == (11, 1, "")


def test_without_a_place_for_the_key_every_run_says_why(base: Path, cache: Path) -> None:
    shutil.rmtree(cache)
    write(cache.parent, {cache.name: "in the way"})
    index(base)
    assert "set KB_CACHE" in changed(base).rebuilt
    assert len(scores(base, "printer")) == 10
    cache.unlink()
