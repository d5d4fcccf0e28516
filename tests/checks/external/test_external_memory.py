"""Does the memory count days rightly, lose nothing, and survive whatever is done to its file?"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from processes import can_fork, ended, killed_at, start

from kb_tools.checks.external.memory import KEEPS_DAYS, Memory, Record

TODAY = date(2026, 11, 21)
URL = "https://docs.example/a"

days = st.integers(0, 9).map(lambda number: f"2026-11-0{number}")
records = st.builds(
    Record,
    asked=days,
    state=st.sampled_from(["alive", "failed", "blocked"]),
    reason=st.sampled_from(["", "404 Not Found"]),
    alive=st.one_of(st.just(""), days),
    failed=st.lists(days, unique=True, max_size=4).map(lambda items: tuple(sorted(items))),
    lasting=st.booleans(),
    moved_to=st.sampled_from(["", "https://new.example/b#c"]),
    found=st.lists(st.text(), max_size=2).map(tuple),
    missing=st.lists(
        st.tuples(st.text(), st.sampled_from(["", "near"])), max_size=2, unique_by=lambda pair: pair[0]
    ).map(tuple),
    untold=st.lists(st.text(), max_size=2).map(tuple),
    archived=st.sampled_from(["", "https://archive.example/a"]),
    archive_asked=st.one_of(st.just(""), days),
)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "links.json", tmp_path / "lock")


@given(records, records, records)
def test_days_are_counted_alike_in_whatever_order_they_are_merged(a: Record, b: Record, c: Record) -> None:
    def counted(record: Record) -> tuple[str, str, tuple[str, ...]]:
        return record.asked, record.alive, record.failed

    assert counted(a.merged(b)) == counted(b.merged(a))
    assert counted(a.merged(b).merged(c)) == counted(a.merged(b.merged(c)))
    assert counted(a.merged(b).merged(a)) == counted(a.merged(b))
    assert all(day > a.merged(b).alive for day in a.merged(b).failed)


def test_a_day_on_which_it_answered_counts_for_it() -> None:
    failed = Record(asked="2026-11-03", state="failed", failed=("2026-11-01", "2026-11-02", "2026-11-03"))
    assert Record(asked="2026-11-02", state="alive", alive="2026-11-02").merged(failed).failed == ("2026-11-03",)
    assert Record(asked="2026-11-03", state="alive", alive="2026-11-03").merged(failed) == Record(
        asked="2026-11-03", state="alive", alive="2026-11-03"
    )


@settings(max_examples=25)
@given(st.dictionaries(st.text(min_size=1), records, max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, found: dict[str, Record]) -> None:
    memory = Memory(tmp_path_factory.mktemp("memory") / "links.json", None)
    found = {url: record.merged(record) for url, record in found.items() if record.asked}
    memory.save(found, TODAY)
    assert memory.load(TODAY) == found


def test_the_file_is_sorted_and_changes_only_where_something_changed(memory: Memory) -> None:
    one = Record(asked="2026-11-21", state="alive", alive="2026-11-21", missing=(("a", "b"),))
    memory.save({"https://b.example/": one, "https://a.example/": one, "https://ä.example/": one}, TODAY)
    before = memory.path.read_text("ascii").splitlines()
    assert [line[1:17] for line in before[1:4]] == ["https://a.exampl", "https://b.exampl", "https://\\u00e4.e"]
    memory.save({"https://b.example/": one._replace(state="blocked")}, TODAY)
    after = memory.path.read_text("ascii").splitlines()
    assert [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [2]


def test_links_that_are_gone_are_dropped_after_some_weeks(memory: Memory) -> None:
    old, fresh = TODAY - timedelta(days=KEEPS_DAYS + 1), TODAY - timedelta(days=KEEPS_DAYS)
    memory.save(
        {
            "https://old.example/": Record(asked=old.isoformat()),
            "https://new.example/": Record(asked=fresh.isoformat()),
        },
        TODAY,
    )
    assert list(memory.load(TODAY)) == ["https://new.example/"]


def test_a_clock_that_was_wrong_does_not_rule_for_ever(memory: Memory) -> None:
    memory.save({URL: Record(asked="2031-01-01", state="alive", alive="2031-01-01")}, date(2031, 1, 1))
    memory.save({URL: Record(asked="2026-11-21", state="failed", failed=("2026-11-21",))}, TODAY)
    assert memory.load(TODAY)[URL].failed == ("2026-11-21",)


def test_days_that_have_not_been_do_not_count(memory: Memory) -> None:
    """A link seen alive in ten years' time could never die; one that failed then would be dead at once."""
    day, later = TODAY.isoformat(), "2036-01-01"
    row = {"asked": day, "state": "failed", "alive": later, "failed": [day, later], "archive_asked": later}
    memory.path.write_text(json.dumps({"format": 1, "links": {"https://a.corp/": row}}))
    record = memory.load(TODAY)["https://a.corp/"]
    assert (record.alive, record.failed, record.archive_asked) == ("", (day,), "")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": 99, "links": {}}', b'{"format": 1, "links": []}', b"[" * 100_000,
     b'<<<<<<< HEAD\n{"format": 1}\n=======\n'],
)  # fmt: skip
def test_a_broken_file_is_set_aside(memory: Memory, content: bytes) -> None:
    memory.path.write_bytes(content)
    assert memory.load(TODAY) == {}
    assert "links.json.broken" in memory.note
    assert (memory.path.parent / "links.json.broken").read_bytes() == content
    memory.save({URL: Record(asked="2026-11-21", state="alive")}, TODAY)
    assert list(memory.load(TODAY)) == [URL]


@pytest.mark.parametrize(
    "row",
    [1, [], {}, {"asked": 1}, {"asked": "yesterday"}, {"asked": "٢٠٢٦-11-21"},
     {"asked": "2026-11-21", "failed": "x", "missing": [1], "reason": ["x"], "moved_to": 5, "found": {}, "alive": []},
     {"asked": "2026-11-21", "failed": [1, "x", "2026-11-2"], "missing": {"a": 1}, "found": [1], "state": "dead", "lasting": 1},
     {"asked": "2026-11-21", "reason": "a\u001b[31m\nb", "moved_to": "javascript:alert(1)",
      "archived": "https://a.example/ \"<x>"}],
)  # fmt: skip
def test_what_others_wrote_into_it_is_taken_with_care(memory: Memory, row: object) -> None:
    memory.path.write_text(json.dumps({"format": 1, "links": {URL: row}}))
    for record in memory.load(TODAY).values():
        assert record.state == ""
        assert record.failed == ()
        assert record.moved_to == ""
        assert record.reason.isprintable()
        assert not set(record.archived) & set(' "<>')


def test_a_file_that_cannot_be_read_or_written(memory: Memory, tmp_path: Path) -> None:
    memory.path.mkdir()
    assert memory.load(TODAY) == {}
    assert "cannot be read" in memory.note
    locked = Memory(tmp_path / "file" / "links.json", None)
    (tmp_path / "file").write_text("in the way")
    locked.save({URL: Record(asked="2026-11-21")}, TODAY)
    assert "cannot be" in locked.note


@can_fork
def test_two_at_once_lose_nothing(memory: Memory) -> None:
    def write(writer: int) -> None:
        for number in range(15):
            memory.save({f"https://docs.example/{writer}/{number}": Record(asked="2026-11-21"),
                         URL: Record(asked=f"2026-11-{10 + number}", failed=(f"2026-11-{10 + number - writer:02}",))},
                        date(2026, 11, 30))  # fmt: skip

    assert ended([start(lambda writer=writer: write(writer)) for writer in range(3)]) == [0, 0, 0]  # type: ignore[misc]
    found = memory.load(date(2026, 11, 30))
    assert len(found) == 46
    assert found[URL].failed == tuple(f"2026-11-{day:02}" for day in range(8, 25))
    assert sorted(os.listdir(memory.path.parent)) == ["links.json", "lock"]


@can_fork
def test_whoever_is_killed_leaves_a_whole_file(memory: Memory) -> None:
    memory.save({URL: Record(asked="2026-11-20", state="alive", alive="2026-11-20")}, TODAY)
    for moment in range(1, 20):
        new = {f"https://docs.example/{moment}": Record(asked="2026-11-21")}
        was_killed = killed_at(moment, memory.path.parent, lambda new=new: memory.save(new, TODAY))  # type: ignore[misc]
        assert URL in memory.load(TODAY)
        assert memory.note == ""
        if not was_killed:
            assert set(new) <= set(memory.load(TODAY))
            return
    pytest.fail("it is never done")
