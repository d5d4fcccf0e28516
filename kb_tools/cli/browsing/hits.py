"""Paint the hits: the facts that `kb search` prints, the chosen one with more of them."""

from __future__ import annotations

from kb_tools.cli.browsing.article import name, trust_style
from kb_tools.cli.browsing.cells import Line, cells, cut, marked, row, wrap
from kb_tools.cli.browsing.model import Browser
from kb_tools.cli.hits import STEP
from kb_tools.search.results import Hit

MARGIN = 2
"""Cells for the bar at the chosen hit."""

INDENT = 3
"""Cells below the number of a hit."""

ROOMY = 15
"""Rows from which on every hit has all its facts; below it two rows, so that several fit."""

WELCOME = (
    "Type what the caller says, in their words, or the code on the screen.",
    "",
    "Enter reads the chosen article, arrows choose another one.",
    "F1 shows all keys, Esc leaves.",
)


def notices(browser: Browser, width: int, most: int) -> list[Line]:
    """What to know before the hits: codes that no article has, what was taken for what, what to ask first."""
    if browser.results is None:
        return []
    query = browser.results.query
    lines: list[Line] = []
    for code in query.unknown_codes:
        lines += [[("warning", text)] for text in wrap(f"No article has the code {row(code)}.", width, 1)]
    for said, taken in query.corrected.items():
        words = f"Took {row(said)!r} for {' or '.join(map(row, taken))}."
        lines += [[("warning", text)] for text in wrap(words, width, 1)]
    if question := browser.results.question:
        asked = f"Ask first: {row(question.text)} ({' or '.join(map(row, question.between))})"
        for index, text in enumerate(wrap(asked, width, 2)):
            head = len("Ask first:") if not index else 0
            lines.append([("ask-head", text[:head]), ("ask", text[head:])])
    return lines[:most]


def body(browser: Browser, width: int, height: int, *, beside: bool) -> list[Line]:
    """The rows below the query. *beside*: the chosen article is shown at the side."""
    if browser.results is None:
        return [[("dim", text)] for part in WELCOME for text in (wrap(part, width) or [""])][:height]
    lines = notices(browser, width, max(height // 3, 1))
    if lines and height >= ROOMY:
        lines.append([])
    if not browser.hits:
        return [*lines, *_nothing(browser, width)][:height]
    return [*lines, *_hits(browser, width, height - len(lines), beside)]


def _nothing(browser: Browser, width: int) -> list[Line]:
    assert browser.results is not None
    query = browser.results.query
    words = ", ".join(query.words)
    texts = [f"Looked for: {row(words)}." if words else "There is no word in it to look for.", ""]
    if query.phrases:
        texts.append("No article has the words in quotes in this order. Try without quotes.")
    if not browser.searcher.documents:
        texts = [f"There are no articles in {row(str(browser.searcher.settings.docs))}."]
    else:
        texts += [
            "Try fewer words, the product's name, or the code on the screen.",
            "Nothing fits? Tell the caller that you do not know yet and when you call back: type no news callback",
        ]
        if browser.searcher.settings.keep_misses:
            texts.append("Ctrl-N notes it down, so that somebody writes the article.")
    lines: list[Line] = [[("title", "Nothing found.")]]
    return lines + [[("", part)] for text in texts for part in (wrap(text, width) or [""])]


def _hits(browser: Browser, width: int, height: int, beside: bool) -> list[Line]:
    """As many hits as fit, the chosen one among them."""
    small = height < ROOMY
    gap = 0 if small else 1
    blocks: dict[int, list[Line]] = {}

    def block(number: int) -> list[Line]:
        if number not in blocks:
            chosen = number == browser.selected
            blocks[number] = _hit(number, browser.hits[number], width, chosen=chosen, small=small, beside=beside)
        return blocks[number]

    browser.top = min(browser.top, browser.selected)
    # The chosen hit is seen whole, and what stands above it stays where it is as long as that can be.
    used = sum(len(block(number)) + gap for number in range(browser.top, browser.selected + 1)) - gap
    while used > height and browser.top < browser.selected:
        used -= len(block(browser.top)) + gap
        browser.top += 1
    lines: list[Line] = []
    for number in range(browser.top, len(browser.hits)):
        if len(lines) >= height:
            break
        lines += [*([[]] * gap if lines else []), *block(number)]
    return lines[:height]


def _hit(number: int, hit: Hit, width: int, *, chosen: bool, small: bool, beside: bool) -> list[Line]:
    card = hit.card
    room = width - MARGIN - INDENT
    margin = ("chosen", "▌ ") if chosen else ("", "  ")
    titles = wrap(row(card["title"]), room, 2 if chosen and not small else 1)
    title: list[Line] = [
        [("chosen-title" if chosen else "title", f"{number + 1:<2} {text}" if not index else f"   {text}")]
        for index, text in enumerate(titles)
    ]
    lines: list[Line] = []
    style = trust_style(hit.trust.summary, hit.trust.confidence)
    trust = row(hit.trust.summary)
    escalate = row(card.get("escalate_to") or "")
    if small:
        lines.append(_facts([(style, trust), ("escalation", escalate)], room))
        if not chosen:
            return _below(title, lines, margin)
    else:
        lines.append(_facts([
            (style, trust), ("dim", name(card["id"], card["path"]) if chosen or not escalate else ""),
            ("escalation", f"If that fails: {escalate}" if escalate and not chosen else ""),
        ], room))  # fmt: skip
    if hit.why.kind != "title":
        lines.append(marked(hit.why.text, hit.why.marks, room))
    lines += _step(hit, room, (2 if small or beside else 4) if chosen else 1)
    if chosen and not small:
        lines += _where(row(card["path"]), escalate, room)
    return _below(title, lines, margin)


def _below(title: list[Line], facts: list[Line], margin: tuple[str, str]) -> list[Line]:
    return [[margin, *line] for line in title] + [[margin, ("", " " * INDENT), *line] for line in facts]


def _facts(facts: list[tuple[str, str]], room: int) -> Line:
    """What fits of some short facts, each whole."""
    line: Line = []
    left = room
    for style, text in facts:
        if not text:
            continue
        gap = "  " if line else ""
        if cells(text) + len(gap) > left:
            if line:
                continue
            text = cut(text, left)
        line.append((style, gap + text))
        left -= cells(text) + len(gap)
    return line


def _step(hit: Hit, room: int, most: int) -> list[Line]:
    if not (step := hit.card.get("first_step")):
        return []
    head = STEP.get(step["kind"], "Do")
    texts = wrap(f"{head}: {row(step['text'])}", room, most)
    return [[("bold", text[: len(head)]), ("", text[len(head) :])] if not index else [("", text)]
            for index, text in enumerate(texts)]  # fmt: skip


def _where(path: str, escalate: str, room: int) -> list[Line]:
    lines: list[Line] = []
    if escalate:
        lines.append([("", "If that fails: "), ("escalation", cut(escalate, room - 15))])
    # Of a long path the end counts: it is the file.
    if cells(path) > room:
        while cells(path) > room - 1:
            path = path[1:]
        path = f"…{path}"
    return [*lines, [("path", path)]]
