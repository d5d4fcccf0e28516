"""Is the line that is shown the one that matched, with the right words marked?"""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.search.analysis import STOP_WORDS, Analyzer
from kb_tools.search.why import MAX_LENGTH, Explainer, Why

english = Analyzer()


def explainer(*words: str) -> Explainer:
    terms = {term for word in words for token in english.tokens(word) for term in english.expand(token)}
    return Explainer({term: 1 if term in STOP_WORDS else 100 for term in terms}, english)


def why(asked: str, body: str = "", title: str = "Title", **card: object) -> Why:
    return explainer(*asked.split()).why({"title": title, **card}, lambda: body)


def marked(found: Why) -> list[str]:
    return [found.text[start:end] for start, end in found.marks]


def test_the_symptom_with_most_of_the_words() -> None:
    found = why("in the hotel vpn drops", symptoms=["the VPN drops", "in the hotel the VPN drops", "no light"])
    assert (found.kind, found.text) == ("symptom", "in the hotel the VPN drops")
    assert marked(found) == ["hotel", "VPN", "drops"], "small words are not marked"


def test_of_two_that_say_the_same_the_shorter() -> None:
    long = "the VPN drops, and then I waited for a while and called my colleague, who did not know either, and so on"
    assert why("vpn drops", symptoms=[long, "VPN drops"]).text == "VPN drops"


def test_the_code() -> None:
    found = why("80070005", error_codes=["0x80070005", "0x80070006"], symptoms=["it fails"])
    assert (found.kind, found.text) == ("code", "0x80070005, 0x80070006")
    assert marked(found) == ["0x80070005"]


@pytest.mark.parametrize(
    ("asked", "body", "text"),
    [
        ("fuse", "Intro.\n\nPull the fuse. Wait.\n\nEnd.", "Pull the fuse."),
        ("fuse", "# Head\n\n1. Pull **the fuse**.\n2. Wait.", "Pull the fuse."),
        ("fuse box", "The fuse.\n\nThe box.\n\nThe fuse box is here.", "The fuse box is here."),
        ("replies", "Nothing.\n\nIt never replied.\n", "It never replied."),
        ("80070005", "One.\n\nIt says 0x80070005 again.\n", "It says 0x80070005 again."),
        ("ora-00942", "One.\n\nIt says ORA-00942 again.\n", "It says ORA-00942 again."),
        ("fuse", "Refuse it.\n\nThe FUSES.\n", "The FUSES."),
        ("fuse", "> - [the fuse](x.md) is `open`\n", "the fuse is open"),
        ("System32", "See `C:\\Windows\\System32` first.", "See C:\\Windows\\System32 first."),
        ("größe", "Nichts.\n\nDie GRÖSSE, die Größe!\n", "Die GRÖSSE, die Größe!"),
    ],
)
def test_a_sentence_of_the_text_where_no_symptom_fits(asked: str, body: str, text: str) -> None:
    found = why(asked, body, symptoms=["it is broken"])
    assert (found.kind, found.text) == ("sentence", text)
    assert marked(found)


def test_what_was_corrected_or_meant_is_marked() -> None:
    found = Explainer({"password": 50}, english).why({"title": "T", "symptoms": ["passwords fail"]}, str)
    assert marked(found) == ["passwords"]


def test_the_title_where_nothing_says_more() -> None:
    found = why("printer jams", "Some text.", title="Printer jams")
    assert (found.kind, found.text, marked(found)) == ("title", "Printer jams", ["Printer", "jams"])
    assert why("xyz", "Some text.") == Why("title", "Title", ())


def test_the_file_is_not_read_where_a_symptom_fits() -> None:
    def fails() -> str:
        raise AssertionError

    explainer("vpn").why({"title": "VPN", "symptoms": ["VPN drops"]}, fails)


def test_a_symptom_that_says_less_than_the_title_gives_way_to_a_better_sentence() -> None:
    found = why("vpn hotel wifi", "In a hotel, the wifi blocks the VPN.", title="VPN hotel wifi", symptoms=["wifi"])
    assert (found.kind, found.text) == ("sentence", "In a hotel, the wifi blocks the VPN.")


@pytest.mark.parametrize("place", [0, 1, 14, 16, 30, 80, 119])
def test_a_long_line_is_cut_around_the_words(place: int) -> None:
    words = ["filler"] * 120
    words[place] = "fuse"
    found = why("fuse", symptoms=[" ".join(words)])
    assert MAX_LENGTH - 20 < len(found.text) <= MAX_LENGTH + 2
    assert marked(found) == ["fuse"]
    assert found.text.startswith("…") == (place * 7 >= MAX_LENGTH // 2)
    assert found.text.endswith("…") == (place < 100)


def test_marks_in_a_line_that_begins_in_the_middle() -> None:
    words = ["filler"] * 40 + ["the", "fuse", "and", "fuses"] + ["filler"] * 40
    found = why("fuse", symptoms=[" ".join(words)])
    assert marked(found) == ["fuse", "fuses"]


def test_a_line_without_spaces_is_cut_too() -> None:
    found = why("fuse", symptoms=["fuse." + "x" * 1000])
    assert len(found.text) <= MAX_LENGTH + 2


lines = st.lists(
    st.sampled_from(
        "the fuse FUSES box is not drops. dropping x-y 0x80070005 VPN, router's **fuse** `box` <br> \n \n\n 1. - #".split(
            " "
        )
    ),
    max_size=60,
).map(" ".join)


@given(
    st.lists(st.sampled_from("fuse box drop vpn router 80070005 the not".split()), max_size=4),
    lines | st.text(),
    lines | st.text(min_size=1),
    st.lists(lines | st.text(), max_size=3),
)
@example(["fuse"], "\n\n" * 50 + "fuse", "T", [])
@example(["İ", "ß"], "İ İİ ß\n\nẞ fuse", "İ", ["ß" * 300])
def test_any_line_is_of_the_article_and_its_marks_are_what_was_asked_for(
    asked: list[str], body: str, title: str, symptoms: list[str]
) -> None:
    found = explainer(*asked).why({"title": title, "symptoms": symptoms, "error_codes": ["0x80070005"]}, lambda: body)
    assert found.kind in {"symptom", "title", "code", "sentence"}
    if found.kind != "title" and len(found.text) <= MAX_LENGTH and "…" not in found.text:
        assert found.kind == "sentence" or found.text in [*symptoms, "0x80070005"]
    assert len(found.text) <= MAX_LENGTH + 2
    last = 0
    wanted = {term for word in asked for token in english.tokens(word) for term in english.expand(token)}
    for start, end in found.marks:
        assert last <= start < end <= len(found.text)
        last = end
        terms = set(english.expand(found.text[start:end].lower()))
        assert terms & wanted, found.text[start:end]
    assert found.as_dict() == {"kind": found.kind, "text": found.text, "marks": [list(mark) for mark in found.marks]}
