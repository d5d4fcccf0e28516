"""Is every phrase read, and every mistake in a phrases file told with its line?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from trees import write

from kb_tools.errors import ConfigError
from kb_tools.search.cases import Case, is_beir, load_cases

PATHS = {"no-sync": "internet/no-sync.md", "internet/no-sync.md": "internet/no-sync.md", "vpn-809": "vpn.md"}


def cases(folder: Path, text: str | bytes, paths: Mapping[str, str] = PATHS) -> list[Case]:
    return load_cases(write(folder, {"phrases.yml": text}) / "phrases.yml", paths)


def test_all_that_a_phrase_can_say(tmp_path: Path) -> None:
    text = (
        "# remark\n- said: it   blinks\n    still\n  expect: [no-sync, vpn-809]\n"
        "- {said: '809', expect: internet/no-sync.md, not: vpn-809}\n- not: [no-sync]\n  said: 1e3\n"
    )
    sync, vpn = "internet/no-sync.md", "vpn.md"
    assert cases(tmp_path, text) == [
        Case("it blinks still", frozenset({sync, vpn}), frozenset(), 2),
        Case("809", frozenset({sync}), frozenset({vpn}), 5),
        Case("1e3", frozenset(), frozenset({sync}), 6),
    ]


@pytest.mark.parametrize("text", ["", "# remark\n", "[]\n", "\ufeff", "---\n"])
def test_nothing_in_it_is_no_mistake(tmp_path: Path, text: str) -> None:
    assert cases(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("said: x\nexpect: [no-sync]\n", 1, "must be a list"),
        ("- x\n", 1, "each phrase is"),
        ("- said: x\n  expect: [no-sync]\n- expect: [no-sync]\n", 3, "without 'said'"),
        ("- said:\n  expect: [no-sync]\n", 1, "what the caller said"),
        ("- said: [x]\n  expect: [no-sync]\n", 1, "what the caller said"),
        ("- said: x\n", 1, "expects nothing"),
        ("- said: x\n  expect: []\n", 1, "expects nothing"),
        ("- said: x\n  expect:\n", 2, "id of an article"),
        ("- said: x\n  expect: {a: b}\n", 2, "id of an article"),
        ("- said: x\n\n  expect:\n  - no-sync\n  - nosync\n", 5, "no article 'nosync'"),
        ("- said: x\n  not: [gone]\n", 2, "no article 'gone'"),
        ("- said: x\n  expects: [no-sync]\n", 2, "unknown field 'expects'"),
        ("- said: x\n  expect: [no-sync]\n  not: [no-sync]\n", 1, "both expected and unwanted"),
        ("- said: x y\n  expect: [no-sync]\n\n- said: X  y\n  expect: [vpn-809]\n", 4, "said on line 1 already"),
        ("- {said: x, expect: no-sync}\n- {said: z, expect: no-sync}\n- {said: x, expect: vpn-809}\n", 3, "on line 1 already"),
        ("[{said: x, expect: no-sync}, {said: x, expect: vpn-809}]\n", 1, "on line 1 already"),
        ("- said: x\n  expect: [no-sync]\n  said: y\n  expect: [vpn-809]\n", 3, "'said' stands on line 1 already"),
        ("- said: x\n  expect: [no-sync\n", 3, "not valid YAML"),
        ("- said: \"x\n  expect: [no-sync]\n", 3, "not valid YAML"),
        ("- said: x: y\n  expect: [no-sync]\n", 1, "not valid YAML"),
        ("- said: \x08\n", 1, "does not allow"),
        (b"- said: ok\n  expect: [no-sync]\n- said: caf\xe9\n", 3, "is not UTF-8"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str | bytes, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        cases(tmp_path, text)
    assert (caught.value.path, caught.value.line) == (tmp_path / "phrases.yml", line)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("- said: x\n  expect: [nosync]\n", "Did you mean 'no-sync'?"),
        ("- said: x\n  expct: [no-sync]\n", "Did you mean 'expect'?"),
        ("- said: x\n  zzz: [no-sync]\n", "Known: said, expect, not."),
        ("- said: x\n  expect: [no-sync]\n  said: y\n", "Begin each phrase with a hyphen: - said: ..."),
    ],
)
def test_a_mistake_comes_with_a_way_out(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        cases(tmp_path, text)
    assert caught.value.hint == hint


def test_ten_thousand_phrases(tmp_path: Path) -> None:
    text = "".join(f"- said: phrase number {number}\n  expect: [no-sync]\n" for number in range(10_000))
    found = cases(tmp_path, text)
    assert len(found) == 10_000
    assert found[-1] == Case("phrase number 9999", frozenset({"internet/no-sync.md"}), frozenset(), 19_999)


# --- BEIR's layout


def beir(folder: Path, queries: str | bytes, labels: str | bytes) -> list[Case]:
    write(folder, {"queries.jsonl": queries, "qrels/test.tsv": labels})
    return load_cases(folder, PATHS)


HEAD = "query-id\tcorpus-id\tscore\n"
QUERIES = '{"_id": "q1", "text": "it blinks"}\n{"_id": "q2", "text": "809"}\n{"_id": "q3", "text": "unlabelled"}\n'


@pytest.mark.parametrize("head", [HEAD, ""])
def test_a_folder_in_beirs_layout(tmp_path: Path, head: str) -> None:
    labels = head + "q1\tno-sync\t1\nq1\tvpn-809\t2\nq2\tvpn-809\t1\nq2\tno-sync\t0\nq3\tno-sync\t0\nq9\tvpn-809\t1\n"
    assert beir(tmp_path, QUERIES, labels) == [
        Case("it blinks", frozenset({"internet/no-sync.md", "vpn.md"}), line=1),
        Case("809", frozenset({"vpn.md"}), line=2),
    ]
    assert is_beir(tmp_path)
    assert not is_beir(tmp_path / "qrels")


def test_an_article_that_is_gone_is_a_miss_and_no_mistake(tmp_path: Path) -> None:
    assert beir(tmp_path, QUERIES, HEAD + "q1\tgone.md\t1\n") == [Case("it blinks", frozenset({"gone.md"}), line=1)]


def test_what_other_tools_write_is_read(tmp_path: Path) -> None:
    """A mark at the start, CRLF, blank lines, and line breaks within a text that are none for JSON Lines."""
    queries = '\ufeff{"_id": "q1", "text": "one\u2028two\x85three", "metadata": {}}\r\n\r\n{"_id": "q2", "text": "809"}'
    found = beir(tmp_path, queries, "\ufeff" + (HEAD + "q1\tno-sync\t1\n\nq2\tno-sync\t1.0").replace("\n", "\r\n"))
    assert [case.said for case in found] == ["one\u2028two\x85three", "809"]
    assert [case.line for case in found] == [1, 3]


@pytest.mark.parametrize(
    ("queries", "labels", "file", "line"),
    [
        (QUERIES, HEAD + "q1\tno-sync\t1\nq1 no-sync 1\n", "qrels/test.tsv", 3),
        (QUERIES, HEAD + "q1\tno-sync\n", "qrels/test.tsv", 2),
        (QUERIES, HEAD + "q1\tno-sync\tyes\n", "qrels/test.tsv", 2),
        (QUERIES, HEAD + "q1\tno-sync\tnan\n", "qrels/test.tsv", 2),
        (QUERIES, HEAD.encode() + b"q1\tno-sync\xff\t1\n", "qrels/test.tsv", 2),
        (QUERIES + "{\n", HEAD, "queries.jsonl", 4),
        (QUERIES + "[]\n", HEAD, "queries.jsonl", 4),
        ('{"_id": "q1"}\n', HEAD, "queries.jsonl", 1),
        (b'{"_id": "q1", "text": "\xff"}\n', HEAD, "queries.jsonl", 1),
    ],
)
def test_a_broken_folder(tmp_path: Path, queries: str | bytes, labels: str | bytes, file: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        beir(tmp_path, queries, labels)
    assert (caught.value.path, caught.value.line) == (tmp_path / file, line)


def test_a_folder_that_is_not_in_this_layout(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        load_cases(tmp_path, PATHS)
    assert str(tmp_path / "qrels/test.tsv") in str(caught.value)
