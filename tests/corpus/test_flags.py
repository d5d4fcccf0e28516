"""What agents say is wrong: files that may come from anywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import write

from kb_tools.article.trust import Flags
from kb_tools.corpus.flags import MOST_BYTES, MOST_FLAGS, Flag, OpenFlags, folder_of, text_of

AT = "2026-11-20T10:00:00+01:00"
NAME = "20261120T090000Z-00ff.json"


def content(**fields: object) -> str:
    return json.dumps({"article": "vpn", "said": "no button", "at": AT, **fields})


def said(root: Path, article: str = "vpn") -> list[str]:
    return [flag.said for flag in OpenFlags(root).of(article)]


def test_no_folder_no_flags(tmp_path: Path) -> None:
    flags = OpenFlags(tmp_path)
    assert (bool(flags), flags.of("vpn"), flags.all(), flags.summary("vpn"), flags.troubles) == (
        False,
        (),
        [],
        None,
        [],
    )


def test_the_oldest_first_by_the_clock_not_by_the_text(tmp_path: Path) -> None:
    write(tmp_path, {
        "flags/vpn/20261120T090000Z-0001.json": content(said="second", at="2026-11-20T10:00:00+01:00"),
        "flags/vpn/20261120T083000Z-0001.json": content(said="first", at="2026-11-20T14:00:00+05:30"),
        "flags/mail/20261120T090000Z-0001.json": content(article="mail", said="other", at="2026-11-20T08:45:00+00:00"),
    })  # fmt: skip
    flags = OpenFlags(tmp_path)
    assert [flag.said for flag in flags.of("vpn")] == ["first", "second"]
    assert [flag.said for flag in flags.all()] == ["first", "other", "second"]
    assert flags.summary("vpn") == Flags(2, "second", AT)
    assert flags.articles() == {"vpn", "mail"}
    assert flags.troubles == []


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"article": "vpn"}', b"[" * 9000, b'{"at": ' + b"9" * 5000 + b"}",
        content(said=3).encode(), content(said="  ").encode(), content(at="yesterday").encode(), content(by=["x"]).encode(),
        content(at="2026-11-20").encode(), content(at="0001-01-01T00:00:00+01:00").encode(),
        content(said="x" * MOST_BYTES).encode(), content(article="mail").encode(),
        b"<<<<<<< ours\n" + content().encode(), content(article=None).encode(),
    ],
)  # fmt: skip
def test_what_is_no_flag_is_passed_over_and_said(tmp_path: Path, bad: bytes) -> None:
    write(tmp_path, {f"flags/vpn/{NAME}": bad, "flags/vpn/20261120T090001Z-00ff.json": content(said="whole")})
    flags = OpenFlags(tmp_path)
    assert [flag.said for flag in flags.of("vpn")] == ["whole"]
    (trouble,) = flags.troubles
    assert trouble.startswith(f"flags/vpn/{NAME}: ")


@pytest.mark.skipif(os.name != "posix", reason="makes links and pipes")
def test_links_pipes_and_folders_are_none(tmp_path: Path) -> None:
    folder = tmp_path / "flags" / "vpn"
    write(tmp_path, {"secret.json": content(said="from elsewhere")})
    folder.mkdir(parents=True)
    (folder / "20261120T090000Z-0001.json").symlink_to(tmp_path / "secret.json")
    os.mkfifo(folder / "20261120T090000Z-0002.json")
    (folder / "20261120T090000Z-0003.json").mkdir()
    (folder / "20261120T090000Z-0004.json").symlink_to("/dev/zero")
    (tmp_path / "flags" / "mail").symlink_to(folder)
    flags = OpenFlags(tmp_path)
    assert (flags.all(), len(flags.troubles)) == ([], 4)


def test_other_files_there_are_not_ours(tmp_path: Path) -> None:
    write(tmp_path, {"flags/germany.svg": "x", "flags/vpn/README.md": "x", "flags/vpn/x.json": "{", "flags/A b/x": "x"})
    flags = OpenFlags(tmp_path)
    assert (flags.all(), flags.troubles) == ([], [])


def test_of_very_many_the_newest_are_read(tmp_path: Path) -> None:
    for number in range(MOST_FLAGS + 5):
        write(tmp_path, {f"flags/vpn/20261120T090000Z-{number:04x}.json": content(said=f"n{number}")})
    flags = OpenFlags(tmp_path)
    assert len(flags.of("vpn")) == MOST_FLAGS
    assert flags.of("vpn")[0].said == "n5"
    assert len(flags.troubles) == 1


def test_what_is_said_is_one_line_that_steers_nothing(tmp_path: Path) -> None:
    write(tmp_path, {f"flags/vpn/{NAME}": content(said="a\n\x1b[31mb\u202ec", by="A\nB" * 200)})
    (flag,) = OpenFlags(tmp_path).of("vpn")
    assert flag.said == "a [31mb c"
    assert "\n" not in flag.by
    assert len(flag.by) == 100


def test_ids_that_differ_in_case_have_folders_that_do_not() -> None:
    folders = [
        folder_of(name) for name in ("vpn", "VPN", "Vpn", "con", "a/b", "a-b", "größe", "日本", "", "x" * 300, "../..")
    ]
    assert len({folder.lower() for folder in folders}) == len(folders)
    assert folders[0] == "vpn"
    assert folder_of("con") != "con"


@given(st.text(), st.text(min_size=1).filter(lambda text: text.strip() and text.isprintable()))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, article: str, text: str) -> None:
    if not article.strip():
        return
    folder = folder_of(article)
    assert len(folder) < 100
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    flag = Flag(article, " ".join(text.split()), AT, "Ada", f"flags/{folder}/{NAME}")
    root = tmp_path_factory.mktemp("flags")
    write(root, {flag.file: text_of(flag).encode("utf-8", "surrogatepass")})
    assert OpenFlags(root).of(article) == (flag,)
