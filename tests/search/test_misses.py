"""Is what found nothing kept, and is nobody's number kept with it?"""

from __future__ import annotations

import os
import re
import stat
from datetime import datetime
from pathlib import Path

import pytest
from disks import on_posix, read_only
from hypothesis import example, given
from hypothesis import strategies as st
from processes import can_fork, ended, start

from kb_tools.search import misses
from kb_tools.search.misses import Miss, file_for, masked, note, read

NOON = datetime(2026, 11, 21, 12, 0, 0)

words = st.lists(
    st.sampled_from("call me on says Mr O'Hara again, (from) error. it's: no - € ü 5 lights".split()), max_size=4
)
around = st.tuples(words.map(" ".join), words.map(" ".join))


def digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


def hides(secret: str, place: tuple[str, str]) -> bool:
    before, after = place
    found = masked(f"{before} {secret} {after}")
    kept = masked(before), masked(after)
    left = found.removeprefix(kept[0]).removesuffix(kept[1])
    return digits(secret) not in digits(found) and len(digits(left)) < 5


separators = st.sampled_from(["", " ", "-", ".", "/", " - ", "–", "\u00a0", "_", "\u2011", "\u200b"])


@given(st.from_regex(r"[1-9][0-9]{15}", fullmatch=True), separators, around)
@example("4111111111111111", " ", ("", ""))
def test_no_card_number_is_kept(number: str, between: str, place: tuple[str, str]) -> None:
    groups = [number[start : start + 4] for start in range(0, 16, 4)]
    assert hides(between.join(groups), place)


@given(
    st.sampled_from(["+49 ", "+49", "0049-", "0", "(0)", "+1 (", "1-"]),
    st.from_regex(r"[1-9][0-9]{2}", fullmatch=True),
    st.sampled_from([" ", "-", "/", ") ", ".", "", " / "]),
    st.from_regex(r"[0-9]{3,4}([ .-]?[0-9]{2,4})?", fullmatch=True),
    around,
)
@example("+49 ", "151", " ", "23456789", ("", ""))
def test_no_phone_number_is_kept(country: str, area: str, between: str, rest: str, place: tuple[str, str]) -> None:
    number = f"{country}{area}{between}{rest}"
    if len(digits(number)) >= 6:
        assert hides(number, place)


@given(
    st.from_regex(r"[a-z0-9]+([._+-][a-z0-9]+)*", fullmatch=True),
    st.sampled_from(["@", " @ ", "(at)", " [at] "]),
    st.from_regex(r"[a-z0-9]+(\.[a-z0-9-]+)*\.[a-z]{2,6}", fullmatch=True),
    around,
)
def test_no_mail_address_is_kept(name: str, at: str, host: str, place: tuple[str, str]) -> None:
    before, after = place
    found = masked(f"{before} {name}{at}{host} {after}")
    assert "<mail>" in found
    assert "@" not in found
    if len(name) > 6:
        assert name not in found
    assert host not in found


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("customer 12345678 says no light", "customer <number> says no light"),
        ("customer 123456 or 12345", "customer <number> or 12345"),
        ("contract AB-123456, again", "contract <number>, again"),
        ("contract C4X9-Z81Q-77P2", "contract <number>"),
        ("device JH4KA7561PC008269", "device <number>"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN DE<number>"),
        ("router 192.168.178.1 has no page", "router <ip> has no page"),
        ("adapter 00:1A:2b:3C:4D:5E", "adapter <ip>"),
        ("fe80::1ff:fe23:4567:890a is down", "<ip> is down"),
        ("see https://host.example/a?user=jo and www.example.org", "see <address> and <address>"),
        ("jo@example.org, or jo@host", "<mail> or <mail>"),
        ("his number is oh seven seven double four one two nine eight", "his number is <number>"),
        ("two\nlines\x85and\u2028more", "two lines and more"),
        ("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667", "<number>"),
        ("0x4111111111111111", "<number>"),
    ],
)
def test_what_is_masked(said: str, kept: str) -> None:
    assert masked(said) == kept


@pytest.mark.parametrize(
    "said",
    """0x80070005|0xC000021A|0x 8007 0005|KB5005565|kb 5005565|809|error 13801|5.1.10|550 5.1.10|550-5.7.26|ORA-00942
    |HTTP 502 bad gateway|Event ID 2004|OLMAPI32.dll|windows 11 23h2|five fifty five one ten|eight oh nine|at 12:30:45
    |one two three lamps|me @ 5|100 mbit, 24/7|0x8007, 0x8004""".replace("\n    ", "").split("|"),
)
def test_what_names_no_customer_is_kept(said: str) -> None:
    assert masked(said) == said
    assert masked(f"it says {said} again") == f"it says {said} again"


@given(st.text())
@example("a@" * 2000)
@example("1-" * 2000)
@example("(at)" * 1000 + ":" * 1000)
def test_any_text_is_masked_and_masked_again_it_stays(said: str) -> None:
    found = masked(said)
    assert not re.search(r"\d{6}", re.sub(r"(?i)0x\d{6,8}(?!\d)|kb[- ]?\d{6,7}(?!\d)", "", found))
    assert masked(found) == found
    assert "\n" not in found


# --- the file


def test_what_is_noted_is_read_the_most_frequent_first(tmp_path: Path) -> None:
    path = tmp_path / "misses.jsonl"
    for day, said in ((1, "no light"), (3, "Flux  broken"), (2, "flux broken"), (4, "flux Broken"), (5, "zz")):
        note(path, said, datetime(2026, 11, day))
    assert read(path) == [
        Miss("flux Broken", 3, "2026-11-04"),
        Miss("no light", 1, "2026-11-01"),
        Miss("zz", 1, "2026-11-05"),
    ]


def test_only_what_is_masked_reaches_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "misses.jsonl"
    note(path, "card 4111 1111 1111 1111 of jo@example.org", NOON)
    assert "4111" not in path.read_text()
    assert "jo@" not in path.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("said", ["\ud800 half", "日本", "a\x00b", '"quoted" \\ back', "", "x" * 4000])
def test_any_text_can_be_noted(tmp_path: Path, said: str) -> None:
    path = tmp_path / "misses.jsonl"
    note(path, said, NOON)
    assert [miss.said for miss in read(path)] == [" ".join(said.split()).encode("utf-8", "replace").decode()]


def test_lines_that_are_not_whole_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "misses.jsonl"
    note(path, "first", NOON)
    with open(path, "ab") as file:
        file.write(b'{"at": "2026\n\n[]\n{}\nnull\n"x"\n\xff\xfe\n{"said": "no day"}\n')
    note(path, "second", NOON)
    assert [miss.said for miss in read(path)] == ["first", "second"]


def test_no_file_is_no_miss(tmp_path: Path) -> None:
    assert read(tmp_path / "gone.jsonl") == []
    assert read(tmp_path) == []


def test_a_large_file_loses_its_older_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MOST_BYTES", 5_000)
    path = tmp_path / "misses.jsonl"
    for number in range(500):
        note(path, f"phrase {number:03}", NOON)
        assert path.stat().st_size < 5_200
    found = [miss.said for miss in read(path)]
    assert found == [f"phrase {number:03}" for number in range(500 - len(found), 500)]
    assert len(found) > 30
    assert [item.name for item in tmp_path.iterdir()] == ["misses.jsonl"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@on_posix
def test_a_folder_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    with read_only(tmp_path / "kept") as folder:
        note(folder / "misses.jsonl", "no light", NOON)
    assert list(tmp_path.glob("kept/*")) == []


def test_a_folder_that_is_gone_costs_no_answer(tmp_path: Path) -> None:
    note(tmp_path / "gone" / "misses.jsonl", "no light", NOON)
    note(tmp_path, "no light", NOON)


@can_fork
def test_many_at_once_lose_none(tmp_path: Path) -> None:
    path = tmp_path / "misses.jsonl"

    def many(who: int) -> None:
        for number in range(50):
            note(path, f"agent{who} {'long ' * 200}phrase{number}", NOON)

    assert ended([start(lambda who=who: many(who)) for who in range(8)]) == [0] * 8  # type: ignore[misc]
    assert len(read(path)) == 8 * 50


def test_where_they_are_kept(tmp_path: Path) -> None:
    assert file_for(tmp_path / ".kb" / "index") == tmp_path / ".kb" / "misses.jsonl"
    assert file_for(tmp_path / "cache" / "0123abcd") == tmp_path / "cache" / "0123abcd.misses.jsonl"
