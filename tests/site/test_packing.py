"""Do numbers come out of the text as they went in?"""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kb_tools.search.ranking import UNIT, weight
from kb_tools.site import close_calls as module
from kb_tools.site.close_calls import FACTORS, close_calls
from kb_tools.site.packing import FIRST, LARGEST, packed


def unpacked(text: str) -> dict[int, int]:
    """As theme/search/postings.js does it."""
    steps = len(text) // 2
    found, document = {}, -1
    for step in range(steps):
        document += ord(text[step]) - FIRST
        if impact := ord(text[steps + step]) - FIRST:
            found[document] = impact
    return found


@given(st.dictionaries(st.integers(0, 400_000), st.integers(1, 255)))
@example({0: 1, LARGEST: 2, 2 * LARGEST + 1: 3, 5 * LARGEST: 4})
def test_postings_come_out_as_they_went_in(postings: dict[int, int]) -> None:
    documents = sorted(postings)
    text = packed(documents, bytes(postings[document] for document in documents))
    assert unpacked(text) == postings
    text.encode()
    assert all(char > " " for char in text), "nothing that JSON writes as an escape of six characters"
    assert json.loads(json.dumps(text, ensure_ascii=False)) == text


def test_a_weight_next_to_a_half_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a logarithm that is off by its last bits gives another weight, the browser must not compute it itself."""
    monkeypatch.setattr(module, "LAST_BITS", 1e-7)
    documents = 5000
    told = close_calls(range(1, documents), documents)
    assert 10 < len(told) < 500
    off = 1e-8
    for frequency in range(1, documents):
        idf = math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
        for factor in FACTORS:
            product = UNIT * factor * idf
            differs = round(product * (1 - off)) != round(product * (1 + off))
            assert not differs or told[frequency] == idf, (frequency, factor)
            assert max(1, round(product)) == weight(factor, frequency, documents)


def test_hardly_anything_is_told() -> None:
    assert len(close_calls(range(1, 3000), 3000)) == 0
