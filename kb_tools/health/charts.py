"""Pictures of numbers, as SVG that stands in the page: as wide as a phone, so that it need not shrink to be read there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from itertools import pairwise
from typing import NamedTuple

WIDTH, HEIGHT = 340, 172
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 46, 12, 24
_LINE = 14
"""Height of a line of text."""


class Series(NamedTuple):
    """One line of a chart."""

    name: str
    css: str
    """The class that gives it its color."""
    values: tuple[float, ...]
    filled: bool = False
    dashed: bool = False
    """Told from the others without color too."""


def lines(
    label: str, days: Sequence[date], series: Sequence[Series], put: Callable[[float], str], top: float = 0
) -> str:
    """Lines over time, each with its last value beside it. *top*: the end of the scale; 0: what the values ask for."""
    most = top or nice(max(max(each.values) for each in series))
    parts = [_grid(most, put), _days(days)]
    for each in series:
        points = [(_x(day, days), _y(value, most)) for day, value in zip(days, each.values, strict=True)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        if each.filled:
            floor = f"{points[-1][0]:.1f},{_y(0, most):.1f} {points[0][0]:.1f},{_y(0, most):.1f}"
            parts.append(f'<polygon class="fill {each.css}" points="{path} {floor}"/>')
        dash = ' stroke-dasharray="5 3"' if each.dashed else ""
        parts.append(f'<polyline class="line {each.css}" points="{path}"{dash}/>')
        parts.append(f'<circle class="dot {each.css}" cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="3.2"/>')
    for each, y in zip(series, apart([_y(each.values[-1], most) for each in series]), strict=True):
        parts.append(
            f'<text class="end {each.css}" x="{WIDTH - _RIGHT + 8}" y="{y + 4:.1f}">{put(each.values[-1])}</text>'
        )
    return _svg(label, "".join(parts))


def columns(label: str, bars: Sequence[tuple[str, int, str]]) -> str:
    """Columns side by side: what stands below each, how many, and the class that gives its color.

    The first stands apart: it is what came before the others.
    """
    most = nice(max(count for _, count, _ in bars))
    gap = 14
    step = (WIDTH - 8 - gap) / len(bars)
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{_y(0, 1)}" y2="{_y(0, 1)}"/>']
    for number, (name, count, css) in enumerate(bars):
        middle = 4 + step * (number + 0.5) + (gap if number else 0)
        top = _y(count, most)
        if count:
            parts.append(f'<rect class="column {css}" x="{middle - step * 0.34:.1f}" width="{step * 0.68:.1f}" y="{top:.1f}" '
                         f'height="{_y(0, most) - top:.1f}" rx="2"/>')  # fmt: skip
        parts.append(f'<text class="count" x="{middle:.1f}" y="{top - 4:.1f}">{count}</text>')
        parts.append(f'<text class="tick middle" x="{middle:.1f}" y="{HEIGHT - 8}">{escape(name)}</text>')
    return _svg(label, "".join(parts))


def sparkline(values: Sequence[float], css: str, top: float = 0) -> str:
    """The way a number went, without axes; what it says stands beside it, so that a screen reader passes it over."""
    if len(values) < 2:
        return ""
    most = top or max(*values, 1)
    points = " ".join(
        f"{2 + number * 116 / (len(values) - 1):.1f},{30 - value * 28 / most:.1f}"
        for number, value in enumerate(values)
    )
    return (f'<svg class="spark" viewBox="0 0 120 32" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<polyline class="line {css}" points="{points}"/></svg>')  # fmt: skip


def nice(most: float) -> float:
    """The round number that a scale ends with."""
    if most <= 4:
        return 4
    unit = 10.0 ** math.floor(math.log10(most))
    return next(unit * step for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if unit * step >= most)


def apart(places: Sequence[float]) -> list[float]:
    """The heights of labels, moved so far that none stands on another."""
    moved = list(places)
    order = sorted(range(len(places)), key=lambda index: places[index])
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + _LINE)
    beyond = max(moved) - (HEIGHT - _BOTTOM) if moved else 0
    return [place - max(beyond, 0) for place in moved]


def _svg(label: str, inside: str) -> str:
    return (f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}" focusable="false">'
            f"{inside}</svg>")  # fmt: skip


def _grid(most: float, put: Callable[[float], str]) -> str:
    rows = []
    for share in (0, 0.5, 1):
        y = _y(most * share, most)
        rows.append(f'<line class="{"grid" if share else "axis"}" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
                    f'<text class="tick left" x="{_LEFT - 5}" y="{y + 4:.1f}">{put(most * share)}</text>')  # fmt: skip
    return "".join(rows)


def _days(days: Sequence[date]) -> str:
    """Under the first, the last, and the one in the middle."""
    first, last = days[0], days[-1]
    with_year = (last - first).days > 120
    shown = [(first, "start"), (last, "stop")]
    if (last - first).days > 2:
        shown.insert(1, (first + (last - first) / 2, "middle"))
    return "".join(
        f'<text class="tick {css}" x="{_x(day, days):.1f}" y="{HEIGHT - 8}">{f"{day:%b %Y}" if with_year else short(day)}</text>'
        for day, css in shown
    )


def short(day: date) -> str:
    """Nov 21; `strftime` has no code for a day without a nought that every platform knows."""
    return f"{day:%b} {day.day}"


def _x(day: date, days: Sequence[date]) -> float:
    whole = (days[-1] - days[0]).days or 1
    return _LEFT + (day - days[0]).days / whole * (WIDTH - _LEFT - _RIGHT)


def _y(value: float, most: float) -> float:
    return _TOP + (1 - value / most) * (HEIGHT - _TOP - _BOTTOM)
