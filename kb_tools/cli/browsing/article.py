"""Paint an article: its facts, then what to say, check and do; steps with their ticks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kb_tools.article.dates import told
from kb_tools.cli.browsing.cells import Line, cut, harmless, parts, row, wrap
from kb_tools.cli.browsing.model import Reading
from kb_tools.cli.browsing.page import Piece

WIDEST = 100
"""Cells of a row of text: no eye follows a longer one."""

BOX, TICKED = "[ ] ", "[x] "
STEP_INDENT = 4
"""How far Markdown indents what belongs to a step."""


class Row(NamedTuple):
    """A row, and the step that begins in it (-1: none)."""

    line: Line
    step: int = -1


def trust_style(trust: str, confidence: str) -> str:
    """The color of an article's trust. The words say the same."""
    if trust.startswith("KNOWN ISSUE"):
        return "known"
    if "STALE" in trust or "FLAGGED" in trust or confidence == "archived":
        return "stale"
    return "trusted" if confidence == "validated" else "dim"


def name(article_id: str, path: str) -> str:
    """An article's id in brackets; empty where it is only the path once more."""
    return "" if path.rpartition(".")[0] == article_id else f"[{row(article_id)}]"


def rows(reading: Reading, width: int) -> Iterator[Row]:
    """The whole article in rows of *width* cells at most."""
    width = min(width, WIDEST)
    yield from _head(reading, width)
    yield from _body(reading, width)


def _head(reading: Reading, width: int) -> Iterator[Row]:
    article = reading.article
    for text in wrap(row(article.title), width, 3):
        yield Row([("title", text)])
    style = trust_style(reading.trust, article.confidence)
    for text in wrap(f"{row(reading.trust)}  {name(article.id, article.path)}", width, 2):
        yield Row([(style, text)])
    if reading.flags is not None:
        for text in wrap(f"Flagged: {row(reading.flags.said)}", width, 2):
            yield Row([("stale", text)])
    facts = [*article.products, *article.applies_to, *article.error_codes]
    for text in wrap(row(" · ".join(facts)), width, 2):
        yield Row([("dim", text)])
    if article.status == "known-issue":
        since = [f"Since {told(article.since)}." if article.since else "",
                 f"Next update: {told(article.next_update)}." if article.next_update else ""]  # fmt: skip
        for text in wrap(row(" ".join(filter(None, since))), width, 2):
            yield Row([("known", text)])
        if article.workaround:
            yield from _labeled("Work around: ", row(article.workaround), width, "")
    if article.ask:
        yield from _labeled("Ask: ", row(article.ask), width, "")
    if article.escalate_to:
        yield from _labeled("If that fails: ", row(article.escalate_to), width, "escalation")
    yield Row([("path", cut(row(article.path), width))])


def _labeled(label: str, text: str, width: int, style: str) -> Iterator[Row]:
    for index, part in enumerate(wrap(label + text, width, 4)):
        head = len(label) if not index else 0
        yield Row([("bold", part[:head]), (style, part[head:])])


def _body(reading: Reading, width: int) -> Iterator[Row]:
    before: Piece | None = None
    step: Piece | None = None
    for piece in reading.page.pieces:
        if piece.step >= 0:
            step = piece
        elif step and piece.indent <= step.indent:
            step = None
        if _is_apart(piece, before):
            yield Row([])
        # What belongs to a step stands below its words, not below its box.
        extra = len(BOX) + len(step.mark) + 1 - STEP_INDENT if step and piece is not step else 0
        yield from _piece(piece, reading, width, max(extra, 0))
        before = piece
    if not reading.page.pieces:
        yield from (Row([]), Row([("dim", "There is nothing below the front matter.")]))


def _is_apart(piece: Piece, before: Piece | None) -> bool:
    """Does an empty row stand before it? Items stand together, and what belongs to them as well."""
    if before is None or piece.kind in ("heading", "step"):
        return before is None or before.kind != "heading"
    if before.kind == "heading" or piece.indent > before.indent or (piece.indent and before.kind != "code"):
        return False
    return piece.kind != before.kind or piece.kind == "text"


def _piece(piece: Piece, reading: Reading, width: int, extra: int) -> Iterator[Row]:
    indent = " " * min(piece.indent + extra, 16, width // 4)
    if piece.kind == "heading":
        for text in wrap(row(piece.text), width):
            yield Row([("heading", text)])
        return
    if piece.kind == "code":
        text, room = harmless(piece.text).rstrip(), max(width - len(indent) - 2, 4)
        # A command is to be copied whole: it runs on, and nothing of it is left out.
        for part in parts(text, room):
            yield Row([("", indent), ("bar", "┊ "), ("code", part)])
        return
    mark = f"{piece.mark} " if piece.mark else ""
    style = ""
    if piece.step >= 0:
        done = piece.step in reading.call.done
        mark, style = (TICKED if done else BOX) + mark, "done" if done else ""
    lead = indent + mark
    for index, text in enumerate(wrap(row(piece.text), max(width - len(lead), 8))):
        start = lead if not index else " " * len(lead)
        yield Row([("mark-done" if style else "bold", start), (style, text)], piece.step if not index else -1)
