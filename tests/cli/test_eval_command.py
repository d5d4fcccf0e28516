"""kb eval, as a writer, CI and another program see it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from repositories import git
from trees import article, kb, settle, write

PHRASES = """\
- said: hotel wifi and the vpn will not connect
  expect: [vpn-809]
- said: user unknown, says the robot
  expect: [mail-bounce]
- said: mailbox is full
  expect: [vpn-800]
  not: [old style]
"""


@pytest.fixture
def phrases(team: Path) -> Path:
    """A team with three phrases, one of them answered wrongly."""
    return settle(write(team, {"phrases.yml": PHRASES}))


def measured(folder: Path, *arguments: str, status: int = 0) -> dict[str, Any]:
    done = kb(folder, "eval", "--json", *arguments)
    assert done.returncode == status, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# --- what it prints


def test_measures_as_json(phrases: Path) -> None:
    found = measured(phrases)
    assert {name: found[name] for name in ("mrr", "hit@1", "hit@3", "hit@10", "queries", "not_counted")} == {
        "mrr": 0.6667, "hit@1": 0.6667, "hit@3": 0.6667, "hit@10": 0.6667, "queries": 3, "not_counted": [],
    }  # fmt: skip
    (miss,) = found["misses"]
    assert miss == {
        "said": "mailbox is full", "expected": ["vpn/vpn-800.md"], "rank": None, "found": miss["found"],
        "unwanted": ["old style.md"],
    }  # fmt: skip
    assert miss["found"][0] == "old style.md"


def test_measures_for_people(phrases: Path) -> None:
    done = kb(phrases, "eval")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[-1] == "3 phrases   mrr 0.667   hit@1 0.667   hit@3 0.667   hit@10 0.667"
    assert [line.strip() for line in lines[:4]] == [
        "not found  mailbox is full",
        "wanted vpn/vpn-800.md",
        "first  old style.md",
        "must not come up: old style.md",
    ]
    assert "hotel wifi" not in done.stdout


def test_how_many_misses_are_shown(phrases: Path) -> None:
    done = kb(phrases, "eval", "--misses", "0")
    assert "mailbox is full" not in done.stdout
    assert "and 1 more that are not first (--misses 1 shows all)" in done.stdout


def test_phrases_that_prove_nothing_are_told(team: Path) -> None:
    write(
        team,
        {"phrases.yml": "- said: My mail comes back!\n  expect: [mail-bounce]\n- said: vpn\n  expect: [vpn-809]\n"},
    )
    done = kb(team, "eval")
    assert (
        "1 phrases stand word for word in the article's own symptoms; not counted:\n  My mail comes back!"
        in done.stdout
    )
    assert "\n1 phrases   mrr" in done.stdout
    assert measured(team)["not_counted"] == ["My mail comes back!"]


def test_what_must_not_come_up_is_right_or_wrong_by_itself(team: Path) -> None:
    write(team, {"phrases.yml": "- {said: hotel, not: [vpn-809]}\n- {said: hotel vpn, not: [mail-bounce]}\n"})
    assert measured(team)["mrr"] == 0.5
    shown = kb(team, "eval").stdout
    assert " unwanted  hotel\n" in shown
    assert "must not come up: vpn/vpn-809.md" in shown
    assert "wanted \n" not in shown


# --- floors


@pytest.mark.parametrize(
    ("floor", "status"),
    [
        ("mrr=0.6", 0),
        ("mrr=0.6,hit@3=0.66,hit@10=0.6", 0),
        (" mrr=0.6 , hit@1=0.6 ", 0),
        ("mrr=0.7", 1),
        ("mrr=0.6,hit@3=0.9", 1),
        ("mrr=1", 1),
        ("mrr", 2),
        ("mrr=", 2),
        ("mrr=high", 2),
        ("mrr=nan", 2),
        ("mrr=1.1", 2),
        ("mrr=-0.1", 2),
        ("ndcg=0.5", 2),
        ("hit@2=0.5", 2),
        ("mrr:0.5", 2),
    ],
)
def test_floors(phrases: Path, floor: str, status: int) -> None:
    done = kb(phrases, "eval", "--floor", floor)
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_a_floor_says_what_is_below_and_json_is_whole_all_the_same(phrases: Path) -> None:
    done = kb(phrases, "eval", "--json", "--floor", "mrr=0.9,hit@3=0.6,hit@10=0.8")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        "error: mrr is 0.6667, below 0.9",
        "error: hit@10 is 0.6667, below 0.8",
    ]
    assert json.loads(done.stdout)["queries"] == 3


# --- other files


def test_another_file_and_a_folder_in_beirs_layout(phrases: Path, tmp_path: Path) -> None:
    write(tmp_path, {"other.yml": "- said: hotel\n  expect: [vpn-809]\n"})
    assert measured(phrases, str(tmp_path / "other.yml"))["queries"] == 1
    beir = write(
        tmp_path / "beir",
        {
            "queries.jsonl": '{"_id": "1", "text": "hotel"}\n{"_id": "2", "text": "full mailbox"}\n',
            "qrels/test.tsv": "query-id\tcorpus-id\tscore\n1\tvpn/vpn-809.md\t1\n2\told style.md\t1\n",
        },
    )
    assert measured(phrases, str(beir))["mrr"] == 1


def test_a_root_in_beirs_layout_needs_no_name(team: Path) -> None:
    write(team, {"queries.jsonl": '{"_id": "1", "text": "hotel"}\n', "qrels/test.tsv": "1\tvpn/vpn-809.md\t1\n"})
    assert measured(team)["mrr"] == 1


def test_no_phrases_at_all(team: Path) -> None:
    done = kb(team, "eval")
    assert done.returncode == 3
    assert str(team / "phrases.yml") in done.stderr
    assert "said:" in done.stderr
    write(team, {"phrases.yml": ""})
    assert measured(team) == {
        "mrr": 0.0, "hit@1": 0.0, "hit@3": 0.0, "hit@10": 0.0, "queries": 0, "not_counted": [], "misses": [],
    }  # fmt: skip


def test_a_mistake_in_the_phrases_is_told_with_its_line(phrases: Path) -> None:
    write(phrases, {"phrases.yml": PHRASES + "- said: x\n  expect: [vpn-908]\n"})
    done = kb(phrases, "eval")
    assert done.returncode == 3
    assert f"error: {phrases / 'phrases.yml'}:9: there is no article 'vpn-908'" in done.stderr
    assert "Did you mean 'vpn-809'?" in done.stderr
    assert done.stdout == ""


# --- against another commit


@pytest.fixture
def committed(phrases: Path) -> Path:
    write(phrases, {".gitignore": ".kb\n"})
    git(phrases, "init", "-q", "-b", "main")
    git(phrases, "add", ".")
    git(phrases, "commit", "-q", "-m", "one")
    return phrases


def test_what_a_change_made_better_and_worse(committed: Path) -> None:
    """And the articles are left alone: not even the index in the folder is another one."""
    write(
        committed,
        {
            "docs/vpn/vpn-800.md": article("The mailbox is full, full", "Mailbox full.", id="vpn-800"),
            "docs/vpn/vpn-809.md": article("Nothing", "Nothing.", id="vpn-809"),
        },
    )
    done = kb(committed, "eval", "--compare", "main")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "worse    1 -> 2  hotel wifi and the vpn will not connect" in lines
    assert "better   - -> 1  mailbox is full" in lines
    assert "1 phrases better, 1 worse." in lines
    found = measured(committed, "--compare", "HEAD")["changes"]
    assert found == [
        {"said": "hotel wifi and the vpn will not connect", "before": 1, "after": 2},
        {"said": "mailbox is full", "before": 0, "after": 1},
    ]
    assert subprocess.run(["git", "stash", "list"], cwd=committed, capture_output=True, check=True).stdout == b""
    assert kb(committed, "search", "mailbox", "-n", "1").stdout.startswith("1  The mailbox is full, full")


def test_no_change(committed: Path) -> None:
    assert measured(committed, "--compare", "main")["changes"] == []
    assert "0 phrases better, 0 worse." in kb(committed, "eval", "--compare", "main").stdout


def test_an_article_that_was_only_moved_is_the_same_article(committed: Path) -> None:
    git(committed, "mv", "docs/vpn/vpn-809.md", "docs/moved.md")
    assert measured(committed, "--compare", "main")["changes"] == []


def test_articles_words_and_settings_are_those_of_the_commit(committed: Path) -> None:
    write(
        committed,
        {"vocabulary.yml": "say:\n  zorbox: [hotel]\n", "phrases.yml": "- said: zorbox\n  expect: [vpn-809]\n"},
    )
    assert measured(committed, "--compare", "main")["changes"] == [{"said": "zorbox", "before": 0, "after": 1}]
    write(committed, {"kb.toml": 'exclude = ["vpn/*"]\n', "phrases.yml": "- said: hotel\n  not: [mail-bounce]\n"})
    assert measured(committed, "--compare", "main")["changes"] == []


@pytest.mark.parametrize("where", ["a subfolder", "a link out of the folder", "a name with spaces"])
def test_repositories_of_any_shape(committed: Path, where: str) -> None:
    folder = committed
    if where == "a subfolder":
        folder = committed / "teams" / "mail"
        write(folder, {"docs/a.md": article("Hotel"), "phrases.yml": "- said: hotel\n  expect: [a]\n"})
    elif where == "a link out of the folder":
        (committed / "docs/out.md").symlink_to("/etc/hostname")
        (committed / "docs/up.md").symlink_to("../../../secret.md")
    else:
        write(committed, {"docs/ü and ö.md": article("Spaces")})
    git(committed, "add", ".")
    git(committed, "commit", "-q", "-m", "two")
    assert measured(folder, "--compare", "HEAD")["changes"] == []


def test_a_knowledge_base_above_the_temporary_folder_is_not_taken_for_this_one(committed: Path, tmp_path: Path) -> None:
    write(tmp_path, {"kb.toml": 'docs = "elsewhere"\n', "elsewhere/x.md": article("Other")})
    done = kb(committed, "eval", "--compare", "main", TMPDIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "0 phrases better, 0 worse." in done.stdout


@pytest.mark.parametrize("name", ["gone", "--help-me", "HEAD~9", "main:docs", ""])
def test_no_such_commit(committed: Path, name: str) -> None:
    done = kb(committed, "eval", f"--compare={name}")
    assert done.returncode == 3
    assert f"no commit {name!r}" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_repository_and_no_git(phrases: Path) -> None:
    assert "no commit 'main'" in kb(phrases, "eval", "--compare", "main").stderr
    done = kb(phrases, "eval", "--compare", "main", PATH="/nowhere")
    assert done.returncode == 3
    assert "git is not installed" in done.stderr


def test_a_mistake_at_the_other_commit_names_it(committed: Path) -> None:
    write(committed, {"vocabulary.yml": "sme: []\n"})
    git(committed, "add", ".")
    git(committed, "commit", "-q", "-m", "broken")
    (committed / "vocabulary.yml").unlink()
    done = kb(committed, "eval", "--compare", "main")
    assert done.returncode == 3
    assert "error: main:vocabulary.yml:1: unknown part 'sme'" in done.stderr
