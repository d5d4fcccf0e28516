"""Are the measures the textbook's, and are phrases that prove nothing left out?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bases import searcher
from hypothesis import given
from hypothesis import strategies as st
from trees import article, write

from kb_tools.search.cases import Case
from kb_tools.search.evaluate import Change, Evaluation, Outcome, below, changes, evaluate, symptoms_by_path

ranks = st.lists(st.integers(0, 10), max_size=40)


def outcomes(of: list[int]) -> tuple[Outcome, ...]:
    return tuple(Outcome(Case(f"phrase {number}", frozenset({"a.md"})), rank, (), ()) for number, rank in enumerate(of))


@given(ranks)
def test_measures(of: list[int]) -> None:
    found = Evaluation(outcomes(of)).measures
    assert list(found) == ["mrr", "hit@1", "hit@3", "hit@10"]
    count = len(of) or 1
    assert found["mrr"] == pytest.approx(sum(1 / rank for rank in of if rank) / count, abs=1e-4)
    for k in (1, 3, 10):
        assert found[f"hit@{k}"] == pytest.approx(len([rank for rank in of if rank and rank <= k]) / count, abs=1e-4)


def test_measures_by_hand() -> None:
    assert Evaluation(outcomes([1, 2, 0, 4])).measures == {"mrr": 0.4375, "hit@1": 0.25, "hit@3": 0.5, "hit@10": 0.75}
    assert Evaluation(()).measures == {"mrr": 0.0, "hit@1": 0.0, "hit@3": 0.0, "hit@10": 0.0}


@given(ranks)
def test_misses_are_what_is_not_first_the_worst_first(of: list[int]) -> None:
    found = [outcome.rank or 99 for outcome in Evaluation(outcomes(of)).misses]
    assert found == sorted([rank or 99 for rank in of if rank != 1], reverse=True)


@given(ranks, ranks)
def test_changes(old: list[int], new: list[int]) -> None:
    found = changes(Evaluation(outcomes(old)), Evaluation(outcomes(new)))
    assert {(change.said, change.before, change.after) for change in found} == {
        (f"phrase {number}", before, after)
        for number, (before, after) in enumerate(zip(old, new, strict=False))
        if before != after
    }
    assert [change.is_worse for change in found] == sorted((change.is_worse for change in found), reverse=True)


@pytest.mark.parametrize(
    ("before", "after", "is_worse"), [(1, 2, True), (2, 1, False), (0, 10, False), (10, 0, True), (3, 9, True)]
)
def test_what_is_worse(before: int, after: int, is_worse: bool) -> None:
    assert Change("x", before, after).is_worse is is_worse


def test_floors() -> None:
    measures = {"mrr": 0.8, "hit@3": 0.9}
    assert below(measures, [("mrr", 0.8), ("hit@3", 0.9)]) == []
    assert below(measures, [("mrr", 0.8001), ("hit@3", 0.95)]) == [
        "mrr is 0.8000, below 0.8001",
        "hit@3 is 0.9000, below 0.95",
    ]


# --- over articles


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write(
        tmp_path / "team",
        {
            "docs/vpn.md": article("VPN drops", "Try again.", symptoms="\n  - It says, error 809!\n  - the VPN drops"),
            "docs/mail.md": article("Mail comes back", "Look at the address."),
            "docs/scan.md": article("Scanner and mail", "The scanner sends mail."),
        },
    )


def case(said: str, *expected: str, unwanted: str = "") -> Case:
    return Case(said, frozenset(expected), frozenset([unwanted] if unwanted else []))


def test_outcomes(base: Path) -> None:
    found = evaluate(
        searcher(base),
        [
            case("vpn broken", "vpn.md"),
            case("mail comes back", "scan.md", "mail.md"),
            case("mail comes back", "scan.md", unwanted="mail.md"),
            case("xyzzy", "vpn.md"),
            case("vpn", "gone.md"),
            case("scanner", unwanted="vpn.md"),
            case("scanner", unwanted="scan.md"),
        ],
    )
    assert [(item.rank, item.unwanted) for item in found.outcomes] == [
        (1, ()), (1, ()), (2, ("mail.md",)), (0, ()), (0, ()), (1, ()), (0, ("scan.md",)),
    ]  # fmt: skip
    assert [item.found for item in found.outcomes[:2]] == [("vpn.md",), ("mail.md", "scan.md")]


def test_an_unwanted_article_far_down_is_out_of_sight(base: Path) -> None:
    write(base, {f"docs/{number}.md": article(f"Mail mail {number}", "Mail.") for number in range(4)})
    (found,) = evaluate(searcher(base), [case("mail", "0.md", unwanted="scan.md")]).outcomes
    assert found.found.index("scan.md") >= 3
    assert found.unwanted == ()


@pytest.mark.parametrize("said", ["it says error 809", "It says, error 809!", "THE VPN DROPS"])
def test_a_phrase_that_stands_in_the_article_proves_nothing(base: Path, said: str) -> None:
    found = evaluate(searcher(base), [case(said, "vpn.md"), case("scanner", "scan.md")])
    assert [item.said for item in found.tautologies] == [said]
    assert [item.case.said for item in found.outcomes] == ["scanner"]
    assert found.as_dict()["not_counted"] == [said]
    assert found.as_dict()["queries"] == 1


@pytest.mark.parametrize(
    ("said", "expected"), [("it says error", "vpn.md"), ("it says error 809", "mail.md"), ("vpn drops", "vpn.md")]
)
def test_a_phrase_that_only_resembles_it_counts(base: Path, said: str, expected: str) -> None:
    assert evaluate(searcher(base), [case(said, expected)]).tautologies == ()


def test_symptoms_of_articles_that_are_gone_do_not_count(base: Path) -> None:
    found = searcher(base)
    assert symptoms_by_path(found)["vpn.md"] == {"it says error 809", "the vpn drops"}
    (base / "docs/vpn.md").unlink()
    assert "vpn.md" not in symptoms_by_path(searcher(base))


def test_as_data(base: Path) -> None:
    found = evaluate(searcher(base), [case("vpn broken", "vpn.md"), case("mail back", "scan.md", unwanted="mail.md")])
    assert json.loads(json.dumps(found.as_dict())) == {
        "mrr": 0.75, "hit@1": 0.5, "hit@3": 1.0, "hit@10": 1.0, "queries": 2, "not_counted": [],
        "misses": [{"said": "mail back", "expected": ["scan.md"], "rank": 2, "found": ["mail.md", "scan.md"],
                    "unwanted": ["mail.md"]}],
    }  # fmt: skip


def test_only_ten_hits_are_looked_at(base: Path) -> None:
    write(base, {f"docs/{number:02}.md": article(f"Lamp {number}", "Lamp.") for number in range(12)})
    first, last = evaluate(searcher(base), [case("lamp", "09.md"), case("lamp", "10.md")]).outcomes
    assert (first.rank, last.rank) == (10, 0)


def test_progress_is_told(base: Path) -> None:
    told: list[int] = []
    evaluate(searcher(base), [case("vpn", "vpn.md")] * 25, told.append)
    assert told == [10, 20]
