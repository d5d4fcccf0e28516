"""Rules that read what anybody may write: no text makes them fail, point outside of it, or take for ever."""

from __future__ import annotations

import pytest
from checks.reading_one import SETTINGS, source
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.checks.options import Options
from kb_tools.checks.rules import RULES
from kb_tools.checks.source import Source
from kb_tools.checks.suppress import suppressions

OURS = [rule for rule in RULES if rule.family in ("safety", "speech") and rule.article is not None]
OPTIONS = Options(internal_words=("blackbird", "jump host"), customer_ids=(r"CU-\d{6}", r"[A-Z]+\d+x"))

# fmt: off
PIECES = [
    "a", "@", "a@", "a@b.", "jana.kral@northern-mills.zz", ".", "\\", "0", "1 ", "4 ", "+4", "+49 1", "(0", "0 1", "01/", "-",
    "4111-", "4539 1488 0343 6467", "-----BEGIN PRIVATE KEY-----", "\na:", "eyJaaaaaaaaaaaa.", "://a:", "password=", " aB1",
    "secret ", "aws_secret_access_key ", "`", "we will call you back", "hear from us", "escalate to ", "send it to\n", ". ", "\n\n",
    "if ", "<!-- kb: ignore ", "KB201, ", " why -->", "# kb: ignore KB2 a\n", "**", "> ", "AKIA", "[a](", "sk-proj-", "blackbird ",
    "jump\n", "CU-204418", "A", "---\n", "title: ", "\t", "\r", "İ", "ß",
    "\u2028", "\x00", "\ufeff", "|", "```\n", "    ", "é", "日本",
]
# fmt: on


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25), st.booleans())
def test_whatever_stands_there(pieces: list[str], front: bool) -> None:
    text = ("---\naudience: public\n" if front else "") + "".join(pieces)
    article = source(text)
    for rule in OURS:
        assert rule.article is not None
        for found in rule.article(article, OPTIONS):
            span = found.span
            assert 1 <= span.line <= span.end_line <= len(article.lines)
            assert 1 <= span.column <= len(article.lines[span.line - 1]) + 1
            assert 1 <= span.end_column <= len(article.lines[span.end_line - 1]) + 1
            assert (span.line, span.column) < (span.end_line, span.end_column)
            assert "\n" not in found.message
    for each in suppressions(article):
        assert each.first <= each.line <= each.last
        assert article.lines[each.line - 1][each.column - 1 :].startswith("kb:")


@pytest.mark.parametrize(
    "piece", [*PIECES, "AAAAAAAAA1", "a9", "jana.kral@northern-mills.zz\n", "will call you back. "]
)
def test_much_of_it(piece: str) -> None:
    """Quadratic, any of these would take minutes."""
    long = piece * (60_000 // len(piece))
    for text in (
        f"---\naudience: public\n---\n# a\n\n{long}\n",
        f"---\naudience: public\ntitle: |\n  {long}\n---\n# a\n",
    ):
        article = Source.read("a.md", text.encode(), SETTINGS, "docs/a.md")
        for rule in OURS:
            assert rule.article is not None
            for _ in rule.article(article, OPTIONS):
                pass
        suppressions(article)
