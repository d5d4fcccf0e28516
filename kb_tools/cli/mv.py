"""kb mv: move or rename an article, another file, a folder, or a heading."""

from __future__ import annotations

from pathlib import Path

import click

from kb_tools.cli.arguments import ARTICLE
from kb_tools.cli.moving import carry_out, links_said, load_base
from kb_tools.wording import counted


@click.command(short_help="Move or rename an article or a folder.")
@click.argument("old", type=ARTICLE)
@click.argument("new")
@click.option("--title", default="", help="Of a heading: its new text.")
@click.option("--no-redirect", is_flag=True, help="Do not make the old address lead to the new one.")
@click.option("--dry-run", is_flag=True, help="Change nothing; print the patch, for git apply.")
@click.pass_obj
def command(folder: str, old: str, new: str, title: str, no_redirect: bool, dry_run: bool) -> None:
    """Move or rename an article or a folder.

    Every link to it follows, and so do the links in it, the navigation, the phrases, the redirects and the baseline of kb
    check: all of them, or nothing is changed. An article keeps its id, and its old address leads to the new one. OLD and
    NEW are paths, from here or below the docs folder; OLD may be an id. Images and other files move likewise. A NEW that is
    a folder means: into it.

    With a #, it is a heading of an article that gets another anchor or, with --title, another text.

    \b
    Examples:
      kb mv field-laptops/vpn-error-809.md field-laptops/vpn-809.md --dry-run
      kb mv docs/hardware docs/equipment --dry-run
      kb mv slow-all-day "calls/a new folder/" --dry-run
      kb mv hardware/ups-beeps.md#why hardware/ups-beeps.md#cause --title "The cause" --dry-run
    """
    from kb_tools.writing.moving.heading import plan_heading
    from kb_tools.writing.moving.move import plan_move
    from kb_tools.writing.moving.named import is_heading

    base = load_base(folder)
    if "#" in new and is_heading(base, Path(folder), old):
        plan = plan_heading(base, Path(folder), old, new, title)
    elif title:
        raise click.UsageError("--title is for a heading: kb mv article.md#old article.md#new --title TEXT")
    else:
        plan = plan_move(base, Path(folder), old, new, redirect=not no_redirect)
    carry_out(base, plan, dry_run=dry_run)
    if not dry_run:
        moved = f"{counted(plan.moved, 'file')} moved; " if plan.moved else ""
        click.echo(f"{moved}{links_said(plan)}")
