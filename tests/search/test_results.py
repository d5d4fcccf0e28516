"""Is the question asked that tells neighbours apart, and only then?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bases import searcher
from trees import article, kb, settle, write

from kb_tools.article.trust import trust
from kb_tools.query.understand import SymptomQuery
from kb_tools.search.results import Hit, Question, Results, question_between
from kb_tools.search.why import Why

TRUST = trust(date(2026, 11, 21), confidence="", last_reviewed=None, review_days=None, status="", expires=None)


def hit(number: int, score: int, said: str = "VPN drops", **card: str) -> Hit:
    marks = tuple(
        (start, start + len(word)) for word in said.split() for start in [said.index(word)] if word != "light"
    )
    return Hit(score, {"id": f"a{number}", **card}, Why("symptom", said, marks), TRUST)


@pytest.mark.parametrize(
    ("hits", "question"),
    [
        ([], None),
        ([hit(1, 100, ask="Which?")], None),
        ([hit(1, 100, ask="Which?"), hit(2, 71)], Question("Which?", ("a1", "a2"))),
        ([hit(1, 100, ask="Which?"), hit(2, 69)], None),
        ([hit(1, 100), hit(2, 90, ask="Which?"), hit(3, 80, ask="Other?")], Question("Which?", ("a1", "a2", "a3"))),
        ([hit(1, 100, check="Is it on?"), hit(2, 90)], Question("Is it on?", ("a1", "a2"))),
        ([hit(1, 100, check="Look at it."), hit(2, 90, check="Is it on?")], Question("Is it on?", ("a1", "a2"))),
        ([hit(1, 100), hit(2, 90)], None),
        ([hit(1, 100, "VPN drops", ask="Which?"), hit(2, 90, "printer jams")], None),
        ([hit(1, 100, "VPN drops", ask="Which?"), hit(2, 90, "VPN jams")], Question("Which?", ("a1", "a2"))),
        ([hit(1, 100, "light", ask="Which?"), hit(2, 90, "light")], None),
        ([hit(n, 100, ask="Which?") for n in range(6)], Question("Which?", ("a0", "a1", "a2", "a3"))),
    ],
)
def test_when_there_is_something_to_ask(hits: list[Hit], question: Question | None) -> None:
    assert question_between(hits) == question
    assert Results(SymptomQuery("vpn", ()), tuple(hits), 0.1).question == question


@pytest.fixture
def neighbours(tmp_path: Path) -> Path:
    """Two articles with one symptom, and one that has nothing to do with them."""
    symptom = "\n  - the line drops every evening"
    return settle(
        write(
            tmp_path / "team",
            {
                "docs/peak.md": article(
                    "Slow at peak hours", "## Check\n\nIs it fine in the morning?", id="peak", symptoms=symptom
                ),
                "docs/cable.md": article(
                    "Loose cable", "## Fix\n\n1. Plug it in.", id="cable", symptoms=symptom,
                    ask='"Does it drop when you move the cable?"',
                ),
                "docs/printer.md": article("Printer jams", "## Check\n\nIs there paper?", id="printer"),
            },
        )
    )  # fmt: skip


def test_neighbours_are_told_apart_before_the_hits(neighbours: Path) -> None:
    done = kb(neighbours, "search", "line drops every evening", COLUMNS="100")
    asked, hits = done.stdout.split("\n\n", 1)
    assert asked.startswith("Ask first: ")
    assert ("(peak or cable)" in asked) or ("(cable or peak)" in asked)
    assert hits.startswith("1  ")
    answer = json.loads(kb(neighbours, "search", "--json", "line drops every evening").stdout)
    assert asked == f"Ask first: {answer['question']['text']} ({' or '.join(answer['question']['between'])})"
    assert answer["question"]["between"] == [item["id"] for item in answer["hits"]]


def test_nothing_is_asked_where_one_article_fits(neighbours: Path) -> None:
    for words in ("printer jams", "loose cable"):
        assert "Ask first" not in kb(neighbours, "search", words).stdout
        assert json.loads(kb(neighbours, "search", "--json", words).stdout)["question"] is None


def test_what_was_corrected_and_what_is_missing_is_told_in_text_and_json(neighbours: Path) -> None:
    words = ("evenign", "lnie", "0x8007000E")
    shown = kb(neighbours, "search", *words).stdout
    assert "Took 'evenign' for evening." in shown
    assert "Took 'lnie' for line." in shown
    assert "No article has the code 8007000e." in shown
    answer = json.loads(kb(neighbours, "search", "--json", *words).stdout)
    assert answer["corrected"] == {"evenign": ["evening"], "lnie": ["line"]}
    assert answer["unknown_codes"] == ["8007000e"]


def test_a_missing_code_is_told_where_nothing_else_is_found(neighbours: Path) -> None:
    done = kb(neighbours, "search", "0x8007000E")
    assert done.returncode == 1
    assert "Nothing found" in done.stdout
    assert "No article has the code 8007000e." in done.stdout


def test_a_hit_as_json_has_every_name_even_where_the_article_says_little(tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": "# Printer jams\n"})
    results = searcher(tmp_path).search("printer")
    (found,) = results.as_dict()["hits"]
    empty: dict[str, Any] = {name: value for name, value in found.items() if not value}
    assert empty == dict.fromkeys(("kind", "first_step", "escalate_to", "ask", "owner", "audience")) | {
        "products": [], "applies_to": [], "error_codes": [], "symptoms": [],
    }  # fmt: skip
