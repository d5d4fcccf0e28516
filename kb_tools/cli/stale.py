"""kb stale: who must review what by when?"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb_tools.cli import ReaderGone
from kb_tools.cli.output import Steps, columns, note, wants_color
from kb_tools.config import load_settings
from kb_tools.errors import ConfigError
from kb_tools.lengths import days_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb_tools.checks.base import Base
    from kb_tools.review.queue import Item

FORMATS = ("text", "json", "csv", "markdown", "ical")
"""Names of review.formats.FORMATS, here so that --help imports none of them; a test keeps both equal."""

OVERDUE = 1
_COLORS = {"overdue": "red", "soon": "yellow"}


class Length(click.ParamType):  # type: ignore[type-arg]  # generic only since Click 8.4
    """30d, 6w, 3m, 1y"""

    name = "LENGTH"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        days = days_in(value.lower())
        if days is None:
            self.fail(f"{value!r} is no length of time: write 30d, 6w, 3m or 1y", param, ctx)
        return days


@click.command(short_help="List the articles that somebody must review.")
@click.option(
    "--owner", multiple=True, metavar="NAME", help="Only what this team owns; several times for several teams."
)
@click.option("--within", type=Length(), help="Also what falls due so soon: 30d, 6w, 3m, 1y; 0d for none. Default: due_soon "
              "in kb.toml, else 14d.")  # fmt: skip
@click.option(
    "-f", "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="What is printed."
)
@click.option("--uses", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="How often each article was used: CSV with the columns article and uses.")  # fmt: skip
@click.option("--fail", is_flag=True, help="Exit with 1 when something is overdue.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Judge dates as on that day.")
@click.pass_obj
def command(folder: str, owner: tuple[str, ...], within: int | None, form: str, uses: Path | None, fail: bool,
            as_of: datetime | None) -> int:  # fmt: skip
    """List the articles that somebody must review.

    By owner, what matters most first: what is overdue or flagged, then what is due soon by its day; known issues; what is
    flagged; what is asked for ten times as often (--uses, else the phrases in phrases.yml that expect it); dead links; what
    is overdue for longest, never reviewed before all. Each line says why it is there.

    `markdown` is one issue for CI to keep up to date: its first line never changes. `ical` is a calendar with a day for each
    article. --uses takes ids, paths, or addresses on the site.

    \b
    Examples:
      kb stale
      kb stale --owner network-team --within 30d
      kb stale --within 1y --format ical > reviews.ics
      kb stale --format markdown > issue.md
    """
    from kb_tools.checks.options import load_options
    from kb_tools.review.formats import FORMATS as formats
    from kb_tools.review.formats.view import View, unpainted
    from kb_tools.review.queue import knows_reviews, queue

    settings = load_settings(Path(folder))
    options = load_options(settings)
    today = as_of.date() if as_of else date.today()
    days = options.due_soon if within is None else within
    with Steps() as steps:
        from kb_tools.checks.checking import load

        base = load(settings, options, today, steps("Reading articles"))
        items = queue(base, days, phrases=phrases_of(base), uses=_uses(uses, base))
    for trouble in base.flags.troubles:
        note(trouble, "warning")
    if owner:
        items = owned(items, owner, base)
    color = wants_color()
    view = View(today, days, columns() if form == "text" else 100, _paint if color else unpainted)
    text = formats[form](items, view)
    status = OVERDUE if fail and any(item.is_overdue for item in items) else 0
    try:
        click.echo(text.encode("utf-8", "replace").decode("utf-8"), nl=not text.endswith("\n"), color=color)
    except BrokenPipeError as error:
        raise ReaderGone(status) from error
    if not items and not knows_reviews(base):
        note('Nothing here says how long a review holds: give articles a review_interval, or set review_interval = "180d" '
             "under [check] in kb.toml.")  # fmt: skip
    return status


def phrases_of(base: Base) -> Mapping[str, frozenset[int]]:
    """How often each article is expected; nothing, with a warning, where the phrases are wrong."""
    from kb_tools.review.phrases import phrases_by_path

    try:
        return phrases_by_path(base)
    except ConfigError as error:
        # What is due is due, whatever is wrong with the phrases; `kb eval` insists on them.
        note(f"{error}; phrases are not counted", "warning")
        return {}


def _uses(path: Path | None, base: Base) -> Mapping[str, int] | None:
    from kb_tools.review.uses import load_uses

    if path is None:
        return None
    found = load_uses(path, base)
    if found.unknown:
        more = f" and {len(found.unknown) - 3} more" if len(found.unknown) > 3 else ""
        note(f"{path}: not an article here: {', '.join(found.unknown[:3])}{more}", "warning")
    return found.by_path


def owned(items: Sequence[Item], names: Sequence[str], base: Base) -> list[Item]:
    """What these own; whoever owns nothing here is told."""
    import difflib

    from kb_tools.review.formats.view import NOBODY

    owners = {facts.owner.casefold(): facts.owner for facts in base if facts.owner}
    for name in names:
        if name.casefold() not in (*owners, NOBODY):
            near = difflib.get_close_matches(name.casefold(), owners, n=1)
            hint = f"; did you mean {owners[near[0]]!r}?" if near else ""
            note(f"{name!r} owns no article{hint}", "warning")
    wanted = {name.casefold() for name in names}
    if NOBODY in wanted:
        # As the list has it: those without an owner.
        wanted.add("")
    return [item for item in items if item.owner.casefold() in wanted]


def _paint(text: str, style: str) -> str:
    # None, not False: that would switch the other one off again.
    return click.style(text, fg=_COLORS.get(style), bold=style == "owner" or None, dim=style == "dim" or None)
