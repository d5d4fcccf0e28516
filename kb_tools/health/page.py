"""The figures as a page to look at: one file, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from importlib.resources import files

from kb_tools import __version__
from kb_tools.health import charts, parts
from kb_tools.health.advice import first_thing
from kb_tools.health.cards import cards
from kb_tools.health.charts import Series
from kb_tools.health.figures import Figures
from kb_tools.health.state import State
from kb_tools.health.timeline import Sample, Timeline
from kb_tools.health.words import HOW, Measure, measures, percent
from kb_tools.wording import number

_COLORS = {"validated": "good", "stale": "warn", "never": "warn", "dead": "bad"}


def page(figures: Figures, past: Timeline) -> str:
    """The whole page. Whatever comes from articles is escaped."""
    title = f"{escape(figures.name)}: health"
    head = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # Nothing in here may load or run anything, whatever a title says.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>\n{_css()}</style>\n</head>\n<body>\n"
    )
    notes = "".join(f'<p class="note">{escape(note)}</p>\n' for note in (*figures.notes, past.note) if note)
    body = (
        f"<header>\n<h1>{escape(figures.name)} <span>How the knowledge base is doing on "
        f'<time datetime="{figures.day}">{_day(figures)}</time></span></h1>\n'
        f'<p class="lead">{escape(first_thing(figures))}</p>\n</header>\n<main>\n{notes}'
        f"{_tiles(figures, past)}{_over_time(past)}{cards(figures)}</main>\n{_footer(figures)}"
    )
    return f"{head}{body}</body>\n</html>\n"


def _css() -> str:
    return files("kb_tools.health").joinpath("page.css").read_text(encoding="utf-8")


def _day(figures: Figures) -> str:
    return f"{figures.day:%B} {figures.day.day}, {figures.day.year}"


# --- today ----------------------------------------------------------------------------------------------------------


def _tiles(figures: Figures, past: Timeline) -> str:
    tiles = "".join(_tile(each, past) for each in measures(figures.state))
    return f'<section class="tiles" aria-label="Today">\n{tiles}</section>\n'


def _tile(each: Measure, past: Timeline) -> str:
    if each.missing:
        return (f'<div class="card tile"><h2>{each.label}</h2><div class="big none">Cannot be told</div>'
                f'<div class="of">{escape(each.missing)}</div></div>\n')  # fmt: skip
    css = _COLORS[each.key] if each.part else "good"
    # A dead link is one too many, whatever share of all links it is.
    big = number(each.part) if each.key == "dead" else percent(each.part, each.whole).replace(" %", "<small> %</small>")
    of = each.of if each.key == "dead" else f"{number(each.part)} {each.of}"
    of += f"; {each.more}" if each.more else ""
    was = [_value(each.key, sample.state) for sample in past.samples]
    change = f"{_change(each, past.samples)}" if len(was) > 1 else ""
    spark = charts.sparkline(was, css, 0 if each.key == "dead" else 1)
    return (f'<div class="card tile"><h2>{each.label}</h2><div class="big {css}">{big}</div>'
            f'<div class="of">{of}</div><div class="change">{change}</div>{spark}</div>\n')  # fmt: skip


def _value(key: str, state: State) -> float:
    if key == "dead":
        return state.dead_links or 0
    part = {"validated": state.validated, "stale": state.stale, "never": state.live - state.reviewed}[key]
    return part / state.live if state.live else 0.0


def _change(each: Measure, samples: Sequence[Sample]) -> str:
    """Against a year before, or the beginning."""
    today = samples[-1].day
    then = next((sample for sample in reversed(samples) if (today - sample.day).days >= 365), samples[0])
    was, now = (_value(each.key, sample.state) for sample in (then, samples[-1]))
    difference = int(now - was) if each.key == "dead" else round(now * 100) - round(was * 100)
    unit = "" if each.key == "dead" else " point" if abs(difference) == 1 else " points"
    sign = "+" if difference > 0 else "\N{MINUS SIGN}"
    when = f"since {then.day:%b} {then.day.year}"
    return f"{sign}{abs(difference)}{unit} {when}" if difference else f"unchanged {when}"


# --- over time --------------------------------------------------------------------------------------------------------


def _over_time(past: Timeline) -> str:
    if len(past.samples) < 2:
        return ""
    days = [sample.day for sample in past.samples]
    states = [sample.state for sample in past.samples]

    def share(part: Callable[[State], int]) -> tuple[float, ...]:
        return tuple(part(state) / state.live if state.live else 0.0 for state in states)

    first, last = past.samples[0], past.samples[-1]
    told = f"from {first.day} to {last.day}"
    cards = []
    # What cannot be told is no line along the bottom.
    shares = []
    if last.state.says_confidence:
        shares.append(Series("Validated", "good", share(lambda state: state.validated)))
    if last.state.can_go_stale:
        shares.append(Series("Stale", "warn", share(lambda state: state.stale), dashed=True))
    if shares:
        label = "; ".join(
            f"{each.name} {told}: {_percent(each.values[0])} then, {_percent(each.values[-1])} now" for each in shares
        )
        title = " and ".join(each.name for each in shares).replace("and Stale", "and stale")
        drawn = parts.key(shares) + charts.lines(label, days, shares, _percent, 1)
        cards.append(parts.card(title, "Share of the articles that are not archived", drawn, "third"))
    cards.append(_count_card("Articles", "Not archived", told, days, [state.live for state in states], "main"))
    if last.state.dead_links is not None:
        dead = [state.dead_links or 0 for state in states]
        cards.append(_count_card("Dead links", "Inside the knowledge base", told, days, dead, "bad"))
    heads = ("Day", "Articles", "Validated", "Stale", "Never reviewed", "Dead links")
    rows = [
        (str(sample.day), *(number(count) for count in (sample.state.live, sample.state.validated, sample.state.stale,
                                                        sample.state.live - sample.state.reviewed,
                                                        sample.state.dead_links or 0)))
        for sample in past.samples
    ]  # fmt: skip
    table = parts.table(
        heads,
        [[f"<td>{row[0]}</td>", *(f'<td class="n">{cell}</td>' for cell in row[1:])] for row in rows],
        "Over time",
    )
    details = f'<details class="card"><summary>These pictures as a table</summary>{table}</details>'
    return f'<section class="row" aria-label="Over time">\n{"".join(cards)}{details}\n</section>\n'


def _count_card(title: str, under: str, told: str, days: Sequence[date], counts: Sequence[int], css: str) -> str:
    label = f"{title} {told}: {counts[0]} then, {counts[-1]} now"
    series = Series(title, css, tuple(counts), filled=True)
    return parts.card(title, under, charts.lines(label, days, [series], _count), "third")


def _percent(value: float) -> str:
    return f"{value * 100:.0f} %"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value < 10_000 else f"{value / 1000:,.0f}k"


def _footer(figures: Figures) -> str:
    told = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in HOW)
    return f"<footer>\n<h2>How it was counted</h2>\n<dl>{told}</dl>\n<p>Made by kb {__version__}: kb health --html</p>\n</footer>\n"
