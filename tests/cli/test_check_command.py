"""kb check as CI and writers run it: whole processes, real files, real git."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from cli.terminal import on_terminal
from disks import on_posix
from links.loopback import Handler, serving
from repositories import git
from trees import KB, article, kb, settle, write

from kb_tools.checks.reports import FORMATS
from kb_tools.checks.rules import RULES
from kb_tools.cli import check

GOOD = "# Printer offline\n\nSee [B](b.md).\n"
DEAD = "# B\n\nSee [C](c.md) and [A](a.md).\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Two articles, one dead link."""
    return settle(write(tmp_path, {"docs/a.md": GOOD, "docs/b.md": DEAD}))


def test_an_error_is_exit_status_1_and_clean_is_0(base: Path) -> None:
    found = kb(base, "check")
    assert found.returncode == 1
    assert "docs/b.md" in found.stdout
    assert "3:9" in found.stdout
    assert "KB201 link-dead" in found.stdout
    (base / "docs/c.md").write_text("# C\n\n[A](a.md)\n")
    assert kb(base, "check").returncode == 0


def test_what_counts_as_a_failure_can_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# A\n\n# Another title\n"})
    assert kb(tmp_path, "check").returncode == 0, "a warning is no error"
    assert kb(tmp_path, "check", "--fail-on", "warning").returncode == 1
    (tmp_path / "docs/b.md").write_text("# B\n\n[C](c.md)\n")
    assert kb(tmp_path, "check", "--fail-on", "never").returncode == 0


def test_rules_are_chosen_by_id_name_and_family(base: Path) -> None:
    for name in ("KB201", "kb201", "link-dead", "links", "KB2", "form,KB201"):
        assert kb(base, "check", "--select", name).returncode == 1, name
        assert kb(base, "check", "--ignore", name).returncode == 0, name
    wrong = kb(base, "check", "--select", "link-dad")
    assert wrong.returncode == 2
    assert "did you mean 'link-dead'" in wrong.stderr


def test_settings_choose_rules_and_severity(base: Path) -> None:
    write(base, {"kb.toml": '[check]\nignore = ["link-dead"]\n'})
    assert kb(base, "check").returncode == 0
    write(base, {"kb.toml": '[check.severity]\nlink-dead = "info"\n'})
    assert kb(base, "check").returncode == 0
    assert kb(base, "check", "--fail-on", "info").returncode == 1


def test_a_mistake_in_the_settings_has_its_line_and_keeps_nobody_from_searching(base: Path) -> None:
    write(base, {"kb.toml": "\n[check]\nignroe = []\n"})
    wrong = kb(base, "check")
    assert wrong.returncode == 3
    assert f"{base / 'kb.toml'}:3: unknown setting 'check.ignroe'" in wrong.stderr
    assert "Did you mean 'ignore'?" in wrong.stderr
    assert kb(base, "search", "printer").returncode == 0


def test_paths_choose_what_is_reported(base: Path) -> None:
    assert kb(base, "check", str(base / "docs/a.md")).returncode == 0
    assert kb(base, "check", str(base / "docs/b.md")).returncode == 1
    assert kb(base, "check", str(base / "docs")).returncode == 1
    gone = kb(base, "check", str(base / "docs/gone.md"))
    assert gone.returncode == 2
    outside = kb(base, "check", str(base.parent))
    assert outside.returncode == 2
    assert "is not in the knowledge base" in outside.stderr


def test_reports_are_written_besides(base: Path) -> None:
    found = kb(base, "check", "-o", f"sarif={base / 'kb.sarif'}", "--output", f"junit={base / 'kb.xml'}", "-f", "json")
    assert [each["rule"] for each in json.loads(found.stdout)["findings"]] == ["KB201"]
    assert json.loads((base / "kb.sarif").read_text())["version"] == "2.1.0"
    assert (base / "kb.xml").read_text().startswith("<?xml")
    for wrong in ("kb.sarif", "sarif=", "word=kb.doc"):
        assert kb(base, "check", "-o", wrong).returncode == 2


def test_the_formats_of_the_help_are_those_there_are() -> None:
    assert tuple(FORMATS) == check.FORMATS


def test_an_article_is_read_again_when_it_changed_and_only_then(base: Path) -> None:
    assert kb(base, "check").returncode == 1
    remembered = (base / ".kb/checked").stat()
    assert kb(base, "check").returncode == 1
    assert (base / ".kb/checked").stat().st_mtime_ns == remembered.st_mtime_ns, "nothing new to remember"
    write(base, {"docs/b.md": "# B\n\n[A](a.md)\n"})
    assert kb(base, "check").returncode == 0
    (base / "docs/a.md").unlink()
    found = kb(base, "check", "-f", "json")
    assert [each["path"] for each in json.loads(found.stdout)["findings"]] == ["docs/b.md"]


@pytest.mark.parametrize("damage", [b"", b"\x80\x05cos\nsystem\n(S'touch hacked'\ntR.", b"x" * 4000])
def test_what_is_remembered_is_not_trusted_when_it_is_not_ours(base: Path, damage: bytes) -> None:
    kb(base, "check")
    path = base / ".kb/checked"
    path.write_bytes(path.read_bytes()[:32] + damage)
    assert kb(base, "check").returncode == 1
    assert not (base / "hacked").exists()


def test_it_works_on_a_tree_that_cannot_be_written(base: Path) -> None:
    base.chmod(0o555)
    try:
        found = kb(base, "check")
    finally:
        base.chmod(0o755)
    assert found.returncode == 1
    assert "KB201" in found.stdout


def test_a_fix_mends_what_has_one_answer_and_tells_the_rest(base: Path) -> None:
    write(base, {"docs/a.md": GOOD.replace("b.md", "B.md")})
    patch = kb(base, "check", "--diff")
    assert patch.returncode == 1
    assert "-See [B](B.md).\n+See [B](b.md).\n" in patch.stdout
    assert (base / "docs/a.md").read_text() != GOOD, "a patch changes nothing"
    found = kb(base, "check", "--fix")
    assert (base / "docs/a.md").read_text() == GOOD
    assert "mended 1 finding in 1 file" in found.stderr
    assert found.returncode == 1, "the dead link is for a person"
    assert kb(base, "check", "--diff").returncode == 0


def test_a_baseline_holds_back_what_was_there(base: Path) -> None:
    kept = base / "old.txt"
    assert kb(base, "check", "--write-baseline", "--baseline", str(kept)).returncode == 0
    found = kb(base, "check", "--baseline", str(kept))
    assert found.returncode == 0
    assert "1 from the baseline" in found.stdout
    write(base, {"docs/b.md": "# B\n\nNew text above.\n\nSee [C](c.md), [A](a.md) and [D](d.md).\n"})
    found = kb(base, "check", "--baseline", str(kept), "-f", "json")
    assert [each["message"].split()[0] for each in json.loads(found.stdout)["findings"]] == ["d.md"]
    write(base, {"docs/b.md": "# B\n\n[A](a.md)\n", "kb.toml": '[check]\nbaseline = "old.txt"\n'})
    found = kb(base, "check")
    assert found.returncode == 0
    assert "1 finding of the baseline no longer there; kb check --write-baseline takes it out\n" in found.stderr
    write(base, {"docs/b.md": "# B\n\n[D](d.md)\n"})
    told = kb(base, "check").stderr
    assert "kb check --write-baseline takes it out, and takes in 1 new one\n" in told


def test_what_the_baseline_holds_back_can_be_looked_at(base: Path) -> None:
    write(base, {"kb.toml": '[check]\nbaseline = "old.txt"\n'})
    kb(base, "check", "--write-baseline")
    assert kb(base, "check").returncode == 0
    found = kb(base, "check", "--no-baseline")
    assert found.returncode == 1
    assert "KB201" in found.stdout
    for other in (["--baseline", "old.txt"], ["--write-baseline"]):
        assert kb(base, "check", "--no-baseline", *other).returncode == 2


def test_a_part_of_the_rules_leaves_the_rest_of_the_baseline_alone(base: Path) -> None:
    write(base, {"docs/a.md": GOOD + "\n# Again\n"})
    kept = base / "old.txt"
    kb(base, "check", "--write-baseline", "--baseline", str(kept))
    before = kept.read_text()
    kb(base, "check", "--write-baseline", "--baseline", str(kept), "--select", "KB201")
    assert kept.read_text() == before


def test_what_a_branch_broke_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, {
        "docs/a.md": "# A\n\n[B](b.md#one)\n", "docs/b.md": "# B\n\n## One\n\n[A](a.md)\n", "docs/c.md": "# C\n\n[X](x.md)\n",
    })  # fmt: skip
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message=All")
    git(tmp_path, "switch", "--quiet", "--create", "branch")
    write(tmp_path, {"docs/b.md": "# B\n\n## Two\n\n[A](a.md)\n"})
    found = kb(tmp_path, "check", "--changed-since", "main", "-f", "json")
    assert [(each["path"], each["rule"]) for each in json.loads(found.stdout)["findings"]] == [("docs/a.md", "KB202")]
    assert kb(tmp_path, "check", "--changed-since", "nowhere").returncode == 3


def test_days_can_be_judged_as_of_another_day(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("A", last_reviewed="2026-01-01", review_interval="90d")})
    assert kb(tmp_path, "check", "--as-of", "2026-02-01", "--fail-on", "info").returncode == 0
    assert kb(tmp_path, "check", "--as-of", "2026-06-01", "--fail-on", "warning").returncode == 1
    assert kb(tmp_path, "check", "--as-of", "2026-06-01", "--external").returncode == 2, "other servers answer today"


def test_every_rule_explains_itself(tmp_path: Path) -> None:
    listed = kb(tmp_path, "check", "--rules").stdout.splitlines()
    assert [line.split()[0] for line in listed] == [rule.id for rule in RULES]
    assert "## Why" in kb(tmp_path, "check", "--explain", "link-dead").stdout
    assert kb(tmp_path, "check", "--explain", "KB999").returncode == 2
    assert json.loads(kb(tmp_path, "check", "--schema").stdout)["$schema"]


def test_an_empty_folder_and_a_hostile_name(tmp_path: Path) -> None:
    assert kb(tmp_path, "check").returncode == 0
    write(
        tmp_path,
        {"docs/\x1b[31mred.md": "# A\n\n[x](gone.md)\n", os.fsdecode(b"docs/\xff.md"): "# B\n\n[x](gone.md)\n"},
    )
    for form in FORMATS:
        found = kb(tmp_path, "check", "-f", form)
        assert found.returncode == 1, found.stderr
        assert "\x1b" not in found.stdout


@on_posix
def test_a_file_name_begins_no_line_of_what_is_said(tmp_path: Path) -> None:
    """GitHub takes a line that begins with :: for a command, on standard error too."""
    text = "---\ntitle: T\nowner: x\nerror_codes: [0x1F]\n---\n# T\n\nx\n"
    write(tmp_path, {"docs/a\n::error::pwned.md": text})
    (tmp_path / "docs/a\n::error::pwned.md").chmod(0o444)
    told = kb(tmp_path, "check", "--fix").stderr
    assert "pwned.md: not mended: it is write-protected" in told
    assert not any(line.lstrip().startswith("::") for line in told.splitlines())


def test_no_rule_to_run_is_said_and_not_taken_for_good_news(base: Path) -> None:
    asked = kb(base, "check", "--select", "external")
    assert asked.returncode == 2
    assert "--external" in asked.stderr
    none = kb(base, "check", "--select", "links", "--ignore", "KB2")
    assert none.returncode == 2
    assert "no rule is left to run" in none.stderr
    write(base, {"kb.toml": '[check]\nignore = ["orphan"]\n'})
    assert "kb.toml" in kb(base, "check", "--select", "orphan").stderr
    assert kb(base, "check", "--explain", "").returncode == 2


def test_a_path_is_seen_from_here_from_the_folder_of_c_or_as_a_finding_has_it(base: Path) -> None:
    for start, folder, name in (
        (base, ".", "docs/b.md"), (base / "docs", ".", "b.md"), (base / "docs", ".", "docs/b.md"),
        (base.parent, str(base), "docs/b.md"), (base.parent, str(base / "docs"), "b.md"),
        (base.parent, str(base), f"{base.name}/docs/b.md"),
    ):  # fmt: skip
        done = subprocess.run(
            [*KB, "-C", folder, "check", name], cwd=start, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1, (start, folder, name, done.stderr)
        assert "docs/b.md\n" in done.stdout


def test_a_baseline_that_no_setting_names_says_how_it_is_used(base: Path) -> None:
    said = kb(base, "check", "--write-baseline").stderr
    setting = 'baseline = "kb-baseline.txt"'
    assert setting in said
    assert kb(base, "check").returncode == 1, "nobody looks at it yet"
    write(base, {"kb.toml": f"[check]\n{setting}\n"})
    assert kb(base, "check").returncode == 0
    assert setting not in kb(base, "check", "--write-baseline").stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_has_gone_makes_no_clean_run(base: Path, form: str) -> None:
    for arguments, status in (["check"], 1), (["check", "--ignore", "links"], 0):
        with subprocess.Popen(
            [*KB, "-C", str(base), *arguments, "-f", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            told = process.stderr.read().decode()
        assert told == ""
        assert process.returncode == status, arguments


def test_a_full_disk_is_no_fault_of_ours(base: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*KB, "check"], cwd=base, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "error: what kb prints cannot be written: No space left on device\n"


@on_posix
def test_colors_are_those_that_were_meant(base: Path) -> None:
    screen = on_terminal(base, "check").text
    assert "\x1b[1mdocs/b.md\x1b[0m" in screen
    assert "\x1b[31m\x1b[1merror  \x1b[0m" in screen


def test_a_file_that_is_no_article_is_not_praised(base: Path) -> None:
    write(
        base,
        {"README.md": "[dead](x.md)\n", "docs/drafts/d.md": "[dead](x.md)\n", "kb.toml": 'ignore = ["/drafts/"]\n'},
    )
    for name in ("README.md", "docs/drafts/d.md"):
        assert f"warning: {name} is none of the articles here" in kb(base, "check", name).stderr
    assert "none of the articles" not in kb(base, "check", "docs/a.md", "docs", "kb.toml").stderr


@on_posix
def test_a_docs_folder_that_is_a_link_may_be_named_by_where_it_lies(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.md": "# A\n\n[x](gone.md)\n", "kb.toml": ""})
    (tmp_path / "docs").symlink_to("real")
    for name in ("docs/a.md", "real/a.md"):
        found = kb(tmp_path, "check", name)
        assert found.returncode == 1, found.stderr
        assert "docs/a.md\n" in found.stdout


def test_a_file_that_is_saved_while_other_servers_are_asked_is_not_mended(tmp_path: Path) -> None:
    """Whoever saves it then has not seen the findings, and the places of the edits are others."""
    lines = ("---", "title: A", "error_codes: [0x1F]", "---", "# A")
    saved = "\n".join((*lines[:2], "owner: the writers", *lines[2:], "")).encode()

    def answer(handler: Handler) -> None:
        (tmp_path / "docs/a.md").write_bytes(saved)
        handler.answer(200)

    with serving({"/": answer}) as server:
        text = "\n".join((*lines, f"[x](http://127.0.0.1:{server.port}/)", ""))
        write(tmp_path, {
            "docs/a.md": text, "docs/b.md": text.partition("[x]")[0].replace("A", "B"),
            "kb.toml": '[check.external]\nallow_hosts = ["127.0.0.1"]\n',
        })  # fmt: skip
        done = kb(tmp_path, "check", "--fix", "--external")
        assert server.asked()
    assert "docs/a.md: not mended: it is no longer what was checked" in done.stderr
    assert "mended 1 finding in 1 file" in done.stderr
    assert (tmp_path / "docs/a.md").read_bytes() == saved
    assert '["0x1F"]' in (tmp_path / "docs/b.md").read_text()
    assert "mended 1 finding in 1 file" in kb(tmp_path, "check", "--fix").stderr
    assert 'owner: the writers\nerror_codes: ["0x1F"]' in (tmp_path / "docs/a.md").read_text()


@on_posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_asking_keeps_what_was_found_out(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C, or the end of a CI job whose time is up."""
    stopped = threading.Event()
    asked = threading.Event()

    def hangs(handler: Handler) -> None:
        asked.set()
        stopped.wait(30)

    with serving({"/": lambda handler: handler.answer(200), "/hangs": hangs}) as server:
        url = f"http://127.0.0.1:{server.port}/"
        write(tmp_path, {
            "docs/a.md": f"# A\n\n[x]({url})\n[y]({url}hangs)\n",
            "kb.toml": '[check.external]\nallow_hosts = ["127.0.0.1"]\nper_host = 1\nmemory = "links.json"\n',
        })  # fmt: skip
        command = [*KB, "-C", str(tmp_path), "check", "--external"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert asked.wait(30)
        process.send_signal(how)
        printed, told = process.communicate(timeout=30)
        stopped.set()
    assert (process.returncode, printed, told.strip()) == (130, "", "")
    assert list(json.loads((tmp_path / "links.json").read_bytes())["links"]) == [url]
