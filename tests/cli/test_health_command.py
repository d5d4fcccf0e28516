"""kb health: the command."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli.terminal import on_terminal
from disks import on_posix, read_only
from health.histories import commit, reviewed
from trees import kb, write

TODAY = date.today()


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A knowledge base of two years."""
    folder = tmp_path / "team"
    for back in (700, 400, 100):
        day = TODAY - timedelta(days=back)
        commit(folder, day, {f"docs/{back}.md": reviewed(f"Größe {back}", day, 200, owner="net", products="[vpn]")})
    return folder


def test_first_of_all_what_to_do_first(team: Path) -> None:
    done = kb(team, "health")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Start with the 2 reviews overdue: the longest overdue is “Größe 700”")
    assert "2 of 3 articles" in done.stdout
    assert "Over time" in done.stdout
    assert "\x1b" not in done.stdout


def test_json_has_all_of_it(team: Path) -> None:
    done = kb(team, "health", "--json", "--points", "5")
    found = json.loads(done.stdout)
    assert (found["now"]["articles"], found["now"]["stale"], found["now"]["live"]) == (3, 2, 3)
    assert 3 <= len(found["history"]) <= 6
    assert found["history"][-1]["commit"] is None
    assert found["history"][-1]["live"] == 3
    assert found["owners"][0]["name"] == "net"
    assert sum(week["due"] for week in found["due"]) == 0
    assert json.loads(kb(team, "health", "--json", "--no-history").stdout)["history"] == []


def test_since_takes_a_day_or_a_length(team: Path) -> None:
    for since in ("150d", str(TODAY - timedelta(days=150))):
        found = json.loads(kb(team, "health", "--json", "--since", since).stdout)
        assert date.fromisoformat(found["history"][0]["day"]) >= TODAY - timedelta(days=150)
    assert kb(team, "health", "--since", "soon").returncode == 2
    assert kb(team, "health", "--since", "9999y").returncode == 0


def test_the_page_is_written_whole(team: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    write(tmp_path, {"out.html": "old"})
    path.chmod(0o640)
    done = kb(team, "health", "--html", str(path))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert str(path) in done.stderr
    content = path.read_text(encoding="utf-8")
    assert content.startswith("<!doctype html>")
    assert content.endswith("</html>\n")
    assert path.stat().st_mode & 0o777 == 0o640
    both = kb(team, "health", "--html", str(path), "--json")
    assert json.loads(both.stdout)["now"]["live"] == 3
    assert [entry.name for entry in tmp_path.iterdir() if "out.html" in entry.name] == ["out.html"]


def test_a_page_that_cannot_be_written(team: Path, tmp_path: Path) -> None:
    done = kb(team, "health", "--html", str(tmp_path / "none" / "x.html"))
    assert done.returncode == 3
    assert "cannot be written" in done.stderr


def test_on_a_terminal_it_has_color(team: Path) -> None:
    screen = on_terminal(team, "health", columns=60)
    assert screen.status == 0
    assert "\x1b[" in screen.text
    assert max(map(len, screen.plain.splitlines())) <= 72


def test_where_the_output_knows_few_letters(team: Path) -> None:
    done = kb(team, "health", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "#####" in done.stdout
    assert "█" not in done.stdout


@on_posix
def test_a_folder_that_is_read_only(team: Path) -> None:
    with read_only(team):
        done = kb(team, "health")
        assert done.returncode == 0, done.stderr
        assert "Over time" in done.stdout


def test_without_git(team: Path, tmp_path: Path) -> None:
    done = kb(team, "health", PATH=str(tmp_path / "nothing"))
    assert done.returncode == 0, done.stderr
    assert "no git repository" in done.stdout
    assert "2 of 3 articles" in done.stdout


def test_a_mistake_in_the_settings_is_named_with_its_line(team: Path) -> None:
    write(team, {"kb.toml": "[check]\nignored = []\n"})
    done = kb(team, "health")
    assert done.returncode == 3
    assert "kb.toml:2" in done.stderr
