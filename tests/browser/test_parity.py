"""The same question gives the same answer in the terminal and in the browser: articles, order, scores, lines, words."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bases import searcher as searcher_of
from bases import shipped
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from questions import EDGES, TODAY, Question, questions
from sites import served, with_pages
from trees import article, settle, write

from kb_tools.corpus.flags import folder_of
from kb_tools.search.cases import FILE_NAME, load_cases
from kb_tools.search.searcher import Searcher
from kb_tools.site import mount, shards
from kb_tools.site.export import export
from kb_tools.site.packing import packed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
STRICT = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}

SEARCH = """async (questions) => {
    const searcher = await (globalThis.searching ??= kb.open("./"));
    const answers = [];
    for (const {text, ...options} of JSON.parse(questions)) answers.push(await searcher.search(text, options));
    return JSON.stringify(answers);
}"""

RANK = """async ([terms, size, limit, wanted]) => {
    await (globalThis.searching ??= kb.open("./"));
    const weighed = terms.map(({ weight, postings }) => ({ weight, postings: kb.postings.unpack(postings) }));
    return kb.ranking.rank(weighed, new Float64Array(size), limit, wanted && new Set(wanted));
}"""


def in_terminal(searcher: Searcher, question: Question) -> dict[str, Any]:
    """What `kb search --json` prints."""
    text, limit, filters, today = question
    answer = searcher.search(text, limit, filters, today=date.fromisoformat(today)).as_dict()
    del answer["took_ms"]
    found: dict[str, Any] = json.loads(json.dumps(answer))
    return found


def in_browser(page: Page, asked: Iterable[Question]) -> list[dict[str, Any]]:
    """What the site's search answers."""
    # As JSON: half a character would not get there otherwise.
    answers: list[dict[str, Any]] = json.loads(page.evaluate(SEARCH, json.dumps([each._asdict() for each in asked])))
    for answer in answers:
        assert answer.pop("took_ms") >= 0
        assert all(isinstance(word, str) for word in answer.pop("looked_for"))
    return answers


def assert_equal(page: Page, searcher: Searcher, asked: Iterable[Question]) -> list[dict[str, Any]]:
    asked = list(asked)
    answers = in_browser(page, asked)
    for question, answer in zip(asked, answers, strict=True):
        expected = in_terminal(searcher, question)
        places = [[(hit["path"], hit["score"]) for hit in found["hits"]] for found in (answer, expected)]
        assert places[0] == places[1], question
        assert answer == expected, question
    return answers


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with shipped(tmp_path_factory) as found:
        yield found


@pytest.fixture(scope="module")
def site(ours: Searcher, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their site; with small files of data, so that an answer needs many."""
    folder = with_pages(ours, tmp_path_factory.mktemp("site"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SMALLEST", 500)
        patch.setattr(shards, "GROWTH", 0.1)
        export(ours, folder)
    return with_search(folder)


def with_search(site: Path) -> Path:
    """A page of its own that loads the search alone."""
    (site / "search.html").write_text(f"<!doctype html>\n<script src={mount.ENGINE[0]}></script>\n")
    return site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext, site: Path) -> Iterator[Page]:
    """A page of the site on a server that allows no inline script, no eval, nothing of anybody else's."""
    with served(site, STRICT) as (address, _):
        page = context.new_page()
        page.goto(f"{address}search.html")
        yield page


def test_every_phrase_of_ours_has_the_same_answer(page: Page, ours: Searcher) -> None:
    paths = {name: card["path"] for card in ours.cards() for name in (card["path"], card["id"])}
    said = [Question(case.said, 5) for case in load_cases(ROOT / FILE_NAME, paths)]
    answers = assert_equal(page, ours, said)
    assert len(answers) > 300
    assert any(answer["question"] for answer in answers)
    assert any(answer["corrected"] for answer in answers)


@pytest.mark.slow
def test_a_thousand_made_up_questions_have_the_same_answers(page: Page, ours: Searcher) -> None:
    answers = assert_equal(page, ours, questions(ours, 1000, 1))
    # They are of use: what is asked for is mostly there, often after a correction, and filters and quotes leave things out.
    assert 700 < sum(bool(answer["hits"]) for answer in answers) < 1000
    assert sum(bool(answer["corrected"]) for answer in answers) > 200
    assert sum(bool(answer["unknown_codes"]) for answer in answers) > 20
    assert sum(hit["trust"]["stale"] for answer in answers for hit in answer["hits"]) > 100


def test_nothing_is_too_odd_to_be_asked(page: Page, ours: Searcher) -> None:
    assert_equal(page, ours, [Question(text) for text in EDGES])


def test_it_works_from_a_folder_without_a_server(context: BrowserContext, site: Path, ours: Searcher) -> None:
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    assert_equal(page, ours, questions(ours, 40, 2))


def test_filters_are_offered_with_their_counts(page: Page, ours: Searcher) -> None:
    facets = page.evaluate("async () => (await kb.open('./')).facets()")
    assert list(facets) == ["product", "audience", "confidence"]
    for name, values in facets.items():
        assert values, name
        assert [count for _, count in values] == sorted((count for _, count in values), reverse=True)
        for value, count in values:
            filters = {name: (value.upper(),)}
            asked = Question(" ".join(card["title"] for card in ours.cards())[:3000], 100, filters)
            answer = in_browser(page, [asked])[0]
            fitting = {card["path"] for card in ours.cards() if value in (card.get(f"{name}s") or [card.get(name)])}
            assert count == len(fitting)
            assert {hit["path"] for hit in answer["hits"]} <= fitting


STRANGE = {
    "docs/a.md": article("Tie of equals", "The same words.", confidence="validated", last_reviewed="2026-01-01"),
    "docs/B.md": article("Tie of equals", "The same words.", confidence="wip"),
    "docs/ä.md": article("Tie of equals", "The same words.", status="known-issue", expires="2027-01-01"),
    "docs/\U00020bb7.md": article("Tie of equals", "The same words. 𠮷野家 🎧 headset"),
    "docs/\uff21.md": article("Tie of equals", "The same words. \uff21\uff22 half"),
    "docs/z/index.md": article("Tie of equals", "The same words.", review_interval="9999999d", last_reviewed="2026-01-01"),
    "docs/long.md": article(
        "Long lines", "🎧 " * 90 + "the headset crackles " + "🎧é " * 120 + ". İstanbul STRASSE\n\n" + "word " * 300,
        symptoms="\n  - " + "it crackles 🎧 " * 40,
    ),
    "docs/code.md": article(
        "Codes", "Say `0x80070005` **or** \\*ORA-00942\\* [here](x.md){: .y }.", error_codes='["0x80070005", "__proto__"]',
    ),
    "docs/codes.md": article("Numbers", " ".join(f"8888{number:03}" for number in range(900))),
    "docs/hex.md": article("Rattles", "First.\n\nSecond.\n\nThird.\n\nIt says 0x8007abcd then."),
    "docs/rattle.md": article("One word", "Intro.\n\nIt rattles " + "y" * 400 + " and z.\n\n--- squeaks\n\n!!! note squeaks",
                              confidence="archived"),
    "docs/due.md": article("Same words, due today", "Nothing.", last_reviewed="2026-01-01", review_interval="325d",
                           symptoms="\n  - hums" + " 🎧" * 60 + "\n  - hums" + " x" * 75),
    "docs/issue.md": article("Same words, over today", "Nothing.", status="known-issue", expires="2027-08-01"),
    "docs/parts.md": article("The fax machine", f"is dead. Ring <b title='{'long ' * 30}'>loudly</b> now."),
    "docs/quotes.md": article("Quotes", 'He said: "No dial tone."  Then nothing.\n\n1. First\n2. Second [link][ref] <b>bold</b>.'),
    "docs/separators.md": article("Odd\x85space", "One\x1ctwo\u2028three\ufefffour\xa0five"),
    **{f"flags/{folder_of(id)}/20261118T090000Z-000{number}.json": json.dumps(
        {"article": id, "said": f"</script> 🎧 {number}\u2028", "at": f"2026-11-1{number}T23:30:00+01:00"}
       ) for id, number in (("a", 1), ("a", 2), ("ä", 3), ("due", 4))},
    "vocabulary.yml": "same:\n  - [till, cash desk]\nsay:\n  flimflam: [headset]\n  no such word: [crackles]\n",
}  # fmt: skip


@pytest.fixture
def strange(tmp_path: Path) -> Searcher:
    """Articles with all that the two languages see differently."""
    return searcher_of(write(tmp_path / "base", STRANGE))


def test_strange_articles_have_the_same_answers(context: BrowserContext, strange: Searcher, tmp_path: Path) -> None:
    site = with_search(with_pages(strange, tmp_path / "site"))
    export(strange, site)
    texts = ["tie equals", "same words", "headset crackles", "crackles", "🎧", "𠮷野家", "\uff21\uff22", "0x80070005",
             "ora 942", "straße", "strasse istanbul", "no dial tone", '"no dial tone"', "flimflam", "no such word", "till",
             "code bold link", "second", "one two three four five", "long lines word", '"tie of equals" same', "8888 0",
             "hums", "rattles", "squeaks", "8007abcd", '"machine is dead"', "loudly", "cash desk", "__proto__", "ﾃｽﾄ",
             ]  # fmt: skip
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    asked = [Question(text, limit, {}, today) for text in texts for limit in (1, 3, 30) for today in TODAY]
    assert_equal(page, strange, [Question(f"8888{number}", 1) for number in range(90)])
    answers = assert_equal(page, strange, asked)
    assert sum(bool(answer["hits"]) for answer in answers) > len(asked) * 0.7
    flagged = {
        hit["id"]: hit["trust"]["flags"] for answer in answers for hit in answer["hits"] if hit["trust"]["flags"]
    }
    assert {id: flags["count"] for id, flags in flagged.items()} == {"a": 2, "ä": 1, "due": 1}
    tied = next(answer for answer in answers if answer["query"] == "same words" and len(answer["hits"]) > 4)
    scores = [hit["score"] for hit in tied["hits"]]
    assert len(set(scores)) < len(scores), "there are ties, and they come in one order"


@given(st.integers(0))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_best_are_those_of_the_full_sum(page: Page, seed: int) -> None:
    """Scores that lie next to each other, ties and filters, at every limit: what is skipped, is skipped rightly."""
    dice = random.Random(seed)
    size = dice.choice((1, 5, 300))
    terms = []
    for _ in range(dice.randint(1, 5)):
        documents = sorted(dice.sample(range(size), dice.randint(0, size)))
        impacts = [dice.choice((1, 2, 3, dice.randint(1, 255))) for _ in documents]
        terms.append({"weight": dice.choice((1, 2, 150)), "postings": packed(documents, bytes(impacts))})
        terms[-1]["sums"] = dict(zip(documents, impacts, strict=True))
    wanted = dice.sample(range(size), dice.randint(0, size)) if dice.random() < 0.3 else None
    full = {number: sum(term["weight"] * term["sums"].get(number, 0) for term in terms) for number in range(size)}
    fitting = sorted(
        (-score, number) for number, score in full.items() if score and (wanted is None or number in wanted)
    )
    for limit in (1, 3, 20, size):
        found = page.evaluate(RANK, [terms, size, limit, wanted])
        assert [(-score, number) for score, number in found] == fitting[:limit]


def test_changed_articles_stand_between_the_others(context: BrowserContext, tmp_path: Path) -> None:
    """After an update, the index has two segments and gone documents; the browser knows nothing of either."""
    base = write(
        tmp_path / "base", {f"docs/{number:02}.md": article("Tie of equals", "The same.") for number in range(40)}
    )
    searcher_of(settle(base))
    (base / "docs/11.md").unlink()
    for name in ("07", "20", "30a"):
        write(base, {f"docs/{name}.md": article("Tie of equals", "The same.") + "\n"})
    after = searcher_of(base)
    assert [len(segment.deleted) for segment in after.segments] == [3, 0]
    site = with_search(with_pages(after, tmp_path / "site"))
    export(after, site)
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    answers = assert_equal(
        page, after, [Question(text, limit) for text in ("tie", '"of equals"') for limit in (1, 8, 50)]
    )
    expected = sorted([f"{number:02}.md" for number in range(40) if number != 11] + ["30a.md"])
    for answer, limit in zip(answers, (1, 8, 50) * 2, strict=True):
        assert [hit["path"] for hit in answer["hits"]] == expected[:limit]


def test_a_term_of_nearly_all_and_one_of_few_articles(context: BrowserContext, tmp_path: Path) -> None:
    """Many articles: distances that take two and three bytes, quoted words in hundreds of them, several files of trust."""
    files = {
        f"docs/{number:04}.md": article(
            f"Printer {number}", f"all of them {'rare ' if number % 400 == 7 else ''}{'odd one' if number % 2 else 'one odd'}",
            confidence="wip" if number % 3 else "validated", last_reviewed=f"20{10 + number % 15}-01-01", review_interval="365d",
        )
        for number in range(1200)
    }  # fmt: skip
    searcher = searcher_of(write(tmp_path / "base", files))
    site = with_search(with_pages(searcher, tmp_path / "site"))
    export(searcher, site)
    texts = [
        "rare",
        "all of them",
        "rare printer",
        "printer 1199",
        '"odd one"',
        '"one odd"',
        '"all of them rare"',
        '"rare odd"',
    ]
    page = context.new_page()
    page.goto((site / "search.html").as_uri())
    assert_equal(page, searcher, [Question(text, limit) for text in texts for limit in (1, 10)])
