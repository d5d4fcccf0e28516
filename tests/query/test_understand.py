"""Is what a caller says understood, whatever they say?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bases import shared
from hypothesis import example, given
from hypothesis import strategies as st
from trees import article

from kb_tools.query.understand import (
    CERTAIN_CODE,
    CORRECTED,
    MAX_CHARACTERS,
    MAX_WORDS,
    PART,
    QueryTerm,
    SymptomQuery,
    understand,
)
from kb_tools.search.searcher import Searcher

FILES = {
    "docs/login.md": article(
        "Login page refuses the password", "Restart the connection. The color of the lamp is red."
    ),
    "docs/vpn.md": article("VPN disconnects, error 809", "The adapter is not working.", error_codes='["809"]'),
    "docs/update.md": article("Update fails with 0x80070005", "Access is denied.", error_codes='["0x80070005"]'),
    "docs/mail.md": article("E-mail comes back", "The mailbox is full.", error_codes='["550 5.1.1"]'),
    "docs/dsl.md": article(
        "No DSL light", "The router has no synchronization.", symptoms="\n  - the lamp keeps blinking"
    ),
    "docs/japan.md": article("ルーターの電源が入らない", "電源を確認する。"),
    "docs/filler.md": article("Thanks and please", "Okay, sorry, hello."),
    "vocabulary.yml": "same:\n  - [till, cash desk]\nsay:\n  turns dark: [blank]\n  flimflam: [password]\n"
    "  インターネットの箱: [ルーター]\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with shared(tmp_path_factory, FILES) as searcher:
        yield searcher


@pytest.fixture
def ask(base: Searcher) -> Ask:
    return Ask(base)


class Ask:
    """Asks one knowledge base."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher

    def __call__(self, text: str) -> SymptomQuery:
        return understand(text, self.searcher.analyzer, self.searcher._lexicon)

    def term(self, text: str, term: str) -> QueryTerm | None:
        return next((item for item in self(text).terms if item.term == term), None)

    def origins(self, text: str) -> dict[str, str]:
        return {item.term: item.origin for item in self(text).terms}

    def weighty(self, text: str) -> set[str]:
        """What is looked for apart from pairs."""
        return {item.term for item in self(text).terms if item.origin != "pair"}


# --- words


@pytest.mark.parametrize(
    "forms",
    [
        ["disconnects", "Disconnecting", "disconnected"],
        ["won't", "can't", "cant", "doesn’t"],
        ["colour", "color", "COLOURS"],
        ["synchronisation", "synchronization", "synchronised"],
        ["router's", "router", "routers"],
    ],
)
def test_forms_of_a_word(ask: Ask, forms: list[str]) -> None:
    assert len({frozenset(ask.weighty(form)) for form in forms}) == 1


@pytest.mark.parametrize("said", ["log in", "log-in", "login", "Log_In", "log on"])
def test_login_however_it_is_written(ask: Ask, said: str) -> None:
    assert "login" in ask.weighty(said)


@pytest.mark.parametrize(
    ("said", "term"), [("e-mail", "email"), ("email", "email"), ("d s l light", "dsl"), ("mail box", "mailbox")]
)
def test_other_compounds(ask: Ask, said: str, term: str) -> None:
    assert term in ask.weighty(said)


def test_the_parts_of_a_compound_count_less(ask: Ask) -> None:
    assert ask.term("log-in", "log") == QueryTerm("log", PART, "part", "log-in")


def test_neighbours_are_looked_for_as_a_pair(ask: Ask) -> None:
    assert ask.origins("vpn adapter")["vpn adapt"] == "pair"
    assert "vpn adapt" not in ask.origins("adapter vpn")


def test_neighbours_across_filler(ask: Ask) -> None:
    assert ask.origins("router basically blinking")["router blink"] == "pair"


def test_what_is_said_twice_counts_a_little_more(ask: Ask) -> None:
    once, twice = ask.term("router", "router"), ask.term("router router", "router")
    assert once is not None
    assert twice is not None
    assert once.factor < twice.factor < 2 * once.factor


def test_filler_weighs_nothing(ask: Ask) -> None:
    found = ask("hi, so basically my wife's router, please")
    assert {"hi", "basic", "pleas", "wife"}.isdisjoint(term.term for term in found.terms)
    assert {"hi", "basically", "please"} <= set(found.ignored)


def test_filler_alone_is_looked_for(ask: Ask) -> None:
    assert ask.weighty("hello thanks") == {"hello", "thank"}


# --- typing mistakes


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pasword", "password"),
        ("passwrod", "password"),
        ("roouter", "router"),
        ("ruoter", "router"),
        ("adaptor", "adapter"),
        ("conenctoin", "connection"),
        ("flimflma", "flimflam"),
    ],
)
def test_a_mistyped_word(ask: Ask, typed: str, meant: str) -> None:
    found = ask(f"my {typed} is gone")
    assert found.corrected == {typed: (meant,)}
    own = ask.searcher.analyzer.expand(typed)[0]
    assert ask.origins(typed)[own] == "word", "what was typed counts too"
    word = ask.term(typed, ask.searcher.analyzer.expand(meant)[0])
    assert word is not None
    assert word.factor <= CORRECTED


@pytest.mark.parametrize("typed", ["vnp", "router", "the", "won't", "zzzzzz", "80070006", "0x80070006", "ora-00943"])
def test_what_is_not_corrected(ask: Ask, typed: str) -> None:
    found = ask(f"{typed} and lamp")
    assert not found.corrected
    assert "corrected" not in {term.origin for term in found.terms}


def test_the_word_that_was_meant_brings_its_meanings(ask: Ask) -> None:
    assert ask.origins("flimflma")["password"] == "synonym"


def test_the_last_word_may_be_unfinished(ask: Ask) -> None:
    assert ask.origins("no synchron")["synchron"] == "word"
    assert ask("my passw").corrected == {"passw": ("password",)}
    assert ask("passw is gone").corrected == {}
    assert ask.origins("my passw")["password"] == "completed"
    assert ask("my pa").corrected == {}


# --- the vocabulary


def test_both_ways_and_one_way(ask: Ask) -> None:
    assert "desk" in ask.weighty("the till")
    assert "till" in ask.weighty("the cash desk")
    assert ask.origins("flimflam")["password"] == "synonym"
    assert "flimflam" not in ask.weighty("password")


def test_a_phrase_of_the_vocabulary_is_all_of_its_words(ask: Ask) -> None:
    assert ask.origins("the screen turns dark")["blank"] == "synonym"
    assert ask.origins("it is turning dark")["blank"] == "synonym", "by stems"
    assert "blank" not in ask.weighty("it is dark and turns")


def test_scripts_without_spaces(ask: Ask) -> None:
    assert ask.origins("インターネットの箱が光らない")["ルー"] == "synonym"
    assert {term.factor for term in ask("電源が入らない").terms if term.origin == "word"} == {1.0}
    assert ask("電源が入らなi").corrected == {}


# --- codes


def test_a_code_weighs_most_and_is_said_as_it_was(ask: Ask) -> None:
    for said in ("0x80070005", "oh x eight double-oh seven triple-oh five"):
        term = ask.term(f"it says {said} again", "80070005")
        assert term is not None
        assert term == QueryTerm("80070005", CERTAIN_CODE, "code", term.said)
        assert term.factor == max(item.factor for item in ask(f"it says {said} again").terms)


def test_a_code_that_no_article_has_is_said_to_be_missing(ask: Ask) -> None:
    for said in ("0x80070006", "error 918", "KB5005566", "550 5.9.9"):
        found = ask(f"lamp {said}")
        assert len(found.unknown_codes) == 1, said
    assert ask("error 918 and error 918").unknown_codes == ("918",)
    assert ask("550 5.1.1").unknown_codes == ()


def test_the_beginning_of_a_code(ask: Ask) -> None:
    assert ask.origins("0x8007")["80070005"] == "code"
    assert ask("0x8007").unknown_codes == ("8007",)


# --- quotes


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ('"access is denied"', (("access", "is", "deni"),)),
        ('outlook "access denied" and “no light”', (("access", "deni"), ("no", "light"))),
        ('„kein Licht“ "b a"', (("kein", "licht"), ("b", "a"))),
        ('"', ()),
        ('""', ()),
        ('"..."', ()),
        ('say "no light', ()),
        ('"error 0x80070005, access"', (("error", "80070005", "access"),)),
    ],
)
def test_phrases(ask: Ask, text: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert ask(text).phrases == phrases


# --- anything at all


def test_a_transcript_is_cut(ask: Ask) -> None:
    text = " ".join(f"word{number}x" for number in range(5000))
    found = ask(text)
    assert found.text == text[:MAX_CHARACTERS]
    assert len({term.said for term in found.terms if term.origin == "word"}) == MAX_WORDS


def test_filters_without_values_are_none(base: Searcher) -> None:
    query = understand("vpn", base.analyzer, base._lexicon, {"product": ("vpn",), "audience": ()})
    assert query.filters == {"product": ("vpn",)}


@given(st.text(st.characters(exclude_categories=())))
@example("\0")
@example("vpn\0 809\ud800")
@example("vpn " * 2500)
@example("x" * 10_000)
@example("1" * 10_000)
@example("-.-'_" * 2000)
@example('?!... ,;:-_#+*~`^$%&/()=[]{}<>|\\ "')
@example("το ταχυδρομείο δεν λειτουργεί")
@example("邮箱收不到邮件" * 1000)
@example("メールが届かない 0x80070005")
@example("البريد لا يعمل ٨٠٩")
@example("=id:vpn =product: = ==")
@example("don't 'n' ''' o'o'o")
@example("double double oh hundred thousand point x hex oh x 0x dot")
@example("İ ǅ ß ﬃ ① ½ ² 四 ٣ 0x٣")
def test_nothing_is_an_error(base: Searcher, text: str) -> None:
    query = understand(text, base.analyzer, base._lexicon)
    assert query == understand(text, base.analyzer, base._lexicon), "what was asked before changes nothing"
    names = [term.term for term in query.terms]
    assert len(set(names)) == len(names)
    for item in query.terms:
        assert item.factor > 0
        assert item.term
        assert not item.term.startswith("="), "no query can name a facet"
    for phrase in query.phrases:
        assert phrase


@given(
    st.lists(st.sampled_from("my router vpn pasword 809 error log in hello the can't 0x8007 lamp".split()), max_size=12)
)
def test_every_word_that_counts_is_looked_for_as_it_was_said(base: Searcher, words: list[str]) -> None:
    query = understand(" ".join(words), base.analyzer, base._lexicon)
    looked_for = {term.term for term in query.terms}
    for word in words:
        own = base.analyzer.expand(word)[0]
        assert own in looked_for or word in query.ignored, word
