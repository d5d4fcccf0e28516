"""kb export: put the search, and all that agents need beside it, into a built site."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import note

SHOWN = 5


@click.command(short_help="Put the search into a built site.")
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--data-only", is_flag=True, help="Leave the pages as they are; only write the data of the search.")
@click.option("--no-headers", is_flag=True, help="Leave the articles without header, steps and ticket note.")
@click.option("--no-known-issues", is_flag=True, help="Do not show on the pages which known issues are open.")
@click.option(
    "--related", type=click.IntRange(0), default=5, show_default=True, help="Related articles on a page, at most."
)
@click.option("--fixed", metavar="ADDRESS", default="", help='Where "Did this fix it?" leads; with placeholders.')
@click.option("--wrong", metavar="ADDRESS", default="", help='Where "This is wrong" leads; with placeholders.')
@click.pass_obj
def command(
    folder: str,
    site: Path,
    data_only: bool,
    no_headers: bool,
    no_known_issues: bool,
    related: int,
    fixed: str,
    wrong: str,
) -> None:
    """Put the search into a built site.

    The pages get the search of `kb search`: the same articles in the same order, as the reader types, from any web server
    or from a folder without one. Articles get their header, steps that can be ticked and a ticket note; every page shows
    the open known issues. Sites that MkDocs builds with the plugin `kb` have all that already; this is for all others.
    Run it after every build: running it twice changes nothing.

    \b
    Examples:
      kb export site
      kb export --data-only site
      kb export --wrong "mailto:kb@example.org?subject={id}" site
    """
    from kb_tools.site.export import export
    from kb_tools.site.page import Feedback, checked_target
    from kb_tools.site.publish import Wanted, publish
    from kb_tools.wording import counted

    feedback = Feedback(checked_target("--fixed", fixed), checked_target("--wrong", wrong))
    searcher = open_searcher(folder, strict=True)
    if data_only:
        report, where = export(searcher, site), ""
    else:
        done = publish(searcher, site, Wanted(not no_headers, not no_known_issues, related, feedback))
        report, where = done.report, f" into {counted(done.pages, 'page')}"
        _warn([f"{page}: {why}, so it has no header" for page, why in done.bare])
    _warn([f"{path}: its page is not in the site, so it is not found there" for path in report.left_out])
    written = f"{counted(report.files, 'file')}, {report.size / 1e6:.1f} MB, in {report.seconds:.2f} s"
    click.echo(f"{counted(report.articles, 'article')}{where}: {written}.")


def _warn(lines: Sequence[str]) -> None:
    for line in lines[:SHOWN]:
        note(line, "warning")
    if len(lines) > SHOWN:
        note(f"... and {len(lines) - SHOWN} more")
