"""kb known-issues: which articles, what is said of them, and where it is written."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from trees import article, kb, write

from kb_tools.config import load_settings
from kb_tools.errors import ContentError
from kb_tools.site.assets import THEME
from kb_tools.site.known_issues import SHOWN, known_issues, mounted, script, style
from kb_tools.site.known_issues import write as write_file

NOW = datetime(2026, 11, 22, 14, 3, 5, 7, timezone(timedelta(hours=1)))
OPEN = """---
id: mail-down
title: Mail is **down** for everybody
status: Known-Issue
symptoms: [nothing arrives, Outlook hangs]
error_codes: ["0x800CCC0E"]
products: [mail]
since: 2026-11-22 13:40
next_update: 2026-11-22 15:00
expires: 2026-11-22
workaround: Use the web page.
---
## Say

"We know, and *two* people work on it."

The next news comes at three.

## Fix

Wait.
"""


def issues(folder: Path, files: dict[str, str | bytes], now: datetime = NOW) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = known_issues(load_settings(write(folder, files)), now)["issues"]
    return found


def test_what_is_said(tmp_path: Path) -> None:
    (found,) = issues(tmp_path, {"docs/mail/down.md": OPEN, "docs/other.md": article("Other")})
    assert len(found.pop("version")) == 12
    assert found == {
        "id": "mail-down", "title": "Mail is down for everybody", "url": "mail/down/", "products": ["mail"],
        "symptoms": ["nothing arrives", "Outlook hangs"], "error_codes": ["0x800CCC0E"], "audience": None,
        "since": "2026-11-22 13:40", "next_update": "2026-11-22 15:00", "expires": "2026-11-22",
        "workaround": "Use the web page.", "escalate_to": None,
        "say": '"We know, and two people work on it."\nThe next news comes at three.',
    }  # fmt: skip


def test_only_what_is_open(tmp_path: Path) -> None:
    known = {"status": "known-issue"}
    files = {
        "docs/b.md": article("b", **known),
        "docs/a.md": article("a", expires="2026-11-22", **known),
        "docs/over.md": article("over", expires="2026-11-21", **known),
        "docs/solved.md": article("solved", status="solved", kind="known-issue"),
        "docs/archived.md": article("archived", confidence="archived", **known),
        "docs/left-out.md": article("left out", **known),
        "docs/no-search.md": article("hidden", search="{exclude: true}", **known),
        "docs/mentions.md": article("mentions", "status: known-issue"),
        "kb.toml": 'exclude = ["/left-out.md"]\n',
    }
    assert [issue["title"] for issue in issues(tmp_path, files)] == ["a", "b"]


def test_the_day_is_that_of_the_given_time(tmp_path: Path) -> None:
    assert issues(tmp_path, {"docs/a.md": OPEN}, NOW.replace(hour=23, minute=59))
    assert not issues(tmp_path, {}, NOW + timedelta(hours=10))


def test_other_names_and_encodings(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "kb.toml": '[fields]\nstatus = "state"\n',
        "docs/a.md": article("A", state="known-issue"),
        "docs/b.md": article("B", state="known-issue").encode("utf-16"),
    }
    assert [issue["title"] for issue in issues(tmp_path, files)] == ["A", "B"]


def test_the_address_is_below_the_root(tmp_path: Path) -> None:
    config = "site_url: https://kb.example.org/x/\nuse_directory_urls: false\n"
    (found,) = issues(tmp_path, {"docs/a b.md": OPEN, "mkdocs.yml": config})
    assert found["url"] == "a%20b.html"


def test_another_word_is_another_version(tmp_path: Path) -> None:
    (before,) = issues(tmp_path, {"docs/a.md": OPEN})
    (same,) = issues(tmp_path, {"docs/a.md": OPEN + "\n## Why\n\nA disk.\n"})
    (after,) = issues(tmp_path, {"docs/a.md": OPEN.replace("15:00", "16:00")})
    assert before["version"] == same["version"] != after["version"]


def test_too_much_to_read_out(tmp_path: Path) -> None:
    (found,) = issues(tmp_path, {"docs/a.md": article("A", "## Say\n\n" + "word " * 1000, status="known-issue")})
    assert len(found["say"]) <= 600
    assert found["say"].endswith("word…")


def test_command_prints_and_writes(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A \u2028 \u00e9", status="known-issue")})
    printed = json.loads(kb(tmp_path, "known-issues").stdout)
    assert datetime.fromisoformat(printed["written"]).utcoffset() is not None
    done = kb(tmp_path, "known-issues", "--output", str(tmp_path / "known-issues.json"))
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 known issue" in done.stderr
    text = (tmp_path / "known-issues.json").read_text(encoding="utf-8")
    assert json.loads(text)["issues"] == printed["issues"]
    assert (tmp_path / "known-issues.js").read_text(encoding="utf-8") == f"kbKnownIssues({text.strip()});\n"
    assert not (tmp_path / ".kb").exists()


def test_more_than_a_page_shows_is_said(tmp_path: Path) -> None:
    most = {f"docs/{number}.md": article(f"Down {number}", status="known-issue") for number in range(SHOWN)}
    assert "of which" not in kb(write(tmp_path, most), "known-issues").stderr
    done = kb(write(tmp_path, {"docs/x.md": article("Down", status="known-issue")}), "known-issues")
    assert done.returncode == 0
    assert f"{SHOWN + 1} known issues, of which a page shows the first {SHOWN}" in done.stderr
    assert f"const MOST = {SHOWN};" in (THEME / "assets/known-issues/checked.js").read_text()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="cannot be written"):
        write_file(tmp_path / "no" / "such.json", {})
    write(tmp_path, {"docs/a.md": OPEN})
    done = kb(tmp_path, "known-issues", "--output", os.path.join(tmp_path, "no", "such.json"))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_mounting_twice_is_mounting_once() -> None:
    once = mounted("<html><head><title>x</title></head><body></body></html>", "../")
    assert f'href="../{style().path}"' in once
    assert f'src="../{script().path}"' in once
    assert mounted(once, "../") == once
    assert mounted("no page", "") == "no page"
