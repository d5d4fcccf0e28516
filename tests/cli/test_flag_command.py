"""kb flag: one line in a call, seen everywhere until somebody answers."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from disks import on_posix, read_only
from repositories import git
from trees import article, kb, settle, write


def files(team: Path) -> list[Path]:
    return sorted((team / "flags").rglob("*.json"))


def flag(team: Path, *words: str) -> str:
    done = kb(team, "flag", *words)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def listed(team: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kb(team, "flag", "--json", *words).stdout)["flags"]
    return found


def test_one_small_file_that_git_can_merge(team: Path) -> None:
    git(team, "init", "--quiet")
    git(team, "config", "user.name", "Ada Example")
    kb(team, "index")
    out = flag(team, "vpn-809", "step", "1:", "no  such button")
    (path,) = files(team)
    assert out == f"vpn-809 is flagged: {path.relative_to(team).as_posix()}\n"
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["article"], found["said"], found["by"]) == ("vpn-809", "step 1: no such button", "Ada Example")
    assert list(found) == ["article", "said", "at", "by"]
    # Nothing is staged, nothing else is touched.
    assert git(team, "status", "--porcelain", "--", "flags") == "?? flags/\n"


def test_customers_data_are_masked_and_that_is_said(team: Path) -> None:
    kb(team, "index")
    done = kb(team, "flag", "vpn-809", "ada@example.org has it too, call 0170 1234567, error 809")
    assert done.stderr == "Kept as: <mail> has it too, call <number>, error 809\n"
    assert "example.org" not in files(team)[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["vpn-809", "vpn/vpn-809.md", "docs/vpn/vpn-809.md", "docs\\vpn\\vpn-809.md", "vpn-80"]
)
def test_every_name_of_an_article(team: Path, name: str) -> None:
    kb(team, "index")
    done = kb(team, "flag", name, "wrong")
    if name == "vpn-80":
        assert (done.returncode, done.stderr.startswith("error: 2 articles begin with")) == (3, True)
        assert files(team) == []
    else:
        assert listed(team)[0]["article"] == "vpn-809"


def test_an_article_whose_id_is_a_path(team: Path) -> None:
    kb(team, "index")
    flag(team, "old style", "too old")
    assert kb(team, "show", "old style").stdout.splitlines()[2] == "Flagged: too old"


def test_trust_says_so_everywhere(team: Path) -> None:
    kb(team, "index")
    flag(team, "vpn-809", "one")
    assert kb(team, "flag", "vpn-809", "\x1b[31mtwo").stderr == "Kept as: [31mtwo\n"
    found = json.loads(kb(team, "search", "--json", "hotel").stdout)["hits"][0]["trust"]
    assert found["flags"] == {"count": 2, "said": "[31mtwo", "at": listed(team)[1]["at"]}
    day = found["flags"]["at"][:10]
    rows = kb(team, "search", "hotel").stdout.splitlines()
    assert rows[1].startswith(f"   FLAGGED 2 times, last {day}, validated")
    assert rows[2] == "   Flagged: [31mtwo"
    head = kb(team, "show", "vpn-809").stdout.splitlines()
    assert head[1:3] == [f"FLAGGED 2 times, last {day}, validated, never reviewed", "Flagged: [31mtwo"]
    assert "KB411" in kb(team, "check", "--select", "KB411").stdout
    queue = json.loads(kb(team, "stale", "--format", "json").stdout)["articles"]
    assert [(item["id"], item["flags"], item["why"][0]) for item in queue if item["flags"]] == [
        ("vpn-809", 2, "flagged 2 times: [31mtwo")
    ]


def test_other_articles_are_as_they_were(team: Path) -> None:
    kb(team, "index")
    before = kb(team, "search", "server").stdout
    flag(team, "vpn-809", "one")
    after = kb(team, "search", "server").stdout
    assert "vpn-800" in before
    assert after == before


def test_the_list_by_owner_the_oldest_first(team: Path) -> None:
    kb(team, "index")
    for name, said in (("vpn-809", "first"), ("mail-bounce", "second"), ("vpn-800", "third")):
        flag(team, name, said, "--by", "Ada")
    assert [row["said"] for row in listed(team)] == ["first", "second", "third"]
    assert [row["said"] for row in listed(team, "--owner", "Mail-Team")] == ["second"]
    text = kb(team, "flag").stdout
    assert [line for line in text.splitlines() if line.startswith(("nobody", "mail"))] == [
        "nobody: 2 flags", "mail-team: 1 flag",
    ]  # fmt: skip
    assert kb(team, "flag", "vpn-809").stdout.count("[vpn-") == 1


def test_answered(team: Path) -> None:
    kb(team, "index")
    flag(team, "vpn-809", "no button", "--by", "Ada")
    flag(team, "vpn-800", "other")
    day = listed(team)[0]["at"][:10]
    out = flag(team, "vpn-809", "--answered", "it is named")
    assert out == f"vpn-809: it is named\n\nAnswers:\n- {day}, Ada: no button\n"
    assert [row["article"] for row in listed(team)] == ["vpn-800"]
    assert "FLAGGED" not in kb(team, "show", "vpn-809").stdout
    assert kb(team, "flag", "vpn-809", "--answered", "x").stderr == "vpn-809 has no open flag.\n"
    flag(team, "vpn-800", "--answered", "x")
    assert not (team / "flags").exists()


def test_the_flags_of_an_article_that_is_gone(team: Path) -> None:
    kb(team, "index")
    flag(team, "vpn-809", "wrong")
    (team / "docs/vpn/vpn-809.md").unlink()
    assert "no search finds this article  [vpn-809]" in kb(team, "flag").stdout
    flag(team, "vpn-809", "--answered", "removed")
    assert kb(team, "flag").stdout == "Nothing is flagged.\n"


def test_dry_run_is_a_patch(team: Path) -> None:
    git(team, "init", "--quiet")
    kb(team, "index")
    done = kb(team, "flag", "vpn-809", "wrong", "--dry-run")
    assert not (team / "flags").exists()
    subprocess.run(["git", "apply"], input=done.stdout.encode(), cwd=team, check=True)
    assert listed(team)[0]["said"] == "wrong"
    done = kb(team, "flag", "vpn-809", "--answered", "so", "--dry-run")
    assert len(files(team)) == 1
    subprocess.run(["git", "apply"], input=done.stdout.encode(), cwd=team, check=True)
    assert files(team) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--answered", "x"], "needs an ARTICLE"), (["vpn-809", "x", "--answered", "y"], "one of them"),
        (["vpn-809", " "], "WORDS are empty"), (["vpn-809", "--answered", " "], "what was done"),
    ],
)  # fmt: skip
def test_what_makes_no_sense(team: Path, words: list[str], message: str) -> None:
    done = kb(team, "flag", *words)
    assert (done.returncode, message in done.stderr) == (2, True)


def test_too_long_and_unknown(team: Path) -> None:
    kb(team, "index")
    done = kb(team, "flag", "vpn-809", "x " * 2000)
    assert (done.returncode, "letters at most" in done.stderr) == (3, True)
    done = kb(team, "flag", "vpn-808", "x")
    assert (done.returncode, "Did you mean vpn-809" in done.stderr) == (3, True)
    assert not (team / "flags").exists()


def test_eight_at_once_are_eight(team: Path) -> None:
    kb(team, "index")
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: kb(team, "flag", "vpn-809", f"n{number}"), range(8)))
    assert [each.returncode for each in done] == [0] * 8
    assert sorted(row["said"] for row in listed(team)) == [f"n{number}" for number in range(8)]


def test_damaged_flags_warn_and_break_nothing(team: Path) -> None:
    kb(team, "index")
    write(team, {"flags/vpn-809/20261120T090000Z-0001.json": "{"})
    for arguments, status in (("search hotel", 0), ("show vpn-809", 0), ("flag", 0), ("stale", 0), ("check", None)):
        done = kb(team, *arguments.split())
        assert status is None or done.returncode == status, arguments
        assert "flags/vpn-809/20261120T090000Z-0001.json: is no flag" in done.stderr + done.stdout, arguments
    assert json.loads(kb(team, "search", "--json", "hotel").stdout)["hits"][0]["trust"]["flags"] is None


@on_posix
def test_a_folder_that_cannot_be_written(team: Path) -> None:
    kb(team, "index")
    with read_only(team):
        done = kb(team, "flag", "vpn-809", "x")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (3, "", 1)


def test_a_link_in_place_of_the_folder(team: Path) -> None:
    kb(team, "index")
    (team.parent / "elsewhere").mkdir()
    (team / "flags").symlink_to(team.parent / "elsewhere")
    done = kb(team, "flag", "vpn-809", "x")
    assert (done.returncode, "is a link" in done.stderr) == (3, True)
    assert list((team.parent / "elsewhere").iterdir()) == []


def test_a_page_that_is_never_the_answer(tmp_path: Path) -> None:
    settle(
        write(
            tmp_path, {"kb.toml": 'exclude = ["/manual/"]', "docs/manual/a.md": article("How to"), "docs/b.md": "# B\n"}
        )
    )
    kb(tmp_path, "index")
    flag(tmp_path, "manual/a", "wrong")
    assert "KB411" in kb(tmp_path, "check", "--select", "KB411").stdout
