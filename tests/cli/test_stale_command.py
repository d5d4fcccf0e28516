"""kb stale: who must review what by when?"""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest
from cli.terminal import on_terminal
from icalendar import Calendar
from trees import KB, article, kb, settle, write

DAY = "2026-11-21"


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """One overdue, one due soon, one never reviewed, one that holds."""
    return settle(write(tmp_path / "team", {
        "docs/over.md": article("Größe über alles", last_reviewed="2026-01-01", review_interval="90d", owner="Desk"),
        "docs/soon.md": article("Soon", last_reviewed="2026-09-01", review_interval="90d", owner="network"),
        "docs/never.md": article("Never", review_interval="90d"),
        "docs/fine.md": article("Fine", last_reviewed="2026-11-01", review_interval="1y", owner="network"),
    }))  # fmt: skip


def shown(folder: Path, *arguments: str) -> list[str]:
    done = kb(folder, "stale", "--as-of", DAY, "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return [item["id"] for item in json.loads(done.stdout)["articles"]]


def test_overdue_and_within_two_weeks(dated: Path) -> None:
    done = kb(dated, "stale", "--as-of", DAY)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Desk: 1 overdue" in done.stdout
    assert done.stdout.endswith("2 overdue, 1 due within 14 days.\n")
    assert shown(dated) == ["never", "over", "soon"]


def test_how_far_ahead(dated: Path) -> None:
    assert shown(dated, "--within", "0d") == ["never", "over"]
    assert shown(dated, "--within", "2y") == ["never", "over", "soon", "fine"]
    write(dated, {"kb.toml": '[check]\ndue_soon = "3d"\n'})
    assert shown(dated) == ["never", "over"]
    done = kb(dated, "stale", "--within", "soon")
    assert done.returncode == 2
    assert "write 30d, 6w, 3m or 1y" in done.stderr


def test_of_some_owners(dated: Path) -> None:
    assert shown(dated, "--owner", "desk") == ["over"]
    assert shown(dated, "--owner", "desk", "--owner", "network") == ["over", "soon"]
    done = kb(dated, "stale", "--owner", "netwrok")
    assert done.returncode == 0
    assert "did you mean 'network'?" in done.stderr


def test_it_fails_only_when_asked_and_only_for_what_is_overdue(dated: Path) -> None:
    assert kb(dated, "stale", "--as-of", DAY).returncode == 0
    assert kb(dated, "stale", "--as-of", DAY, "--fail").returncode == 1
    assert kb(dated, "stale", "--as-of", DAY, "--fail", "--owner", "network").returncode == 0


def test_what_nobody_owns_is_asked_for_as_it_is_listed(dated: Path) -> None:
    write(dated, {"docs/alone.md": article("Alone", "# Alone\n", last_reviewed="2020-01-01", review_interval="90d")})
    done = kb(dated, "stale", "--as-of", DAY, "--owner", "nobody", "--format", "json")
    found = json.loads(done.stdout)["articles"]
    assert "Alone" in [each["title"] for each in found]
    assert {each["owner"] for each in found} == {None}
    assert done.stderr == ""


def test_it_fails_even_when_nobody_reads_on(dated: Path) -> None:
    command = [*KB, "-C", str(dated), "stale", "--as-of", DAY, "--fail"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 1


def test_uses_change_the_order(dated: Path) -> None:
    (dated / "uses.csv").write_text("article,uses\nover,1200\nold-one,3\n", encoding="utf-8")
    done = kb(dated, "stale", "--as-of", DAY, "--uses", str(dated / "uses.csv"), "--format", "csv")
    assert [row["id"] for row in csv.DictReader(done.stdout.splitlines())] == ["over", "never", "soon"]
    assert "used 1,200 times" in done.stdout
    assert "not an article here: old-one" in done.stderr
    (dated / "uses.csv").write_text("article,uses\nover,many\n", encoding="utf-8")
    done = kb(dated, "stale", "--uses", str(dated / "uses.csv"))
    assert done.returncode == 3
    assert "uses.csv:2: " in done.stderr


def test_broken_phrases_keep_nobody_from_the_list(dated: Path) -> None:
    write(dated, {"phrases.yml": "- said: x\n  expect: [no-such-article]\n"})
    done = kb(dated, "stale", "--as-of", DAY)
    assert done.returncode == 0
    assert "phrases.yml:2: there is no article 'no-such-article'" in done.stderr
    assert "2 overdue" in done.stdout


def test_a_folder_that_knows_no_reviews_is_told_how(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A\n"})
    done = kb(tmp_path, "stale")
    assert (done.returncode, done.stdout) == (0, "Nothing is due.\n")
    assert "review_interval" in done.stderr


def test_a_mistake_in_kb_toml_is_named(dated: Path) -> None:
    write(dated, {"kb.toml": '[check]\ndue_soon = "soon"\n'})
    done = kb(dated, "stale")
    assert done.returncode == 3
    assert "kb.toml:2" in done.stderr


def test_color_on_a_terminal_only(dated: Path) -> None:
    screen = on_terminal(dated, "stale", "--as-of", DAY)
    assert "\x1b[31m" in screen.text
    assert "\x1b[1mDesk\x1b[0m" in screen.text
    assert "\x1b" not in on_terminal(dated, "stale", "--as-of", DAY, environment={"NO_COLOR": "1"}).text
    assert "\x1b" not in on_terminal(dated, "stale", "--as-of", DAY, "-f", "markdown").text
    assert "\x1b" not in kb(dated, "stale", "--as-of", DAY).stdout


def test_a_terminal_that_knows_no_umlauts(dated: Path) -> None:
    done = kb(dated, "stale", "--as-of", DAY, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "Gr??e" in done.stdout.replace("ö", "?").replace("ß", "?")


def test_a_reader_that_goes_away(dated: Path) -> None:
    write(dated, {f"docs/many/a{number}.md": article("A", review_interval="1d") for number in range(2000)})
    command = [*KB, "-C", str(dated), "stale"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == 0


def test_a_calendar_in_a_pipe_keeps_its_line_ends(dated: Path) -> None:
    command = [*KB, "-C", str(dated), "stale", "--as-of", DAY, "--format", "ical"]
    out = subprocess.run(command, capture_output=True, check=True).stdout
    assert out.endswith(b"END:VCALENDAR\r\n")
    assert b"\r\r" not in out
    assert len(Calendar.from_ical(out).walk("VEVENT")) == 3


def test_a_name_that_is_no_text(dated: Path) -> None:
    write(dated, {b"docs/\xff.md": article("A", review_interval="1d")})
    for form in ("text", "json", "csv", "markdown", "ical"):
        done = kb(dated, "stale", "--format", form)
        assert done.returncode == 0, done.stderr
