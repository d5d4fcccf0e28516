"""Does the difference of two states say what to read, what is gone, and nothing too much?"""

from __future__ import annotations

import os
import time
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.article.read import MAX_BYTES
from kb_tools.corpus import manifest
from kb_tools.corpus.listing import Entry
from kb_tools.corpus.manifest import RACY_NS, Row, difference, dump, load, read_file, smudged

OLD = 1_600_000_000_000_000_000
NAMES = ["a.md", "b.md", "c.md", "d.md"]


def row(path: str, mtime: int = OLD, size: int = 3, content: str = "one") -> Row:
    return Row(Entry(path, size, mtime, mtime), content, "segment", 0, (1, 2))


def entry(path: str, mtime: int = OLD, size: int = 3) -> Entry:
    return Entry(path, size, mtime, mtime)


def never(entry: Entry) -> str:
    raise AssertionError(f"{entry.path} was read")


def test_nothing_changed_and_nothing_is_read() -> None:
    change = difference([row("a.md"), row("b.md")], [entry("a.md"), entry("b.md")], never)
    assert change.is_empty
    assert change.kept == (row("a.md"), row("b.md"))


def test_new_and_deleted_and_renamed() -> None:
    change = difference([row("a.md"), row("old.md")], [entry("a.md"), entry("new.md")], never)
    assert (change.read, change.gone, change.kept) == ((entry("new.md"),), (row("old.md"),), (row("a.md"),))


def test_another_size_needs_no_look_at_the_content() -> None:
    change = difference([row("a.md")], [entry("a.md", size=4)], never)
    assert (change.read, change.gone) == ((entry("a.md", size=4),), (row("a.md"),))


def test_touched_without_change_is_kept_with_its_new_times() -> None:
    change = difference([row("a.md")], [entry("a.md", OLD + 1)], lambda _: "one")
    assert change.is_empty
    assert change.kept == (row("a.md", OLD + 1),)


@pytest.mark.parametrize("now", ["two", None], ids=["changed", "unreadable"])
def test_same_size_and_other_times_is_decided_by_the_content(now: str | None) -> None:
    change = difference([row("a.md")], [entry("a.md", OLD + 1)], lambda _: now)
    assert (change.read, change.gone) == ((entry("a.md", OLD + 1),), (row("a.md"),))


def test_what_was_never_read_has_no_content_to_compare() -> None:
    excluded = row("a.md", content="")._replace(segment="")
    assert difference([excluded], [entry("a.md", OLD + 1)], never).read == (entry("a.md", OLD + 1),)


def test_an_edit_within_the_same_tick_of_the_clock_is_found() -> None:
    now = time.time_ns()
    indexed = row("a.md")._replace(entry=smudged(entry("a.md", now), now))
    change = difference([indexed], [entry("a.md", now)], lambda _: "two")
    assert change.read == (entry("a.md", now),)


@pytest.mark.parametrize(
    ("age", "is_forgotten"),
    [(0, True), (RACY_NS - 1, True), (RACY_NS, False), (1 - RACY_NS, True), (-10 * RACY_NS, False)],
)
def test_only_times_near_the_reading_are_forgotten(age: int, is_forgotten: bool) -> None:
    assert smudged(entry("a.md", OLD), OLD + age).mtime_ns == (0 if is_forgotten else OLD)


def test_a_touched_file_may_change_again_and_is_looked_at_again() -> None:
    now = time.time_ns()
    (kept,) = difference([row("a.md")], [entry("a.md", now)], lambda _: "one").kept
    assert kept.entry.mtime_ns == 0


states = st.dictionaries(
    st.sampled_from(NAMES), st.tuples(st.integers(0, 2), st.integers(OLD, OLD + 1), st.sampled_from("xy"))
)
State = dict[str, tuple[int, int, str]]


@given(states, states)
def test_a_difference_leads_from_one_state_to_the_other(before: State, after: State) -> None:
    rows = [row(path, mtime, size, content) for path, (size, mtime, content) in before.items()]
    entries = [entry(path, mtime, size) for path, (size, mtime, _) in after.items()]
    change = difference(rows, entries, lambda entry: after[entry.path][2])
    assert sorted([*change.read, *(item.entry for item in change.kept)]) == sorted(entries)
    assert {item.entry.path for item in [*change.gone, *change.kept]} == set(before)
    assert not {item.entry.path for item in change.gone} & {item.entry.path for item in change.kept}
    for item in change.kept:
        size, mtime, content = before[item.entry.path]
        assert after[item.entry.path][0] == size
        assert after[item.entry.path][1] == mtime or after[item.entry.path][2] == content


rows = st.builds(
    Row,
    st.builds(Entry, st.text(st.characters()), st.integers(0), st.integers(), st.integers()),
    st.text("0123456789abcdef"), st.text("abc"), st.integers(-1), st.lists(st.integers(0), max_size=6).map(tuple),
)  # fmt: skip


@given(st.lists(rows, max_size=3))
def test_rows_survive_being_written(table: list[Row]) -> None:
    assert load(dump(table)) == table


@given(st.binary(max_size=8))
def test_a_name_that_is_no_text_survives_too(name: bytes) -> None:
    table = [row(name.decode("utf-8", "surrogateescape"))]
    assert load(dump(table)) == table


@pytest.mark.parametrize("content", [b"", b"null", b"1", b"[1]", b'"text"', b'[["a",1]]', b"[[", b"\xff"])
def test_anything_else_is_no_manifest(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever json says
        load(content)


@pytest.mark.parametrize("size", [0, 1023, 1024, 1025, 3_000_000])
def test_a_huge_file_is_read_as_far_as_an_article_can_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(manifest, "READ_AT_ONCE", 1024)
    whole = bytes(range(256)) * (size // 256 + 1)
    write(tmp_path, {"a.md": whole[:size]})
    content, length, name = read_file(tmp_path / "a.md")
    assert content == whole[: min(size, 1024)]
    assert (length, name) == (size, blake2b(content, digest_size=16).hexdigest())


@pytest.mark.skipif(os.name != "posix", reason="files with holes")
def test_a_file_without_end_is_read_in_a_moment(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "printer"})
    os.truncate(tmp_path / "a.md", 1 << 40)
    assert read_file(tmp_path / "a.md")[1] == 1 << 40
    assert manifest.READ_AT_ONCE > MAX_BYTES
