"""Put the screen together: always exactly as many rows and cells as there are."""

from __future__ import annotations

import re
from itertools import islice

from kb_tools.cli.browsing import article, hits
from kb_tools.cli.browsing.cells import Line, cells, clipped, fitted, harmless, row, wrap
from kb_tools.cli.browsing.model import Browser, Reading, Sheet

WIDE = 110
"""Cells from which on the chosen article is shown beside the hits."""

_KEYS = {
    "list": ("Enter read", "Alt-C note", "F1 keys", "Alt-S say", "Alt-E edit"),
    "article": ("c note", "1-9 x steps", "? keys", "w found", "s say", "e edit", "f flag", "n p others"),
    "asking": ("Enter keep it",),
}
"""The most important first; Esc comes with them."""

_ESC = {"list": "Esc leave", "asking": "Esc as it was"}

_COLUMNS = re.compile(r"( *\S.*? {2,})(.+)")
"""A line of two columns."""


def paint(browser: Browser, width: int, height: int) -> list[Line]:
    """Everything between the query and the last row."""
    if browser.sheet:
        lines = _sheet(browser.sheet, width, height)
    elif browser.reading:
        lines = _reading(browser.reading, width, height)
    elif width >= WIDE and browser.hits:
        return _beside(browser, width, height)
    else:
        gap = 1 if height >= hits.ROOMY else 0
        lines = [*([[]] * gap), *hits.body(browser, width, height - gap, beside=False)]
    return [clipped(line, width) for line in [*lines, *([[]] * height)][:height]]


def _beside(browser: Browser, width: int, height: int) -> list[Line]:
    left = max(width * 9 // 20, 52)
    list_lines: list[Line] = [[], *hits.body(browser, left, height - 1, beside=True)]
    chosen = browser.current()
    text: list[Line] = [[]]
    if chosen:
        text += [part.line for part in islice(article.rows(chosen, width - left - 3), height)]
    empty: list[Line] = [[]] * height
    return [
        [*fitted(ours, left), ("dim", "│ "), *clipped(theirs, width - left - 2)]
        for ours, theirs in zip([*list_lines, *empty][:height], [*text, *empty][:height], strict=True)
    ]


def _reading(reading: Reading, width: int, height: int) -> list[Line]:
    rows = list(article.rows(reading, width - 1))
    reading.scroll = max(0, min(reading.scroll, len(rows) - height))
    shown = rows[reading.scroll : reading.scroll + height]
    begun = [part.step for part in shown if part.step >= 0]
    passed = [part.step for part in rows[: reading.scroll] if part.step >= 0]
    reading.near = begun[0] if begun else passed[-1] if passed else 0
    return [part.line for part in shown]


def _sheet(sheet: Sheet, width: int, height: int) -> list[Line]:
    lines: list[Line] = [[("title", text)] for text in wrap(row(sheet.title), width)]
    lines.append([])
    for text in map(harmless, sheet.lines):
        # Two columns stay two, and the steps of a note stay where they are.
        found = _COLUMNS.fullmatch(text)
        lead = found[1] if found and len(found[1]) < width // 2 else text[: len(text) - len(text.lstrip())]
        for index, part in enumerate(wrap(text[len(lead) :], width - len(lead)) or [""]):
            lines.append([("", f"{' ' * len(lead) if index else lead}{part}")])
    sheet.scroll = max(0, min(sheet.scroll, len(lines) - height))
    return lines[sheet.scroll : sheet.scroll + height]


def status(browser: Browser, width: int) -> Line:
    """The last row: what just happened, else the keys; and how many hits there are, or what is done."""
    right = _right(browser)
    room = width - cells(right) - 2 if right else width
    if browser.message:
        text = row(browser.message)
        if cells(text) > room:
            right, room = "", width
        return fitted([*fitted([("message", text)], room), ("status", f"  {right}" if right else "")], width)
    return [
        ("status", text) for _, text in fitted([*fitted([("", _keys(browser, room))], room), ("", f"  {right}")], width)
    ]


def _keys(browser: Browser, room: int) -> str:
    """The keys that fit, each whole."""
    last = _ESC.get(browser.mode, "Esc back")
    shown: list[str] = []
    for key in _KEYS.get(browser.mode, ()):
        if len("  ".join([*shown, key, last])) <= room:
            shown.append(key)
    return "  ".join([*shown, last])


def _right(browser: Browser) -> str:
    if browser.sheet:
        return ""
    if reading := browser.reading:
        count = len(reading.page.steps)
        return f"{len(reading.call.done)}/{count} done" if count else ""
    if not browser.hits:
        return ""
    return f"{browser.selected + 1}/{len(browser.hits)}{'+' if browser.has_more else ''}"
