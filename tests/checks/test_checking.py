"""Is an article that is read for the search index and for the check at once the same as one that is read for each?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from checks.marked import TODAY
from disks import on_posix, unprivileged
from trees import article, index, quiet, settle, write

from kb_tools.article.read import Reading
from kb_tools.checks import reading
from kb_tools.checks.checking import check, load
from kb_tools.checks.facts import Facts
from kb_tools.checks.options import Options, load_options
from kb_tools.checks.rules import RULES
from kb_tools.config import Settings, load_settings
from kb_tools.corpus.listing import Entry
from kb_tools.search import build as building
from kb_tools.search.update import Keeper

ODD = {
    "kb.toml": 'ignore = ["ignored.md"]\nexclude = ["manual.md"]\n',
    "docs/ignored.md": "# None\n\n[x](gone.md)\n",
    "docs/manual.md": "# Manual\n\n[x](gone.md)\n",
    "docs/hidden.md": "---\nsearch: {exclude: true}\n---\n# Not in searches\n\n[x](gone.md)\n",
    "docs/binary.md": b"\0\0\0",
    "docs/empty.md": "",
    "docs/broken.md": "---\ntitle: [\n---\n# Broken\n",
}


def tree(folder: Path, articles: int = 30) -> Path:
    written = {f"docs/{number:02}.md": article(f"Router {number}", f"[x](gone-{number}.md)\n" * 2)
               for number in range(articles)}  # fmt: skip
    return settle(write(folder, {**ODD, **written}))


def loaded(folder: Path, *, searches: bool) -> Mapping[str, Facts]:
    settings = load_settings(folder)
    return load(settings, load_options(settings), TODAY, searches=searches).articles


@pytest.mark.parametrize("processes", [1, 3])
def test_the_same_is_known_of_every_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processes: int) -> None:
    if processes > 1:
        monkeypatch.setattr(building, "PARALLEL_FROM", 2)
        monkeypatch.setattr(reading, "PARALLEL_FROM", 2)
        monkeypatch.setattr("os.cpu_count", lambda: processes)
    apart = loaded(tree(tmp_path / "a"), searches=False)
    at_once = loaded(tree(tmp_path / "b"), searches=True)
    assert at_once == apart
    assert list(at_once) == list(apart) == sorted(apart)
    assert {path for path, facts in at_once.items() if not facts.is_answer} == {"manual.md", "hidden.md"}
    # And it is remembered, in the order of the folder or not.
    assert loaded(tmp_path / "b", searches=True) == apart


def test_an_article_is_read_once_for_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings(tree(tmp_path))
    asked: list[list[str]] = []
    really = reading.read_all

    def counted(settings: Settings, options: Options, entries: Sequence[Entry], progress: reading.Progress) -> object:
        asked.append([entry.path for entry in entries])
        return really(settings, options, entries, progress)

    monkeypatch.setattr("kb_tools.checks.checking.read_all", counted)
    base = load(settings, load_options(settings), TODAY, searches=True)
    # What is no answer is not read for the index.
    assert asked == [["manual.md"]]
    assert base.searcher.generation == _generation(settings)


def _generation(settings: Settings) -> str:
    state = Keeper(settings).current().state
    return f"{state.generation} {state.manifest}"


def test_an_index_that_is_true_is_left_alone(tmp_path: Path) -> None:
    tree(tmp_path)
    before = index(tmp_path).state
    assert len(loaded(tmp_path, searches=True)) == 35
    assert index(tmp_path).state == before


def test_a_mistake_in_the_vocabulary_keeps_no_article_from_being_read(tmp_path: Path) -> None:
    write(tree(tmp_path), {"vocabulary.yml": "- [\n"})
    settings = load_settings(tmp_path)
    base = load(settings, load_options(settings), TODAY, searches=True)
    assert len(base.articles) == 35
    assert check(base, [rule for rule in RULES if rule.searches]).notes == (
        "no title was searched for: vocabulary.yml cannot be read (see synonym-unused)",
    )


@on_posix
def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"docs/a.md": "# A\n", "docs/b.md": "# B\n"})
    (tmp_path / "docs/a.md").chmod(0)
    monkeypatch.chdir(tmp_path)
    with unprivileged(tmp_path):
        articles = load(Settings(Path(), Path("docs")), Options(), TODAY, searches=True).articles
    assert [rule for rule, _ in articles["a.md"].found] == ["KB107"]
    assert articles["b.md"].title == "B"


def test_what_goes_wrong_in_a_rule_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not taken for a fault of the index, which would keep the article from being found."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("in a rule")

    monkeypatch.setattr(reading, "facts_of_read", broken)
    with pytest.raises(ZeroDivisionError, match="in a rule"):
        loaded(tree(tmp_path), searches=True)


def test_what_a_passenger_makes_comes_with_the_article(tmp_path: Path) -> None:
    def title(articles: Sequence[tuple[bytes, Reading]]) -> list[tuple[str, str, int]]:
        return [(reading.article.path, reading.article.title, len(content)) for content, reading in articles]

    write(tmp_path, {"docs/a.md": "# One\n", "docs/b.md": "# Two\n"})
    keeper = Keeper(load_settings(tmp_path))
    keeper.update(quiet, passenger=title)
    assert [made for _, _, made in keeper.carried] == [("a.md", "One", 6), ("b.md", "Two", 6)]
    assert all(len(digest) == 32 for _, digest, _ in keeper.carried)
