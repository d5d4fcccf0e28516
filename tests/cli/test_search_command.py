"""kb search, as an agent, a pipe and another program see it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from trees import KB, article, kb, write

ROOT = Path(__file__).parents[2]

# --- What it prints -------------------------------------------------------------------------------------------------


def test_hit_shows_all_that_an_agent_needs(team: Path) -> None:
    done = kb(team, "search", "user unknown, mail comes back", COLUMNS="80")
    assert done.returncode == 0
    first = done.stdout.split("\n\n")[0].splitlines()
    assert (
        first
        == [
            "1  Mail comes back with 550 5.1.1",
            "   validated, reviewed 2026-01-05  [mail-bounce]",
            "   my mail comes back",
            '   Say: "The other side does not know that address."',
            "   If that fails: mail-team   mail/bounce.md",
        ]
        or first[2] == "   it says user unknown"
    )


def test_note_about_the_first_index_stays_off_standard_output(team: Path) -> None:
    first, second = kb(team, "search", "mailbox"), kb(team, "search", "mailbox")
    assert "indexed 4 articles" in first.stderr
    assert second.stderr == ""
    assert first.stdout == second.stdout


def test_limit(team: Path) -> None:
    assert len(_hits(team, "vpn mail mailbox")) == 4
    assert len(_hits(team, "vpn mail mailbox", "-n", "2")) == 2
    assert kb(team, "search", "vpn", "-n", "0").returncode == 2


@pytest.mark.parametrize(
    ("option", "value", "ids"),
    [
        ("--product", "vpn", {"vpn-809", "vpn-800"}),
        ("--product", "VPN", {"vpn-809", "vpn-800"}),
        ("--audience", "public", {"mail-bounce"}),
        ("--confidence", "validated", {"vpn-809", "mail-bounce"}),
        ("--confidence", "archived", set()),
    ],
)
def test_filters(team: Path, option: str, value: str, ids: set[str]) -> None:
    words = ("vpn", "mail", "mailbox", "error")
    assert {hit["id"] for hit in _hits(team, *words, option, value)} == ids


def test_one_filter_twice_takes_either_and_two_filters_both(team: Path) -> None:
    words = ("vpn", "mail", "mailbox")
    assert {hit["id"] for hit in _hits(team, *words, "--product", "vpn", "--product", "mail")} == {
        "vpn-809", "vpn-800", "mail-bounce"}  # fmt: skip
    assert {hit["id"] for hit in _hits(team, *words, "--product", "vpn", "--confidence", "wip")} == {"vpn-800"}


def test_quotes_ask_for_the_words_in_this_order(team: Path) -> None:
    assert [hit["id"] for hit in _hits(team, '"finds no server"')] == ["vpn-800"]
    assert _hits(team, '"server no finds"') == []
    assert "Try without quotes" in kb(team, "search", '"server no finds"').stdout


def test_words_that_look_like_options_go_after_two_hyphens(team: Path) -> None:
    assert _hits(team, "--json", "--", "--product", "vpn", "-n", "809")[0]["id"] == "vpn-809"
    refused = kb(team, "search", "--prodct", "vpn")
    assert refused.returncode == 2
    assert "--product" in refused.stderr


def test_no_hit_says_what_was_looked_for_and_what_to_try(team: Path) -> None:
    done = kb(team, "search", "xyzzyplugh", "--product", "vpn")
    assert done.returncode == 1
    assert "Nothing found" in done.stdout
    assert "xyzzyplugh" in done.stdout
    assert "Try without --product" in done.stdout
    assert done.stderr.count("\n") <= 1


ODD = {
    "10,000 characters": "vpn " * 2500,
    "one word of 10,000": "v" * 10_000,
    "punctuation": "?!... ,;:-_#+*~'`^$%&/()=",
    "stop words": "the and of it is my",
    "greek": "το ταχυδρομείο δεν λειτουργεί",
    "a quote": '"',
    "empty quotes": '""',
    "four quotes": '""""',
    "a star": "*",
    "a bracket": "[",
    "brackets": "[[(({{",
    "spaces": "   ",
    "nothing": "",
    "a backslash": "\\",
    "whoosh syntax": 'title:vpn AND NOT (mail OR *box) ~2 ^3 [a TO z] "finds no server"~2',
    "a format string": "%s {0} {name} %(x)d",
    "controls": "vpn\x01\x1b[31m\x7f\n\t\r error",
    "a mark from the right": "vpn \u202e\u2066 error",
    "an emoji": "🖨️ vpn 😡😡😡",
    "combining marks": "v̷̢̛p̶n̵ e\u0301rror",
    "half a character": "vpn \udcff error",
}


@pytest.mark.parametrize("query", ODD.values(), ids=list(ODD))
def test_odd_queries_are_no_errors(team: Path, query: str) -> None:
    done = kb(team, "search", "--", query)
    assert done.returncode in (0, 1), done.stderr
    assert "fault" not in done.stderr
    assert "\x1b" not in done.stdout
    if "vpn" in query:
        assert done.returncode == 0
        assert "VPN" in done.stdout


def test_nul_cannot_come_from_a_shell_but_does_no_harm(team: Path) -> None:
    code = "import sys; from kb_tools.cli import main; sys.argv[2:] = ['search', 'vpn\\0 809']; main()"
    done = subprocess.run([sys.executable, "-c", code, f"-C{team}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "VPN is blocked" in done.stdout


def test_no_words_is_wrong_usage(team: Path) -> None:
    done = kb(team, "search")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# --- JSON -----------------------------------------------------------------------------------------------------------


def test_json_is_what_the_manual_says(team: Path) -> None:
    done = kb(team, "search", "--json", "mail 550 5.1.1 mailbox vpn ORA-00942")
    answer = json.loads(done.stdout)
    documented = _documented()
    _check(answer, documented["The answer"], "answer")
    assert len(answer["hits"]) == 4
    seen = set()
    for hit in answer["hits"]:
        _check(hit, documented["A hit"], hit["id"])
        for name in ("why", "first_step", "trust"):
            if hit[name] is not None:
                _check(hit[name], documented[name], f"{hit['id']}.{name}")
                seen.add(name)
        for start, end in hit["why"]["marks"]:
            assert re.fullmatch(r"\S+", hit["why"]["text"][start:end])
    assert seen == {"why", "first_step", "trust"}
    full = next(hit for hit in answer["hits"] if hit["id"] == "mail-bounce")
    assert None not in full.values()
    assert full["trust"] == {
        "confidence": "validated", "last_reviewed": "2026-01-05", "review_due": "2035-01-03",
        "stale": date.today() > date(2035, 1, 3), "known_issue": False, "flags": None,
        "summary": full["trust"]["summary"],
    }  # fmt: skip
    assert full["path"] == "mail/bounce.md"
    assert full["url"] == "mail/bounce/"


def test_json_without_hits_is_json_too(team: Path) -> None:
    done = kb(team, "search", "--json", "xyzzyplugh")
    assert done.returncode == 1
    assert json.loads(done.stdout)["hits"] == []


def test_json_keeps_text_that_terminals_must_not_see_but_escaped(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article('"bold \\x1b[1m and \\x9b31m and \\u202eback"', "printer")})
    done = kb(tmp_path, "search", "--json", "printer")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", done.stdout)
    assert json.loads(done.stdout)["hits"][0]["title"] == "bold \x1b[1m and \x9b31m and \u202eback"


def _hits(team: Path, *words: str) -> list[dict[str, Any]]:
    before = () if "--json" in words else ("--json",)
    done = kb(team, "search", *before, *words)
    assert done.returncode in (0, 1), done.stderr
    hits: list[dict[str, Any]] = json.loads(done.stdout)["hits"]
    return hits


TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,), "list": (list,), "number": (int, float), "whole number": (int,), "object": (dict,),
    "true or false": (bool,), "null": (type(None),), "day": (str,),
}  # fmt: skip


def _documented() -> dict[str, dict[str, str]]:
    """Heading -> name -> type, from the tables of the manual."""
    tables: dict[str, dict[str, str]] = {}
    heading = ""
    for line in (ROOT / "docs" / "manual" / "search.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            heading = line[4:].strip()
        elif found := re.match(r"\| `(\w+)` \| ([^|]+) \|", line):
            tables.setdefault(heading, {})[found[1]] = found[2].strip()
    return tables


def _check(value: dict[str, Any], documented: dict[str, str], where: str) -> None:
    assert list(value) == list(documented), where
    for name, kind in documented.items():
        wanted: tuple[type, ...] = ()
        for one in [kind] if kind in TYPES else kind.split(" or "):
            base = next((known for known in TYPES if one == known or one.startswith(f"{known} of ")), None)
            assert base, f"the manual has a type this test does not know: {one}"
            wanted += TYPES[base]
        assert isinstance(value[name], wanted), f"{where}.{name} is {value[name]!r}, documented as {kind}"
        assert isinstance(value[name], bool) == (bool in wanted), f"{where}.{name}"
        if kind == "list of texts":
            assert all(isinstance(item, str) for item in value[name])
        if "day" in kind and value[name]:
            date.fromisoformat(value[name])


# --- Where it goes --------------------------------------------------------------------------------------------------


def test_reader_that_has_gone_is_no_error(team: Path) -> None:
    kb(team, "index")
    for arguments in (("search", "vpn"), ("search", "vpn", "--json"), ("show", "vpn-809"), ("--help",)):
        command = [*KB, "-C", str(team), *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            told = process.stderr.read().decode()
        assert told == "", arguments
        assert process.returncode == 0, arguments


def test_full_disk_behind_the_pipe_is_said(team: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run([*KB, "-C", str(team), "search", "vpn"], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False)  # fmt: skip
    assert done.returncode not in (0, 1)
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "utf-8"])
def test_terminal_that_cannot_show_a_letter(team: Path, encoding: str) -> None:
    write(team, {"docs/mixed.md": article("Größe λ")})
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*KB, "-C", str(team), "search", "Größe"], capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    # Click takes ASCII for a terminal that was not asked, and sends UTF-8.
    shown = done.stdout.decode(encoding.replace("ascii", "utf-8"))
    assert ("Größe λ" if encoding in ("ascii", "utf-8") else "Größe ?") in shown
    done = subprocess.run([*KB, "-C", str(team), "search", "--json", "Größe λ"], capture_output=True, check=False,
                          env=environment)  # fmt: skip
    assert json.loads(done.stdout.decode(encoding))["hits"][0]["title"] == "Größe λ"


def test_pipe_gets_no_colors(team: Path) -> None:
    assert "\x1b" not in kb(team, "search", "vpn", TERM="xterm").stdout


terminal = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@terminal
def test_terminal_gets_colors_unless_it_is_asked_not_to(team: Path) -> None:
    from terminal import on_terminal

    kb(team, "index")
    colored = on_terminal(team, "search", "vpn")
    assert "\x1b[1m1  VPN" in colored.text
    for wish in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_terminal(team, "search", "vpn", environment=wish)
        assert "\x1b" not in plain.text, wish
        assert plain.text == colored.plain, wish


EVIL = "\\e]0;owned\\a\\e[2J\\e[31mred\\x9b5m\\x07\\b\\x7f\\u202etxt"


@terminal
def test_article_cannot_steer_the_terminal(tmp_path: Path) -> None:
    from terminal import on_terminal

    raw = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b5m"
    text = f"# {raw} h\n\n## Say\n\n{raw} say\n\n```\n{raw}\n```\n\n| {raw} |\n|---|\n| {raw} |\n"
    one, several = f'"{EVIL}"', f'["{EVIL}"]'
    write(tmp_path, {
        "docs/a.md": article(f'"{EVIL} printer"', text, id=one, symptoms=f'["{EVIL} printer jams"]', escalate_to=one,
                             owner=one, products=several, confidence=one, error_codes=several, audience="public"),
        f"docs/{raw[4:]}b.md": article("printer", f"the printer {raw} jams"),
    })  # fmt: skip
    runs = (
        ("index", "-v"), ("-C", raw, "index"), ("search", "printer jams red"), ("search", "--json", "printer"),
        ("search", f"nothing {raw} 0x80070005{raw}"), ("show", "a.md"), ("show", "a.md", "--plain"),
        ("show", "a.md", "--section", "say"), ("show", "a.md", "--section", "fix"), ("show", raw),
    )  # fmt: skip
    for arguments in runs:
        shown = on_terminal(tmp_path, *arguments).plain
        assert shown, arguments
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown), (arguments, shown)


CALLERS = (
    "the internet box is blinking red", "vpn 809", "my mail comes back", "the thing under my desk keeps beeping",
    "site is down 502", "she is crying", "laptop slow", "certificate expired", "crm sync stuck",
)  # fmt: skip


@terminal
def test_first_three_hits_fit_a_screen(tmp_path: Path) -> None:
    from terminal import on_terminal

    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "kb.toml", tmp_path)
    kb(tmp_path, "index")
    for words in CALLERS:
        rows = on_terminal(tmp_path, "search", words).rows()
        three = next((number for number, row in enumerate(rows) if row.startswith("4  ")), len(rows) + 1) - 1
        assert three <= 23, (words, three)


@terminal
@pytest.mark.parametrize("columns", [80, 60, 120])
def test_first_three_hits_fit_a_screen_whatever_they_say(tmp_path: Path, columns: int) -> None:
    from terminal import on_terminal

    long = " ".join(["printer jams and jams"] * 40)
    text = article(
        long, f"# {long}\n\n## Say\n\n{long}\n\n## Fix\n\n1. {long}", id="-".join(["printer"] * 8), workaround=long,
        symptoms=f"[{long}]", status="known-issue", confidence="not-validated", last_reviewed="2020-01-01",
        review_interval="90d", escalate_to=long, ask=long, products=f"[{long}]",
    )  # fmt: skip
    deep = "/".join(["a-long-folder-name"] * 6)
    write(tmp_path, {f"docs/{deep}/printer-{number}.md": text for number in range(3)})
    kb(tmp_path, "index")
    screen = on_terminal(tmp_path, "search", "printer jams", columns=columns)
    assert len(screen.plain.splitlines()) > 12
    assert len(screen.rows(columns)) <= (23 if columns >= 80 else 30), screen.plain


@terminal
def test_progress_goes_to_standard_error_and_away(team: Path) -> None:
    from terminal import on_terminal

    write(team, {f"docs/{number}.md": article(f"Article {number}") for number in range(40)})
    code = (sys.executable, "-c", "from kb_tools.cli.output import Progress; Progress.AFTER = 0; "
            "from kb_tools.cli import main; main()")  # fmt: skip
    screen = on_terminal(team, "index", command=code)
    assert "Reading articles" in screen.text
    # The bar is taken away when it is done.
    assert screen.text.rsplit("Reading articles")[-1].count("\x1b[2K") >= 1
    quiet = on_terminal(team, "index", "--rebuild")
    assert "Reading articles" not in quiet.text


def test_a_folder_without_articles_is_called_that(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    done = kb(tmp_path, "search", "router")
    assert done.returncode == 1
    assert "There are no articles in" in done.stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_place_of_the_vocabulary_keeps_nobody_waiting(team: Path) -> None:
    os.mkfifo(team / "vocabulary.yml")
    assert kb(team, "search", "mail").returncode == 0
