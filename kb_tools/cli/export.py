"""kb export: put the search into a built site."""

from __future__ import annotations

from pathlib import Path

import click

from kb_tools.cli.opening import open_searcher
from kb_tools.cli.output import note

SHOWN = 5


@click.command(short_help="Put the search into a built site.")
@click.argument("site", type=click.Path(path_type=Path))
@click.option("--data-only", is_flag=True, help="Leave the pages as they are; only write what they load.")
@click.pass_obj
def command(folder: str, site: Path, data_only: bool) -> None:
    """Put the search into a built site.

    The pages get the search of `kb search`: the same articles in the same order, as the reader types, from any web server
    or from a folder without one. Sites that MkDocs builds with the plugin `kb` have it already; this is for all others.
    Run it after every build. What it writes stands in SITE/kb.

    \b
    Examples:
      kb export site
      kb export --data-only site
    """
    from kb_tools.site.export import export
    from kb_tools.site.publish import publish
    from kb_tools.wording import counted

    searcher = open_searcher(folder, strict=True)
    if data_only:
        report, where = export(searcher, site), ""
    else:
        report, pages = publish(searcher, site)
        where = f" into {counted(pages, 'page')}"
    for path in report.left_out[:SHOWN]:
        note(f"{path}: its page is not in the site, so it is not found there", "warning")
    if len(report.left_out) > SHOWN:
        note(f"... and {len(report.left_out) - SHOWN} more")
    done = f"{counted(report.files, 'file')}, {report.size / 1e6:.1f} MB, in {report.seconds:.2f} s"
    click.echo(f"{counted(report.articles, 'article')}{where}: {done}.")
