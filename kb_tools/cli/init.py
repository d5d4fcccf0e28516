"""kb init: set up a new knowledge base."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kb_tools.cli.output import clean, note

if TYPE_CHECKING:
    from kb_tools.writing.planned import Planned
    from kb_tools.writing.setup import Plan


@click.command(short_help="Set up a new knowledge base.")
@click.argument("target", metavar="[DIR]", default=".")
@click.option("--ci", type=click.Choice(["github", "gitlab", "none"]),
              help="Whose CI file to write. Default: what the repository shows, else github.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would be created.")
@click.pass_obj
def command(folder: str, target: str, ci: Literal["github", "gitlab", "none"] | None, dry_run: bool) -> None:
    """Set up a new knowledge base.

    In DIR, or in this folder, which may be empty or hold articles already. No file that is there is changed: run it
    again at any time. For articles that are there, kb.toml proposes how to read their front matter.

    \b
    Examples:
      kb init
      kb init team-kb --ci gitlab
      kb init --dry-run
    """
    from kb_tools.writing import setup

    todo = setup.plan(Path(os.path.abspath(Path(folder) / target)), ci, date.today())
    setup.check(todo)
    done = [(item, item.existing is None) for item in todo.files] if dry_run else setup.carry_out(todo)
    advised = []
    for item, created in done:
        word = ("would create" if dry_run else "created") if created else "kept"
        click.echo(f"{word:<12} {_shown(todo, item)}")
        if item.advice and not created:
            advised.append(item)
    for remark in todo.left_out:
        click.echo(f"{'left out':<12} {remark}")
    for item in advised:
        click.echo(clean(f"\nTo add to {_shown(todo, item)} by hand:\n\n{item.advice}"))
    if todo.above:
        note(f"{todo.above} is a knowledge base already; in here, kb works on the new one instead", "warning")
    if not dry_run:
        click.echo("\nNext:\n" + "\n".join(f"  {clean(line)}" for line in setup.next_steps(todo)))


def _shown(todo: Plan, item: Planned) -> str:
    return clean(os.path.relpath(item.existing or item.path, todo.folder))
