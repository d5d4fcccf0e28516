"""Is a code found in every form it is written or spoken in, and nothing else taken for one?"""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.query.codes import Code, find_codes
from kb_tools.query.spoken import MAX_SPOKEN
from kb_tools.search.analysis import Analyzer

english = Analyzer()

UNITS = ("oh zero nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NATO = {"a": "alpha", "b": "bravo", "c": "charlie", "d": "delta", "e": "echo", "f": "foxtrot"}


def codes(text: str, *known: str) -> list[Code]:
    """The codes in a text, where articles have the terms of *known* texts."""
    terms = {term for word in known for token in english.tokens(word) for term in english.expand(token)}
    return find_codes(english.tokens(text), terms.__contains__, lambda token: english.expand(token)[0])


def found(text: str, *known: str) -> set[str]:
    return {code.term for code in codes(text, *known) if code.known}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("0x80070005", "0x80070005"),
        ("0x80070005", "0X80070005"),
        ("0x80070005", "80070005"),
        ("0x80070005", "0x 8007 0005"),
        ("0x80070005", "8007 0005"),
        ("0x80070005", "hex 8007 0005"),
        ("0x80070005", "oh x eight double-oh seven triple-oh five"),
        ("0x80070005", "zero x eight zero zero seven zero zero zero five"),
        ("0x80070005", "hex eight double oh seven triple oh five"),
        ("0x80070005", "oh x 8 double-oh 7 triple-oh 5"),
        ("0x80070005", "8 double-oh 7 triple-oh 5"),
        ("0x80070005", "oh x 8007 0005"),
        ("0x80070005", "Ox8oo7ooo5"),
        ("0x80070005", "it says (0x80070005)."),
        ("0xC000021A", "0xc000021a"),
        ("0xC000021A", "c000021a"),
        ("0xC000021A", "hex c000 021a"),
        ("0xC000021A", "oh x c triple-oh oh two one a"),
        ("0xC000021A", "zero x charlie quadruple oh two one alpha"),
        ("0xC000021A", "charlie oh oh oh oh two one alpha"),
        ("0xC0000017", "c0000017"),
        ("0xC0000017", "C0000017"),
        ("0xE0434352", "e0434352"),
        ("0xD0001043", "d0001043"),
        ("0xCA000123", "ca000123"),
        ("A-0012345", "a0012345"),
        ("0x00000124", "0x124"),
        ("0x00000124", "zero x one two four"),
        ("5.1.10", "5.1.10"),
        ("5.1.10", "550 5.1.10"),
        ("5.1.10", "550-5.1.10"),
        ("5.1.10", "five fifty five one ten"),
        ("5.1.10", "five five oh five dot one dot ten"),
        ("5.1.10", "five one ten"),
        ("5.1.10", "5.l.10"),
        ("5.7.26", "five fifty five seven twenty six"),
        ("5.7.515", "five seven five one five"),
        ("550", "five fifty"),
        ("550", "five hundred fifty"),
        ("550", "five hundred and fifty"),
        ("550", "5 5 0"),
        ("ORA-00942", "ORA-00942"),
        ("ORA-00942", "ora 942"),
        ("ORA-00942", "ora 00942"),
        ("ORA-00942", "ora942"),
        ("ORA-00942", "ora-oo942"),
        ("HTTP 502", "HTTP 502"),
        ("HTTP 502", "502 bad gateway"),
        ("HTTP 502", "http502"),
        ("HTTP 502", "five oh two"),
        ("HTTP 502", "five-oh-two"),
        ("Event ID 2004", "Event ID 2004"),
        ("Event ID 2004", "eventid 2004"),
        ("Event ID 2004", "twenty oh four"),
        ("Event ID 2004", "two thousand and four"),
        ("Event ID 2004", "two double-oh four"),
        ("KB5005565", "KB5005565"),
        ("KB5005565", "kb 5005565"),
        ("KB5005565", "KB-5005565"),
        ("KB5005565", "KB5OO5565"),
        ("809", "eight oh nine"),
        ("809", "eight-oh-nine"),
        ("809", "eight o nine"),
        ("809", "eight hundred nine"),
        ("809", "8O9"),
        ("809", "8 0 9"),
        ("809", "0809"),
        ("809", "error809"),
        ("809", "in hotel eight oh nine"),
        ("13801", "thirteen eight oh one"),
        ("691", "six ninety-one"),
        ("789", "seven eighty-nine l2tp"),
        ("OLMAPI32.dll", "olmapi32.DLL"),
        ("192.168.1.1", "192.168.1.1"),
        ("192.168.1.1", "one nine two dot one six eight dot one dot one"),
        ("5.2.3", "v5.2.3"),
        ("v5.2.3", "version 5.2.3"),
    ],
)
def test_a_code_in_any_form(code: str, said: str) -> None:
    own = english.own_terms(english.tokens(code))[-1]
    assert own in found(said, code)
    assert own in found(f"so my screen now says {said} and then goes off", code)


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("0x80070006", "80070006"),
        ("0x 8007 0006", "80070006"),
        ("80070006", "80070006"),
        ("hex eight double oh seven triple oh six", "80070006"),
        ("ORA-00943", "ora943"),
        ("error 918", "918"),
        ("error918", "918"),
        ("HTTP 599", "599"),
        ("event id 2005", "2005"),
        ("5.9.99", "5.9.99"),
        ("KB5005566", "kb5005566"),
        ("10.0.0.138", "10.0.0.138"),
        ("fault 3b", "3b"),
    ],
)
def test_a_code_that_no_article_has_is_certain_all_the_same(said: str, term: str) -> None:
    """It is never taken for another one, however near."""
    known = ("0x80070005", "ORA-00942", "809", "502", "2004", "5.9.9", "KB5005565", "10.0.0.1")
    assert [code[:1] + code[3:] for code in codes(said, *known)] == [(term, True, False)]


@pytest.mark.parametrize(
    "said",
    [
        "I have two computers and three phones",
        "oh one of the lights is out",
        "it takes ten minutes",
        "100mbit at 10am on the 2nd",
        "cpu 98c, 40x tonight, no 24h repair",
        "oh no",
        "the x is gone",
        "point five",
        "golf hotel india",
        "a1",
        "5 minutes",
        "double click",
    ],
)
def test_quantities_and_chatter_are_no_codes(said: str) -> None:
    assert not [code for code in codes(said, "809", "550") if code.certain or code.known]


def test_a_number_that_may_be_a_quantity_is_a_code_only_where_an_article_has_it() -> None:
    assert codes("disk at 100 percent") == [Code("100", 2, 2, certain=False, known=False)]
    assert codes("disk at 100 percent", "100") == [Code("100", 2, 2, certain=False, known=True)]
    assert codes("error 100", "100") == [Code("100", 1, 1, certain=True, known=True)]


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("windows 11 is slow", "windows11 windows"),
        ("windows11 is slow", "windows11 windows"),
        ("office 2019 is slow", "office2019 office"),
        ("after 50 000 pages", "50000"),
        ("one point five hours", "1.5 15"),
        ("a file from 97-2003", "97-2003"),
        ("on a 32-bit machine", "32-bit"),
    ],
)
def test_names_with_versions_and_quantities_are_known_but_not_certain(said: str, known: str) -> None:
    assert not [code for code in codes(said, known) if code.certain]


@pytest.mark.parametrize("said", ["it stops at step 2", "page 12 of it", "tier 2", "port 5"])
def test_a_word_that_is_counted_is_no_code(said: str) -> None:
    """Where an article has the same words written together, those of all other articles still count."""
    assert codes(said, "Step2 page12 tier2 port5", "step page tier port") == []


@pytest.mark.parametrize(
    "said", ["deadbeef", "facade", "decade", "added", "effaced", "it faded", "feedface", "a defaced bed"]
)
def test_a_word_of_the_letters_a_to_f_is_no_code(said: str) -> None:
    """A code has a digit, even where an article has 0xDEADBEEF."""
    assert codes(said, "0xDEADBEEF 0xFEEDFACE 0xC0000017", "facade decade added") == []


@pytest.mark.parametrize("said", ["c0000017", "0xC0000017", "hex c000 0017"])
def test_a_status_code_is_the_same_with_and_without_0x_in_articles(said: str) -> None:
    for known in ("c0000017", "0xC0000017"):
        assert found(said, known) == {"c0000017"}


@pytest.mark.parametrize("known", ["C17", "the C-17 plug", "C0000018"])
def test_a_status_code_that_no_article_has_is_no_shorter_name(known: str) -> None:
    assert [code[:1] + code[3:] for code in codes("c0000017", known)] == [("c0000017", True, False)]


def test_written_together_or_with_a_large_number_it_is_one() -> None:
    assert found("step2 fails", "step2") == set()  # too short for a code; found as the word that it is
    assert found("step02x fails", "step02x") == {"step02x"}
    assert found("port 8080", "port8080") == {"port8080"}
    assert found("ora 54", "ORA-00054") == {"ora54"}


def test_a_name_with_a_number_is_certain_where_the_name_is_no_word() -> None:
    (code,) = codes("olmapi32 again", "OLMAPI32.dll")
    assert code.certain
    assert code.known


def test_two_codes_in_one_breath() -> None:
    assert found("five fifty five one one", "550 5.1.1") == {"550", "5.1.1"}
    assert found("it was eight oh nine and then 691", "809", "691") == {"809", "691"}


def test_the_longest_code_that_articles_have_is_taken() -> None:
    assert found("five fifty five one ten", "550 5.1.10", "555") == {"550", "5.1.10"}
    assert found("0x 8007 0005", "0x80070005", "8007") == {"80070005"}


digits = st.from_regex(r"[1-9][0-9]{2,7}", fullmatch=True)


@st.composite
def spoken(draw: st.DrawFn, code: str) -> str:
    """Digits one by one, some of them doubled, as people read them out."""
    said: list[str] = []
    for digit, run in groupby(code):
        count = len(list(run))
        name = draw(st.sampled_from(UNITS[int(digit)].split()))
        while count:
            takes = draw(st.integers(1, min(count, 4)))
            said.append(["", "{}", "double {}", "triple-{}", "quadruple {}"][takes].format(name))
            count -= takes
    return " ".join(said)


@given(digits, st.data())
def test_digits_read_out_one_by_one(code: str, data: st.DataObject) -> None:
    said = data.draw(spoken(code))
    if len(said.replace("-", " ").split()) > MAX_SPOKEN:
        return
    assert code in found(said, code) or len(said.split()) == 1, said


@given(st.from_regex(r"[1-9a-f][0-9a-f]{7}", fullmatch=True).filter(lambda code: any(char.isdigit() for char in code)))
def test_hexadecimal_forms(code: str) -> None:
    forms = [f"0x{code}", f"0X{code.upper()}", f"0x {code[:4]} {code[4:]}", f"the code 0x{code}, again"]
    if all(any(char.isdigit() for char in half) for half in (code[:4], code[4:])):
        forms += [f"hex {code[:4]} {code[4:]}"]
    forms[2:3] = forms[2:3] if all(any(char.isdigit() for char in half) for half in (code[:4], code[4:])) else []
    by_name = " ".join(NATO.get(char) or UNITS[int(char)].split()[0] for char in code)
    forms.append(f"oh x {by_name}")
    for said in forms:
        assert code in found(said, f"0x{code}"), said


@given(digits, st.data())
def test_letters_typed_for_digits(code: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(st.sampled_from({"0": "0oO", "1": "1lI"}.get(digit, digit))) for digit in code)
    if any(char.isdigit() for char in typed):
        assert code in found(f"error {typed}", code), typed


words = st.sampled_from(
    "oh o x hex 0x zero one five ten twenty fifty double triple hundred thousand and dot point error no kb ora http alpha "
    "hotel the vpn 5 50 550 5.1.1 8007 0005 0x80070005 550-5.1.1 double-oh fifty-five a c 0 l0 o0 - é ٣ ² 日本 1e309".split()
)


@given(st.lists(words, max_size=30), st.sets(st.sampled_from(["550", "5.1.1", "80070005", "55", "ora550", "155"])))
def test_any_run_of_such_words(said: list[str], known: set[str]) -> None:
    tokens = english.tokens(" ".join(said))
    result = find_codes(tokens, known.__contains__, lambda token: (english.expand(token) or ("",))[0])
    last = -1
    for code in result:
        assert code.term
        assert " " not in code.term
        assert 0 <= code.first <= code.last < len(tokens)
        assert code.first >= last, "from left to right"
        assert code.known == (code.term in known)
        last = code.first
    certain = {code.term for code in result if code.known}
    for token in tokens:
        if token in known and token.isdigit() and not {"hex", "0x", "x"} & set(tokens):
            # Whatever stands around it, a number that articles have is not lost, but in a longer code.
            assert certain, (token, result)


def test_speech_that_can_be_read_in_many_ways_is_not_read_in_all_of_them() -> None:
    asked = 0

    def exists(_: str) -> bool:
        nonlocal asked
        asked += 1
        return False

    find_codes(["twenty", "one"] * 60, exists, lambda token: token)
    assert asked < 15_000
