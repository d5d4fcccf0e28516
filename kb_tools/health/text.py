"""The figures on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from kb_tools.health.advice import first_thing
from kb_tools.health.figures import LISTED, Figures
from kb_tools.health.state import State
from kb_tools.health.timeline import Sample, Timeline
from kb_tools.health.words import flagged, found, measures, named, percent, summary
from kb_tools.wording import number

LABEL = 15
BAR = 16


class Look(NamedTuple):
    """How it may look."""

    width: int = 80
    blocks: bool = True
    """Can the reader's terminal show block characters?"""
    paint: Callable[[str, str], str] = lambda text, style: text
    """Text and a style (good, bad, dim, head) -> the text, maybe colored."""
    clean: Callable[[str], str] = lambda text: text
    """Takes out what would steer a terminal."""


def text(figures: Figures, past: Timeline, look: Look) -> str:
    """All of it, on a page or so."""
    parts = [
        "\n".join(textwrap.wrap(look.clean(first_thing(figures)), look.width)),
        _now(figures, look),
        _over_time(past, look),
        _reviews(figures, look),
        _table(look, "Owners", ("", "articles", "stale", f"due in {len(figures.weeks)} weeks", "never reviewed"),
               [(named(each.name, "owner"), each.articles, each.stale, each.soon, each.never) for each in figures.owners]),
        _products(figures, look),
        _known_issues(figures, look),
        _misses(figures, look),
        "\n".join(f"Note: {look.clean(note)}" for note in figures.notes),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def spark(values: Sequence[float], *, top: float = 0, blocks: bool = True) -> str:
    """A line of small bars, from nothing to the largest value or *top*."""
    levels = "▁▂▃▄▅▆▇█" if blocks else "_.-=+*%#"
    most = max(top, *values) if values else 0
    return "".join(levels[min(7, int(value * 8 / most))] if most else levels[0] for value in values)


def bar(part: int, whole: int, *, width: int = BAR, blocks: bool = True) -> str:
    """A bar as long as the share; something is never nothing."""
    eighths = round(part * width * 8 / whole) if whole else 0
    eighths = max(eighths, 1) if part else 0
    if not blocks:
        return "#" * max(eighths // 8, 1 if part else 0)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def _now(figures: Figures, look: Look) -> str:
    lines = [look.paint(f"{look.clean(figures.name)}, {figures.day}", "head"),
             *textwrap.wrap(look.clean(summary(figures)), look.width)]  # fmt: skip
    for each in measures(figures.state):
        if each.missing:
            lines.append(f"  {each.label:<{LABEL}} {look.paint(each.missing, 'dim')}")
            continue
        style = "good" if each.good else "bad" if each.part else "dim"
        # Padded before it is painted: colors take no room.
        drawn = look.paint(f"{bar(each.part, each.whole, blocks=look.blocks):<{BAR}}", style)
        lines.append(
            f"  {each.label:<{LABEL}} {percent(each.part, each.whole):>9}  {drawn}  {number(each.part)} {each.of}"
        )
        if each.more:
            lines.append(" " * (LABEL + 3) + look.paint(each.more, "dim"))
    lines.append(f"  {'kb check finds':<{LABEL}} {found(figures)}")
    if said := flagged(figures):
        lines.append(f"  {'Agents say':<{LABEL}} {look.paint(said, 'bad')}: kb flag")
    for what, counts in (("kind", figures.kinds), ("confidence", figures.confidence)):
        if any(name for name, _ in counts):
            said = ", ".join(f"{number(count)} {look.clean(named(name, what))}" for name, count in counts)
            indent = " " * (LABEL + 3)
            label = {"kind": "By kind", "confidence": "By confidence"}[what]
            lines += textwrap.wrap(said, look.width, initial_indent=f"  {label:<{LABEL}} ", subsequent_indent=indent)
    return "\n".join(lines)


def _over_time(past: Timeline, look: Look) -> str:
    lines = []
    if len(past.samples) > 1:
        first, last = past.samples[0].day, past.samples[-1].day
        lines.append(look.paint(f"Over time, {first} to {last}", "head"))
        now = past.samples[-1].state
        lines.append(_line("Articles", past.samples, lambda sample: sample.state.live, look))
        # What cannot be told is no line along the bottom.
        if now.says_confidence:
            lines.append(
                _line("Validated", past.samples, lambda sample: _share(sample.state.validated, sample.state), look, 1)
            )
        if now.can_go_stale:
            lines.append(_line("Stale", past.samples, lambda sample: _share(sample.state.stale, sample.state), look, 1))
        if now.dead_links is not None:
            lines.append(_line("Dead links", past.samples, lambda sample: sample.state.dead_links or 0, look))
    if past.note:
        lines += [look.paint(line, "dim") for line in textwrap.wrap(past.note, look.width)]
    return "\n".join(lines)


def _line(label: str, samples: Sequence[Sample], value: Callable[[Sample], float], look: Look, top: float = 0) -> str:
    """*top* is 1 for shares, which are drawn on the scale from none to all; counts on that of their largest."""
    # As many as fit; the last one always does.
    every = -(-len(samples) // max(look.width - LABEL - 20, 10))
    values = [value(sample) for sample in reversed(samples[::-1][::every])]
    first, last = (f"{each * 100:.0f} %" if top else number(int(each)) for each in (values[0], values[-1]))
    return f"  {label:<{LABEL}} {first:>6} {spark(values, top=top, blocks=look.blocks)} {last}"


def _share(part: int, state: State) -> float:
    return part / state.live if state.live else 0.0


def _reviews(figures: Figures, look: Look) -> str:
    if not figures.state.can_go_stale and not figures.oldest:
        return ""
    lines = [look.paint("Reviews", "head")]
    if figures.state.can_go_stale:
        most = max(figures.state.stale, *(week.due for week in figures.weeks))
        rows = [("overdue", figures.state.stale), *((f"from {week.first}", week.due) for week in figures.weeks)]
        for label, count in rows:
            style = "bad" if label == "overdue" else "dim"
            drawn = look.paint(bar(count, most, width=30, blocks=look.blocks), style)
            lines.append(f"  {label:<{LABEL}} {number(count):>6} {drawn}".rstrip())
    if figures.oldest:
        lines.append("  The longest overdue, then the oldest:" if figures.state.stale else "  The oldest:")
        for each in figures.oldest[: LISTED // 2]:
            when = f"due {each.due}" if each.stale else f"of {each.last_reviewed}"
            lines.append(
                _cut(f"  {when:<{LABEL}} {look.clean(each.title)}  [{look.clean(named(each.owner, 'owner'))}]", look)
            )
    return "\n".join(lines)


def _products(figures: Figures, look: Look) -> str:
    heads = ["", "articles", "symptoms", *(["phrases"] if figures.has_phrases else []), "validated", "stale"]
    rows: list[tuple[str | int, ...]] = []
    for each in figures.products:
        said = [each.phrases] if figures.has_phrases else []
        rows.append((named(each.name, "product"), each.articles, each.symptoms, *said, each.validated, each.stale))
    return _table(look, "Coverage by product", heads, rows)


def _known_issues(figures: Figures, look: Look) -> str:
    if not figures.known_issues:
        return ""
    expired = sum(1 for each in figures.known_issues if each.expired)
    open_ = len(figures.known_issues) - expired
    lines = [look.paint(f"Known issues: {open_} open, {expired} expired", "head")]
    for each in figures.known_issues[:LISTED]:
        when = f"{'expired' if each.expired else 'until'} {each.expires}" if each.expires else "no end given"
        line = _cut(f"  {when:<{LABEL + 2}} {look.clean(each.title)}  [{look.clean(named(each.owner, 'owner'))}]", look)
        lines.append(look.paint(line, "bad") if each.expired else line)
    return "\n".join([*lines, *_more(figures.known_issues)])


def _misses(figures: Figures, look: Look) -> str:
    if not figures.misses:
        return ""
    lines = [look.paint("Searches that found nothing, on this machine", "head")]
    lines += [
        _cut(f"  {each.times:>4}  {each.last}  {look.clean(each.said)}", look) for each in figures.misses[:LISTED]
    ]
    return "\n".join([*lines, *_more(figures.misses)])


def _table(look: Look, title: str, heads: Sequence[str], rows: Sequence[tuple[str | int, ...]]) -> str:
    if not rows:
        return ""
    widths = [max(len(head), 5) for head in heads[1:]]
    first = max(look.width - sum(widths) - 2 * len(widths) - 2, 12)
    first = min(first, max(len(str(row[0])) for row in rows) + 2, 40)
    lines = [look.paint(title, "head"),
             look.paint(f"  {'':<{first}}" + "".join(f"  {head:>{width}}" for head, width in zip(heads[1:], widths, strict=True)),
                        "dim")]  # fmt: skip
    for row in rows[: 2 * LISTED]:
        name = look.clean(str(row[0]))
        name = name if len(name) <= first else f"{name[: first - 1]}…"
        cells = (number(cell) if isinstance(cell, int) else cell for cell in row[1:])
        lines.append(
            f"  {name:<{first}}" + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
        )
    return "\n".join([*lines, *_more(rows, 2 * LISTED)])


def _more(rows: Sequence[object], shown: int = LISTED) -> Iterable[str]:
    return (f"  ... and {number(len(rows) - shown)} more (--json has all)",) if len(rows) > shown else ()


def _cut(line: str, look: Look) -> str:
    return line if len(line) <= look.width else f"{line[: look.width - 1].rstrip()}…"
