"""kb browse on a real terminal: typed at, looked at."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pty")

from screens import Terminal
from trees import article, kb, settle, write

ESC, ENTER, UP, DOWN = "\x1b", "\r", "\x1b[A", "\x1b[B"
ENTERED_SCREEN, LEFT_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
FIXED = "## Say\n\n\"We try another way in.\"\n\n## Fix\n\n1. Use the hotspot.\n2. Dial again.\n"  # fmt: skip


def open_vpn(team: Path, **more: str) -> Terminal:
    write(team, {"docs/vpn/vpn-809.md": article("VPN is blocked, error 809", FIXED, id="vpn-809", products="[vpn]",
                 confidence="validated", last_reviewed="2026-01-05", review_interval="9y", escalate_to="net-team")})  # fmt: skip
    settle(team)
    return Terminal(team, "vpn 809", environment=more)


# --- Searching ------------------------------------------------------------------------------------------------------


def test_hits_change_as_the_query_is_typed(team: Path) -> None:
    with Terminal(team) as terminal:
        terminal.wait("What does the caller say?")
        terminal.send("user unknown mail")
        screen = terminal.wait("1  Mail comes back with 550 5.1.1")
        for fact in (
            "validated, reviewed 2026-01-05",
            "[mail-bounce]",
            "Say:",
            "If that fails: mail-team",
            "mail/bounce.md",
        ):
            assert fact in screen
        terminal.send("\x15mailbox")
        terminal.wait("Größe des Postfachs", "never reviewed")


def test_words_are_typed_already(team: Path) -> None:
    with Terminal(team, "finds", "no", "server") as terminal:
        assert terminal.wait("VPN finds no server").startswith("> finds no server")


def test_did_you_mean_unknown_code_and_question(team: Path) -> None:
    with Terminal(team, "mailbxo 0x8fffffff") as terminal:
        terminal.wait("Took 'mailbxo' for mailbox.", "No article has the code 8fffffff.")


def test_arrows_choose_and_the_chosen_one_says_more(team: Path) -> None:
    with Terminal(team, "vpn error") as terminal:
        screen = terminal.wait("▌ 1", "1/")
        first, second = re.findall(r"[12]  (VPN .*)", screen)[:2]
        terminal.send(DOWN)
        assert f"▌ 2  {second}" in terminal.wait("▌ 2")
        terminal.send("\x0b")
        assert f"▌ 1  {first}" in terminal.wait("▌ 1")
        terminal.send("\n")
        terminal.wait("▌ 2")


def test_nothing_found_is_noted_down_masked_where_the_team_wants_it(team: Path) -> None:
    with Terminal(team, "xyzzyplugh bob@example.com") as terminal:
        terminal.wait("Nothing found.")
        terminal.send("\x0e")
        terminal.wait("keep_misses = true")
    write(team, {"kb.toml": "keep_misses = true\n"})
    with Terminal(team, "xyzzyplugh bob@example.com") as terminal:
        terminal.wait("Nothing found.", "Ctrl-N")
        terminal.send("\x0e")
        terminal.wait("Noted down")
    assert "xyzzyplugh <mail>" in kb(team, "misses").stdout


def test_what_is_pasted_is_one_line_and_one_search(team: Path, tmp_path: Path) -> None:
    counted = tmp_path / "count"
    program = (
        "import sys; from kb_tools.search.searcher import Searcher as S; from kb_tools.cli import main\n"
        f"old = S.search; S.search = lambda *a, **k: (open({str(counted)!r}, 'a').write('x'), old(*a, **k))[1]\n"
        "main()"
    )
    with Terminal(team, command=(sys.executable, "-c", program)) as terminal:
        terminal.wait("What does the caller say?")
        terminal.send("\x1b[200~it says\r\n  vpn\tfinds no server\x1b[201~")
        terminal.wait("> it says vpn finds no server", "VPN finds no server, error 800")
        terminal.send("\x15")
        terminal.wait("What does the caller say?")
        # A terminal that does not tell what is pasted sends it at once, too.
        terminal.send("vpn is blocked in the hotel")
        terminal.wait("VPN is blocked")
    assert len(counted.read_text()) <= 3


def test_article_that_changes_meanwhile_is_found(team: Path) -> None:
    with Terminal(team, "vpn") as terminal:
        terminal.wait("VPN is blocked")
        write(team, {"docs/new.md": article("The fax machine sings", "# The fax machine sings\n")})
        for _ in range(8):
            # Each key is a moment to look; the looks are seconds apart.
            terminal.send("\x15fax")
            if "The fax machine sings" in terminal.text:
                break
            terminal.until(lambda: True)
            time.sleep(0.7)
        terminal.wait("The fax machine sings")


# --- Reading --------------------------------------------------------------------------------------------------------


def test_reads_ticks_and_copies_the_note_through_the_terminal(team: Path) -> None:
    with open_vpn(team) as terminal:
        terminal.wait("VPN is blocked")
        terminal.send(ENTER)
        screen = terminal.wait("[ ] 1. Use the hotspot.", "0/2 done")
        assert screen.index("We try another way in.") < screen.index("Use the hotspot.")
        terminal.send("2")
        terminal.wait("[x] 2. Dial again.", "[ ] 1.", "1/2 done")
        terminal.send("w")
        terminal.wait("Found:")
        terminal.send("port 500 is closed" + ENTER)
        terminal.wait("It stands in the ticket note.")
        terminal.send("c")
        terminal.wait("OSC 52", "Found: port 500 is closed")
        copied = _clipboard(terminal).splitlines()
        assert copied[:3] == ["VPN is blocked, error 809", "Article: vpn-809", "Trust: validated, reviewed 2026-01-05"]
        assert re.fullmatch(r"Time: \d{4}-\d\d-\d\d \d\d:\d\d [+-]\d\d:\d\d", copied[3])
        assert copied[4:] == ["Steps done (1 of 2):", "  2. Dial again.", "Found: port 500 is closed",
                              "Escalate to: net-team"]  # fmt: skip
        terminal.send(ESC)
        terminal.wait("[x] 2. Dial again.", without="OSC 52")
        terminal.send("s")
        terminal.wait("OSC 52")
        assert _clipboard(terminal) == "We try another way in."
        terminal.send(ESC)
        terminal.wait("[x] 2. Dial", without="OSC 52")
        terminal.send("0")
        terminal.wait("[ ] 2. Dial again.", "A new call")
        terminal.send("q")
        terminal.wait("> vpn 809")


def test_clipboard_program_gets_the_note_as_well(team: Path, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "wl-copy"
    write(tmp_path, {"bin/wl-copy": f"#!/bin/sh\ncat > '{tmp_path}/copied'\necho noise; echo noise >&2\n"})
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    with open_vpn(team, PATH=path, WAYLAND_DISPLAY="wayland-0") as terminal:
        terminal.wait("VPN is blocked")
        terminal.send(f"{ESC}c")
        terminal.wait("Ticket note copied (wl-copy).")
        assert b"noise" not in terminal.raw
        assert (tmp_path / "copied").read_text() == _clipboard(terminal)


def test_note_names_the_revision_that_the_site_names(team: Path) -> None:
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        assert os.spawnlp(os.P_WAIT, "git", "git", "-C", str(team), *arguments) == 0
    from kb_tools.cli.browsing.revision import revision
    from kb_tools.config import load_settings
    from kb_tools.site.revisions import revisions

    settings = load_settings(team)
    known = revisions(settings)
    assert len(known["mail/bounce.md"]) == 10
    write(team, {"docs/vpn/vpn-800.md": "changed", "docs/untracked.md": "new"})
    known = revisions(settings)
    assert known["vpn/vpn-800.md"].endswith("+changes")
    for path in ("mail/bounce.md", "vpn/vpn-800.md", "old style.md", "untracked.md"):
        assert revision(settings, path) == known.get(path, "")


def test_editing_brings_the_list_back_with_what_is_new(team: Path, tmp_path: Path) -> None:
    write(
        tmp_path,
        {"my editor.py": "import sys\nwith open(sys.argv[1], 'a') as file: file.write('\\n# Zebra crossing\\n')\n"},
    )
    editor = f"{sys.executable} '{tmp_path}/my editor.py'"
    with Terminal(team, "mailbox full", environment={"EDITOR": editor}) as terminal:
        terminal.wait("Größe des Postfachs")
        terminal.send(f"{ESC}e")
        terminal.wait("Back from", "> mailbox full")
        terminal.send("\x15zebra")
        terminal.wait("> zebra", "▌ 1", "Größe des Postfachs")
    assert (team / "docs/old style.md").read_text().endswith("# Zebra crossing\n")


def test_flags_what_is_wrong_and_shows_it_at_once(team: Path) -> None:
    with open_vpn(team, GIT_CONFIG_COUNT="1", GIT_CONFIG_KEY_0="user.name", GIT_CONFIG_VALUE_0="Ada") as terminal:
        terminal.wait("VPN is blocked")
        terminal.send(ENTER)
        terminal.wait("0/2 done", "f flag")
        terminal.send("f" + "never mind" + ESC)
        terminal.wait("Nothing was flagged.", "0/2 done")
        assert not (team / "flags").exists()
        terminal.send("f")
        assert "never mind" not in terminal.wait("What is wrong:")
        terminal.send("step 2: ask bob@example.com the button is gone" + ENTER)
        terminal.wait("Flagged; kept in flags/vpn-809/", "FLAGGED", "Flagged: step 2: ask <mail> the button is gone")
        (file,) = (team / "flags/vpn-809").iterdir()
        flag = json.loads(file.read_text())
        assert (flag["said"], flag["by"]) == ("step 2: ask <mail> the button is gone", "Ada")
        terminal.send("q")
        terminal.wait("> vpn 809", "FLAGGED")


def test_flags_the_chosen_hit_and_keeps_the_words_where_that_failed(team: Path) -> None:
    write(team, {"flags": "no folder\n"})
    with open_vpn(team) as terminal:
        terminal.wait("VPN is blocked", "Alt-E edit")
        terminal.send(DOWN)
        chosen = re.search(r"▌ 2  .*", terminal.wait("▌ 2"))
        assert chosen
        terminal.send(f"{ESC}f")
        terminal.wait("What is wrong:", chosen[0])
        terminal.send("the hotspot is gone" + ENTER)
        terminal.wait("Not flagged:", "> vpn 809", chosen[0])
        (team / "flags").unlink()
        terminal.send(f"{ESC}f")
        terminal.wait("What is wrong: the hotspot is gone")
        terminal.send(ENTER)
        terminal.wait("Flagged; kept in flags/", "FLAGGED", "> vpn 809", chosen[0])
    assert len(list((team / "flags").glob("*/*.json"))) == 1


def test_flag_of_somebody_else_shows_while_typing(team: Path) -> None:
    with open_vpn(team) as terminal:
        terminal.wait("VPN is blocked", without="FLAGGED")
        assert kb(team, "flag", "vpn-809", "gone").returncode == 0
        end = time.monotonic() + 30
        while "FLAGGED" not in terminal.text and time.monotonic() < end:
            terminal.send(" \x7f")
            time.sleep(0.3)
            terminal.until(lambda: True)
        assert "FLAGGED" in terminal.text


def test_editor_that_is_not_there_is_said(team: Path) -> None:
    with Terminal(team, "mailbox full", environment={"EDITOR": "no-such-editor --wait"}) as terminal:
        terminal.wait("Größe des Postfachs")
        terminal.send(f"{ESC}e")
        terminal.wait("no-such-editor: No such file")
    with Terminal(team, "mailbox full") as terminal:
        terminal.wait("Größe des Postfachs")
        terminal.send(f"{ESC}e")
        terminal.wait("EDITOR")


# --- The terminal ---------------------------------------------------------------------------------------------------

HOSTILE = {
    "escape": "\x1b[2J\x1b[31mred\x1b]52;c;aGk=\x07 and \x9b5A",
    "wide": "日本語のメールが届かない " * 12,
    "zalgo": "v\u0337\u0322\u0321\u0335\u0336\u0334\u0338pn " * 8,
    "right to left": "\u202eשלום עולם\u202c مرحبا " * 6,
    "joined": "👩‍👩‍👧‍👦 🏳️‍🌈 ❤️ 🇩🇪 👍🏽 " * 6,
    "tabs": "a\tb\tc" * 20,
    "long": "x" * 500,
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("columns", [40, 79, 140])
def test_no_text_breaks_the_layout(team: Path, what: str, columns: int) -> None:
    text = HOSTILE[what]
    body = f"{text}\n\n## Fix\n\n1. {text}\n2. Second.\n\n```\n{text}\n```\n"
    front = "".join(c for c in text if c.isprintable() or c == "\u202e").replace("\t", " ")
    write(
        team,
        {"docs/odd.md": article(f'"Oddity {front}"', body, escalate_to=f'"{front}"', symptoms=f'["oddity {front}"]')},
    )
    settle(team)
    with Terminal(team, "oddity", columns=columns) as terminal:
        screen = terminal.wait("▌ 1  Oddity", "Esc leave")
        assert b"\x1b[31mred" not in terminal.raw
        assert b"\x1b]52" not in terminal.raw
        assert terminal.lines[0] == "> oddity"
        assert "Esc leave" in terminal.lines[-1]
        if columns >= 110:
            edges = {column for row in range(2, 23) for column in range(columns) if terminal.cells[row][column].data == "│"
                     if column < 70}  # fmt: skip
            assert len(edges) == 1, screen
        terminal.send(ENTER)
        terminal.wait("] 2. Second.") if what not in ("long", "wide") else terminal.wait("c note")
        terminal.until(lambda: "Esc back" in terminal.lines[-1], "the last row")
        assert b"\x1b]52" not in terminal.raw


@pytest.mark.parametrize(("columns", "rows"), [(40, 10), (60, 15), (110, 20), (200, 60)])
def test_every_size_shows_hits_and_keys(team: Path, columns: int, rows: int) -> None:
    with Terminal(team, "vpn", columns=columns, rows=rows) as terminal:
        terminal.wait("▌ 1  VPN", "Esc")
        terminal.send(DOWN)
        terminal.wait("▌ 2  VPN")


def test_follows_a_window_that_changes_its_size(team: Path) -> None:
    with Terminal(team, "vpn", columns=100, rows=30) as terminal:
        terminal.wait("▌ 1")
        terminal.resize(50, 12)
        terminal.until(lambda: "Esc" in terminal.lines[-1] and "▌ 1" in terminal.text, "the last row")
        terminal.resize(150, 40)
        terminal.wait("│")
        terminal.resize(20, 4)
        terminal.send("n")
        terminal.resize(80, 24)
        terminal.wait("> vpnn")


@pytest.mark.parametrize("leave", ["\x03", ESC])
def test_leaves_the_terminal_as_it_was(team: Path, leave: str) -> None:
    with Terminal(team) as terminal:
        terminal.wait("What does")
        terminal.send("vpn")
        terminal.wait("▌ 1")
        if leave == ESC:
            terminal.send(ESC)
            terminal.wait("What does")
        terminal.send(leave)
        assert terminal.ended() == 0
        assert terminal.mode == terminal.before
        assert LEFT_SCREEN in terminal.raw


def test_a_fault_leaves_the_terminal_as_it_was_and_a_report(team: Path, tmp_path: Path) -> None:
    for place in ("kb_tools.cli.browsing.hits.body", "kb_tools.cli.browsing.model.Browser.move"):
        program = (
            "import sys; from unittest.mock import patch; from kb_tools.cli import main; import kb_tools.cli.browsing.hits\n"
            "import kb_tools.cli.browsing.model\n"
            f"with patch({place!r}, side_effect=ZeroDivisionError('boom')): main()"
        )
        with Terminal(
            team, "vpn", command=(sys.executable, "-c", program), environment={"TMPDIR": str(tmp_path)}
        ) as terminal:
            if place.endswith("move"):
                terminal.wait("▌ 1")
                terminal.send(DOWN)
            assert terminal.ended() == 4
            assert terminal.mode == terminal.before
            assert terminal.raw.count(ENTERED_SCREEN) == terminal.raw.count(LEFT_SCREEN)
            assert b"boom" in terminal.raw.split(LEFT_SCREEN)[-1]
        (report,) = tmp_path.glob("kb-fault-*.txt")
        assert "ZeroDivisionError: boom" in report.read_text()
        report.unlink()


def test_a_signal_leaves_the_terminal_as_it_was(team: Path) -> None:
    with Terminal(team, "vpn") as terminal:
        terminal.wait("▌ 1")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.ended() == 128 + signal.SIGTERM
        assert terminal.mode == terminal.before
        assert LEFT_SCREEN in terminal.raw


def test_terminal_that_is_closed_ends_it_without_a_report(team: Path, tmp_path: Path) -> None:
    with Terminal(team, "vpn", environment={"TMPDIR": str(tmp_path)}) as terminal:
        terminal.wait("▌ 1")
        terminal.close()
        assert terminal.process.wait(30) in (129, 128 + signal.SIGHUP)
    assert not list(tmp_path.glob("kb-fault-*"))


def test_keys_are_listed_and_a_page_nobody_can_open_is_said(team: Path) -> None:
    with Terminal(team, "mailbox full", rows=50) as terminal:
        terminal.wait("Größe des Postfachs")
        terminal.send("\x1bOP")
        terminal.wait("copy the ticket note", "Ctrl-C")
        terminal.send("q")
        terminal.wait("> mailbox full")
        terminal.send(ENTER + "o")
        terminal.wait("site_url in mkdocs.yml")
        write(team, {"mkdocs.yml": "site_name: x\nsite_url: https://kb.example.org/\n"})
    with Terminal(team, "mailbox full", columns=120) as terminal:
        terminal.wait("Größe des Postfachs")
        terminal.send(f"{ESC}o")
        terminal.wait("no browser here: https://kb.example.org/old%20style/")


def test_next_and_previous_article(team: Path) -> None:
    with Terminal(team, "vpn error") as terminal:
        terminal.wait("▌ 1")
        terminal.send(ENTER)
        first = terminal.wait("Esc back").splitlines()[0]
        terminal.send("n")
        terminal.until(lambda: terminal.lines[0].startswith("VPN") and terminal.lines[0] != first, "another title")
        terminal.send("p")
        terminal.until(lambda: terminal.lines[0] == first, first)


def test_no_color_means_none(team: Path) -> None:
    colors = re.compile(rb"\x1b\[[\d;]*\b(?:3[0-8]|4[0-8]|9\d|10\d)\b[\d;]*m")
    for wanted, environment in ((True, {}), (False, {"NO_COLOR": "1"})):
        with Terminal(team, "vpn", environment=environment) as terminal:
            terminal.wait("▌ 1")
            assert bool(colors.search(terminal.raw)) == wanted


def test_known_issue_stands_out(team: Path) -> None:
    write(
        team, {"docs/down.md": article("Mail is down today", "text", status="known-issue", workaround="Use the phone.")}
    )
    settle(team)
    with Terminal(team, "mail is down") as terminal:
        terminal.wait("KNOWN ISSUE", "Work around: Use the phone.")
        row = next(number for number, line in enumerate(terminal.lines) if "KNOWN ISSUE" in line)
        cell = terminal.cells[row][terminal.lines[row].index("KNOWN")]
        assert cell.fg == "red"
        assert cell.bold


@pytest.mark.parametrize(("environment", "why"), [({"TERM": "dumb"}, "dumb"), ({"COLUMNS": "39"}, "40 by 10")])
def test_terminal_that_is_not_fit_is_refused_in_a_line(team: Path, environment: dict[str, str], why: str) -> None:
    with Terminal(team, environment=environment, columns=200) as terminal:
        assert terminal.ended() == 2
        assert why in terminal.text
        assert "use kb search" in terminal.text
        assert len(terminal.text.strip().splitlines()) == 1


def test_no_terminal_is_refused_in_a_line(team: Path) -> None:
    done = kb(team, "browse", "vpn")
    assert done.returncode == 2
    assert done.stderr == "error: kb browse needs a terminal; use kb search\n"
    assert done.stdout == ""


def _clipboard(terminal: Terminal) -> str:
    """What was sent to the terminal's clipboard last."""
    found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.raw)
    return base64.b64decode(found[-1]).decode()
