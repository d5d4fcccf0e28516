"""What the page is made of: cards, tables, bars, keys. Whoever calls has escaped what comes from articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kb_tools.health.charts import Series
from kb_tools.wording import number

PRINTED = 5
"""Rows of a table that are printed: all of it fits on a sheet."""


def card(title: str, under: str, inside: str, width: str = "") -> str:
    return f'<div class="card {width}"><h2>{title}</h2><p class="under">{under}</p>{inside}</div>\n'


def listed(
    title: str, under: str, heads: Sequence[str], rows: Sequence[Sequence[str]], width: str, key: str = ""
) -> str:
    return card(title, under, key + table(heads, rows, title), width) if rows else ""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], label: str) -> str:
    """A table; rows are cells already in HTML. Heads above numbers stand to the right, as the numbers do."""
    right = {index for index, cell in enumerate(rows[0]) if cell.startswith('<td class="n')}
    # An empty head is for the eyes only: the numbers of the bars stand beside them.
    head = "".join(
        f'<th scope="col"{" class=n" if index in right else ""}>{escape(text)}</th>' if text else "<td></td>"
        for index, text in enumerate(heads)
    )
    body = "".join(
        f"<tr{' class=later' if index >= PRINTED else ''}>{''.join(row)}</tr>\n" for index, row in enumerate(rows)
    )
    return (f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(label)}"><table><thead><tr>{head}</tr></thead>\n'
            f"<tbody>{body}</tbody></table>{_cut(len(rows) - PRINTED)}</div>")  # fmt: skip


def _cut(more: int) -> str:
    """On paper only: whoever holds it must not take five teams for all there are."""
    return f'<p class="cut">{number(more)} more on the screen</p>' if more > 0 else ""


def bar(whole: int, parts: Iterable[tuple[int, str]]) -> str:
    """Parts of a whole, side by side; the numbers stand beside it, so that a screen reader passes it over."""
    inside = "".join(
        f'<i class="{css}" style="width:{part * 100 / whole:.1f}%"></i>' for part, css in parts if part > 0 and whole
    )
    return f'<span class="bar" aria-hidden="true">{inside}</span>'


def alarm(count: int) -> str:
    return f'<td class="n warn">{number(count)}</td>' if count else '<td class="n">0</td>'


def boxes(*keys: tuple[str, str]) -> str:
    items = "".join(f'<li><i class="box {css}"></i>{name}</li>' for css, name in keys)
    return f'<ul class="key" aria-hidden="true">{items}</ul>'


def key(series: Sequence[Series]) -> str:
    items = "".join(
        f'<li><i class="{each.css}{" dash" if each.dashed else ""}"></i>{each.name}</li>' for each in series
    )
    return f'<ul class="key">{items}</ul>' if items else ""
