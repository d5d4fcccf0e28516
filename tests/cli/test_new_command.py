"""kb new, end to end: with options, on a terminal, with an editor, and from a search that found nothing."""

from __future__ import annotations

import os
import re
import select
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from terminal import shown_next
from trees import KB, kb, write

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

ALL = ("--kind", "fault", "--title", "The badge reader refuses a badge", "--folder", "doors", "--product", "badge",
       "--owner", "doors-team", "--escalate-to", "facilities", "--audience", "internal")  # fmt: skip
ASKS = re.compile(r"(?:[:?]|\]:) $")


def new_file(team: Path, name: str = "doors/the-badge-reader-refuses-a-badge.md") -> Path:
    return team / "docs" / name


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and ".git" not in path.parts}  # fmt: skip


def editor(folder: Path, script: str) -> dict[str, str]:
    """An editor that does this to the file, as EDITOR has it: with an option, and a space in its name."""
    path = folder / "my editor"
    path.write_text(f'#!/bin/sh\ntest "$1" = --wait || exit 9\n{script}\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"EDITOR": f"'{path}' --wait", "VISUAL": ""}


def answered(
    folder: Path, answers: Sequence[str], *arguments: str, interrupt: bool = False, **environment: str
) -> tuple[str, int]:
    """Run kb on a terminal and answer its questions, one after the other; what it showed, and its status."""
    import pty

    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "dumb", "COLUMNS": "100", "EDITOR": "", "VISUAL": "", **environment}
    left, shown, end = list(answers), b"", time.monotonic() + 60
    with subprocess.Popen([*KB, "-C", str(folder), *arguments], stdin=theirs, stdout=theirs, stderr=theirs,
                          env=env) as process:  # fmt: skip
        os.close(theirs)
        seen = 0
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.1)[0]:
                part = shown_next(ours)
                if not part:
                    break
                shown += part
            elif len(shown) > seen and ASKS.search(shown.decode("utf-8", "replace")):
                seen = len(shown)
                if left:
                    os.write(ours, f"{left.pop(0)}\n".encode())
                elif interrupt:
                    process.send_signal(signal.SIGINT)
                else:
                    process.kill()
                    raise AssertionError(f"nobody answers this:\n{shown.decode()}")
        process.kill() if time.monotonic() >= end else process.wait()
    os.close(ours)
    text = shown.decode("utf-8", "replace").replace("\r\n", "\n")
    assert not left, f"{left} was not asked for:\n{text}"
    return text, process.returncode


# --- with options ---------------------------------------------------------------------------------------------------


def test_all_said_by_options(team: Path) -> None:
    before = tree(team / "docs")
    done = kb(team, "new", "it beeps twice", "--symptom", "no door opens", *ALL)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("created docs/doors/the-badge-reader-refuses-a-badge.md\n\nNext:\n")
    text = new_file(team).read_text(encoding="utf-8")
    assert "symptoms:\n  - it beeps twice\n  - no door opens\n" in text
    assert {name: content for name, content in tree(team / "docs").items() if name in before} == before
    shown = kb(team, "search", "it beeps twice", "-n", "1")
    assert "[the-badge-reader-refuses-a-badge]" in shown.stdout


def test_a_dry_run_prints_a_patch_that_makes_the_same_and_writes_nothing(team: Path) -> None:
    before = tree(team)
    said = kb(team, "new", "it beeps twice", *ALL, "--dry-run")
    assert tree(team / "docs") == {
        name.removeprefix("docs/"): before[name] for name in before if name.startswith("docs/")
    }
    assert said.stderr.endswith("would create docs/doors/the-badge-reader-refuses-a-badge.md\n")
    subprocess.run(["git", "apply"], cwd=team, input=said.stdout, encoding="utf-8", check=True)
    patched = new_file(team).read_bytes()
    new_file(team).unlink()
    kb(team, "new", "it beeps twice", *ALL)
    assert new_file(team).read_bytes() == patched


def test_what_is_missing_is_said_at_once(team: Path) -> None:
    done = kb(team, "new", "zebra", "--title", "x", "--owner", "me")
    assert done.returncode == 2
    assert "Missing: --kind, --folder" in done.stderr
    assert "--title" not in done.stderr.partition("Missing")[2]
    assert kb(team, "new").returncode == 2
    assert not new_file(team).exists()


def test_with_yes_the_neighbors_decide(team: Path) -> None:
    done = kb(team, "new", "how do I stop the vpn from ringing", "--yes", "--anyway")
    assert done.stdout.startswith("created docs/vpn/how-do-i-stop-the-vpn-from-ringing.md\n")
    text = new_file(team, "vpn/how-do-i-stop-the-vpn-from-ringing.md").read_text(encoding="utf-8")
    assert "\nkind: how-to\n" in text
    assert "\nproducts: [vpn]\naudience: internal\nconfidence: wip\nowner:\n" in text


def test_the_product_that_is_named_counts_before_the_folders(team: Path) -> None:
    done = kb(team, "new", "mail sings in the VPN's folder", "--folder", "vpn", "--yes", "--anyway", "--dry-run")
    assert "\n+products: [vpn]\n" in done.stdout
    done = kb(team, "new", "mail sings quagga songs", "--folder", "vpn", "--yes", "--anyway", "--dry-run")
    assert "\n+products: [mail]\n" in done.stdout


def test_an_audience_that_kb_does_not_know_is_not_proposed(team: Path) -> None:
    write(team, {"docs/its/a.md": "---\ntitle: A\naudience: ITPro\nowner: ann\n---\n# A\n"})
    done = kb(team, "new", "quagga", "--folder", "its", "--yes", "--dry-run")
    assert "\n+audience:\n" in done.stdout
    assert "\n+owner: ann\n" in done.stdout


def test_what_looks_answered_is_a_choice(team: Path) -> None:
    words = ("new", "my mail comes back, it says user unknown", *ALL)
    done = kb(team, *words)
    assert done.returncode == 1
    assert done.stdout.startswith("1  Mail comes back with 550 5.1.1\n")
    assert "--anyway" in done.stderr
    assert not new_file(team).exists()
    assert kb(team, *words, "--anyway").returncode == 0
    assert new_file(team).exists()


def test_a_short_id_is_the_writers_choice(team: Path) -> None:
    for name in ("badge-refused", "badge-refused-2"):
        done = kb(team, "new", "the badge reader refuses me", *ALL, "--id", "Badge refused", "--anyway", "--no-edit")
        assert done.returncode == 0, done.stderr
        assert f"id: {name}\n" in new_file(team, f"doors/{name}.md").read_text(encoding="utf-8")


def test_again_gets_another_id(team: Path) -> None:
    names = []
    for _ in range(2):
        done = kb(team, "new", "it beeps twice", *ALL, "--anyway")
        names.append(done.stdout.splitlines()[0].rpartition("/")[2])
    assert names == ["the-badge-reader-refuses-a-badge.md", "the-badge-reader-refuses-a-badge-2.md"]


def test_four_at_once_get_four_ids(team: Path) -> None:
    running = [subprocess.Popen([*KB, "-C", str(team), "new", "it beeps", *ALL, "--anyway"], stdout=subprocess.PIPE, text=True)
               for _ in range(4)]  # fmt: skip
    assert [each.communicate()[0].startswith("created ") for each in running] == [True] * 4
    ids = [
        line for path in (team / "docs/doors").iterdir() for line in path.read_text().splitlines() if line[:3] == "id:"
    ]
    assert len(set(ids)) == 4


def test_the_form_can_be_made_ones_own(team: Path) -> None:
    form = kb(team, "new", "--print-template", "fault").stdout
    assert form.startswith("---\nid:\ntitle:\nkind: fault\n")
    # As `> templates/fault.md` leaves it before kb begins.
    write(team, {"templates/fault.md": ""})
    assert kb(team, "new", "--print-template", "fault").stdout == form
    write(team, {"templates/fault.md": form.replace("## Why", "## Why not")})
    kb(team, "new", "it beeps twice", *ALL)
    assert "## Why not\n" in new_file(team).read_text(encoding="utf-8")


def test_a_folder_may_be_written_as_windows_does(team: Path) -> None:
    done = kb(team, "new", "it beeps twice", *ALL, "--folder", "docs\\doors\\in side")
    assert done.stdout.startswith("created docs/doors/in side/the-badge")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_tree_that_cannot_be_written(team: Path) -> None:
    (team / "docs").chmod(0o500)
    try:
        done = kb(team, "new", "it beeps twice", *ALL)
    finally:
        (team / "docs").chmod(0o700)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)


def test_a_place_that_cannot_be_written(team: Path) -> None:
    write(team, {"docs/doors": "no folder"})
    done = kb(team, "new", "it beeps twice", *ALL)
    assert (done.returncode, len(done.stderr.splitlines())) == (3, 1)
    assert "cannot be created" in done.stderr


# --- the last search ------------------------------------------------------------------------------------------------


def test_the_last_search_that_found_nothing(team: Path) -> None:
    off = kb(team, "new", "--from-last-search", *ALL)
    assert off.returncode == 3
    assert "keep_misses = true in kb.toml" in off.stderr
    write(team, {"kb.toml": "keep_misses = true\n"})
    assert "no search has found nothing" in kb(team, "new", "--from-last-search", *ALL).stderr
    for said in ("xylophone hums", "xylophone hums", "quagga gallops ann@example.org"):
        kb(team, "search", said)
    done = kb(team, "new", "--from-last-search", *ALL)
    assert done.returncode == 0, done.stderr
    assert "\n  - quagga gallops ...\n" in new_file(team).read_text(encoding="utf-8")


# --- on a terminal --------------------------------------------------------------------------------------------------


@needs_terminal
def test_asked_and_edited(team: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(team)], check=True)
    fills = editor(tmp_path, 'sed -i \'s/^## Say$/## Say\\n\\n"One moment."/\' "$2"')
    shown, status = answered(team, ["", "The lamp is purple", "it glows", "", "e9", "net", "", "lamp", "net-team", "noc", "wrong",
                                    "public"], "new", "quagga lamp purple", **fills)  # fmt: skip
    assert status == 0, shown
    text = new_file(team, "net/the-lamp-is-purple.md").read_text(encoding="utf-8")
    assert (
        "symptoms:\n  - quagga lamp purple\n  - it glows\nerror_codes: [e9]\nproducts: [lamp]\naudience: public\n"
        in text
    )
    assert "owner: net-team\n" in text
    assert '"One moment."' in text
    report = shown.partition("created ")[2]
    assert "\n  write Check, Fix, If that fails, Why\n" in report
    assert "take out what is left of the form" in report
    assert "Its title and all its symptoms find it." in report
    assert "  git add " in report


@needs_terminal
def test_one_proposal_is_one_question(team: Path) -> None:
    shown, status = answered(
        team, ["", "1", "", "", "", "1", "", "vpn-team", "noc"], "new", "the vpn sings quagga songs"
    )
    assert status == 0, shown
    assert (
        "Proposed, as in docs/vpn (2 articles): product vpn; audience internal; review every 180d. All right?" in shown
    )
    assert "No editor is set" in shown
    text = new_file(team, "vpn/the-vpn-sings-quagga-songs.md").read_text(encoding="utf-8")
    assert "\nproducts: [vpn]\naudience: internal\n" in text
    assert "\nowner: vpn-team\n" in text
    assert "\nescalate_to: noc\n" in text


@needs_terminal
def test_what_is_proposed_can_be_declined(team: Path) -> None:
    answers = ["", "1", "", "", "", "1", "n", "phone, vpn", "vpn-team", "noc", "", "90d"]
    shown, status = answered(team, answers, "new", "the vpn sings quagga songs")
    assert status == 0, shown
    text = new_file(team, "vpn/the-vpn-sings-quagga-songs.md").read_text(encoding="utf-8")
    assert "\nproducts: [phone, vpn]\naudience: internal\n" in text
    assert "\nreview_interval: 90d\n" in text


@needs_terminal
def test_it_is_one_of_these(team: Path, tmp_path: Path) -> None:
    before = tree(team / "docs")
    shown, status = answered(team, ["1"], "new", "my mail comes back")
    assert status == 0
    assert shown.rstrip().endswith("docs/mail/bounce.md")
    shown, status = answered(team, ["1"], "new", "my mail comes back", **editor(tmp_path, 'cp "$2" "$0.seen"'))
    assert (tmp_path / "my editor.seen").read_bytes() == before["mail/bounce.md"]
    assert tree(team / "docs") == before


@needs_terminal
@pytest.mark.parametrize("after", range(4))
def test_ctrl_c_while_it_asks_leaves_nothing(team: Path, after: int) -> None:
    before = tree(team / "docs")
    _, status = answered(
        team, ["", "1", "Title", "it hums"][:after], "new", "the vpn sings quagga songs", interrupt=True
    )
    assert status == 130
    assert tree(team / "docs") == before


@needs_terminal
@pytest.mark.parametrize(("script", "expected"), [
    ("exit 3", "my editor ended with 3; the file is kept"),
    ("true", "Nothing was written in the editor; the file is kept"),
    ('rm "$2"', "is gone: there is nothing to check"),
])  # fmt: skip
def test_an_editor_that_does_nothing(team: Path, tmp_path: Path, script: str, expected: str) -> None:
    shown, status = answered(team, [], "new", "it beeps", *ALL, "--symptom", "x", "--code", "e9", "--yes", "--anyway",
                             **editor(tmp_path, script))  # fmt: skip
    assert status == 0, shown
    assert expected in " ".join(shown.split())
    assert ("needs to be told to wait" in " ".join(shown.split())) is (script == "true")
    assert new_file(team).exists() is not script.startswith("rm")


@needs_terminal
def test_no_edit_opens_nothing(team: Path, tmp_path: Path) -> None:
    shown, status = answered(team, [], "new", "it beeps", *ALL, "--yes", "--no-edit", **editor(tmp_path, 'rm "$2"'))
    assert status == 0, shown
    assert new_file(team).exists()


def test_without_a_terminal_no_editor_is_opened(team: Path, tmp_path: Path) -> None:
    assert kb(team, "new", "it beeps", *ALL, **editor(tmp_path, 'rm "$2"')).returncode == 0
    assert new_file(team).exists()


# --- other people's folders -----------------------------------------------------------------------------------------


def test_a_folder_without_any_article(tmp_path: Path) -> None:
    done = kb(write(tmp_path / "none", {"x.txt": ""}), "new", "Größe プリンター", "--yes")
    assert done.stdout.startswith("created grosse.md\n")
    assert "git add" not in done.stdout


def test_it_says_where_it_cannot_be_seen(team: Path) -> None:
    write(team, {"kb.toml": 'ignore = ["doors/"]\n'})
    done = kb(team, "new", "it beeps", *ALL)
    assert "does not count" in done.stderr
