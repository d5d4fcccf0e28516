"""Text that somebody made to keep the checks busy: the time grows with its length, and not with the square of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from checks.marked import base
from checks.reading_one import source
from trees import write

from kb_tools.checks.base import Base
from kb_tools.checks.facts import facts_of
from kb_tools.checks.options import Options
from kb_tools.checks.rules import RULES, named
from kb_tools.checks.runner import run
from kb_tools.config import Settings

SIZE = 200_000
SECONDS = 10
"""On a machine under load; what was mended here took minutes."""

OPTIONS = Options(internal_words=("secret project",), customer_ids=(r"\d{6,8}-[A-Z]+",))
FRONT = "---\ntitle: A title\nkind: fault\n---\n\n# A title\n\n"


def counted(text: str) -> Callable[[int], str]:
    """Numbered copies of a text."""
    return lambda size: "".join(text.replace("#", str(number)) for number in range(size // len(text)))


HOSTILE: dict[str, Callable[[int], str]] = {
    "references on one line": counted("[a][b]"),
    "references": counted("[ab][r#] "),
    "references and definitions": lambda size: (
        counted("[ab][r#]\n")(size // 2) + "\n" + counted("[r#]: b\n")(size // 2)
    ),
    "suppressions in and out of code": counted("`` <!-- kb: ignore KB201 x --> ` "),
    "suppressions on one line": counted("<!-- kb: ignore KB201 x --> "),
    "a suppression for each finding": counted("<!-- kb: ignore KB201 x# -->\n[a](b#.md)\n\n"),
    "suppressions of one paragraph": counted("<!-- kb: ignore KB201 x# -->\n[a](b#.md)\n"),
    "passwords on one line": counted("password: Xk3#!aZq "),
    "mail addresses": counted("a#@b#.com "),
    "headings": counted("## h#\n\n"),
    "anchors": counted("[a](#h#) "),
    "footnotes": counted("a[^#] "),
    "opened links": counted("[a]("),
    "opened attribute lists": lambda size: "a# " + "_{a" * (size // 3),
    "opened comments": counted("<!-- kb: ignore"),
    "links in blocks of HTML": counted("<div>[a](b#.md)</div>\n\n"),
    "links in HTML that is never closed": counted("<p>[a](b#.md)\n\n"),
    "targets in HTML": lambda size: "<div>[a](" + "./" * (size // 2) + " b)</div>",
    "fences in HTML": counted("<div>\n```\n[a](b#.md)\n```\n[a](b.md)</div>\n\n"),
    "sentences": counted("Call the customer back. Escalate it #. "),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length(name: str) -> None:
    started = time.perf_counter()
    article = source(FRONT + HOSTILE[name](SIZE))
    found = tuple(
        (rule.id, each) for rule in RULES if rule.article is not None for each in rule.article(article, OPTIONS)
    )
    facts = facts_of(article, found)
    root = Path("/nowhere")
    everything = Base(Settings(root=root, docs=root / "docs"), OPTIONS, {facts.path: facts}, date(2026, 11, 1))
    everything.files = frozenset({facts.path})
    run(
        everything,
        [rule for rule in RULES if rule.family in ("links", "suppressions", "form", "safety") and not rule.external],
    )
    assert time.perf_counter() - started < SECONDS


def test_symptoms_that_two_articles_share_are_not_looked_up_one_by_one(tmp_path: Path) -> None:
    """Neither article is read again for each of them."""
    symptoms = "".join(f"  - the thing {number} breaks\n" for number in range(1500))
    write(tmp_path, {f"docs/{name}.md": f"---\ntitle: {name}\nsymptoms:\n{symptoms}---\nx\n" for name in "ab"})
    everything = base(tmp_path)
    started = time.perf_counter()
    assert len(run(everything, named("symptom-shared")).findings) == 1500
    assert time.perf_counter() - started < SECONDS
