"""Sketches: the same everywhere, alike for what is alike."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb_tools.article.read import read_article
from kb_tools.checks.similar import EMPTY, PARTS, SHORTEST, sketch, words
from kb_tools.config import Settings

ROOT = Path(__file__).parents[2]


def sketched(body: str) -> tuple[int, tuple[int, ...]]:
    return sketch(read_article("a.md", body.encode("utf-8", "surrogatepass"), Settings(root=Path(), docs=Path())))


def prose(seed: int, length: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"word{chance.randrange(400)}" for _ in range(length))


def resemblance(one: str, other: str) -> float:
    ours, theirs = sketched(one)[1], sketched(other)[1]
    return sum(a == b != EMPTY for a, b in zip(ours, theirs, strict=True)) / PARTS


def test_words_are_what_is_read_without_markup_and_addresses() -> None:
    text = 'See **the [VPN guide](https://example.org/far/away "x")** <!-- not\nthis --> for `rasdial /d`, Größe 5.'
    assert words(text) == [*b"see the vpn guide for rasdial d".split(), "größe".encode(), b"5"]


def test_where_words_are_not_spaced_each_character_counts() -> None:
    assert len(words("接続が切れる VPN")) == 7


def test_too_short_an_article_has_no_sketch() -> None:
    assert sketched(prose(1, SHORTEST - 1)) == (SHORTEST - 1, ())
    assert len(sketched(prose(1, SHORTEST))[1]) == PARTS


def test_the_sketch_is_as_alike_as_the_text() -> None:
    text = prose(2, 600)
    half = f"{text[: len(text) // 2]} {prose(3, 300)}"
    assert resemblance(text, text) == 1
    assert 0.2 < resemblance(text, half) < 0.5  # Half of each is a third of both.
    assert resemblance(text, prose(4, 600)) < 0.1


def test_every_process_makes_the_same_sketch() -> None:
    code = ("import sys; sys.path.insert(0, 'tests/checks'); from test_similar import *; "
            "print(sketched(prose(5, 300)))")  # fmt: skip
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed},
                       capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert runs == {f"{sketched(prose(5, 300))}\n"}


@given(st.text())
def test_any_text_has_a_sketch(text: str) -> None:
    count, values = sketched(text * 20)
    assert len(values) in (0, PARTS)
    assert bool(values) == (count >= SHORTEST)
    assert all(value == EMPTY or value >> 26 == part for part, value in enumerate(values))
