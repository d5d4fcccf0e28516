"""Are the right words taken for a mistyped one, and only those?"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.query.spelling import SHORTEST, TWO_FROM, allowed, completions, corrections, within

few_letters = st.text("abc", max_size=11)


def distance(left: str, right: str) -> int:
    """Optimal string alignment distance, by the whole table, as in the textbooks."""
    table = [[i + j if not i * j else 0 for j in range(len(right) + 1)] for i in range(len(left) + 1)]
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (left[i - 1] != right[j - 1]),
            )
            if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@st.composite
def mistyped(draw: st.DrawFn, letters: str = "abcd", most: int = 3) -> tuple[str, str]:
    """A word, and what became of it after some mistakes."""
    word = draw(st.text(letters, min_size=1, max_size=12))
    typed = list(word)
    for _ in range(draw(st.integers(0, most))):
        place = draw(st.integers(0, len(typed)))
        kind = draw(st.sampled_from(["more", "less", "wrong", "swapped"]))
        if kind == "more":
            typed.insert(place, draw(st.sampled_from(letters)))
        elif kind == "less":
            del typed[place : place + 1]
        elif kind == "wrong":
            typed[place : place + 1] = draw(st.sampled_from(letters))
        else:
            typed[place : place + 2] = typed[place : place + 2][::-1]
    return word, "".join(typed)


@given(few_letters, few_letters, st.integers(0, 2))
def test_distance_of_any_two_words(left: str, right: str, most: int) -> None:
    true = distance(left, right)
    assert within(left, right, most) == (true if true <= most else None)


@given(mistyped(), st.integers(0, 2))
@example(("abcdabcd", "bacdabdc"), 2)
@example(("abcd", "abcd"), 0)
def test_distance_of_a_word_and_a_typo(pair: tuple[str, str], most: int) -> None:
    true = distance(*pair)
    assert within(*pair, most) == (true if true <= most else None)
    assert within(pair[1], pair[0], most) == (true if true <= most else None)


@pytest.mark.parametrize(
    ("length", "mistakes"), [(1, 0), (SHORTEST - 1, 0), (SHORTEST, 1), (TWO_FROM - 1, 1), (TWO_FROM, 2), (20, 2)]
)
def test_longer_words_may_hold_more_mistakes(length: int, mistakes: int) -> None:
    assert allowed("a" * length) == mistakes


def lookup(words: Sequence[str], first: str, length: int) -> list[str]:
    return [word for word in words if word[0] == first and len(word) == length]


@given(mistyped(), st.lists(st.text("abcd", min_size=1, max_size=12), max_size=20), st.data())
def test_corrections_are_the_nearest_words_within_what_is_allowed(
    pair: tuple[str, str], others: list[str], data: st.DataObject
) -> None:
    _, typed = pair
    if not typed:
        return
    words = sorted({*others, data.draw(st.sampled_from(pair)) or "a", pair[0]})
    near = [(distance(typed, word), word) for word in words if word != typed and word[0] in typed[:2]]
    fitting = sorted(item for item in near if item[0] <= allowed(typed))
    nearest = [item for item in fitting if item[0] == fitting[0][0]]
    found = corrections(typed, lambda first, length: lookup(words, first, length))
    assert found[: len(nearest)] == nearest
    assert set(found) <= set(fitting)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("passwrod", "password"),
        ("passsword", "password"),
        ("pessword", "password"),
        ("apssword", "password"),
        ("ppassword", "password"),
        ("authetnicaiton", "authentication"),
        ("conextion", "connection"),
        ("wifi", None),
        ("vnp", None),
        ("xyzzyplugh", None),
        ("authentication", None),
    ],
)
def test_what_a_typo_was_meant_to_be(typed: str, meant: str | None) -> None:
    words = ["vpn", "wi", "password", "authentication", "connection", "printer"]
    found = corrections(typed, lambda first, length: lookup(words, first, length))
    assert [word for _, word in found] == ([meant] if meant else [])


def test_a_word_with_two_mistakes_counts_only_where_none_has_one() -> None:
    words = ["connections", "connector", "connection"]
    assert corrections("conection", lambda first, length: lookup(words, first, length)) == [(1, "connection")]
    assert corrections("conectionz", lambda first, length: lookup(words, first, length)) == [
        (2, "connection"),
        (2, "connections"),
    ]


def test_an_unfinished_word() -> None:
    words = ["pass", "password", "passwords", "passwordless-", "passenger", "past", "compass"]
    found = completions("passw", lambda first, length: lookup(words, first, length))
    assert set(found) == {"password", "passwords"}
    assert "pass" not in completions("pass", lambda first, length: lookup(words, first, length))
