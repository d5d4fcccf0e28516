"""kb known-issues: the faults that are open right now, for the pages of the site."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kb_tools.cli.output import note, to_json
from kb_tools.config import load_settings
from kb_tools.wording import counted


@click.command("known-issues", short_help="Write the open known issues for the site.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write to FILE, and the same as a script beside it for sites opened from a folder. Default: print.",
)  # fmt: skip
@click.pass_obj
def command(folder: str, output: Path | None) -> None:
    """Write the open known issues for the site.

    They come from the articles with `status: known-issue` that have not expired. Copy the file to the root of the built
    site as known-issues.json: every open page shows it within a minute. The site need not be built anew.

    \b
    Examples:
      kb known-issues
      kb known-issues --output known-issues.json
    """
    from kb_tools.site.known_issues import SHOWN, known_issues, write

    document = known_issues(load_settings(Path(folder)), datetime.now().astimezone())
    if len(document["issues"]) > SHOWN:
        note(f"{counted(len(document['issues']), 'known issue')}, of which a page shows the first {SHOWN}: close those that "
             "are over (expires)", "warning")  # fmt: skip
    if output is None:
        click.echo(to_json(document))
        return
    write(output, document)
    note(f"{output}: {counted(len(document['issues']), 'known issue')}")
