"""kb misses: what found nothing, kept only where the team asked for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from disks import on_posix, read_only
from trees import kb, write


@pytest.fixture
def keeping(team: Path) -> Path:
    write(team, {"kb.toml": "keep_misses = true\n"})
    return team


def kept(folder: Path) -> list[tuple[str, int]]:
    done = kb(folder, "misses", "--json")
    assert done.returncode == 0, done.stderr
    return [(miss["said"], miss["times"]) for miss in json.loads(done.stdout)["misses"]]


def test_nothing_is_kept_unless_it_was_asked_for(team: Path) -> None:
    assert kb(team, "search", "xyzzyplugh").returncode == 1
    done = kb(team, "misses")
    assert (done.returncode, done.stdout) == (0, "")
    assert "keep_misses = true" in done.stderr
    assert not list((team / ".kb").rglob("*misses*"))


def test_what_found_nothing_the_most_frequent_first(keeping: Path) -> None:
    assert "No search has found nothing yet" in kb(keeping, "misses").stderr
    for words in ("zzyzx", "flimflam  Xyzzy", "flimflam xyzzy", "vpn"):
        kb(keeping, "search", *words.split(" "))
    assert kept(keeping) == [("flimflam xyzzy", 2), ("zzyzx", 1)]
    done = kb(keeping, "misses")
    today = date.today().isoformat()
    assert done.stdout.splitlines() == [f"   2  {today}  flimflam xyzzy", f"   1  {today}  zzyzx"]
    assert done.stderr == ""


def test_a_code_that_no_article_has_is_kept_although_something_was_found(keeping: Path) -> None:
    assert kb(keeping, "search", "vpn", "error", "918").returncode == 0
    assert kept(keeping) == [("vpn error 918", 1)]


def test_numbers_and_addresses_are_masked_and_codes_are_not(keeping: Path) -> None:
    kb(keeping, "search", "zzyzx for jo@example.org, call +49 151 23456789, 0x8007000E 550 5.9.9")
    assert kept(keeping) == [("zzyzx for <mail> call +<number>, 0x8007000E 550 5.9.9", 1)]
    for path in (keeping / ".kb").rglob("*misses*"):
        assert "23456789" not in path.read_text()


def test_forgetting_them(keeping: Path) -> None:
    kb(keeping, "search", "zzyzx")
    assert kept(keeping)
    for _ in range(2):
        assert kb(keeping, "misses", "--clear").returncode == 0
        assert kept(keeping) == []
    kb(keeping, "search", "zzyzx")
    assert kept(keeping) == [("zzyzx", 1)]


def test_they_survive_a_new_index(keeping: Path) -> None:
    kb(keeping, "search", "zzyzx")
    kb(keeping, "index", "--rebuild")
    write(keeping, {"docs/new.md": "# New\n"})
    kb(keeping, "index")
    assert kept(keeping) == [("zzyzx", 1)]


@on_posix
def test_a_folder_that_is_read_only(keeping: Path) -> None:
    with read_only(keeping):
        assert kb(keeping, "search", "zzyzx").returncode == 1
        assert kept(keeping) == [("zzyzx", 1)]


def test_what_steers_a_terminal_is_not_printed(keeping: Path) -> None:
    kb(keeping, "search", "zzyzx \x1b[31m\u202e red")
    done = kb(keeping, "misses")
    assert "zzyzx" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)
