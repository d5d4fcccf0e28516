"""0 done or found, 1 nothing found, 2 wrong usage, 3 something to mend, 4 a fault in kb."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from trees import kb, write

FAULT = "import kb_tools.cli.search as search\ndef broken(*_, **__): {body}\nsearch.open_searcher = broken\n"
MAIN = "from kb_tools.cli import main\nmain()\n"


def _with_fault(folder: Path, body: str, **environment: str) -> subprocess.Popen[str]:
    """kb, with something in it that behaves so."""
    return subprocess.Popen([sys.executable, "-c", FAULT.format(body=body) + MAIN, "-C", str(folder), "search", "vpn"],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env={**os.environ, **environment})  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("search", "vpn"), 0),
        (("index",), 0),
        (("show", "vpn-809"), 0),
        (("--version",), 0),
        (("search", "xyzzyplugh"), 1),
        (("search",), 2),
        (("serch", "vpn"), 2),
        (("search", "--no-such-option"), 2),
        (("search", "vpn", "-n", "many"), 2),
        (("-C",), 2),
        (("show", "no-such-article"), 3),
        (("-C", "no/such/folder", "search", "vpn"), 3),
    ],
)
def test_status(team: Path, arguments: tuple[str, ...], status: int) -> None:
    done = kb(team, *arguments)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr


def test_command_that_is_none_is_taken_for_a_slip_or_for_a_search(team: Path) -> None:
    assert "Did you mean 'search'?" in kb(team, "serch", "vpn").stderr
    assert "kb search outlook password" in kb(team, "outlook", "password").stderr


def test_something_to_mend_takes_one_line_and_a_hint(team: Path) -> None:
    done = kb(team, "-C", "no/such/folder", "search", "vpn")
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert re.fullmatch(r"error: .*folder: no such folder", lines[0])
    assert lines[1].startswith("  ")


def test_fault_in_kb_leaves_a_report(team: Path, tmp_path: Path) -> None:
    process = _with_fault(team, "raise ZeroDivisionError('of all things')", TMPDIR=str(tmp_path), TEMP=str(tmp_path))
    out, told = process.communicate(timeout=30)
    assert process.returncode == 4
    assert out == ""
    assert told.splitlines()[0] == (
        "error: this is a fault in kb, not in what you did: ZeroDivisionError: of all things"
    )
    assert len(told.splitlines()) == 2
    found = re.search(r"The details are in (.+); please", told)
    assert found
    report = Path(found[1])
    assert report.parent == tmp_path
    text = report.read_text(encoding="utf-8")
    assert "search vpn" in text
    assert "Traceback (most recent call last)" in text
    assert sys.version.split()[0] in text
    if os.name == "posix":
        assert report.stat().st_mode & 0o077 == 0


def test_fault_that_cannot_be_written_down_is_printed(team: Path) -> None:
    body = "import tempfile; tempfile.tempdir = '/no/such/folder'; raise ZeroDivisionError('half \\udcff')"
    _, told = (process := _with_fault(team, body)).communicate(timeout=30)
    assert process.returncode == 4
    assert "Traceback (most recent call last)" in told
    assert "ZeroDivisionError" in told


def test_fault_with_text_that_is_none_is_still_reported(team: Path, tmp_path: Path) -> None:
    body = "raise ZeroDivisionError('half \\udcff \\x1b[31m')"
    _, told = (process := _with_fault(team, body, TMPDIR=str(tmp_path))).communicate(timeout=30)
    assert process.returncode == 4
    assert "The details are in" in told
    assert "\x1b" not in told


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
def test_interrupt_ends_it_without_a_word(team: Path) -> None:
    process = _with_fault(team, "import time; print('here', flush=True); time.sleep(30)")
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert time.monotonic() - started < 5
    assert "Traceback" not in told
    assert "fault" not in told


def test_a_name_from_kb_toml_begins_no_line(tmp_path: Path) -> None:
    """GitHub takes a line of standard error that begins with :: for a command."""
    write(
        tmp_path,
        {
            "kb.toml": '[check]\n"\\u001b[31m\\n::error::all is lost\\r\\n::stop-commands::x" = 1\n',
            "docs/a.md": "# A\n",
        },
    )
    told = kb(tmp_path, "check")
    assert told.returncode == 3
    assert "all is lost" in told.stderr
    assert not any(line.startswith("::") for line in told.stderr.splitlines())
