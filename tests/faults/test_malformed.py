"""A tree of everything that can be wrong with a file: each problem is told with its line, and every file is read all the same."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from disks import on_posix
from trees import article, kb, scores, write

pytestmark = on_posix

BROKEN: dict[str | bytes, tuple[str | bytes, str]] = {
    "duplicate.md": ("---\ntitle: a\ntitle: b\n---\n\nprinter", "3: 'title' stands here a second time"),
    "broken.md": ("---\ntitle: [a\nowner: net\n---\n\nprinter", "3: the front matter is not valid YAML"),
    "colon.md": ("---\ntitle: Error: 809\n---\n\nprinter", "2: the front matter is not valid YAML"),
    "tab.md": ("---\n\ttitle: a\n---\n\nprinter", "2: the front matter is not valid YAML"),
    "endless.md": ("---\ntitle: a\n\n# Printer", "1: the front matter that starts here never ends"),
    "list.md": ("---\n- a\n---\n\nprinter", "2: the front matter is not a list of fields"),
    "date.md": ("---\ntitle: a\nlast_reviewed: soon\n---\n\nprinter", "3: last_reviewed is 'soon'"),
    "interval.md": ("---\nreview_interval: soon\n---\n\nprinter", "2: review_interval is 'soon'"),
    "mark.md": (b"\xef\xbb\xbf---\ntitle: a\n---\n\nprinter", "1: the file begins with a byte order mark"),
    "latin.md": (b"---\ntitle: a\n---\n\nprinter f\xfcr\n", "5: byte 0xfc is not UTF-8"),
    "utf16.md": ("# printer".encode("utf-16"), "1: the file is UTF-16"),
    "empty.md": (b"", "1: the file is empty"),
    "binary.md": (os.urandom(50) + b"\0" + os.urandom(5000), "1: this is not text"),
    "five.md": (b"printer jam \xc3\xbc " * 400_000, "1: the file has 6.0 MB; only the first 5 MB are read"),
    "deep.md": ("---\na: " + "[" * 50_000 + "\n---\n\nprinter", "2: the front matter is nested deeper than 16 levels"),
}

SOUND: dict[str | bytes, str | bytes] = {
    "crlf.md": b"---\r\ntitle: printer\r\n---\r\n\r\ntext\r\n",
    "no front matter.md": "# Printer\n",
    "rule.md": "---\n\nThe printer below a rule.\n",
    "プリンタ/紙詰まり.md": "# printer 紙詰まり\n",
    "Störung/Drucker.md": "# printer\n",
    "new\nline.md": "# printer\n",
    "=.md": "# printer\n",
    "-n.md": "# printer\n",
    "escape\x1b[31m.md": "# printer\n",
    "folder.md/inside.md": "# printer\n",
    "A.md": "# printer\n",
    "a.md": "# printer\n",
    "-.md": "printer\n",
    "d/" * 60 + "deep.md": "printer\n",
}

if sys.platform == "linux":
    SOUND |= {b"no text\xff.md": "# printer notext\n", b"no text\xfe.md": "# printer notext\n"}

EMPTY = {"empty.md", "binary.md"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("malformed")
    docs = write(folder / "docs", {**SOUND, **{name: content for name, (content, _) in BROKEN.items()}})
    (docs / "loop.md").symlink_to("loop too.md")
    (docs / "loop too.md").symlink_to("loop.md")
    (docs / "nowhere.md").symlink_to("/nonexistent.md")
    for name, target in {"self": ".", "up": "..", "top": str(folder), "etc.md": "d"}.items():
        (docs / name).symlink_to(target)
    os.mkfifo(docs / "pipe.md")
    return folder


def test_every_problem_is_told_with_its_file_and_line(base: Path) -> None:
    run = kb(base, "index", "--rebuild", "-v")
    assert run.returncode == 0, run.stderr
    told = [line.removeprefix("warning: ") for line in run.stderr.splitlines() if line.startswith("warning: ")]
    for name, (_, problem) in BROKEN.items():
        number, words = problem.split(": ", 1)
        assert [line for line in told if re.match(rf"{re.escape(str(name))}:{number}:\d+: {re.escape(words)}", line)], (
            problem
        )
    assert {line.split(":")[0] for line in told} == set(BROKEN)


def test_every_file_is_read_as_far_as_it_can_be(base: Path) -> None:
    found = scores(base, "printer")
    assert {os.fsencode(path) for path in found} == {os.fsencode(path) for path in {*SOUND, *BROKEN} - EMPTY}


def test_the_command_shows_what_it_found(base: Path) -> None:
    run = kb(base, "search", "printer", "-n", "100", "--json")
    assert run.returncode == 0, run.stderr
    hits = json.loads(run.stdout)["hits"]
    assert len(hits) == len(SOUND) + len(BROKEN) - len(EMPTY)
    assert all(hit["title"] for hit in hits)
    plain = kb(base, "search", "printer", "-n", "100")
    assert plain.returncode == 0
    assert "\x1b" not in plain.stdout


@pytest.mark.parametrize(
    "name", ["no front matter", "プリンタ/紙詰まり.md", "-n.md", "new\nline.md", "folder.md/inside", "latin"]
)
def test_any_of_them_can_be_shown(base: Path, name: str) -> None:
    run = kb(base, "show", "--", name)
    assert run.returncode == 0, run.stderr
    assert "printer" in run.stdout.lower()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse names that are no text")
def test_names_that_are_no_text_are_told_apart(base: Path) -> None:
    assert len(scores(base, "notext")) == 2
    run = kb(base, "show", os.fsdecode(b"no text\xff.md"))
    assert run.returncode == 0, run.stderr
    assert "printer notext" in run.stdout


def test_nothing_of_it_is_read_twice(base: Path) -> None:
    """Once the clock has moved on, a search looks at names and times only."""
    past = 1_600_000_000
    for path in (base / "docs").rglob("*.md"):
        if path.is_file() and not path.is_symlink():
            os.utime(path, (past, past))
    assert kb(base, "index").returncode == 0
    current = (base / ".kb/index/current").read_bytes()
    assert kb(base, "search", "printer").stderr == ""
    assert (base / ".kb/index/current").read_bytes() == current


# --- next to nothing


def test_a_tree_without_articles(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for _ in range(2):
        run = kb(tmp_path, "search", "printer")
        assert run.returncode == 1, run.stderr
    assert kb(tmp_path, "index").stdout.startswith("0 articles in the index")
    assert kb(tmp_path, "show", "printer").returncode == 3
    write(tmp_path, {"docs/a.md": article("Printer")})
    assert kb(tmp_path, "search", "printer").returncode == 0


@pytest.mark.parametrize("patterns", ["exclude = ['*']", "ignore = ['*.md']", "ignore = ['/']\nexclude = ['*']"])
def test_a_tree_with_every_article_left_out(tmp_path: Path, patterns: str) -> None:
    write(tmp_path, {"kb.toml": patterns, "docs/a.md": article("Printer"), "docs/b/c.md": "\0"})
    for _ in range(2):
        run = kb(tmp_path, "search", "printer")
        assert run.returncode == 1, run.stderr
    assert kb(tmp_path, "index").stdout.startswith("0 articles in the index")
    (tmp_path / "kb.toml").unlink()
    assert kb(tmp_path, "search", "printer").returncode == 0


def test_a_folder_that_never_heard_of_kb(tmp_path: Path) -> None:
    write(tmp_path, {"notes/printer.md": "It jams.\n", "README.md": "# Our notes\n"})
    run = kb(tmp_path, "search", "printer", "jams")
    assert run.returncode == 0, run.stderr
    assert "notes/printer.md" in run.stdout
    assert {path.name for path in tmp_path.iterdir()} == {"notes", "README.md", ".kb"}
