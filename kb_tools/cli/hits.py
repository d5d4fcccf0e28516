"""Results as an agent reads them: the first three fit a screen of 80 by 24."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from kb_tools.cli.output import clean, cut

if TYPE_CHECKING:
    from kb_tools.query.understand import SymptomQuery
    from kb_tools.search.results import Hit, Results
    from kb_tools.search.searcher import Searcher

INDENT = "   "
STEP_LINES = 2
QUESTION_LINES = 2
STEP = {"say": "Say", "check": "Check", "fix": "Do", "workaround": "Work around"}
"""What a first step begins with."""


def render(results: Results, width: int) -> str:
    """All hits, the best first."""
    parts = [*map(_unknown, results.query.unknown_codes), *_corrections(results.query)]
    if question := results.question:
        asked = f"Ask first: {clean(question.text)} ({' or '.join(map(clean, question.between))})"
        wrapped = textwrap.wrap(asked, width, subsequent_indent=INDENT, max_lines=QUESTION_LINES, placeholder=" …")
        parts.append("\n".join(wrapped))
    parts = ["\n".join(parts)] if parts else []
    parts.extend(_hit(number, hit, width) for number, hit in enumerate(results.hits, 1))
    return "\n\n".join(parts)


def render_nothing(searcher: Searcher, results: Results, width: int) -> str:
    """No hit: what was looked for, and what to try."""
    query = results.query
    if not searcher.documents:
        return f"There are no articles in {clean(str(searcher.settings.docs))}."
    lines = [click.style("Nothing found.", bold=True), ""]
    lines.extend(_unknown(code) for code in results.query.unknown_codes)
    words = ", ".join(query.words) or "nothing: there is no word in it"
    lines += textwrap.wrap(clean(f"Looked for: {words}."), width, subsequent_indent=INDENT)
    if query.phrases:
        lines.append("No article has the words in quotes in this order. Try without quotes.")
    for name, values in query.filters.items():
        lines.append(f"Only articles with {name} {' or '.join(values)} were asked for. Try without --{name}.")
    lines += [
        "",
        "Try fewer words, the product's name, or the code on the screen.",
        "Nothing fits? Tell the caller that you do not know yet and when you call back: kb search no news callback",
    ]
    return "\n".join(lines)


def _corrections(query: SymptomQuery) -> Iterator[str]:
    for said, taken in query.corrected.items():
        yield click.style(f"Took {clean(said)!r} for {' or '.join(map(clean, taken))}.", fg="yellow")


def _unknown(code: str) -> str:
    return click.style(f"No article has the code {clean(code)}.", fg="yellow")


def _hit(number: int, hit: Hit, width: int) -> str:
    card = hit.card
    room = width - len(INDENT)
    lines = [click.style(f"{number:<2} {textwrap.shorten(clean(card['title']), room, placeholder='…')}", bold=True)]
    lines.append(INDENT + _trust(hit, room))
    flags = hit.trust.flags
    if flags is not None:
        lines.append(INDENT + click.style(cut(f"Flagged: {clean(flags.said)}", room), fg="yellow"))
    lines += _why(hit, room)
    where, rows = _where_next(card, room)
    if step := card.get("first_step"):
        head = STEP.get(step["kind"], "Do")
        # Six rows a hit, so that three of them and the question above fit the screen.
        lines += _wrapped(
            f"{head}: {clean(step['text'])}", room, max(1, STEP_LINES + 1 - rows - (flags is not None)), head
        )
    lines += where
    if hit.shares:
        from kb_tools.cli.explanation import render_score

        lines += [INDENT + line for line in render_score(hit)]
    return "\n".join(lines)


def _where_next(card: Mapping[str, Any], room: int) -> tuple[list[str], int]:
    """Who takes it from here, and where the article is; and how many rows of the screen that takes, two at most."""
    path, escalate = clean(card["path"]), cut(clean(card.get("escalate_to") or ""), room // 2)
    head = "If that fails: " if escalate else ""
    used = len(head) + len(escalate) + (3 if escalate else 0)
    alone = used + len(path) > room >= len(path)
    # A path longer than a line runs on into the next: it can be copied whole. Of an endless one, the end counts.
    most = room if alone else 2 * room - used
    shown = click.style(path if len(path) <= most else f"…{path[1 - most :]}", fg="blue")
    line = f"{INDENT}{head}{click.style(escalate, fg='magenta')}"
    if not escalate:
        return [INDENT + shown], 1 if len(path) <= room else 2
    if alone:
        return [line, INDENT + shown], 2
    return [f"{line}   {shown}"], 1 if used + len(path) <= room else 2


def _trust(hit: Hit, room: int) -> str:
    trust, card = hit.trust, hit.card
    facts = cut(clean(trust.summary), room)
    if len(facts) + len(card["id"]) + 4 <= room:
        facts += f"  [{clean(card['id'])}]"
    if trust.known_issue or trust.stale or trust.flags or trust.confidence == "archived":
        return click.style(facts, fg="yellow", bold=trust.known_issue)
    validated = trust.confidence == "validated"
    return click.style(facts, fg="green" if validated else None, dim=not validated)


def _why(hit: Hit, room: int) -> list[str]:
    """The line that matched, its words marked, cut to one line around the marks."""
    text, marks = hit.why.text, list(hit.why.marks)
    if hit.why.kind == "title":
        return []
    if len(text) > room - 2:
        start = 0
        if marks and marks[0][0] > room // 2:
            start = text.rfind(" ", 0, marks[0][0] - room // 4) + 1
        end = start + room - 4
        text = ("…" if start else "") + text[start:end].rstrip() + ("…" if end < len(text) else "")
        shift = start - (1 if start else 0)
        marks = [(a - shift, b - shift) for a, b in marks if a >= start and b <= end]
    return [INDENT + _marked(text, marks)]


def _marked(text: str, marks: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in marks:
        parts += [clean(text[position:start]), click.style(clean(text[start:end]), underline=True, fg="cyan")]
        position = end
    return "".join(parts) + clean(text[position:])


def _wrapped(text: str, room: int, most: int, head: str) -> list[str]:
    lines = textwrap.wrap(text, room, max_lines=most, placeholder=" …") or [text[:room]]
    lines[0] = click.style(head, bold=True) + lines[0][len(head) :]
    return [INDENT + line for line in lines]
