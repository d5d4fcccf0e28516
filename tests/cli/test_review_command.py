"""kb review: what changed, what is wrong, and what becomes of the answer."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from repositories import git
from terminal import ESCAPE, on_terminal, shown_next
from trees import KB, article, kb, settle, write

from kb_tools.article.reviewed import review_hash

pytestmark = pytest.mark.skipif(os.name != "posix", reason="answers on a terminal")

VPN = "docs/vpn/vpn-809.md"
TODAY = date.today().isoformat()


@pytest.fixture
def kept(team: Path) -> Path:
    """The team's articles in git, one of them reviewed long ago and changed since."""
    git(team, "init", "--quiet")
    git(team, "config", "user.name", "Ada Example")
    content = (team / VPN).read_text(encoding="utf-8")
    reviewed = content.replace(
        "confidence: validated", "confidence: validated\nlast_reviewed: 2026-01-05  # by two of us"
    )
    write(team, {VPN: reviewed, "phrases.yml": "- said: the hotel has no vpn\n  expect: vpn-809\n"})
    git(team, "add", "--all")
    git(team, "commit", "--quiet", "--message=All", day="2026-01-05")
    write(team, {VPN: reviewed.replace("phone's hotspot", "hotspot of the phone")})
    git(team, "commit", "--quiet", "--all", "--message=Change", day="2026-02-05")
    settle(team)
    kb(team, "index")
    return team


def fields(team: Path, path: str = VPN) -> dict[str, str]:
    return dict(re.findall(r"^(\w+): (.*)$", (team / path).read_text(encoding="utf-8"), re.M))


Answer = str | Callable[[], str]


def answering(folder: Path, arguments: Sequence[str], answers: Sequence[Answer], **environment: str) -> tuple[str, int]:
    """Run kb on a terminal, and type an answer whenever it asks; what was to be seen, and the exit status."""
    import pty

    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "dumb", "COLUMNS": "100", **environment}
    left, seen, end = list(answers), "", time.monotonic() + 60
    with subprocess.Popen([*KB, "-C", str(folder), *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=env,
                          start_new_session=True, preexec_fn=_own_terminal) as process:  # fmt: skip
        os.close(theirs)
        asked = 0
        while time.monotonic() < end:
            if not select.select([ours], [], [], 0.2)[0]:
                continue
            part = shown_next(ours)
            if not part:
                break
            seen += part.decode("utf-8", "replace")
            questions = len(re.findall(r"\[q\]uit: |stays? open\)[^\n]*: $|stays? open\): ", seen))
            if questions > asked and left:
                asked = questions
                # Like a person: an interrupt that comes before Python waits for input is seen only with the next key.
                time.sleep(0.3)
                answer = left.pop(0)
                os.write(ours, (answer if isinstance(answer, str) else answer()).encode())
        else:
            process.kill()
        process.wait(10)
    os.close(ours)
    return ESCAPE.sub("", seen.replace("\r\n", "\n")), process.returncode


def _own_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_it_shows_what_changed_since_somebody_read_it(kept: Path) -> None:
    done = kb(kept, "review", "vpn-809")
    assert done.returncode == 0
    first = git(kept, "rev-parse", "HEAD~1")[:10]
    assert f"Changed since it was read (commit {first} of 2026-01-05):" in done.stdout
    assert "-1. Use the phone's hotspot.\n+1. Use the hotspot of the phone." in done.stdout
    assert "Expected by 1 phrase, found by 1." in done.stdout
    assert "--yes, or --archive" in done.stderr
    assert git(kept, "status", "--porcelain") == ""


def test_a_phrase_that_does_not_find_it_a_finding_a_flag_and_a_miss(kept: Path) -> None:
    write(kept, {"phrases.yml": "- said: flimflam zzyzx\n  expect: vpn-809\n", "kb.toml": "keep_misses = true\n"})
    text = (kept / VPN).read_text(encoding="utf-8")
    write(kept, {VPN: f"{text}\n[gone](gone.md)\n"})
    kb(kept, "flag", "vpn-809", "no such button")
    assert kb(kept, "search", "hotel", "0x80040115").returncode == 0
    out = kb(kept, "review", "vpn-809").stdout
    assert "Flagged, 1 time:\n" in out
    assert "no such button, Ada Example" in out
    assert "Expected by 1 phrase, found by 0; not among the first 3 for:\n  flimflam zzyzx" in out
    assert "KB201" in out
    assert "came nearest to it:\n    1  hotel 0x80040115" in out


def test_yes_writes_who_when_and_which_text_and_keeps_the_rest(kept: Path) -> None:
    before = (kept / VPN).read_bytes()
    done = kb(kept, "review", "vpn-809", "--yes")
    assert (done.returncode, done.stdout) == (0, f"vpn-809: reviewed by Ada Example on {TODAY}\n")
    found = fields(kept)
    assert found["last_reviewed"] == f"{TODAY}  # by two of us"
    assert found["reviewed_by"] == "Ada Example"
    assert found["reviewed_hash"].strip('"') == review_hash(before, {}, date.today())
    assert git(kept, "diff", "--numstat").split()[:2] == ["3", "1"]
    assert f"Nothing has changed since it was read ({TODAY})." in kb(kept, "review", "vpn-809").stdout
    assert "KB410" not in kb(kept, "check").stdout


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_change_after_the_review_is_found_and_shown_from_the_text_that_was_read(
    kept: Path, is_committed: bool
) -> None:
    kb(kept, "review", "vpn-809", "--yes")
    if is_committed:
        git(kept, "commit", "--quiet", "--all", "--message=Reviewed", day=TODAY)
    text = (kept / VPN).read_text(encoding="utf-8")
    write(kept, {VPN: text.replace("another way", "no other way")})
    assert "KB410" in kb(kept, "check").stdout
    out = kb(kept, "review", "vpn-809").stdout
    assert "-We try another way in.\n+We try no other way in." in out
    assert "reviewed_by" not in out


def test_the_article_has_another_name_by_now(kept: Path) -> None:
    git(kept, "mv", VPN, "docs/mail/größe 日本.md")
    git(kept, "commit", "--quiet", "--message=Moved", day="2026-03-05")
    out = kb(kept, "review", "vpn-809").stdout
    assert "+1. Use the hotspot of the phone." in out


def test_flags_are_answered_with_a_note_and_stay_open_without(kept: Path) -> None:
    kb(kept, "flag", "vpn-809", "no such button")
    done = kb(kept, "review", "vpn-809", "--yes")
    assert "1 flag on it stays open" in done.stderr
    done = kb(kept, "review", "vpn-809", "--yes", "--note", "it has another name", "--by", "Bob")
    assert "vpn-809: it has another name\n\nAnswers:\n" in done.stdout
    assert not (kept / "flags").exists()
    assert fields(kept)["reviewed_by"] == "Bob"


def test_archive_says_what_still_leads_there(kept: Path) -> None:
    write(kept, {"docs/old style.md": "# Old\n\n[it](vpn/vpn-809.md) and [it](vpn/vpn-809.md#fix)\n"})
    done = kb(kept, "review", "vpn-809", "--archive")
    assert (done.returncode, done.stdout) == (0, "vpn-809: archived\n")
    assert "2 links in other articles still lead to it" in done.stderr
    found = fields(kept)
    assert (found["confidence"], found["last_reviewed"]) == ("archived", "2026-01-05  # by two of us")


def test_dry_run_is_the_patch_of_the_same(kept: Path) -> None:
    kb(kept, "flag", "vpn-809", "no such button")
    arguments = ("review", "vpn-809", "--yes", "--note", "so", "--by", "Bob")
    patch = kb(kept, *arguments, "--dry-run").stdout
    assert "reviewed_by" not in fields(kept)
    subprocess.run(["git", "apply"], input=patch.encode(), cwd=kept, check=True)
    applied = (kept / VPN).read_bytes()
    git(kept, "checkout", "--quiet", "docs")
    kb(kept, "flag", "vpn-809", "no such button")
    kb(kept, *arguments)
    assert (kept / VPN).read_bytes() == applied
    assert not (kept / "flags").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "needs a terminal"), ("--mine", "needs a terminal"), ("--yes", "--yes needs an ARTICLE"),
        ("vpn-809 --yes --archive --mine", "one of them; --owner and --mine"), ("vpn-809 --note x", "--note goes with"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_once(kept: Path, arguments: str, message: str) -> None:
    done = kb(kept, "review", *arguments.split())
    assert (done.returncode, message in done.stderr) == (2, True)


def test_nobody_is_named(kept: Path) -> None:
    git(kept, "config", "user.name", "")
    done = kb(kept, "review", "vpn-809", "--yes")
    assert (done.returncode, "--by NAME" in done.stderr) == (3, True)
    assert git(kept, "status", "--porcelain") == ""


def test_without_git_it_works_and_says_what_it_cannot_tell(team: Path) -> None:
    kb(team, "index")
    assert "was never reviewed" in kb(team, "review", "vpn-809").stdout
    assert kb(team, "review", "mail-bounce", "--yes", "--by", "Ada").returncode == 0
    text = (team / "docs/mail/bounce.md").read_text(encoding="utf-8")
    write(team, {"docs/mail/bounce.md": text + "\nMore.\n"})
    assert "this is no git repository" in kb(team, "review", "mail-bounce").stdout


def test_a_clone_of_the_end_of_the_history(kept: Path, tmp_path: Path) -> None:
    for number in range(3):
        write(
            kept, {VPN: f"{(kept / VPN).read_text(encoding='utf-8')}\n{number}\n".replace("2026-01-05", "2026-01-06")}
        )
        git(kept, "commit", "--quiet", "--all", f"--message={number}", day=f"2026-06-0{number + 1}")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", kept.as_uri(), str(clone))
    write(clone, {VPN: (clone / VPN).read_text(encoding="utf-8").replace("2026-01-06", "2026-01-07")})
    assert "only the end of the history" in kb(clone, "review", "vpn-809").stdout


def test_windows_line_ends_a_byte_order_mark_and_their_own_names(tmp_path: Path) -> None:
    write(tmp_path, {
        "kb.toml": 'date_formats = ["%m/%d/%Y"]\n[fields]\nlast_reviewed = ["ms.date"]\n',
        "docs/a.md": b"\xef\xbb\xbf---\r\ntitle: A\r\nms.date: 01/05/2026 # x\r\n---\r\n# A\r\n\r\nNo end",
    })  # fmt: skip
    assert kb(tmp_path, "review", "a", "--yes", "--by", "Ada").returncode == 0
    content = (tmp_path / "docs/a.md").read_bytes()
    day = date.today().strftime("%m/%d/%Y")
    assert content.startswith(f"\ufeff---\r\ntitle: A\r\nms.date: {day} # x\r\nreviewed_by: Ada\r\n".encode())
    assert content.endswith(b"---\r\n# A\r\n\r\nNo end")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "KB410" not in kb(tmp_path, "check", "--select", "KB410").stdout


def test_the_questions_one_by_one(kept: Path) -> None:
    kb(kept, "flag", "vpn-809", "no such button")
    editor = kept / "editor.py"
    write(kept, {"editor.py": "import sys\nwith open(sys.argv[1], 'a') as file:\n    file.write('\\nEdited.\\n')\n"})
    seen, status = answering(kept, ["review", "vpn-809"], ["what\n", "r\n", "e\n", "y\n", "it has a name\n"],
                             EDITOR=f"{sys.executable} {editor}")  # fmt: skip
    assert status == 0, seen
    assert "One of: yes, edit" in seen
    assert "We try another way in." in seen
    assert "+Edited." in seen
    assert "vpn-809: it has a name" in seen
    text = (kept / VPN).read_bytes()
    assert text.endswith(b"\nEdited.\n")
    assert fields(kept)["reviewed_hash"].strip('"') == review_hash(text, {}, date.today())
    assert not (kept / "flags").exists()


@pytest.mark.parametrize("answer", ["\x03", "\x04", "q\n", "\n"])
def test_leaving_leaves_everything_as_it_is(kept: Path, answer: str) -> None:
    before = (kept / VPN).read_bytes()
    seen, status = answering(kept, ["review", "vpn-809"], [answer])
    assert status == (130 if answer in "\x03\x04" else 0), seen
    assert (kept / VPN).read_bytes() == before
    assert git(kept, "status", "--porcelain") == ""


def test_the_queue_is_walked(kept: Path) -> None:
    for number in range(3):
        write(
            kept,
            {
                f"docs/due{number}.md": article(
                    f"Due {number}",
                    "# D\n",
                    id=f"due-{number}",
                    owner="net",
                    last_reviewed=f"2020-01-0{number + 1}",
                    review_interval="30d",
                )
            },
        )
    kb(kept, "flag", "due-2", "wrong")
    seen, status = answering(kept, ["review", "--mine"], ["y\n", "\n", "s\n", "a\n"], KB_OWNER="net")
    assert status == 0, seen
    assert re.findall(r"--- (\d of \d) ---\nDue (\d)", seen) == [("1 of 3", "2"), ("2 of 3", "0"), ("3 of 3", "1")]
    assert "Due: flagged: wrong" in seen
    assert "1 reviewed, 1 archived, 1 left." in seen
    assert [fields(kept, f"docs/due{n}.md").get("reviewed_by") for n in range(3)] == [None, None, "Ada Example"]
    assert fields(kept, "docs/due1.md")["confidence"] == "archived"


def test_without_color_the_queue_has_none(kept: Path) -> None:
    write(kept, {"docs/due.md": article("Due", "# D\n", last_reviewed="2020-01-01", review_interval="30d")})
    seen = on_terminal(kept, "review", environment={"NO_COLOR": "1"}, types="q\n")
    assert "--- 1 of 1 ---" in seen.text
    assert "\x1b" not in seen.text
    assert "\x1b" in on_terminal(kept, "review", types="q\n").text


def test_a_mistake_in_the_vocabulary_is_named_not_an_article_of_an_old_index(kept: Path) -> None:
    (kept / VPN).rename(kept / "docs/vpn/other name.md")
    write(kept, {"vocabulary.yml": "a: [b\n"})
    done = kb(kept, "review", "vpn-809")
    assert done.returncode == 3
    assert "vocabulary.yml:" in done.stderr


def test_whose_they_are_must_be_known(kept: Path) -> None:
    seen, status = answering(kept, ["review", "--mine"], [], KB_OWNER="")
    assert (status, "kb.owner" in seen) == (3, True)
    git(kept, "config", "kb.owner", "nobody-here")
    seen, status = answering(kept, ["review", "--mine"], [])
    assert (status, "Nothing is due." in seen, "owns no article" in seen) == (0, True, True)


def test_what_changes_while_it_is_read_was_not_read(kept: Path) -> None:
    def meanwhile() -> str:
        with open(kept / VPN, "a", encoding="utf-8") as file:
            file.write("\nTheirs.\n")
        return "y\n"

    seen, status = answering(kept, ["review", "vpn-809"], [meanwhile, "q\n"])
    assert status == 0
    assert "changed in the meantime" in seen
    assert (kept / VPN).read_text(encoding="utf-8").endswith("\nTheirs.\n")
    assert "reviewed_by" not in fields(kept)
