"""Where does a sentence begin and end?"""

from __future__ import annotations

import pytest
from checks.reading_one import found, marked, source
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.rules.speech.sentences import Prose, lowered


@pytest.mark.parametrize(
    ("text", "sentence", "both"),
    [
        ("One. Two X two. Three.", " Two X two.", " Two X two. Three."),
        ('"One." X, e.g. this. Then', " X, e.g. this.", " X, e.g. this. Then"),
        ("- One\n- X two\n- Three.", "\n- X two", "\n- X two"),
        ("One\n\nX\n\nTwo", "\n\nX", "\n\nX"),
        ("| One | X | Two |", "| X ", "| X "),
        ("**X.** Two.", "**X.**", "**X.** Two."),
        ("X `a. b` c. Two", "X ` ` c.", "X ` ` c. Two"),
    ],
)
def test_a_sentence(text: str, sentence: str, both: str) -> None:
    prose = Prose(source(f"---\ntitle: X\n---\n{text}\n"))
    place = prose.text.index("X")
    shown = [prose.sentences(place, count).replace("``````", "` `").rstrip("\n") for count in (0, 1)]
    assert shown == [sentence, both]


@given(st.text())
def test_small_letters_stay_in_place(text: str) -> None:
    assert len(lowered(text)) == len(text)
    assert lowered(text) == text.lower() or len(text.lower()) != len(text)


def test_prose_counts_as_the_file_does() -> None:
    article = source("---\ntitle: a\n---\n# b\n\n```\nc\n```\nd `e` f\n")
    prose = Prose(article)
    assert len(prose.text) == len(article.text)
    assert prose.text[article.text.index("d `") :] == "d ``` f\n"


def test_one_sentence_is_one_promise() -> None:
    assert marked("KB702", "We'll call you back and we will ring you. We will call you.") == [
        "We'll call you back",
        "We will call you",
    ]


def test_a_promise_over_two_lines_is_marked_over_two() -> None:
    (finding,) = found("KB702", "# a\n\n> We will\n> call you back.\n")
    assert (finding.span.line, finding.span.column, finding.span.end_line, finding.span.end_column) == (3, 3, 4, 16)


@pytest.mark.parametrize("kind", ["kind: fault\n", "kind: fault\nescalate_to: noc\n", "escalate_to: noc\n"])
def test_who_is_named_elsewhere_need_not_be_named_again(kind: str) -> None:
    assert found("KB701", f"---\n{kind}---\n## If that fails\n\nGive up.\n") == []
    assert found("KB701", "---\ntitle: a\n---\n## If that fails\n\nGive up.\n") != []
