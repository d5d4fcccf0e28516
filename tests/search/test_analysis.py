"""Do articles and queries get the same terms, whatever the text?"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.search.analysis import MAX_LENGTH, STOP_WORDS, Analyzer, is_code

english = Analyzer()


def terms(text: str) -> list[str]:
    """The first term of each token: what a text is, word by word."""
    return english.own_terms(english.tokens(text))


@pytest.mark.parametrize(
    "forms",
    [
        ["drop", "drops", "dropping", "dropped", "DROPS"],
        ["0x80070005", "80070005", "0X80070005"],
        ["ORA-00942", "ora-942", "ORA00942", "ora942"],
        ["log-in", "login", "Login", "log_in"],
        ["e-mail", "email", "E-Mails"],
        ["KB5005565", "kb-5005565"],
        ["user's", "user", "users", "user’s"],
        ["won't", "can't", "cannot", "isn't", "not", "won’t", "dont"],
        ["007", "7", "07"],
    ],
)
def test_forms_of_one_term(forms: list[str]) -> None:
    assert {tuple(terms(form)) for form in forms} == {tuple(terms(forms[0]))}
    assert len(terms(forms[0])) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("809", "8009"), ("0x1f", "31"), ("5.1.10", "5.1.1"), ("olmapi32.dll", "olmapi32"), ("vpn", "vpns2"), ("ä", "a")],
)
def test_terms_that_must_not_be_confused(one: str, other: str) -> None:
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("token", "parts"),
    [
        ("log-in", {"log", "in"}),
        ("outlook.exe", {"outlook", "exe"}),
        ("error-809", {"error", "809"}),
        ("ora-00942", {"942"}),
    ],
)
def test_a_compound_is_found_by_its_parts(token: str, parts: set[str]) -> None:
    own, *others = english.expand(token)
    assert parts <= set(others)
    assert own not in others


def test_tokens_are_split_at_what_holds_nothing_together() -> None:
    assert english.tokens("VPN, (drops)/fails: 550 5.1.10; snake_case a--b 'quoted' end.") == [
        "vpn", "drops", "fails", "550", "5.1.10", "snake_case", "a", "b", "quoted", "end",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " ", "\0", "!?*[]()\"'", "---", "_._", "\u200b", "\ud800", "🔥"])
def test_text_without_a_word(text: str) -> None:
    assert english.tokens(text) == []


@given(st.text())
@example("İstanbul ǅ ß ﬃ")
@example("①② ½ 四 ٣")
@example("a" * 10_000 + " " + "1" * 10_000 + " " + "a1" * 10_000)
@example("1-2-3-4-5-6-7 a.b.c.d.e.f.g ''' ’’ a'b'c'd")
@example("0x00 0x 0xg 00 0")
def test_any_text_gives_terms_that_an_index_can_hold(text: str) -> None:
    for token in english.tokens(text):
        found = english.expand(token)
        assert found == Analyzer().expand(token), "what was seen before changes nothing"
        assert len(set(found)) == len(found)
        for term in found:
            assert term
            assert not re.search(r"\s|^=", term), "a space means neighbours, = means a facet"
            assert len(term) <= MAX_LENGTH


@given(st.one_of(st.text(), st.text("aZé1'’._- \t\n\x1c\x85\u00a0\u0345Σ¨…(ﬁ")))
@example('end. "quoted" a--b a.b \'tis ’’ x\x1cy x\u2028y')
@example("ΑΣ ΑΣ. ΟΔΟΣ\u0345 …Σ")
def test_the_pieces_of_a_text_have_its_tokens(text: str) -> None:
    assert [token for piece in english.pieces(text) for token in english.tokens(piece)] == english.tokens(text)


@given(st.text())
def test_case_says_nothing(text: str) -> None:
    assert english.tokens(text.lower()) == english.tokens(text)


@given(st.lists(st.sampled_from(["VPN", "drops", "0x80070005", "log-in", "won't", "5.1.10", "a_b"]), max_size=6))
def test_words_do_not_change_each_other(words: list[str]) -> None:
    assert terms(" ".join(words)) == [term for word in words for term in terms(word)]


@pytest.mark.parametrize("word", sorted(STOP_WORDS))
def test_a_stop_word_is_one_token(word: str) -> None:
    assert english.tokens(word) == [word]


@pytest.mark.parametrize(
    ("term", "expected"),
    [("809", True), ("80070005", True), ("ora942", True), ("5.1.10", True), ("kb5005565", True), ("olmapi32.dll", True),
     ("vpn", False), ("5", False), ("12", False), ("windows", False), ("", False)],
)  # fmt: skip
def test_what_names_something_exactly(term: str, expected: bool) -> None:
    assert is_code(term) is expected


def test_another_language_stems_otherwise() -> None:
    assert Analyzer("german").expand("störungen") == Analyzer("german").expand("störung")
    assert english.expand("störungen") != english.expand("störung")
