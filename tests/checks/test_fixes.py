"""Fixes change what they say and not a byte more; the patch is one that git and patch take."""

from __future__ import annotations

import difflib
import os
import subprocess
from pathlib import Path

import pytest
from checks.findings import finding, span
from checks.marked import base
from disks import on_posix, small_disk, unprivileged
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.article.model import Span
from kb_tools.article.read import decode
from kb_tools.checks import fixes
from kb_tools.checks.finding import BYTE_ORDER_MARK, Edit, Finding
from kb_tools.checks.rules import named
from kb_tools.checks.runner import run
from kb_tools.corpus.listing import list_articles
from kb_tools.errors import KbError
from kb_tools.writing.changes import FileChange, apply


def fix(
    line: int, column: int, end_column: int, text: str, *, path: str = "docs/a.md", end_line: int | None = None
) -> Finding:
    return finding(path, line, column, end_column, edits=(Edit(path, span(line, column, end_column, end_line), text),),
                   key=text)  # fmt: skip


def carry_out(root: Path, files: list[fixes.FixedFile]) -> None:
    """Write them as the commands do."""
    apply(root, [FileChange(file.path, file.before, file.after) for file in files])


def mended(tmp_path: Path, content: bytes, *findings: Finding) -> bytes:
    """What fixes make of docs/a.md on the disk."""
    write(tmp_path, {"docs/a.md": content})
    files, skipped = fixes.fixed(tmp_path, findings)
    assert not skipped
    carry_out(tmp_path, files)
    return (tmp_path / "docs/a.md").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one two\nthree", b"one 2\nthree"),
        (b"one two\r\nthree\r\n", b"one 2\r\nthree\r\n"),
        (b"\xef\xbb\xbfone two\n", b"\xef\xbb\xbfone 2\n"),
        (b"caf two\n\xe9\x81\x00"[:-1], b"caf 2\n\xe9\x81"),
        ("日本é two\n\u2028\x0c".encode(), "日本é 2\n\u2028\x0c".encode()),
        (b"one two\rthree\r", b"one 2\rthree\r"),
        (b"one two", b"one 2"),
    ],
)
def test_bytes_outside_the_edit_stay(tmp_path: Path, before: bytes, after: bytes) -> None:
    assert mended(tmp_path, before, fix(1, 5, 8, "2")) == after


def test_edits_are_put_in_taken_out_and_go_over_lines(tmp_path: Path) -> None:
    before = b"ab\r\ncd\r\nef\r\n"
    assert mended(tmp_path, before, fix(1, 2, 2, "X")) == b"aXb\r\ncd\r\nef\r\n"
    assert mended(tmp_path, before, fix(1, 3, 3, "!")) == b"ab!\r\ncd\r\nef\r\n"
    assert mended(tmp_path, before, fix(1, 2, 2, "", end_line=3)) == b"af\r\n"
    # A new line ends as the others do.
    assert mended(tmp_path, before, fix(2, 1, 1, "new\n")) == b"ab\r\nnew\r\ncd\r\nef\r\n"
    assert mended(tmp_path, before, fix(4, 1, 1, "end\n")) == b"ab\r\ncd\r\nef\r\nend\r\n"


def test_a_byte_order_mark_is_taken_out(tmp_path: Path) -> None:
    unmark = finding(edits=(Edit("docs/a.md", BYTE_ORDER_MARK, ""),))
    assert mended(tmp_path, b"\xef\xbb\xbfone\n", unmark, fix(1, 1, 4, "1")) == b"1\n"
    write(tmp_path, {"docs/a.md": "one\n"})
    files, skipped = fixes.fixed(tmp_path, [unmark])
    assert (files, len(skipped)) == ([], 1)


def test_several_findings_in_a_file_are_counted(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "one two\n"})
    (file,), skipped = fixes.fixed(tmp_path, [fix(1, 5, 8, "2"), fix(1, 1, 4, "1")])
    assert (file.path, file.before, file.after, file.count, skipped) == ("docs/a.md", b"one two\n", b"1 2\n", 2, [])


def test_of_two_fixes_of_one_place_the_first_wins(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "one two three\n"})
    found = [fix(1, 5, 8, "2"), fix(1, 1, 6, "x"), fix(1, 8, 8, "!"), fix(1, 8, 9, "_"), fix(1, 5, 8, "2")]
    (file,), skipped = fixes.fixed(tmp_path, found)
    # Side by side is not over one another; to put something in at an edge is, for who knows where it then stands?
    assert (file.after, file.count) == (b"one 2_three\n", 2)
    assert skipped == [("docs/a.md", "another fix changes the same place; run it again")]


def test_all_edits_of_a_finding_are_made_or_none(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "one\n", "docs/b.md": "two\n"})
    both = (Edit("docs/a.md", span(1, 1, 4), "1"), Edit("docs/b.md", span(1, 1, 4), "2"))
    files, _ = fixes.fixed(tmp_path, [finding(edits=both)])
    assert [(file.path, file.after, file.count) for file in files] == [
        ("docs/a.md", b"1\n", 1),
        ("docs/b.md", b"2\n", 0),
    ]
    files, skipped = fixes.fixed(tmp_path, [fix(1, 2, 3, "N"), finding(edits=both[::-1])])
    assert [(file.path, file.after) for file in files] == [("docs/a.md", b"oNe\n")]
    assert [path for path, _ in skipped] == ["docs/a.md"]
    files, skipped = fixes.fixed(tmp_path, [finding(edits=(both[0], Edit("docs/none.md", span(1), "")))])
    assert (files, [path for path, _ in skipped]) == ([], ["docs/none.md"])


@pytest.mark.parametrize("place", [span(3, 1), span(1, 9), span(0, 1), span(1, 0), Span(1, 3, 1, 2), span(2, 2, 2)])
def test_an_edit_that_no_longer_fits_is_left(tmp_path: Path, place: Span) -> None:
    write(tmp_path, {"docs/a.md": "one two\n"})
    files, ((path, reason),) = fixes.fixed(tmp_path, [finding(edits=(Edit("docs/a.md", place, "x"),))])
    assert (files, path) == ([], "docs/a.md")
    assert "no longer" in reason or "before it begins" in reason


def test_a_file_that_is_no_longer_what_was_checked_is_left(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "one two\n"})
    (entry,) = list_articles(tmp_path / "docs")
    assert fixes.fixed(tmp_path, [fix(1, 5, 8, "2")], {"docs/a.md": entry})[0]
    # As long as before, and edited where the finding is.
    write(tmp_path, {"docs/a.md": "two one\n"})
    files, skipped = fixes.fixed(tmp_path, [fix(1, 5, 8, "2")], {"docs/a.md": entry})
    assert (files, skipped) == ([], [("docs/a.md", "it is no longer what was checked")])


def test_a_site_that_somebody_saved_meanwhile_is_left(tmp_path: Path) -> None:
    """As an article is: other servers are asked for minutes between the look at mkdocs.yml and the fix in it."""
    redirects = "plugins:\n  - redirects:\n      redirect_maps:\n        a.md: b.md\n        b.md: c.md\n"
    write(tmp_path, {"mkdocs.yml": redirects, "docs/c.md": "# C\n"})
    everything = base(tmp_path)
    found = run(everything, named("redirect-dead")).findings
    (file,), _ = fixes.fixed(tmp_path, found, everything.as_read)
    assert b"a.md: c.md" in file.after
    write(tmp_path, {"mkdocs.yml": f"site_name: New\n{redirects}"})
    files, skipped = fixes.fixed(tmp_path, found, everything.as_read)
    assert (files, skipped) == ([], [("mkdocs.yml", "it is no longer what was checked")])


def test_where_a_file_changes_before_it_is_written_none_is(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "one\n", "docs/b.md": "one\n"})
    files, _ = fixes.fixed(tmp_path, [fix(1, 1, 4, "1"), fix(1, 1, 4, "1", path="docs/b.md")])
    write(tmp_path, {"docs/a.md": "one more\n"})
    with pytest.raises(KbError, match="changed in the meantime"):
        carry_out(tmp_path, files)
    assert (tmp_path / "docs/a.md").read_bytes() == b"one more\n"
    assert (tmp_path / "docs/b.md").read_bytes() == b"one\n"


@pytest.mark.parametrize(
    ("content", "text", "reason"),
    [
        ("one".encode("utf-16"), "1", "no UTF-8 text"),
        (b"one\0", "1", "no UTF-8 text"),
        (b"one" + b" " * 5_000_000, "1", "too long"),
        (b"one\x02", "1", "control characters"),
        (b"one \xe9", "日", "cannot be written in its encoding, cp1252"),
    ],
)
def test_what_cannot_be_mended_safely_is_left(tmp_path: Path, content: bytes, text: str, reason: str) -> None:
    write(tmp_path, {"docs/a.md": content})
    files, ((_, why),) = fixes.fixed(tmp_path, [fix(1, 1, 4, text)])
    assert not files
    assert reason in why


def test_a_letter_that_windows_has_is_written_in_its_encoding(tmp_path: Path) -> None:
    assert mended(tmp_path, b"one \xe9", fix(1, 1, 4, "€")) == b"\x80 \xe9"


@on_posix
def test_links_are_followed_within_the_root_and_not_out_of_it(tmp_path: Path) -> None:
    root = write(tmp_path / "root", {"docs/a.md": "one\n", "shared/s.md": "one\n"})
    write(tmp_path, {"out.md": "one\n", "rootless/out.md": "one\n"})
    (root / "docs/b.md").symlink_to("../shared/s.md")
    (root / "docs/c.md").symlink_to("../../out.md")
    (root / "docs/d").symlink_to("../../rootless")
    bad = [
        fix(1, 1, 4, "1", path=path) for path in ("docs/c.md", "docs/d/out.md", "../out.md", str(tmp_path / "out.md"))
    ]
    files, skipped = fixes.fixed(
        root, [fix(1, 1, 4, "1", path="docs/b.md"), fix(1, 1, 4, "1", path="shared/s.md"), *bad]
    )
    # One file under two names is mended once.
    assert [(file.path, file.count) for file in files] == [("shared/s.md", 2)]
    assert [reason for _, reason in skipped] == ["it lies outside of the knowledge base"] * 4
    carry_out(root, files)
    assert (root / "docs/b.md").is_symlink()
    assert (root / "shared/s.md").read_bytes() == b"1\n"
    assert (tmp_path / "out.md").read_bytes() == (tmp_path / "rootless/out.md").read_bytes() == b"one\n"


@on_posix
def test_permissions_stay_and_write_protected_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    cache.mkdir(0o700)
    monkeypatch.setenv("KB_CACHE", str(cache))
    write(tmp_path, {"docs/a.md": "one\n", "docs/b.md": "one\n"})
    (tmp_path / "docs/a.md").chmod(0o640)
    (tmp_path / "docs/b.md").chmod(0o444)
    # pytest's folders are root's alone.
    opened = [folder for folder in tmp_path.parents if folder.is_relative_to(tmp_path.parents[1])]
    modes = [folder.stat().st_mode for folder in opened]
    for folder in opened:
        folder.chmod(0o755)
    try:
        with unprivileged(tmp_path):
            files, skipped = fixes.fixed(tmp_path, [fix(1, 1, 4, "1"), fix(1, 1, 4, "1", path="docs/b.md")])
            carry_out(tmp_path, files)
    finally:
        for folder, mode in zip(opened, modes, strict=True):
            folder.chmod(mode)
    assert (tmp_path / "docs/a.md").read_bytes() == b"1\n"
    assert (tmp_path / "docs/a.md").stat().st_mode & 0o777 == 0o640
    assert skipped == [("docs/b.md", "it is write-protected")]


@on_posix
def test_a_full_disk_leaves_the_file_whole(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "64k") as disk:
        write(disk, {"docs/a.md": b"one\n" + b"x" * 20_000, "filler": b"x" * 24_000})
        files, _ = fixes.fixed(disk, [fix(1, 1, 4, "1" * 20_000)])
        with pytest.raises(KbError, match="cannot be written"):
            carry_out(disk, files)
        assert (disk / "docs/a.md").read_bytes() == b"one\n" + b"x" * 20_000
        assert [path.name for path in (disk / "docs").iterdir()] == ["a.md"]


def test_many_edits_take_no_time(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "é one two\n" * 40_000})
    files, _ = fixes.fixed(tmp_path, [fix(line, 3, 6, "1") for line in range(1, 40_001)])
    assert files[0].after == "é 1 two\n".encode() * 40_000
    assert fixes.patch(files).count(b"\n+") == 40_001


# --- property: edits on text, edits on bytes ----------------------------------------------------------------------------

_CONTENT = st.builds(
    lambda mark, text, form: (b"\xef\xbb\xbf" if mark and form == "utf-8" else b"") + text.encode(form, "replace"),
    st.booleans(),
    st.text(st.sampled_from("ab é日\n\r\u2028"), max_size=60),
    st.sampled_from(["utf-8", "cp1252"]),
)
_EDITS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 8), st.text(st.sampled_from("xyz\n"), max_size=4)), max_size=4
)


def place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


@given(_CONTENT, _EDITS)
def test_mending_is_the_same_on_the_text_that_was_checked(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, edits: list[tuple[int, int, str]]
) -> None:
    """The bytes, read again, are the text with its edits made; and the patch makes the same of the file."""
    folder = write(tmp_path_factory.mktemp("base"), {"docs/a b.md": content})
    text = decode(content)[0]
    expected, last = "", 0
    findings = []
    for offset, length, new in sorted(edits, key=lambda edit: edit[0]):
        if not (last < offset or not findings) or offset + length > len(text) or (not offset and not length):
            continue
        start, end = place(text, offset), place(text, offset + length)
        where = Span(*start, *end)
        findings.append(finding("docs/a b.md", *start, edits=(Edit("docs/a b.md", where, new),)))
        expected += text[last:offset] + new
        last = offset + length
    expected += text[last:]
    files, skipped = fixes.fixed(folder, findings)
    assert not skipped
    after = files[0].after if files else content
    assert decode(after)[0] == expected
    if files:
        check_patch(folder, files, {"docs/a b.md": after})


# --- the patch ----------------------------------------------------------------------------------------------------------


def check_patch(folder: Path, files: list[fixes.FixedFile], expected: dict[str, bytes]) -> None:
    """git apply and patch, run in the root, both make of the files what fixes make of them."""
    diff = fixes.patch(files)
    before = {path: (folder / path).read_bytes() for path in expected}
    for command in (
        ["git", "apply", "--whitespace=nowarn", "-"],
        ["patch", "-p1", "--binary", "--no-backup-if-mismatch"],
    ):
        done = subprocess.run(command, cwd=folder, input=diff, capture_output=True, check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr, diff)
        assert b"fuzz" not in done.stdout
        assert {path: (folder / path).read_bytes() for path in expected} == expected, command
        write(folder, before)


@pytest.mark.parametrize(
    ("content", "edits"),
    [
        (b"one\ntwo\n", [(1, 1, 4, "1")]),
        (b"one", [(1, 1, 4, "1")]),
        (b"one\r\ntwo\r\n", [(2, 1, 4, "2")]),
        (b"caf\xe9\none", [(2, 1, 4, "1")]),
        (b"\xef\xbb\xbfone\n", [(1, 0, 1, "")]),
        (b"one\n", [(2, 1, 1, "two\n")]),
        (b"one\n", [(2, 1, 1, "two")]),
        (b"one", [(1, 4, 4, "\ntwo\n")]),
        (b"one\ntwo", [(1, 1, 4, "")]),
        (b"", [(1, 1, 1, "one\n")]),
        (b"".join(b"%d\n" % number for number in range(40)), [(2, 1, 2, "a\nb"), (9, 1, 2, "c"), (30, 1, 3, "")]),
        (b"".join(b"%d\n" % number for number in range(40)), [(1, 1, 2, ""), (8, 1, 2, "c"), (40, 1, 3, "last")]),
        (b"a\nb\nc\nd\n", [(1, 2, 2, " "), (2, 1, 2, "B"), (4, 1, 2, "D\nE")]),
    ],
)
def test_git_and_patch_take_the_patch(tmp_path: Path, content: bytes, edits: list[tuple[int, int, int, str]]) -> None:
    write(tmp_path, {"docs/a.md": content})
    files, skipped = fixes.fixed(tmp_path, [fix(*edit) for edit in edits])
    assert not skipped
    check_patch(tmp_path, files, {"docs/a.md": files[0].after})


@pytest.mark.parametrize(
    "edits",
    [
        [(2, 1, 2, "a\nb"), (9, 1, 2, "c"), (30, 1, 3, "d")],
        [(2, 1, 2, "a"), (10, 1, 2, "c\nd\ne"), (18, 1, 3, "f")],
        [(11, 1, 2, "x"), (11, 3, 3, "y"), (17, 1, 3, "z"), (17, 3, 3, "!")],
        [(1, 1, 1, "first\n"), (41, 1, 1, "last\n")],
    ],
)
def test_the_patch_is_the_one_that_diff_makes(tmp_path: Path, edits: list[tuple[int, int, int, str]]) -> None:
    write(tmp_path, {"docs/a.md": "".join(f"{number}\n" for number in range(40))})
    files, _ = fixes.fixed(tmp_path, [fix(*edit) for edit in edits])
    before, after = (text.decode().splitlines(keepends=True) for text in (files[0].before, files[0].after))
    expected = "".join(difflib.unified_diff(before, after, "a/docs/a.md", "b/docs/a.md"))
    assert fixes.patch(files).decode() == expected
    check_patch(tmp_path, files, {"docs/a.md": files[0].after})


def test_an_empty_range_names_the_line_before_it(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": ""})
    files, _ = fixes.fixed(tmp_path, [fix(1, 1, 1, "one\n")])
    assert b"\n@@ -0,0 +1,1 @@\n+one\n" in fixes.patch(files)


def test_lines_may_be_taken_out_and_joined(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "a\nb\nc\n"})
    for found in (fix(1, 1, 1, "", end_line=2), fix(2, 1, 1, "", end_line=4), fix(1, 2, 1, "", end_line=2)):
        files, _ = fixes.fixed(tmp_path, [found])
        check_patch(tmp_path, files, {"docs/a.md": files[0].after})
        # Only what changes is in it.
        assert fixes.patch(files).count(b"\n-") <= 3


@pytest.mark.parametrize(
    "name", ["a b.md", "ü.md", 'q"q.md', "back\\slash.md", "tab\t.md", "line\nend.md", os.fsdecode(b"\xe9.md")]
)
@on_posix
def test_any_name_of_a_file_goes_into_a_patch(tmp_path: Path, name: str) -> None:
    path = f"docs/{name}"
    write(tmp_path, {path: "one\n"})
    files, _ = fixes.fixed(tmp_path, [fix(1, 1, 4, "1", path=path)])
    check_patch(tmp_path, files, {path: b"1\n"})


def test_a_patch_is_taken_in_a_root_below_the_top_of_a_repository(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    root = write(tmp_path / "support/kb", {"docs/a.md": "one\n", "docs/b.md": "two\n"})
    files, _ = fixes.fixed(root, [fix(1, 1, 4, "2", path="docs/b.md"), fix(1, 1, 4, "1")])
    check_patch(root, files, {"docs/a.md": b"1\n", "docs/b.md": b"2\n"})


def test_of_no_fixes_the_patch_is_empty() -> None:
    assert fixes.patch([]) == b""
