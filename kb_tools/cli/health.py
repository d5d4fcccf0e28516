"""kb health: how is the knowledge base doing?"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli.output import Steps, clean, columns, note, to_json, wants_color
from kb_tools.config import load_settings
from kb_tools.lengths import days_in

if TYPE_CHECKING:
    from kb_tools.checks.base import Base
    from kb_tools.health.figures import Figures
    from kb_tools.health.timeline import Timeline

_COLORS = {"good": "green", "bad": "red"}


class Since(click.ParamType):  # type: ignore[type-arg]  # generic only since Click 8.4
    """A day, or how long ago it was."""

    name = "DATE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if (days := days_in(value.lower())) is not None:
            try:
                return date.today() - timedelta(days=days)
            except OverflowError:
                # Longer than the calendar goes back: all of it.
                return date.min
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"{value!r} is neither a day (2026-01-31) nor a length of time (90d, 12w, 6m, 2y)", param, ctx)


@click.command(short_help="Show how the knowledge base is doing.")
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write a page to look at instead."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.option("--since", type=Since(), help="How far back: a day, or 90d, 12w, 6m, 2y. Default: all of the history.")
@click.option(
    "--points", type=click.IntRange(2, 120), default=24, show_default=True, help="Days of the past to look at."
)
@click.option("--no-history", is_flag=True, help="Today's figures only.")
@click.pass_obj
def command(folder: str, html: Path | None, as_json: bool, since: date | None, points: int, no_history: bool) -> None:
    """Show how the knowledge base is doing.

    Today's figures (validated, stale, dead links, findings, coverage by product, load by owner) and how they went over time,
    out of the git history. The first line says what to do first.

    \b
    Examples:
      kb health
      kb health --html health.html
      kb health --since 1y --json
    """
    from kb_tools.checks.options import load_options
    from kb_tools.health.figures import figures
    from kb_tools.health.timeline import Timeline

    settings = load_settings(Path(folder))
    with Steps() as steps:
        from kb_tools.checks.checking import load

        base = load(settings, load_options(settings), date.today(), steps("Reading articles"))
        found = figures(base)
        past = Timeline() if no_history else _past(base, found, steps, since, points)
    if html is not None:
        _write(html, found, past)
    if as_json:
        from kb_tools.health.report import as_dict

        click.echo(to_json(as_dict(found, past)))
    elif html is None:
        _print(found, past)


def _past(base: Base, found: Figures, steps: Steps, since: date | None, points: int) -> Timeline:
    from kb_tools.health.timeline import timeline

    return timeline(base, found.state, lambda what, done, total: steps(what)(done, total), since=since, most=points)


def _print(found: Figures, past: Timeline) -> None:
    from kb_tools.health.text import Look, text

    look = Look(columns(), _shows_blocks(), _paint, clean)
    click.echo(text(found, past, look), color=wants_color())


def _write(path: Path, found: Figures, past: Timeline) -> None:
    from kb_tools import atomic
    from kb_tools.errors import KbError
    from kb_tools.health.page import page

    try:
        atomic.replace(path, page(found, past).encode("utf-8", "replace"))
    except OSError as error:
        raise KbError(f"the page cannot be written: {error.strerror}", path=path) from error
    note(f"written: {path}")


def _shows_blocks() -> bool:
    try:
        "█▁…“–".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _paint(text: str, style: str) -> str:
    # None, not False: that would switch the other one off again.
    return click.style(text, fg=_COLORS.get(style), bold=style == "head" or None, dim=style == "dim" or None)
