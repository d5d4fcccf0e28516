"""A baseline: what was there counts no more, what is new does, and git can merge the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from checks.findings import finding
from disks import read_only
from hypothesis import given
from hypothesis import strategies as st
from repositories import git
from trees import write as write_tree

from kb_tools.checks import baseline
from kb_tools.checks.finding import Finding
from kb_tools.checks.rules import RULES
from kb_tools.errors import ConfigError, KbError

ONE = finding("docs/a.md", 1, rule=RULES[0].id)
TWO = finding("docs/b.md", 2, rule=RULES[1].id)
THREE = finding("docs/b.md", 3, rule=RULES[0].id, message="another")


def kept(tmp_path: Path, *findings: Finding) -> baseline.Baseline:
    baseline.write(tmp_path / "kb-baseline.txt", findings)
    return baseline.read(tmp_path / "kb-baseline.txt")


def test_known_findings_are_told_from_new_ones(tmp_path: Path) -> None:
    assert kept(tmp_path, ONE, TWO).split([THREE, TWO, ONE]) == ([THREE], [TWO, ONE])


def test_a_finding_that_moved_or_is_put_otherwise_is_known(tmp_path: Path) -> None:
    moved = ONE._replace(span=TWO.span, message="put otherwise", hint="new", severity="info")
    assert kept(tmp_path, ONE).split([moved]) == ([], [moved])


def test_the_file_is_sorted_and_has_a_line_for_each_finding(tmp_path: Path) -> None:
    kept(tmp_path, THREE, TWO, ONE)
    first = (tmp_path / "kb-baseline.txt").read_bytes()
    lines = first.decode().splitlines()
    assert lines[0].startswith("#")
    assert lines[1] == f'["{ONE.rule}", "docs/a.md", "{ONE.fingerprint}", "ports.md is not there"]'
    assert [line.split('"')[3] for line in lines[1:]] == ["docs/a.md", "docs/b.md", "docs/b.md"]
    kept(tmp_path, ONE, THREE, TWO)
    assert (tmp_path / "kb-baseline.txt").read_bytes() == first


@given(st.lists(st.tuples(st.text(st.characters()), st.text(st.characters()))))
def test_any_path_and_message_stay_on_one_line_and_come_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("base") / "kb-baseline.txt"
    found = [finding(file, number, message=message) for number, (file, message) in enumerate(texts, 1)]
    baseline.write(path, found)
    assert len(path.read_text("utf-8").splitlines()) == len(found) + 1
    entries = baseline.read(path).entries
    assert sorted(entries) == sorted(
        baseline.Entry(each.path, each.rule, each.message, each.fingerprint) for each in found
    )


def test_mended_are_the_entries_that_were_looked_for_and_not_found(tmp_path: Path) -> None:
    known = kept(tmp_path, ONE, TWO, THREE)
    assert known.mended([ONE], RULES) == 2
    assert known.mended([ONE, TWO, THREE], RULES) == 0
    # Nothing is known about a rule that did not run.
    assert known.mended([], [RULES[1]]) == 1


def test_what_a_run_does_not_tell_about_is_kept(tmp_path: Path) -> None:
    known = kept(tmp_path, ONE, TWO, THREE)
    path = tmp_path / "new.txt"
    baseline.write(path, [ONE], keep=known.unseen([RULES[0]]))
    assert {entry.fingerprint for entry in baseline.read(path).entries} == {ONE.fingerprint, TWO.fingerprint}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("KB201 docs/a.md", "is no entry"),
        ('["KB201", "docs/a.md", "f"]', "is no entry"),
        ('["KB201", "docs/a.md", "f", 1]', "is no entry"),
        ("[" * 100_000, "is no entry"),
        ("<<<<<<< HEAD", "a merge is not finished"),
        (">>>>>>> branch", "a merge is not finished"),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "kb-baseline.txt"
    path.write_text(f'# head\n["KB201", "a", "b", "c"]\n\n{line}\n')
    with pytest.raises(ConfigError, match=message) as caught:
        baseline.read(path)
    assert (caught.value.path, caught.value.line, bool(caught.value.hint)) == (path, 4, True)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such baseline"):
        baseline.read(tmp_path / "none.txt")
    write_tree(tmp_path, {"latin.txt": b"caf\xe9"})
    with pytest.raises(ConfigError, match="not UTF-8"):
        baseline.read(tmp_path / "latin.txt")
    with pytest.raises(ConfigError, match="cannot be read"):
        baseline.read(tmp_path)


def test_a_file_with_windows_line_ends_and_a_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kb-baseline.txt"
    kept(tmp_path, ONE)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert baseline.read(path).split([ONE]) == ([], [ONE])


def test_where_nothing_can_be_written_the_old_one_stays(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    write_tree(folder, {"kb-baseline.txt": "# old\n"})
    with read_only(folder), pytest.raises(KbError, match="cannot be written"):
        baseline.write(folder / "kb-baseline.txt", [ONE])
    assert (folder / "kb-baseline.txt").read_text() == "# old\n"


def test_git_merges_what_two_branches_mended_in_two_files(tmp_path: Path) -> None:
    """Each branch takes out the entries of one article."""
    found = [finding(f"docs/{name}.md", line) for name in "abcdefgh" for line in (1, 2, 3)]

    def commit(left: list[Finding]) -> None:
        baseline.write(tmp_path / "kb-baseline.txt", left)
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", "x")

    git(tmp_path, "init", "-q", "-b", "main")
    commit(found)
    git(tmp_path, "checkout", "-q", "-b", "one")
    commit([each for each in found if each.path != "docs/b.md"])
    git(tmp_path, "checkout", "-q", "main")
    commit([each for each in found if each.path != "docs/g.md"])
    git(tmp_path, "merge", "-q", "one")
    left = [each for each in found if each.path not in ("docs/b.md", "docs/g.md")]
    new, old = baseline.read(tmp_path / "kb-baseline.txt").split(found)
    assert (len(old), len(new)) == (len(left), 6)
