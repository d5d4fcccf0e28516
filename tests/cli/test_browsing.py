"""What kb browse paints, apart from a terminal: rows that fit, pages in the order of a call, the site's ticket note."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth
from trees import article, settle, write

from kb_tools.article.read import read_article
from kb_tools.cli.browsing.cells import clipped, cut, fitted, harmless, marked, parts, row, width, wrap
from kb_tools.cli.browsing.model import Browser
from kb_tools.cli.browsing.note import ticket_note
from kb_tools.cli.browsing.page import page, to_say
from kb_tools.cli.browsing.paint import paint, status
from kb_tools.cli.opening import open_searcher
from kb_tools.config import load_settings

ROOT = Path(__file__).parents[2]
TEXT = st.text(st.sampled_from("ab \t\n日本e\u0301\u0301\u0301\u202e\u200dא👍\x1b\x9b\x07│…"), max_size=60)

# --- Cells ----------------------------------------------------------------------------------------------------------


@given(TEXT, st.integers(2, 30), st.integers(0, 4))
def test_wrapped_rows_fit_and_lose_nothing(text: str, room: int, most: int) -> None:
    rows = wrap(row(text), room, most)
    assert all(get_cwidth(part) <= room for part in rows)
    if not most:
        assert "".join(rows).replace(" ", "") == row(text).replace(" ", "")
    else:
        assert len(rows) <= most
        whole = wrap(row(text), room)
        assert rows == whole if len(whole) <= most else rows[-1].endswith("…")


@given(TEXT, st.integers(0, 30))
def test_cut_and_fitted_take_the_room_they_have(text: str, room: int) -> None:
    assert get_cwidth(cut(row(text), room)) <= room
    assert width(fitted([("a", row(text)), ("b", row(text))], room)) == room
    assert width(clipped([("a", row(text)), ("b", row(text))], room)) <= room


@given(TEXT)
def test_nothing_steers_the_terminal(text: str) -> None:
    assert not set(harmless(text)) & set("\x1b\x9b\x07\u202e\u200d")
    assert "e\u0301\u0301\u0301" not in harmless(text)


@given(TEXT, st.data(), st.integers(10, 40))
def test_marks_are_seen(text: str, data: st.DataObject, room: int) -> None:
    text = text + "WORD" + text
    line = marked(text, [(text.index("WORD"), text.index("WORD") + 4)], room)
    assert width(line) <= room
    assert ("mark", "WORD") in line


@given(TEXT, st.integers(2, 30))
def test_parts_fit_and_are_the_text(text: str, room: int) -> None:
    found = list(parts(harmless(text), room))
    assert "".join(found) == harmless(text)
    assert all(get_cwidth(part) <= room for part in found)


@pytest.mark.parametrize("letter", ["x", "日", "👍", "日 "])
def test_an_endless_line_is_painted_at_once(letter: str) -> None:
    text = letter * 200_000
    start = time.process_time()
    assert len(wrap(text, 80)) >= 2500
    assert list(parts(text, 80))
    assert width(marked(f"{text} WORD", [(len(text) + 1, len(text) + 5)], 80)) <= 80
    assert time.process_time() - start < 5


# --- The page -------------------------------------------------------------------------------------------------------


def read(team: Path, content: str):  # type: ignore[no-untyped-def]
    return read_article("a.md", content.encode(), load_settings(team))


def test_say_check_and_fix_come_first(team: Path) -> None:
    found = read(
        team, "# T\n\nIntro.\n\n## Why\n\nw\n\n## Fix\n\n1. f\n\n## Other\n\no\n\n## Check\n\nc\n\n## Say\n\ns\n"
    )
    assert [piece.text for piece in page(found).pieces if piece.kind == "heading"] == [
        "Say",
        "Check",
        "Fix",
        "Why",
        "Other",
    ]


STEPS = """## Fix

1. First.

    *They should see:* a page.

    1. not a step
    - nor this

2. Second, with

    ```
    3. code
    ```

3. Third.

Between.

1. Again.

### By hand

4. Fourth.
5. Fifth.

> 1. Quoted.

## Why

1. No step.
"""


def test_steps_are_the_top_items_of_fix(team: Path) -> None:
    steps = page(read(team, STEPS)).steps
    assert [(step.number, step.words, step.under, step.group) for step in steps] == [
        (1, "First.", "", 0), (2, "Second, with", "", 0), (3, "Third.", "", 0), (1, "Again.", "", 1),
        (4, "Fourth.", "By hand", 2), (5, "Fifth.", "By hand", 2),
    ]  # fmt: skip


def test_words_to_say_come_without_their_quotation_marks(team: Path) -> None:
    said = read(team, '## Say\n\n"One moment\nplease."\n\nThen "wait" and *listen*.\n')
    assert to_say(said) == 'One moment please.\n\nThen "wait" and listen.'


@pytest.mark.skipif(not shutil.which("node"), reason="runs the site's own script")
@pytest.mark.parametrize("done", [set(), {0, 3}, set(range(6))])
@pytest.mark.parametrize("found", ["", " port 500 "])
def test_ticket_note_is_the_one_of_the_site(team: Path, done: set[int], found: str) -> None:
    content = STEPS.replace("## Fix", '---\ntitle: "A \\"title\\""\nid: some-id\nescalate_to: net-team\n---\n## Fix', 1)
    about = read(team, content)
    steps = page(about).steps
    now = datetime.now().astimezone()
    ours = ticket_note(about, trust="never reviewed", revision="abc", url="https://x.example/a/", steps=steps, done=done,
                       found=found, now=now)  # fmt: skip
    given = {"facts": {"id": about.id, "title": about.title, "revision": "abc", "url": "https://x.example/a/",
                       "escalateTo": about.escalate_to},
             "trust": "never reviewed", "count": len(steps), "found": found,
             "steps": [{"number": steps[index].number, "words": steps[index].words, "under": steps[index].under}
                       for index in sorted(done)]}  # fmt: skip
    script = ROOT / "kb_tools/site/theme/assets/article/note.js"
    code = (f"globalThis.kb = {{article: {{}}}}; require({json.dumps(str(script))});"
            f"const given = {json.dumps(given)}; given.now = new Date({int(now.timestamp() * 1000)});"
            "process.stdout.write(kb.article.note.plain(given));")  # fmt: skip
    theirs = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True).stdout
    assert ours == theirs


# --- The whole screen -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 41, 79, 110, 111, 200])
@pytest.mark.parametrize("rows", [7, 12, 14, 15, 30, 60])
def test_every_screen_is_as_large_as_it_may_be(team: Path, columns: int, rows: int) -> None:
    write(
        team, {"docs/long.md": article("vpn " * 40, STEPS, escalate_to="x" * 90, ask="Is it " + "very " * 50 + "late?")}
    )
    settle(team)
    browser = Browser(open_searcher(str(team)))
    for browser.text in ("", "vpn", "xyzzyplugh", "vpm 0x8fffffff"):
        browser.search()
        for step in range(4):
            lines = paint(browser, columns, rows)
            assert len(lines) == rows
            assert all(width(line) <= columns for line in lines)
            assert width(status(browser, columns)) == columns
            if browser.hits:
                assert any(line[0][0] == "chosen" for line in lines if line), "the chosen hit is not on the screen"
            browser.move(2 if step else 1)
        browser.open()
        for _ in range(3):
            lines = paint(browser, columns, rows)
            assert len(lines) == rows
            assert all(width(line) <= columns for line in lines)
            if browser.reading:
                browser.reading.scroll += rows
        browser.reading = None


def test_walking_down_goes_through_all_hits_in_their_order(tmp_path: Path) -> None:
    files = {f"docs/{number}.md": article(f"The same fault {number}", "Text.\n" * number) for number in range(1, 31)}
    searcher = open_searcher(str(settle(write(tmp_path / "many", files))), quiet=True)
    browser = Browser(searcher)
    browser.text = "same fault"
    browser.search()
    seen = []
    for _ in range(30):
        paint(browser, 80, 24)
        assert browser.hit
        seen.append(browser.hit.card["path"])
        browser.move(1)
    assert seen == [hit.card["path"] for hit in searcher.search("same fault", 50).hits]
    browser.move(1)
    assert browser.selected == 29
