"""Is every entry found, is every mistake told with its line, and can agents search meanwhile?"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import searcher
from hypothesis import example, given
from hypothesis import strategies as st
from trees import article, index, kb, settle, write

from kb_tools.cli.opening import open_searcher
from kb_tools.config import load_settings
from kb_tools.errors import ConfigError
from kb_tools.query.vocabulary import STARTER, Entry, Vocabulary, compiled, digest, load, read
from kb_tools.search.analysis import Analyzer
from kb_tools.search.update import Keeper, NotCurrent

english = Analyzer()


def terms(text: str) -> str:
    return " ".join(english.own_terms(english.tokens(text)))


def entries(folder: Path, text: str) -> list[tuple[str, tuple[str, ...]]]:
    path = write(folder, {"vocabulary.yml": text}) / "vocabulary.yml"
    return [(entry.said, entry.means) for entry in read(path)]


# --- reading


def test_both_parts(tmp_path: Path) -> None:
    text = "same:\n  - [router, modem, hub]\nsay:\n  kicked off: [drops, disconnects]\n  beamer: projector\n"
    assert entries(tmp_path, text) == [
        ("router", ("modem", "hub")),
        ("modem", ("router", "hub")),
        ("hub", ("router", "modem")),
        ("kicked off", ("drops", "disconnects")),
        ("beamer", ("projector",)),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# only a remark\n", "same:\nsay:\n", "same: []\nsay: {}\n", "---\n", "\ufeff", "null\n"],
    ids=["empty", "blank", "remark", "no values", "empty values", "a dash", "a mark", "null"],
)
def test_nothing_in_it_is_no_mistake(tmp_path: Path, text: str) -> None:
    assert entries(tmp_path, text) == []


def test_words_that_yaml_takes_for_something_else_are_words(tmp_path: Path) -> None:
    text = "say:\n  no: [off]\n  809: [blocked]\n  1.10: [1e3]\n  0x1F: [true]\n  2026-11-21: [~x]\n"
    assert entries(tmp_path, text) == [
        ("no", ("off",)),
        ("809", ("blocked",)),
        ("1.10", ("1e3",)),
        ("0x1F", ("true",)),
        ("2026-11-21", ("~x",)),
    ]


def test_bom_crlf_and_other_scripts(tmp_path: Path) -> None:
    text = "\ufeffsay:\r\n  коробка: [роутер]\r\n  'インターネットの箱': [ルーター]\r\n"
    assert entries(tmp_path, text) == [("коробка", ("роутер",)), ("インターネットの箱", ("ルーター",))]


def test_one_word_with_meanings_on_several_lines_keeps_them_all(tmp_path: Path) -> None:
    text = "say:\n  beamer: [projector]\n  box: [router]\n  beamer: [display]\n"
    assert entries(tmp_path, text) == [("beamer", ("projector",)), ("box", ("router",)), ("beamer", ("display",))]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("sme:\n  - [a1, b1]\n", 1, "unknown part 'sme'"),
        ("same:\n  - [router, modem]\nsays:\n  a1: b1\n", 3, "unknown part 'says'"),
        ("same: router\n", 1, "'same' is a list of groups"),
        ("same:\n  router: modem\n", 2, "'same' is a list of groups"),
        ("same:\n  - router\n", 2, "a group is a list"),
        ("same:\n  - [router]\n", 2, "two words at least"),
        ("same:\n  - [router, [modem]]\n", 2, "must be a word"),
        ("same:\n  - [router, {modem: hub}]\n", 2, "must be a word"),
        ("same:\n  - [router, '']\n", 2, "must be a word"),
        ("same:\n  - [router, modem, Router]\n", 2, "'Router' stands twice"),
        ("same:\n  - [router, router]\n", 2, "'router' stands twice"),
        ("same:\n  - [router, modem]\n  - [hub, modem, router]\n", 3, "stands on line 2 already"),
        ("say:\n  - [router, modem]\n", 2, "'say' holds lines"),
        ("say:\n  box:\n", 2, "must be a word"),
        ("say:\n  box: []\n", 2, "stands for nothing"),
        ("say:\n  box: [router, Router]\n", 2, "'Router' stands twice"),
        ("say:\n  box: Box\n", 2, "stands for itself"),
        ("say:\n  '???': [router]\n", 2, "no word in '???'"),
        ("say:\n  box: [router, '--']\n", 2, "no word in '--'"),
        ("say:\n  one two three four five: [router]\n", 2, "more than 4 words"),
        ("say:\n  a/b/c/d/e: [router]\n", 2, "more than 4 words"),
        ("say:\n  ? [a, b]\n  : router\n", 2, "'say' holds lines"),
        ("say:\n  box: [router]\n  hub: [router]\n  Box: [Router]\n", 4, "stands on line 2 already"),
        ("say:\n  box: [router]\n\n  router: [box]\n", 4, "goes round in a circle with line 2"),
        ("same:\n  - [box, router]\nsay:\n  router: [box]\n", 4, "stands on line 2 already"),
        ("say:\n  box: [router\n  hub: x\n", 3, "not valid YAML"),
        ("say:\n\tbox: router\n", 2, "not valid YAML"),
        ("say:\n  box: *router\n", 2, "not valid YAML"),
        ("say:\n  box: router\n---\nsay:\n", 3, "not valid YAML"),
        ("- [router, modem]\n", 1, "must hold 'same:' and 'say:'"),
        ("router\n", 1, "must hold 'same:' and 'say:'"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=message.replace("?", "\\?")) as caught:
        entries(tmp_path, text)
    assert (caught.value.path, caught.value.line) == (tmp_path / "vocabulary.yml", line)


def test_a_circle_says_how_to_write_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        entries(tmp_path, "say:\n  box: [router]\n  router: [box]\n")
    assert "same: - [router, box]" in caught.value.hint or "same: - [box, router]" in caught.value.hint


def test_the_starter_set_has_no_mistake_and_nothing_useless() -> None:
    found = read(STARTER)
    assert len(found) > 100
    for entry in found:
        assert terms(entry.said), entry
        assert any(terms(meaning) not in ("", terms(entry.said)) for meaning in entry.means), entry


def test_the_teams_words_come_beside_the_starter_set(tmp_path: Path) -> None:
    assert load(tmp_path) == read(STARTER)
    write(tmp_path, {"vocabulary.yml": "say:\n  beamer: projector\n"})
    assert load(tmp_path) == [*read(STARTER), Entry("beamer", ("projector",), 2)]


def test_the_digest_follows_the_file(tmp_path: Path) -> None:
    states = [digest(tmp_path)]
    for text in ("", "say:\n  beamer: projector\n", "say:\n  beamer: screen\n"):
        write(tmp_path, {"vocabulary.yml": text})
        states.append(digest(tmp_path))
    assert len(set(states)) == 4
    (tmp_path / "vocabulary.yml").unlink()
    assert digest(tmp_path) == states[0]


# --- compiled


few = st.text("ab é-'.2", min_size=1, max_size=9).filter(lambda text: bool(terms(text)))
pairs = st.lists(st.tuples(few, st.lists(few, min_size=1, max_size=3)), max_size=30)


def expected(items: list[tuple[str, list[str]]]) -> Mapping[str, list[str]]:
    table: dict[str, dict[str, None]] = {}
    for said, means in items:
        for meaning in means:
            if terms(meaning) != terms(said):
                table.setdefault(terms(said), {})[terms(meaning)] = None
    return {said: list(means) for said, means in table.items()}


@given(pairs, st.lists(few, max_size=10))
@example([("b", ["a"]), ("b a", ["c"]), ("ba", ["d"])], ["b", "a", "b b", "ab"])
@example([], ["a"])
def test_looking_up_in_the_file_is_looking_up_in_a_dict(items: list[tuple[str, list[str]]], others: list[str]) -> None:
    table = expected(items)
    content = compiled([Entry(said, tuple(means), 1) for said, means in items], english)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "compiled"
        path.write_bytes(content)
        for words in (Vocabulary(content), Vocabulary.open(path)):
            for key in {*table, *map(terms, others), "zz", "0"}:
                said = key.split(" ")
                assert [" ".join(meaning) for meaning in words.meanings(said)] == table.get(key, [])
                begins = any(entry == said[0] or entry.startswith(f"{said[0]} ") for entry in table)
                assert words.begins(said[0]) == begins


def test_no_term_is_mistaken_for_the_beginning_of_another() -> None:
    words = Vocabulary(compiled([Entry("router box", ("hub",), 1), Entry("routers-2", ("switch",), 1)], english))
    assert words.begins("router")
    assert words.meanings(["router"]) == []
    assert not words.begins("rout")
    assert words.meanings(["router", "box"]) == [["hub"]]


@pytest.mark.parametrize("term", ["", "\0", "\ud800", "a\tb", "a\nb", "日本", "\U0010ffff"])
def test_odd_terms_are_in_no_vocabulary(term: str) -> None:
    words = Vocabulary(compiled([Entry("box", ("router",), 1)], english))
    assert words.meanings([term]) == []


def test_ten_thousand_entries(tmp_path: Path) -> None:
    lines = [f"  word{number} thing: [meaning{number}, other{number}]" for number in range(10_000)]
    write(tmp_path, {"vocabulary.yml": "say:\n" + "\n".join(lines) + "\n"})
    found = load(tmp_path)
    assert len(found) == 10_000 + len(read(STARTER))
    words = Vocabulary(compiled(found, english))
    for number in (0, 1, 4999, 9999):
        assert words.meanings([f"word{number}", "thing"]) == [[f"meaning{number}"], [f"other{number}"]]


# --- in a knowledge base

GOOD = "say:\n  zorbox: [router]\n"
BAD = "say:\n  zorbox: [router]\n  zorbox: [router]\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return settle(
        write(
            tmp_path / "team",
            {
                "docs/router.md": article("Router has no light", "## Fix\n\n1. Plug it in."),
                "docs/printer.md": article("Printer jams", "## Fix\n\n1. Open it."),
                "vocabulary.yml": GOOD,
            },
        )
    )


def segments(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / ".kb/index").iterdir() if "kb-" in path.name}


def postings(folder: Path) -> dict[str, int]:
    return {name: when for name, when in segments(folder).items() if "vocabulary" not in name}


def test_a_change_counts_from_the_next_search_on_without_a_new_index(base: Path) -> None:
    assert [hit.card["path"] for hit in searcher(base).search("zorbox").hits] == ["router.md"]
    before = postings(base)
    write(base, {"vocabulary.yml": "say:\n  zorbox: [printer]\n"})
    assert [hit.card["path"] for hit in searcher(base).search("zorbox").hits] == ["printer.md"]
    (base / "vocabulary.yml").unlink()
    assert searcher(base).search("zorbox").hits == ()
    assert postings(base) == before


def test_a_mistyped_word_of_the_callers_is_corrected(base: Path) -> None:
    found = searcher(base).search("my zorbxo is dead")
    assert found.query.corrected == {"zorbxo": ("zorbox",)}
    assert [hit.card["path"] for hit in found.hits] == ["router.md"]


def test_a_mistake_keeps_no_agent_from_searching(base: Path) -> None:
    assert kb(base, "search", "zorbox").returncode == 0
    before = segments(base)
    write(base, {"vocabulary.yml": BAD})
    for _ in range(2):
        done = kb(base, "search", "zorbox")
        assert done.returncode == 0
        assert "Router has no light" in done.stdout, "as it was"
        assert f"{base / 'vocabulary.yml'}:3: " in done.stderr
        assert "as it was" in done.stderr
        assert done.stderr.startswith("warning: ")
    assert kb(base, "show", "router").returncode == 0
    assert segments(base) == before


def test_a_mistake_fails_the_index_before_any_article_is_read(base: Path) -> None:
    index(base)
    before = segments(base)
    write(base, {"vocabulary.yml": BAD, **{f"docs/{number}.md": article("Scanner") for number in range(40)}})
    for arguments in (("index",), ("index", "--rebuild"), ("eval",)):
        done = kb(base, *arguments)
        assert done.returncode == 3, arguments
        assert f"error: {base / 'vocabulary.yml'}:3: " in done.stderr
        assert "Traceback" not in done.stderr
    assert segments(base) == before
    read_anything: list[int] = []
    with pytest.raises(ConfigError):
        Keeper(load_settings(base)).update(read_anything.append, rebuild=True)
    assert read_anything == []


def test_a_mistake_mended_brings_everything_up_to_date(base: Path) -> None:
    index(base)
    write(base, {"vocabulary.yml": BAD, "docs/new.md": article("Scanner")})
    assert kb(base, "search", "scanner").returncode == 1
    write(base, {"vocabulary.yml": GOOD})
    done = kb(base, "search", "scanner")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_mistake_before_there_is_an_index(base: Path) -> None:
    write(base, {"vocabulary.yml": BAD})
    done = kb(base, "search", "router")
    assert done.returncode == 3
    assert f"error: {base / 'vocabulary.yml'}:3: " in done.stderr
    with pytest.raises(NotCurrent):
        Keeper(load_settings(base)).current()


def test_a_mistake_is_not_told_to_the_shell_that_completes(base: Path, capfd: pytest.CaptureFixture[str]) -> None:
    index(base)
    write(base, {"vocabulary.yml": BAD})
    assert open_searcher(str(base), quiet=True).ids("rout") == ["router"]
    assert capfd.readouterr().err == ""
    open_searcher(str(base))
    assert "vocabulary.yml:3" in capfd.readouterr().err
