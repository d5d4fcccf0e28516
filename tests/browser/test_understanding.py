"""Does the browser understand exactly what the terminal does, in any language and with any character there is?"""

from __future__ import annotations

import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import Stemmer
import yaml
from bases import shared
from hypothesis import example, given
from hypothesis import strategies as st
from trees import article
from understood import SCRIPTS, as_data, lexicon_data, scripts
from utterances import SPEECH, STRANGE, character, mistyped, utterances

from kb_tools.query import codes, spoken
from kb_tools.query.spelling import allowed, completions, corrections, within
from kb_tools.query.understand import FILLERS, MAX_CHARACTERS, MAX_WORDS, understand
from kb_tools.search import english
from kb_tools.search.analysis import STOP_WORDS, Analyzer
from kb_tools.search.searcher import Searcher

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
FILES = {
    "docs/login.md": article(
        "Login page refuses the password", "Restart the connection. The color of the lamp is red."
    ),
    "docs/vpn.md": article("VPN disconnects, error 809", "The adapter is not working.", error_codes='["809"]'),
    "docs/update.md": article("Update fails with 0x80070005", "Access is denied.", error_codes='["0x80070005"]'),
    "docs/mail.md": article("E-mail comes back", "The mailbox is full: KB5005565.", error_codes='["550 5.1.1"]'),
    "docs/dsl.md": article("No DSL light", "The router of the café 𐐨𐐩𐐪𐐫 has no synchronization, 5.7.26, ORA-00942."),
    "docs/japan.md": article(
        "ルーターの電源が入らない", "電源を確認する。 connected connection connections connecting"
    ),
    "docs/filler.md": article("Thanks and please", "Okay, sorry, hello, windows11."),
    "docs/numbers.md": article(
        "Numbers",
        "abcde-1234 router-1234 5000000 500000 5.7.5151 5.7.515 10-00-01 20000021 2001 212121212121201 5123456",
        error_codes='["77771", "77772", "77773", "77774", "77775", "77776", "77777"]',
    ),
    "vocabulary.yml": "same:\n  - [till, cash desk]\n  - [𐐨𐐩𐐪, naïve]\nsay:\n  turns dark: [blank, black screen]\n"
    "  flimflam: [password]\n  インターネットの箱: [ルーター]\n  constructor: [DSL]\n",
}


def ask(page: Page, function: str, *arguments: object) -> Any:
    """What a function answers in the page. One text there and one back: ten times as fast as Playwright's own way."""
    return json.loads(
        page.evaluate(f"text => JSON.stringify(({function})(...JSON.parse(text)))", json.dumps(arguments))
    )


class Both:
    """The terminal and the browser, over one knowledge base."""

    def __init__(self, searcher: Searcher, page: Page) -> None:
        self.searcher = searcher
        self.page = page
        self.data = lexicon_data(searcher)
        self.words = sorted({word for _, words in self.data["words"] for word in words})
        ask(page, "data => tests.load(data) ?? 0", self.data)

    def agree(self, *texts: str) -> list[dict[str, Any]]:
        """What the browser makes of each text, which is what the terminal makes of it."""
        answers: list[dict[str, Any]] = ask(self.page, "texts => tests.understood(texts)", texts)
        for text, answer in zip(texts, answers, strict=True):
            assert answer == as_data(understand(text, self.searcher.analyzer, self.searcher.lexicon)), text
        return answers


def page_with_scripts(browser: Browser) -> Iterator[Page]:
    """A page with the scripts of the understanding, and every stemmer."""
    page = browser.new_page()
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto("about:blank")
    for path in scripts(*Stemmer.algorithms()):
        page.add_script_tag(path=path)
    yield page
    page.close()
    assert not errors


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    yield from page_with_scripts(browser)


@pytest.fixture(scope="module")
def small(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    with shared(tmp_path_factory, FILES) as searcher:
        for page in page_with_scripts(browser):
            yield Both(searcher, page)


@pytest.fixture(scope="module")
def shipped(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The articles that come with kb."""
    paths = [*(ROOT / "docs").rglob("*.md"), ROOT / "kb.toml", ROOT / "vocabulary.yml"]
    files = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}
    with shared(tmp_path_factory, files) as searcher:
        for page in page_with_scripts(browser):
            yield Both(searcher, page)


def test_what_callers_said(shipped: Both) -> None:
    cases = yaml.load((ROOT / "phrases.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    answers = shipped.agree(*(case["said"] for case in cases))
    assert sum(bool(answer["corrected"]) for answer in answers) > 20
    assert sum(bool(answer["codes"]) for answer in answers) > 20
    assert {"word", "part", "pair", "synonym", "corrected", "completed", "joined", "code"} <= {
        origin for answer in answers for _, _, origin, _ in answer["terms"]
    }


def test_sentences_by_the_thousand(shipped: Both) -> None:
    shipped.agree(*utterances(shipped.words, 1500, seed=5))


@given(st.lists(st.one_of(st.sampled_from(SPEECH), st.sampled_from(STRANGE), st.text(max_size=8)), max_size=25))
@example(["oh x"] * 60)
@example(["twenty", "one"] * 60)
def test_any_run_of_words(small: Both, words: list[str]) -> None:
    small.agree(" ".join(words))


def test_each_word_of_the_lists(small: Both) -> None:
    """Small words, fillers, number words, spellings: a word that one side alone knows is found."""
    verbs = [verb + ending for verb in english._BRITISH_VERBS for ending in english._ENDINGS]
    spoken_words = {*spoken.FIRST, *spoken.REPEATS, *spoken.LETTERS, "and", "x", *"abcdef"}
    words = {*STOP_WORDS, *FILLERS, *english.NEGATIONS, *english._WORDS, *verbs, *spoken_words, *codes._CUES}
    frames = ("{}", "vpn {} 5 {} one", "{}’s vpn", "oh x {} {} five", "{} 7")
    small.agree(*(frame.format(word, word) for word in sorted(words) for frame in frames))


def every_character() -> st.SearchStrategy[str]:
    """Those that this Python's Unicode has: a browser's may be newer, and then no index has its newest letters."""
    return st.characters(exclude_categories=("Cs", "Cn"))


@given(st.text(every_character(), max_size=60))
@example("")
@example("ΟΔΟΣ ΣΑΣ Σ ΑΣ1 ΑΣ' ά\u0345Σ")
@example("İİ ﬁ 𐐀𐐁𐐂𐐃 𝟘x80070005")
@example("router𧏙 rou𧏙er passwor𧏙 𐐨𐐩𐐫𐐪")
def test_any_text(small: Both, text: str) -> None:
    small.agree(text)


LIMITS = """
    abcde 1234 | router 1234 | 50 000 00 | 500 0000 | 500 000 | five seven five one five one | 5 7 5 1 5 1 |
    five seven five one five | five seven oh five one five | 10 00 01 | hex 2000 0021 | hex 2000 00 2 1 | ora 942 |
    ora 942 1 | kb 5005565 | kb5005565 | error kb5005565 | error809 | kb809 | vpn809 | vpn2019 | dsl 20 24 |
    5 0 0 0 0 0 0 | fifty thousand | twenty hundred one | two thousand and and one | two hundred and fifty and one |
    0 x 8007 0005 | 0 8007 0005 | hex | hex 5 | hex 12 | error 5 | error 24h | error 7777 | no 24h | error no 24h |
    no 5 | 80070005 | 8007000 | 800700 | 80070 | 8007 | 1-2-3-4-5 | 1-2-3 | 10-00 | 12345-6 | error 0 | error 00 |
    error 12345 | error 1234-5 | oh x 00 0 | 12345 oh | one 12345 two | one 1234 two | one 00809 two |
    five 12345 six | 0 8 0 9 | v5.7.26 | w5.7.26 | v5.x | v5-7-26 | 550-5.1.1 | 5501-5.1.1 | 550-5.1.1-2 | a2-a2-b |
    log-log-in | 12-12-a
"""
"""Codes that are just one, or just none: by their length, their place, what stands before them."""


def test_codes_at_the_limits(small: Both) -> None:
    small.agree(
        *(text.strip() for text in LIMITS.split("|")),
        *(" ".join(["twenty one"] * count) for count in range(1, 12)),
        *(" ".join(["oh"] * count) + " eight oh nine" for count in range(15, 24)),
        *(f"{'-'.join('abcdefg'[:count])} {'-'.join('1234567'[:count])}1-b" for count in range(1, 8)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "vpn " * 5000,
        "𐐨" * (MAX_CHARACTERS + 1),
        "a" * (MAX_CHARACTERS - 1) + "𐐨𐐩",
        "𐐨" * 70,
        "".join(map(chr, range(0x4E00, 0x51E8))),
        "日本語" * 500,
        " ".join(["rotuer"] * (MAX_WORDS + 5)),
        "8-" * 3000,
        '"' * 3999,
        "the internet box turns dark, インターネットの箱 nave cash desk",
        "D S L, 𐐀 𐐁 𐐂, log in, rou ter",
    ],
    ids=range(12),
)
def test_long_and_odd_texts(small: Both, text: str) -> None:
    small.agree(text)


def test_halves_of_characters_do_no_harm(small: Both) -> None:
    terms = small.page.evaluate("() => tests.understood(['\\ud800 vpn \\udc00\\udc00x \\ud83d'])[0].terms")
    assert ["vpn", 1, "word", "vpn"] in terms


def test_filters_are_handed_on(small: Both) -> None:
    filters = {"product": ("vpn", "dsl"), "audience": ()}
    expected = as_data(understand("vpn", small.searcher.analyzer, small.searcher.lexicon, filters))
    assert ask(small.page, "filters => tests.understood(['vpn'], filters)", filters) == [expected]


# --- the parts ------------------------------------------------------------------------------------------------------


def test_what_each_character_is(page: Page) -> None:
    known = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    found = ask(
        page,
        """codes => codes.map(code => {
            const { isAscii, isAlpha, isDecimal, isDigit, hasAlpha, hasDigit, countDigits } = kb.characters;
            const char = String.fromCodePoint(code);
            return [isAscii, isAlpha, isDecimal, isDigit, hasAlpha, hasDigit, countDigits].map(of => +of(char)).join("")
                + char.toLowerCase() + " " + char.normalize("NFKC");
        })""",
        known,
    )
    for code, answer in zip(known, found, strict=True):
        char = chr(code)
        kinds = (
            char.isascii(),
            char.isalpha(),
            char.isdecimal(),
            char.isdigit(),
            char.isalpha(),
            char.isdigit(),
            char.isdigit(),
        )
        expected = "".join(str(int(kind)) for kind in kinds) + f"{char.lower()} {unicodedata.normalize('NFKC', char)}"
        assert answer == expected, hex(code)


@given(st.lists(st.text(st.sampled_from("ab\u0301\ud7ff\ue000\uffff\U00010000\U0010ffff𐐨"), max_size=3)))
def test_order(page: Page, texts: list[str]) -> None:
    assert ask(page, "texts => texts.sort(kb.characters.compare)", texts) == sorted(texts)


few_letters = st.text("abc𐐨", max_size=10)


@given(few_letters, few_letters, st.integers(0, 2))
def test_distance(page: Page, left: str, right: str, most: int) -> None:
    assert ask(page, "kb.spelling.within", left, right, most) == within(left, right, most)


@given(st.text("abcd𐐨𧏙é日", max_size=12), st.lists(st.text("abcd𐐨𧏙é日\u4e48", min_size=1, max_size=12), max_size=30))
def test_corrections_and_completions(page: Page, word: str, known: list[str]) -> None:
    """Letters that share a bit (é and 日 do with others) hide no word."""
    dice = random.Random(word)
    known = [*known, *(mistyped(dice, word) for _ in range(8)), *(word + "a" * more for more in range(10))]
    known = [each for each in known if each]

    def words(first: str, length: int) -> Sequence[str]:
        return [each for each in known if each[0] == first and len(each) == length]

    found = ask(
        page,
        """(word, known) => {
            const words = (first, length) => known.filter(each => {
                const chars = Array.from(each);
                return chars[0] === first && chars.length === length;
            });
            const { allowed, corrections, completions } = kb.spelling;
            return [allowed(word), corrections(word, words).map(({ distance, word }) => [distance, word]),
                    word ? [...completions(word, words)] : []];
        }""",
        word,
        known,
    )
    expected = [list(correction) for correction in corrections(word, words)]
    assert found == [allowed(word), expected, list(completions(word, words)) if word else []]


@pytest.mark.parametrize("language", Stemmer.algorithms())
def test_terms_in_each_language(page: Page, language: str) -> None:
    """Words of the endings and letters that a stemmer knows, hostile ones, and whole sentences."""
    dice = random.Random(language)
    source = (SCRIPTS / "vendor" / "snowball" / f"{language}.js").read_text(encoding="utf-8")
    endings = [json.loads(text) for text in re.findall(r'\[("[^"]*"), ', source)]
    letters = sorted({*"".join(endings), *"aeioubcdst"})
    made = ["".join(dice.choices(letters, k=dice.randint(1, 6))) + dice.choice(endings) for _ in range(600)]
    made += [dice.choice(endings) + word for word in made[::3]] + [word + dice.choice(endings) for word in made[::2]]
    words = [*made, *(mistyped(dice, word) for word in made[::2] if len(word) > 1)]
    words += ["".join((*word[:2], character(dice), *word[2:])) for word in made[::5]]
    stem = Stemmer.Stemmer(language, 0).stemWord
    stemmed = ask(page, "tests.stemmed", words, language)
    assert {word: found for word, found in zip(words, stemmed, strict=True) if found != stem(word)} == {}
    analyzer = Analyzer(language)
    texts = [*words[::10], *utterances(words, 150, seed=3)]
    analyzed = ask(page, "tests.analyzed", texts, language)
    for text, found in zip(texts, analyzed, strict=True):
        assert found == [[token, *analyzer.expand(token)] for token in analyzer.tokens(text)], text
