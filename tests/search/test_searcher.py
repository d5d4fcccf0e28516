"""Does the whole of it find the right articles, also after changes, and whatever is asked?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from bases import searcher, shared
from hypothesis import example, given, settings
from hypothesis import strategies as st
from trees import article, settle, write

from kb_tools.search.searcher import Searcher

TODAY = date(2026, 11, 21)
FIX = "## Fix\n\n1. Restart it.\n"

FILES = {
    "docs/vpn.md": article("VPN disconnects", "It says *Access, is denied!* and stops.\n\n" + FIX, error_codes='["809"]',
                           products="[vpn]", audience="internal", confidence="validated"),
    "docs/update.md": article("Update fails", "```\nsetup.exe: error 0x80070005 (access is denied)\n```\n\n" + FIX,
                              audience="public", confidence="wip"),
    "docs/mail.md": article("Mail comes back", "The access was, in the end, not denied.\n\n" + FIX,
                            symptoms="\n  - my mail bounces every time", audience="public", products="[mail, outlook]"),
    "docs/printer.md": article("Printer jams", "It jams every time.\n\n" + FIX, id="jam", confidence="validated"),
}  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with shared(tmp_path_factory, FILES) as found:
        yield found


def paths(found: Searcher, text: str, **filters: tuple[str, ...]) -> list[str]:
    return [hit.card["path"] for hit in found.search(text, 100, filters, today=TODAY).hits]


# --- phrases in quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"access is denied"', {"vpn.md", "update.md"}),
        ('"Access, is... DENIED"', {"vpn.md", "update.md"}),
        ('"denied access"', set()),
        ('"error 0x80070005"', {"update.md"}),
        ('"setup.exe: error 80070005"', {"update.md"}),
        ('"error 809"', set()),
        ('"mail bounces"', {"mail.md"}),
        ('"every time"', {"mail.md", "printer.md"}),
        ('"every time" mail', {"mail.md", "printer.md"}),
        ('"every time" "mail bounces"', {"mail.md"}),
        ("“every time” „mail bounces“", {"mail.md"}),
        ('"every time', {"mail.md", "printer.md"}),
        ('"fails setup.exe"', set()),
        ('"xyzzy every time"', set()),
        ('""', set()),
    ],
)
def test_phrases_stand_in_this_order_across_punctuation(base: Searcher, text: str, expected: set[str]) -> None:
    assert set(paths(base, text)) == expected


# --- filters and names


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"product": ("mail",)}, {"mail.md"}),
        ({"product": ("mail", "VPN")}, {"mail.md", "vpn.md"}),
        ({"product": ("mail", "vpn"), "audience": ("internal",)}, {"vpn.md"}),
        ({"audience": ("public",), "confidence": ("wip",)}, {"update.md"}),
        ({"audience": ("nobody",)}, set()),
    ],
)
def test_filters(base: Searcher, filters: dict[str, tuple[str, ...]], expected: set[str]) -> None:
    assert set(paths(base, "restart fails every vpn", **filters)) == expected


def test_names(base: Searcher) -> None:
    assert base.ids() == ["jam", "mail", "update", "vpn"]
    assert base.ids("ja") == ["jam"]
    assert base.named("jam") == base.named("JAM") == base.named("printer.md") == base.named("printer") == ["printer.md"]
    assert base.named("v") == ["vpn.md"]
    assert base.named("x") == base.named("=") == []
    assert sorted(card["path"] for card in base.cards()) == ["mail.md", "printer.md", "update.md", "vpn.md"]


# --- order


@pytest.mark.parametrize("size", [0, 20, 200])
@pytest.mark.parametrize(
    "wording", ["printer offline", "my printer is offline and jams and beeps and the lamp is red all day long"]
)
def test_a_code_outranks_any_wording(tmp_path: Path, size: int, wording: str) -> None:
    """Also where it stands once in a long text, in an article that is not even finished."""
    long = "Some more text here. " * 50
    write(
        tmp_path,
        {
            "docs/words.md": article(wording.capitalize(), f"{wording}. " * 5, symptoms=f"\n  - {wording}"),
            "docs/code.md": article("Update fails", FIX, error_codes='["0x80070005"]'),
            "docs/body.md": article("Backup fails", f"{long} It says 0x80070005. {long}\n\n" + FIX, confidence="wip"),
            **{f"docs/other{number}.md": article(f"Other {number}", FIX) for number in range(size)},
        },
    )
    found = searcher(tmp_path)
    assert paths(found, wording)[0] == "words.md"
    for code in ("0x80070005", "oh x eight double-oh seven triple-oh five"):
        assert paths(found, f"{wording} {code}")[:3] == ["code.md", "body.md", "words.md"]
        assert [card["path"] for card in found.rank(f"{wording} {code}", 1)] == ["code.md"]
    assert paths(found, f"{wording} 0x80070005", product=("none",)) == []
    lifted = found.search(f"{wording} 0x80070005", 5).hits[1]
    assert "has the code +" in lifted.nudge


def test_a_number_that_may_be_a_quantity_does_not_outrank_the_wording(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "docs/words.md": article("Printer jams", "The printer jams.\n\n" + FIX),
            "docs/number.md": article("Mailbox size", "At most 100 of them, 50000 with the large plan.\n\n" + FIX),
            **{f"docs/other{number}.md": article(f"Other {number}", FIX) for number in range(20)},
        },
    )
    found = searcher(tmp_path)
    for text in ("printer jams after 100 pages", "printer jams after 50 000 pages"):
        assert paths(found, text)[0] == "words.md"


def test_trust_moves_a_little_is_said_and_hides_nothing(tmp_path: Path) -> None:
    body = "The printer jams.\n\n" + FIX
    write(
        tmp_path,
        {
            "docs/a-archived.md": article("Printer jams", body, confidence="archived"),
            "docs/b-wip.md": article("Printer jams", body, confidence="wip"),
            "docs/c-stale.md": article("Printer jams", body, confidence="validated", last_reviewed="2020-01-01",
                                       review_interval="90d"),
            "docs/d-validated.md": article("Printer jams", body, confidence="validated"),
            "docs/e-known.md": article("Printer jams", body, status="known-issue", expires="2026-12-01"),
            "docs/f-expired.md": article("Printer jams", body, status="known-issue", expires="2026-11-01",
                                         confidence="not-validated"),
        },
    )  # fmt: skip
    hits = searcher(tmp_path).search("printer jams", today=TODAY).hits
    assert [(hit.card["path"][2:-3], hit.nudge) for hit in hits] == [
        ("known", "known issue +50 %"),
        ("validated", ""),
        ("expired", "not-validated -3 %"),
        ("stale", "stale -5 %"),
        ("wip", "wip -10 %"),
        ("archived", "archived -40 %"),
    ]
    later = searcher(tmp_path).search("printer jams", today=date(2026, 12, 2)).hits
    assert later[0].card["path"] == "d-validated.md", "the known issue has expired"


def test_a_nudge_lifts_an_article_into_what_was_asked_for(tmp_path: Path) -> None:
    body = "The printer jams.\n\n" + FIX
    write(tmp_path, {f"docs/{number}.md": article("Printer jams", body) for number in range(5)})
    write(tmp_path, {"docs/9.md": article("Printer jams", body, status="known-issue")})
    (only,) = searcher(tmp_path).search("printer jams", 1, today=TODAY).hits
    assert only.card["path"] == "9.md"


def test_equal_articles_keep_one_order_whatever_the_limit(tmp_path: Path) -> None:
    write(tmp_path, {f"docs/{number:02}.md": article("Printer jams", FIX) for number in range(30)})
    found = searcher(tmp_path)
    everything = paths(found, "printer jams")
    assert everything == sorted(everything)
    for limit in (1, 5, 29):
        hits = found.search("printer jams", limit, today=TODAY).hits
        assert [hit.card["path"] for hit in hits] == everything[:limit]
        assert [card["path"] for card in found.rank("printer jams", limit)] == everything[:limit]


def test_an_explanation_adds_up(base: Searcher) -> None:
    text = "my vpn disconects, access denied, 809"
    for hit in base.search(text, explain=True, today=TODAY).hits:
        whole = sum(share.weight * share.impact for share in hit.shares)
        assert (whole == hit.score) == (hit.nudge == "")
        assert hit.shares
    assert not any(hit.shares for hit in base.search(text).hits)


@pytest.mark.parametrize("asked", ["5.7.26", "550-5.7.26", "550 5.7.26", "five fifty five seven twenty six"])
def test_a_code_in_an_article_as_mail_servers_write_it(tmp_path: Path, asked: str) -> None:
    write(
        tmp_path,
        {"docs/a.md": article("Mail", "It says `550-5.7.26 This mail is unauthenticated`."), "docs/b.md": "# B\n"},
    )
    found = searcher(tmp_path)
    assert paths(found, asked) == ["a.md"]
    assert found.search(asked).query.unknown_codes == ()


# --- changes


def test_what_is_gone_is_not_found_and_weighs_nothing(tmp_path: Path) -> None:
    """Several segments, and documents that are deleted in one of them."""
    files = {
        f"docs/{number:02}.md": article(f"Router {number}", f"The router has light{number}.\n\n" + FIX)
        for number in range(40)
    }
    settle(write(tmp_path, files))
    before = searcher(tmp_path)
    assert len(paths(before, "router")) == 40
    (tmp_path / "docs/07.md").unlink()
    (tmp_path / "docs/08.md").rename(tmp_path / "docs/moved.md")
    write(tmp_path, {"docs/09.md": article("Printer"), "docs/new.md": article("Router new", "A router.")})
    after = searcher(tmp_path)
    assert len(after._segments) == 2
    found = paths(after, "router")
    assert sorted(found) == sorted({*(name[5:] for name in files), "moved.md", "new.md"} - {"07.md", "08.md", "09.md"})
    assert paths(after, "light7") == []
    assert paths(after, '"router 8"') == ["moved.md"]
    assert after.named("07") == []
    assert "07" not in after.ids()
    assert len(list(after.cards())) == after.documents == 40
    assert after._lexicon.frequency("router") == 39
    assert paths(before, "router")[:3], "a searcher that is open still answers"


def test_a_file_that_has_gone_since_the_index_was_built(base: Searcher, tmp_path: Path) -> None:
    write(tmp_path, {"docs/a.md": article("Title", "The fuse is out.\n\n" + FIX)})
    found = searcher(tmp_path)
    assert found.search("fuse").hits[0].why.kind == "sentence"
    (tmp_path / "docs/a.md").unlink()
    assert found.search("fuse").hits[0].why.kind == "title"
    assert found.search('"fuse is out"').hits == ()


def test_an_empty_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    found = searcher(tmp_path)
    assert found.search("vpn 0x80070005 pasword").hits == ()
    assert found.ids() == []
    assert list(found.cards()) == []


# --- anything at all


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 20))
@settings(max_examples=200)
@example("\0 vpn \ud800 \udcff", 5)
@example("vpn " * 2500, 5)
@example("x" * 10_000, 5)
@example("\" ' ` [ ] { } ( ) * ? ~ ^ \\ / | & ! = == =id:vpn", 5)
@example('"' * 999, 5)
@example('"vpn" "" "." "\0"', 5)
@example("το ταχυδρομείο δεν λειτουργεί 809", 5)
@example("邮箱收不到邮件 メールが届かない 809", 5)
@example("double triple hundred oh x dot point five " * 100, 5)
def test_any_text_is_answered(base: Searcher, text: str, limit: int) -> None:
    results = base.search(text, limit, {"audience": ("public",)} if len(text) % 2 else None, explain=True)
    assert len(results.hits) <= limit
    scores = [hit.score for hit in results.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)
    results.as_dict()
    assert [hit.card["path"] for hit in base.search(text, limit, today=TODAY).hits] == [
        hit.card["path"] for hit in base.search(text, limit, today=TODAY).hits
    ]


@given(
    st.lists(st.sampled_from("vpn mail printer jams 809 error access denied every time it pasword".split()), min_size=1)
)
def test_what_is_found_has_a_word_of_the_query_and_says_which(base: Searcher, words: list[str]) -> None:
    results = base.search(" ".join(words), 10, explain=True)
    asked = {term.term for term in results.query.terms}
    for hit in results.hits:
        assert {share.term for share in hit.shares} <= asked
