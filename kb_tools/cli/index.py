"""kb index: build or update the search index."""

from __future__ import annotations

from pathlib import Path

import click

from kb_tools.cli.output import Progress, note
from kb_tools.config import load_settings
from kb_tools.search.update import Keeper
from kb_tools.wording import counted

SHOWN_PROBLEMS = 10


@click.command(short_help="Build or update the search index.")
@click.option("--rebuild", is_flag=True, help="Read every article again, changed or not.")
@click.option("-v", "--verbose", is_flag=True, help="Name every problem found in the articles that were read.")
@click.pass_obj
def command(folder: str, rebuild: bool, verbose: bool) -> None:
    """Build or update the search index.

    Only articles that changed are read. `kb search` does the same by itself; run this in CI, or after a large merge, so
    that nobody waits for it.

    \b
    Examples:
      kb index
      kb index --rebuild -v
    """
    keeper = Keeper(load_settings(Path(folder)))
    with Progress("Reading articles", len(keeper.entries)) as progress:
        report = keeper.update(progress, rebuild=rebuild).report
    if report.rebuilt and not rebuild:
        note(report.rebuilt)
    done = f"{report.read} read, {report.removed} removed or replaced, in {report.seconds:.2f} s"
    click.echo(f"{counted(report.articles, 'article')} in the index: {done}.")
    problems = sorted(report.problems, key=lambda item: (item[0], item[1].span.line))
    for path, problem in problems if verbose else problems[:SHOWN_PROBLEMS]:
        note(f"{path}:{problem.span.line}:{problem.span.column}: {problem.message}", "warning")
        if problem.hint:
            note(f"  {problem.hint}")
    if len(problems) > SHOWN_PROBLEMS and not verbose:
        note(f"... and {len(problems) - SHOWN_PROBLEMS} more; kb index --rebuild -v names them all.")
