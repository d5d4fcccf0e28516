"""Ids of new articles: in the letters an id may have, short, and nobody else's."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.front.schema import schema
from kb_tools.writing.articles.naming import LONGEST, free_id, slug

PATTERN = re.compile(schema()["properties"]["id"]["pattern"])


@pytest.mark.parametrize(("title", "expected"), [
    ("VPN fails with error 809", "vpn-fails-with-error-809"),
    ("The caller's café is on Straße 5", "the-callers-cafe-is-on-strasse-5"),
    ("Łódź – smörgåsbord", "lodz-smorgasbord"),
    ('It says: "no" 🎉', "it-says-no"),
    ("!!! ??? …", ""),
    ("プリンター", ""),
])  # fmt: skip
def test_slug(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_umlauts_are_written_out_where_the_articles_are_german() -> None:
    assert slug("Größe überschritten", "german") == "groesse-ueberschritten"
    assert slug("Größe überschritten") == "grosse-uberschritten"


def test_a_long_title_is_cut_at_the_end_of_a_word() -> None:
    found = slug("word " * 80)
    assert found == "-".join(["word"] * 12)
    assert slug("x" * 300) == "x" * LONGEST


def test_titles_without_ascii_letters_get_names_of_their_own() -> None:
    printer, network = free_id("プリンターが動かない", "fault", ()), free_id("ネットワーク", "fault", ())
    assert printer != network
    assert printer == free_id("プリンターが動かない", "fault", ())
    assert free_id("プリンターが動かない", "fault", {printer}) == f"{printer}-2"


def test_taken_names_are_numbered() -> None:
    assert free_id("Printer", "fault", {"printer", "printer-2"}) == "printer-3"


@pytest.mark.parametrize("title", ["Index", "README", "Con", "com1"])
def test_names_that_mean_something_to_others_are_not_used(title: str) -> None:
    assert free_id(title, "fault", ()) == f"{title.lower()}-fault"


@given(st.text(min_size=1, max_size=300), st.sampled_from(["english", "german"]))
def test_every_title_gets_an_id_that_the_schema_takes(title: str, language: str) -> None:
    first = free_id(title, "how-to", (), language)
    second = free_id(title, "how-to", {first}, language)
    assert PATTERN.search(first)
    assert PATTERN.search(second)
    assert first != second
    assert len(second) <= LONGEST + 20
