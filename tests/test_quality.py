"""Is the search good enough on what callers say, and on every form of a code?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from bases import shared, shipped
from trees import article

from kb_tools.query.spelling import SHORTEST
from kb_tools.search.cases import FILE_NAME, Case, load_cases
from kb_tools.search.evaluate import Evaluation, evaluate
from kb_tools.search.searcher import Searcher

ROOT = Path(__file__).parents[1]
FLOOR = {"mrr": 0.80, "hit@3": 0.87}
PHRASES = 200
TYPOS = 100
MOST_LOST = 0.05
COPY = 8
"""So many words in a row, and a phrase is copied from its article; or both quote one error message, which is rare."""
MOST_COPIES = 0.01


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with shipped(tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def cases(ours: Searcher) -> list[Case]:
    paths = {name: card["path"] for card in ours.cards() for name in (card["path"], card["id"])}
    return load_cases(ROOT / FILE_NAME, paths)


@pytest.fixture(scope="module")
def evaluation(ours: Searcher, cases: list[Case]) -> Evaluation:
    return evaluate(ours, cases)


def test_callers_find_what_they_need(evaluation: Evaluation) -> None:
    measures = evaluation.measures
    assert {name: measures[name] for name in FLOOR if measures[name] < FLOOR[name]} == {}


def test_there_are_enough_phrases_and_all_of_them_count(evaluation: Evaluation, cases: list[Case]) -> None:
    assert len(evaluation.outcomes) >= PHRASES
    assert [case.said for case in evaluation.tautologies] == []
    assert len(evaluation.outcomes) == len(cases)


def test_every_article_is_asked_for(ours: Searcher, cases: list[Case]) -> None:
    asked = Counter(path for case in cases for path in case.expected)
    assert [card["path"] for card in ours.cards() if asked[card["path"]] < 2] == []


def test_phrases_are_not_copied_from_the_articles_that_they_expect(ours: Searcher, cases: list[Case]) -> None:
    texts: dict[str, str] = {}
    for path in {path for case in cases for path in case.expected}:
        tokens = ours.analyzer.tokens((ours.settings.docs / path).read_text())
        texts[path] = f" {' '.join(tokens)} "
    copied = set()
    for case in cases:
        tokens = ours.analyzer.tokens(case.said)
        runs = [" ".join(tokens[start : start + COPY]) for start in range(len(tokens) - COPY + 1)]
        copied |= {case.said for run in runs for path in case.expected if f" {run} " in texts[path]}
    assert len(copied) <= MOST_COPIES * len(cases), copied


def with_typo(said: str, chance: Random) -> str:
    """Two neighbouring letters swapped in the longest word."""
    words = said.split()
    place = max(range(len(words)), key=lambda number: (sum(map(str.isalpha, words[number])), -number))
    word = words[place]
    swaps = [at for at in range(len(word) - 1) if word[at : at + 2].isalpha() and word[at] != word[at + 1]]
    if len(word) >= SHORTEST and swaps:
        at = chance.choice(swaps)
        words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_typo_in_the_longest_word_costs_little(ours: Searcher, cases: list[Case], seed: int) -> None:
    chance = Random(seed)
    chosen = chance.sample(cases, TYPOS)
    typed = [case._replace(said=with_typo(case.said, chance)) for case in chosen]
    assert sum(before.said != after.said for before, after in zip(chosen, typed, strict=True)) > TYPOS * 0.95
    before, after = (evaluate(ours, some).measures["mrr"] for some in (chosen, typed))
    assert after >= (1 - MOST_LOST) * before


# --- codes

FIX = "## Fix\n\n1. Restart it and look again.\n"

CODES = {
    "denied": ("Update is refused", "0x80070005"),
    "denied-too": ("Backup is refused", "0x80070035"),
    "blue": ("Blue screen at the start", "0xC000021A"),
    "bounce": ("Mail comes back at once", "550 5.1.10"),
    "bounce-too": ("Mail comes back, user unknown", "550 5.1.1"),
    "bounce-policy": ("Mail comes back, policy", "550 5.7.26"),
    "report": ("Report does not open", "ORA-00942"),
    "gateway": ("Bad gateway: site is down behind the proxy", "HTTP 502"),
    "busy": ("Site is busy", "HTTP 503"),
    "firewall": ("Firewall service does not start", "Event ID 2004"),
    "patch": ("Printing fails after the update", "KB5005565"),
    "crash": ("Mail program crashes", "OLMAPI32.dll"),
    "vpn": ("VPN is blocked by the network", "809"),
}

FORMS = {
    "denied": [
        "0x80070005", "80070005", "0x 8007 0005", "hex 8007 0005", "oh x eight double-oh seven triple-oh five",
        "0X80070005", "zero x eight zero zero seven zero zero zero five", "Ox8oo7ooo5", "0x8007OOO5",
    ],
    "blue": ["0xc000021a", "c000021a", "oh x charlie triple-oh oh two one alpha", "STOP: 0xC000021A"],
    "bounce": [
        "550 5.1.10", "5.1.10", "550-5.1.10", "five fifty five one ten", "five fifty, five dot one dot ten", "55O 5.l.1O",
        "five five zero five one ten",
    ],
    "bounce-too": ["550 5.1.1", "five fifty five one one"],
    "bounce-policy": ["five fifty five seven twenty six", "550-5.7.26"],
    "report": ["ORA-00942", "ora 942", "ora942", "ORA-942", "ora-oo942"],
    "gateway": ["HTTP 502", "502 bad gateway", "502", "http502", "five oh two", "five hundred and two"],
    "firewall": ["Event ID 2004", "event 2004", "twenty oh four", "id two double-oh four"],
    "patch": ["KB5005565", "kb 5005565", "KB-5005565", "kilo bravo five double-oh five five six five", "KB5OO5565", "kb50055"],
    "crash": ["OLMAPI32.dll", "olmapi32", "olmapi32 dll"],
    "vpn": ["809", "error 809", "eight oh nine", "eight-oh-nine", "8O9", "0809"],
    "router": ["192.168.178.1", "one nine two dot one six eight dot one seven eight dot one"],
    "mailbox": ["Get-MailboxStatistics", "get mailboxstatistics"],
    "version": ["5.2.3", "v5.2.3", "version 5.2.3"],
}  # fmt: skip


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A small knowledge base in which much is about the same, and only the codes tell articles apart."""
    files = {
        f"docs/{name}.md": article(
            title, FIX, error_codes=f'["{code}"]', symptoms="\n  - it is broken and says an error"
        )
        for name, (title, code) in CODES.items()
    }
    files["docs/router.md"] = article("Router has no page", "The router answers on 192.168.178.1.\n\n" + FIX)
    files["docs/mailbox.md"] = article("Mailbox of an unknown size", "Run `Get-MailboxStatistics -Identity`.\n\n" + FIX)
    files["docs/version.md"] = article("Client is too old", "At least 5.2.3 is needed, not 5.2.2.\n\n" + FIX)
    files["docs/wording.md"] = article(
        "It says an error and is broken after the update", "The site, the mail, the VPN.\n\n" + FIX
    )
    with shared(tmp_path_factory, files) as found:
        yield found


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, forms in FORMS.items() for said in forms])
def test_every_form_of_a_code_finds_its_article_first(codes: Searcher, name: str, said: str) -> None:
    texts = (said, f"after the update it is broken and now it says {said}", f"{said} since the update")
    # A command tells what somebody was about to do; it has no code's weight.
    for text in texts[: 1 if name == "mailbox" else None]:
        hits = codes.search(text).hits
        assert hits, text
        assert hits[0].card["id"] == name, text


@pytest.mark.parametrize(
    "said", ["0x80070006", "ORA-00943", "550 5.9.10", "HTTP 599", "KB5005566", "error 810", "OLMAPI33.dll"]
)
def test_a_code_that_is_not_there_is_said_to_be_not_there(codes: Searcher, said: str) -> None:
    results = codes.search(f"after the update it says {said}")
    assert len(results.query.unknown_codes) == 1
    assert results.query.corrected == {}
    assert results.as_dict()["unknown_codes"] == list(results.query.unknown_codes)
